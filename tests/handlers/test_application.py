"""The whole way of an update, from a phone through the made-up Telegram and a real store back to the phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import OperationalError

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role
from bot.texts.screen import Button, File, Screen
from demo.control import jump, poison, serve_again
from handlers.commands import Command, Route
from handlers.context import Context
from handlers.receiving import MOST_ANSWERED
from storage import invitations
from storage.store import Store, once
from storage.tables import audit, inbox, metadata, person, unit
from tests import postgresql as servers
from tests.conftest import NOW
from tests.handlers.conftest import ADMIN, SECRETARY, STRANGER, Stage, until

Tables = Callable[..., None]
GROUP = -100_700


def counted(ctx: Context) -> Screen:
    """A command with an effect that can be counted."""
    ctx.db.execute(
        insert(audit).inline().values(at=ctx.now, person_id=ctx.person.id, act="counted", about=ctx.incoming.text)
    )
    return Screen(f"đã ghi {ctx.incoming.text}")


COUNT = Command("dem", "", counted)


async def effects(stage: Stage) -> int:
    def count(db: Connection) -> int:
        return db.execute(select(func.count()).select_from(audit).where(audit.c.act == "counted")).scalar_one()

    return await stage.store.read(count)


# --- who asks


async def test_a_stranger_gets_one_polite_sentence_and_nothing_else(house: Stage) -> None:
    await house.start()
    phone = await house.phone(STRANGER)
    for word in ("/start", "/hop", "xin chào", "1"):
        await phone.send(word)
        (said,) = await phone.reads()
        assert said.text.startswith("Kính chào đồng chí, hệ thống này chỉ dành cho")
        assert said.keys == ()


async def test_the_joined_are_greeted_by_name_and_told_what_they_can_do(house: Stage) -> None:
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.start()
    (said,) = await phone.reads()
    assert "Nguyễn Văn An" in said.text
    assert "/hop" in said.text
    assert "/chuahop" not in said.text
    await phone.send("/trogiup")
    assert "/trogiup" in (await phone.sees("Các lệnh của đồng chí")).text


async def test_commands_are_known_by_alias_case_and_bot_name(house: Stage, tables: Tables) -> None:
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    for word in ("/help", "/TroGiup", "/trogiup@chi_bo_demo_bot"):
        await phone.send(word)
        await phone.sees("Các lệnh của đồng chí")


async def test_a_command_of_another_role_is_refused_kindly_and_changes_nothing(house: Stage, tables: Tables) -> None:
    tables(Command("dem", "", counted, frozenset({Role.ADMIN})), Route("d", counted, frozenset({Role.ADMIN})))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem")
    await phone.sees("không thuộc nhiệm vụ của đồng chí")
    await phone.start()
    said = await phone.sees("Kính chào")
    await phone.press_code("d:1", said.message_id)
    await phone.sees("không thuộc nhiệm vụ của đồng chí")
    assert await effects(house) == 0
    assert await house.states() == {"done": 3}


async def test_a_refusal_rolls_back_what_was_begun(house: Stage, tables: Tables) -> None:
    def begins_and_refuses(ctx: Context) -> Screen:
        counted(ctx)
        raise Refused("not-found")

    tables(Command("dem", "", begins_and_refuses))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem")
    await phone.sees("không tìm thấy")
    assert await effects(house) == 0
    assert await house.states() == {"done": 1}


async def test_the_menu_of_a_chat_follows_the_posts(house: Stage) -> None:
    await house.start()
    for user in (SECRETARY, ADMIN):
        phone = await house.phone(user)
        await phone.start()
        await phone.reads()
    menus = house.telegram.bot.commands
    await until(lambda: len(menus) == 2)
    names = {scope: [command["command"] for command in menu] for scope, menu in menus.items()}
    assert "chuahop" in names[f"chat:{ADMIN}|"]
    assert "chuahop" not in names[f"chat:{SECRETARY}|"]
    assert names[f"chat:{SECRETARY}|"][0] == "hop"
    assert "trogiup" in names[f"chat:{SECRETARY}|"]


# --- what is no answer


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("sticker", "nhãn dán"),
        ("voice", "tin thoại"),
        ("location", "vị trí"),
        ("contact", "danh thiếp"),
        ("photo", "Ảnh chỉ được lưu khi đang ghi"),
        ("forward", "tin chuyển tiếp"),
    ],
)
async def test_what_is_no_answer_is_answered_kindly(house: Stage, act: str, words: str) -> None:
    """Matrix 28."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone._act(act, **({"text": "x"} if act == "forward" else {"count": 1} if act == "photo" else {}))
    await phone.sees(words)
    assert await house.states() == {"done": 1}


async def test_an_edited_message_changes_nothing_and_is_explained(house: Stage, tables: Tables) -> None:
    """Matrix 27."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem một")
    await phone.sees("đã ghi")
    await phone.edit_last("/dem hai")
    await phone.sees("Sửa tin nhắn cũ")
    assert await effects(house) == 1


async def test_an_album_is_answered_once(house: Stage) -> None:
    """Matrix 28."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send_photo(count=4)
    await phone.sees("Ảnh chỉ được lưu")
    await phone.send("/trogiup")
    await phone.sees("Các lệnh")
    assert sum("Ảnh chỉ được lưu" in text for text in house.telegram.texts_to(SECRETARY)) == 1


async def test_an_old_or_forged_button_is_answered_and_changes_nothing(house: Stage) -> None:
    """Matrix 24 and 75."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.start()
    said = await phone.sees("Kính chào")
    for code in ("gone:1:2", "c:nothing", "", "x" * 64, "c"):
        await phone.press_code(code or "?", said.message_id)
        await phone.sees("không còn dùng được")
    await phone.answered()


async def test_every_choice_can_be_typed_by_its_number(house: Stage, tables: Tables) -> None:
    def offering(_: Context) -> Screen:
        return Screen("1. Một 2. Hai", ((Button("1. Một", "one:a"), Button("2. Hai", "two:b")),))

    def chosen(ctx: Context) -> Screen:
        return Screen(f"đã chọn {ctx.args[0]}")

    tables(
        Command("chon", "", offering, door="read"),
        Command("chon_ghi", "", offering),
        Route("one", chosen),
        Route("two", chosen),
    )
    await house.start()
    phone = await house.phone(SECRETARY)
    for command in ("/chon", "/chon_ghi"):
        await phone.send(command)
        await phone.sees("1. Một")
        await phone.send("2")
        await phone.sees("đã chọn b")
    await phone.send("3")
    await phone.sees("chưa hiểu")


async def test_in_a_group_the_bot_says_one_sentence_and_leaves(house: Stage) -> None:
    """Matrix 85."""
    await house.start()
    telegram = house.telegram
    telegram.add_group(telegram.bot, GROUP, "Nhóm thôn")
    phone = await house.phone(SECRETARY)
    await phone._act("send", text="/hop", chat_id=GROUP)
    await until(lambda: telegram.calls["leavechat"] == 1)
    assert telegram.texts_to(GROUP) == ["Hệ thống không làm việc trong nhóm. Đề nghị đồng chí nhắn riêng cho hệ thống."]


async def test_who_blocks_the_bot_is_noted_and_who_comes_back_too(house: Stage) -> None:
    """Matrix 48."""

    def blocked(db: Connection) -> int:
        return int(db.execute(select(person.c.blocked).where(person.c.telegram_id == SECRETARY)).scalar_one())

    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.start()
    await phone.reads()
    await phone.block()

    async def noted() -> bool:
        return await house.store.read(blocked) == 1

    await until(noted)
    await phone.unblock()
    await phone.start()
    await phone.reads()
    assert await house.store.read(blocked) == 0


# --- once, in order, never lost


async def test_the_same_updates_again_have_no_second_effect_and_no_second_reply(house: Stage, tables: Tables) -> None:
    """Matrix 5."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem một")
    await phone.sees("đã ghi")
    assert serve_again(house.telegram, house.telegram.bot) == 1
    await phone.hears_nothing()
    await phone.send("/dem hai")
    await phone.sees("đã ghi /dem hai")
    assert await effects(house) == 2


async def test_a_reading_command_served_again_is_answered_once(house: Stage) -> None:
    """Matrix 5."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/trogiup")
    await phone.reads()
    await house.store.write(lambda _: None)  # the mark was queued before
    serve_again(house.telegram, house.telegram.bot)
    await phone.hears_nothing()


async def test_an_update_whose_number_fell_is_handled(house: Stage, tables: Tables) -> None:
    """Matrix 6."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    jump(house.telegram.bot, 5000)
    await phone.send("/dem một")
    await phone.sees("đã ghi")
    jump(house.telegram.bot, 17)
    await phone.send("/dem hai")
    await phone.sees("đã ghi /dem hai")
    assert await effects(house) == 2


async def test_an_update_that_cannot_be_read_is_kept_and_holds_up_nobody(house: Stage, tables: Tables) -> None:
    """Matrix 7."""
    tables(COUNT)
    phone = await house.phone(SECRETARY)
    await phone.send("/dem trước")
    poison(house.telegram, house.telegram.bot, STRANGER)
    await phone.send("/dem sau")
    poison(house.telegram, house.telegram.bot, STRANGER)
    await house.start()
    await phone.sees("đã ghi /dem trước")
    await phone.sees("đã ghi /dem sau")
    polls = house.telegram.calls["getupdates"]
    await asyncio.sleep(0.5)
    assert house.telegram.calls["getupdates"] - polls <= 2

    def dead(db: Connection) -> list[str]:
        return list(db.execute(select(inbox.c.raw).where(inbox.c.state == "dead")).scalars())

    raws = await house.store.read(dead)
    assert len(raws) == 2
    assert all("poison" in raw for raw in raws)


async def test_a_handler_that_always_fails_is_tried_thrice_then_the_person_is_told(
    house: Stage, tables: Tables
) -> None:
    """Matrix 8."""
    tries: list[str] = []

    def fails(ctx: Context) -> Screen:
        tries.append(ctx.incoming.text)
        counted(ctx)
        raise KeyError("bug")

    tables(Command("dem", "", fails), Command("doc", "", fails, door="read"))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem một")
    await phone.sees("chưa lưu được")
    assert tries == ["/dem một"] * 3
    await phone.send("/doc")
    await phone.sees("chưa lưu được")
    await phone.send("/trogiup")
    await phone.sees("Các lệnh")
    assert await effects(house) == 0
    assert (await house.states())["dead"] == 2


@pytest.mark.sqlite
async def test_a_store_that_is_full_keeps_the_update_at_telegram_until_it_can_be_kept(
    house: Stage, tables: Tables
) -> None:
    """Matrix 9 and 67."""
    tables(COUNT)

    def limit(db: Connection, pages: int) -> None:
        db.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    def pages(db: Connection) -> int:
        return int(db.exec_driver_sql("PRAGMA page_count").scalar_one())

    def fill(db: Connection) -> None:
        db.execute(insert(audit).values(at=house.clock(), act="filler", about="x" * 3000))

    await house.start()
    phone = await house.phone(SECRETARY)
    now = await house.store.read(pages)
    await house.store.write(limit, now)
    with suppress(OperationalError):
        for _ in range(200):
            await house.store.write(fill)
    await phone.send("/dem " + "đầy " * 700)
    await phone.sees("chưa lưu được tin")
    await phone.hears_nothing(0.5)
    assert await effects(house) == 0
    await house.store.write(limit, now + 1000)
    await phone.sees("đã ghi", 15)
    assert await effects(house) == 1
    assert house.telegram.texts_to(SECRETARY)[0].count("chưa lưu được") == 1


@pytest.mark.sqlite
async def test_an_effect_for_which_the_disk_has_no_room_is_said_to_be_unsaved_and_the_next_one_is_saved(
    house: Stage, tables: Tables
) -> None:
    """Matrix 67: there is room for the message as it came, not for what it does."""

    def limit(db: Connection, more: int) -> None:
        pages = int(db.exec_driver_sql("PRAGMA page_count").scalar_one())
        db.exec_driver_sql(f"PRAGMA max_page_count={pages + more}")

    def heavy(ctx: Context) -> Screen:
        ctx.db.execute(insert(audit).values(at=ctx.now, act="counted", about="x" * 40_000))
        return Screen("đã ghi")

    tables(Command("nang", "", heavy))
    await house.start()
    phone = await house.phone(SECRETARY)
    await house.store.write(limit, 3)
    await phone.send("/nang")
    await phone.sees("chưa lưu được")
    assert await effects(house) == 0
    await house.store.write(limit, 1000)
    await phone.send("/nang")
    await phone.sees("đã ghi")
    assert await effects(house) == 1


async def test_one_401_or_404_while_polling_is_survived(house: Stage, tables: Tables) -> None:
    """Matrix 11."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem một")
    await phone.sees("đã ghi")
    for kind in ("unauthorized", "not_found"):
        house.telegram.faults.add(kind, "getUpdates")
        await phone.send(f"/dem {kind}")
        await phone.sees(f"đã ghi /dem {kind}", 10)
        await phone.send(f"/dem {kind} sau")
        await phone.sees(f"đã ghi /dem {kind} sau", 10)
    assert await effects(house) == 5


async def test_one_chat_is_answered_in_order_while_others_are_not_held_up(house: Stage, tables: Tables) -> None:
    tables(COUNT)
    await house.start()
    slow, quick = await house.phone(SECRETARY), await house.phone(ADMIN)
    house.telegram.faults.add("slow", "sendMessage", chat_id=SECRETARY, times=3, pause=0.2)
    for number in range(5):
        await slow.send(f"/dem {number}")
    await quick.send("/dem khác")
    await quick.sees("đã ghi /dem khác", 0.5)
    for number in range(5):
        await slow.sees(f"đã ghi /dem {number}")
    assert house.telegram.texts_to(SECRETARY) == [f"đã ghi /dem {number}" for number in range(5)]


async def test_one_person_who_floods_is_told_once_and_slows_nobody_else(house: Stage, tables: Tables) -> None:
    """Matrix 95."""
    tables(COUNT)
    flooder, other = await house.phone(SECRETARY), await house.phone(ADMIN)
    for number in range(1000):
        await flooder.send(f"/dem {number}")
    await house.start()
    waited = []
    for number in range(5):
        begun = perf_counter()
        await other.send(f"/dem khác {number}")
        await other.sees(f"đã ghi /dem khác {number}")
        waited.append(perf_counter() - begun)
    assert max(waited[1:]) < 1.0, waited
    await until(lambda: house.telegram.texts_to(SECRETARY)[-1:] == ["đã ghi /dem 999"], 30)
    assert await house.states() == {"done": 1005}
    assert await effects(house) == 1005
    told = house.telegram.texts_to(SECRETARY)
    assert len(told) < 500, "a flood costs no sending"
    assert [text.split()[-1] for text in told[-MOST_ANSWERED:-2]] == [str(n) for n in range(1001 - MOST_ANSWERED, 999)]
    assert "rất nhiều tin liền nhau" in told[-2]
    assert sum("rất nhiều tin" in text for text in told) == 1
    await flooder.send("/dem nữa")
    await flooder.sees("đã ghi /dem nữa")
    assert "rất nhiều tin" not in house.telegram.texts_to(SECRETARY)[-2]


async def test_what_was_typed_while_we_were_down_is_done_and_answered_message_by_message(
    house: Stage, tables: Tables
) -> None:
    """Matrix 13 and 95: a whole meeting typed into an outage is no flood."""
    tables(COUNT)
    phone = await house.phone(SECRETARY)
    words = [f"/dem {number}" for number in range(MOST_ANSWERED)]
    for word in words:
        await phone.send(word)
    await house.start()
    await phone.sees(f"đã ghi {words[-1]}", 15)
    assert house.telegram.texts_to(SECRETARY) == [f"đã ghi {word}" for word in words]


async def test_a_failure_is_told_in_a_flood_too(house: Stage, tables: Tables) -> None:
    """Matrix 95."""

    def fails(ctx: Context) -> Screen:
        raise KeyError("bug")

    tables(COUNT, Command("hong", "", fails))
    phone = await house.phone(SECRETARY)
    await phone.send("/hong")
    for number in range(2 * MOST_ANSWERED):
        await phone.send(f"/dem {number}")
    await house.start()
    await phone.sees(f"đã ghi /dem {2 * MOST_ANSWERED - 1}", 15)
    assert sum("chưa lưu được" in text for text in house.telegram.texts_to(SECRETARY)) == 1


# --- the records take no mark


class Jam:
    """The disk takes some of what comes in and nothing else, until it is mended."""

    def __init__(self, store: Store, server: servers.Server | None) -> None:
        self._store = store
        self._server = server
        self._on = False

    async def __call__(self, when: str = "UPDATE") -> None:
        """No row of the inbox can be changed, nor made as done (or, with INSERT, none can be added)."""
        self._on = True
        if self._server is None:
            jammed = "BEGIN SELECT RAISE(ABORT, 'jammed'); END"
            made = f"CREATE TRIGGER jam BEFORE {when} ON inbox {jammed}"
            done = f"CREATE TRIGGER jam_done BEFORE INSERT ON inbox WHEN NEW.state = 'done' {jammed}"
            await self._store.write(lambda db: [db.exec_driver_sql(each) for each in (made, done)])
        else:
            await asyncio.to_thread(self._server.jam, "inbox", when)

    async def mended(self) -> None:
        if self._on and self._server is None:
            await self._store.write(
                lambda db: [db.exec_driver_sql(f"DROP TRIGGER {name}") for name in ("jam", "jam_done")]
            )
        elif self._on and self._server is not None:
            await asyncio.to_thread(self._server.unjam, "inbox")
        self._on = False


@pytest.fixture
async def jam(house: Stage, postgresql: servers.Server | None) -> AsyncIterator[Jam]:
    made = Jam(house.store, postgresql)
    yield made
    if postgresql is not None:
        await made.mended()  # the next test has the same database


async def test_an_update_that_cannot_even_be_given_up_holds_its_chat_until_it_is_handled(
    house: Stage, tables: Tables, jam: Jam
) -> None:
    """Matrix 9 and 67: nothing overtakes it, nobody is asked to send it again."""
    tables(COUNT)
    await house.start()
    phone, other = await house.phone(SECRETARY), await house.phone(ADMIN)
    await jam()
    await phone.send("/dem một")
    await phone.sees("Tin không bị mất")
    await phone.send("/dem hai")
    await other.send("/trogiup")
    await other.sees("Các lệnh của đồng chí")
    await phone.hears_nothing(0.5)
    assert await effects(house) == 0
    await jam.mended()
    await phone.sees("đã ghi /dem một", 10)
    await phone.sees("đã ghi /dem hai", 10)
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 3)
    assert await effects(house) == 2
    assert await house.states() == {"done": 2, "new": 1} or await house.states() == {"done": 3}


async def test_what_held_its_chat_at_the_end_is_handled_in_order_at_the_next_start(
    house: Stage, tables: Tables, jam: Jam
) -> None:
    """Matrix 2 and 67."""
    tables(COUNT)
    running = await house.start()
    phone = await house.phone(SECRETARY)
    await jam()
    await phone.send("/dem một")
    await phone.sees("Tin không bị mất")
    await phone.send("/dem hai")

    async def both() -> bool:
        return await house.states() == {"new": 2}

    await until(both)
    running.bot_data["desk"].stopping = True
    await house.stop()
    await jam.mended()
    await house.start()
    await phone.sees("đã ghi /dem hai", 10)
    assert [text for text in house.telegram.texts_to(SECRETARY) if "đã ghi" in text] == [
        "đã ghi /dem một",
        "đã ghi /dem hai",
    ]
    assert await effects(house) == 2


async def test_what_was_told_and_could_not_be_marked_is_told_once(house: Stage, jam: Jam) -> None:
    """Matrix 2 and 67: its row does not wait for the next start, by which nobody's month could be settled."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await jam()
    await phone.send("/trogiup")
    await phone.sees("Các lệnh của đồng chí")
    await jam.mended()

    async def marked() -> bool:
        return await house.states() == {"done": 1}

    await until(marked, 10)
    assert len(house.telegram.texts_to(SECRETARY)) == 1


async def test_an_album_that_came_while_nothing_could_be_kept_is_answered_once(house: Stage, jam: Jam) -> None:
    """Matrix 9, 28 and 67."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await jam("INSERT")
    await phone.send_photo(count=3)
    await phone.sees("Tin không bị mất")
    await jam.mended()
    await phone.sees("Ảnh chỉ được lưu", 15)
    await phone.send("/trogiup")
    await phone.sees("Các lệnh")
    assert sum("Ảnh chỉ được lưu" in text for text in house.telegram.texts_to(SECRETARY)) == 1


# --- the next start


async def test_what_was_received_and_not_handled_is_handled_at_the_next_start(house: Stage, tables: Tables) -> None:
    """Matrix 2."""
    tables(COUNT)
    running = await house.start()
    running.bot_data["desk"].stopping = True  # as when the end comes between keeping and handling
    phone = await house.phone(SECRETARY)
    await phone.send("/dem một")
    await phone.send("/dem hai")

    async def kept() -> bool:
        return await house.states() == {"new": 2}

    await until(kept)
    await house.stop()
    await house.start()
    await phone.sees("đã ghi /dem một")
    await phone.sees("đã ghi /dem hai")
    assert await effects(house) == 2


async def test_a_reply_that_was_lost_is_made_up_for_at_the_next_start(house: Stage, tables: Tables) -> None:
    """Matrix 4."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    house.telegram.faults.add("close", "sendMessage")
    await phone.send("/dem một")
    await phone.hears_nothing()
    assert await effects(house) == 1
    await house.stop()
    await house.start()
    await phone.sees("Hệ thống vừa khởi động lại. Tin vừa rồi của đồng chí đã được xử lý")
    await house.stop()
    await house.start()
    await phone.hears_nothing()


async def test_a_lost_reply_is_made_up_for_after_days_without_us_too(house: Stage, tables: Tables) -> None:
    """Matrix 4 and 13: `make chaos` found it."""
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    house.telegram.faults.add("close", "sendMessage")
    await phone.send("/dem một")
    await phone.hears_nothing()
    await house.stop()
    house.clock = lambda: NOW + timedelta(days=3)
    await house.start()
    await phone.sees("Hệ thống vừa khởi động lại. Tin vừa rồi của đồng chí đã được xử lý")


async def test_the_step_that_was_not_seen_is_shown_at_the_next_start_with_the_answer_kept(house: Stage) -> None:
    """Matrix 4 and 22."""
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/nghiquyet")
    await phone.sees("Bước 1/4")
    house.telegram.faults.add("close", "sendMessage")
    await phone.send("sửa đường làng")
    await phone.hears_nothing()
    await house.stop()
    await house.start()
    said = await phone.sees("Bước 2/4")
    assert "Đã ghi: Sửa đường làng" in said.text
    await phone.send("30/30")
    await phone.sees("Bước 3/4")


async def test_a_receipt_that_was_lost_is_made_up_for_at_the_next_start(house: Stage) -> None:
    """Matrix 4 and 22: what was saved is called saved."""
    await house.start()
    phone = await house.phone(SECRETARY)
    for word in ("/nghiquyet", "sửa đường làng", "30/30", "không"):
        await phone.send(word)
    await phone.sees("Xem lại")
    house.telegram.faults.add("close", "sendMessage")
    await phone.send("chốt")
    await phone.hears_nothing()
    await house.stop()
    await house.start()
    await phone.sees("Hệ thống vừa khởi động lại. Đã lưu: Chi bộ thôn Muối · nghị quyết.")
    await house.stop()
    await house.start()
    await phone.hears_nothing()


async def test_a_reply_that_surely_was_not_sent_is_sent_again(house: Stage, tables: Tables) -> None:
    tables(COUNT)
    await house.start()
    phone = await house.phone(SECRETARY)
    house.telegram.faults.add("too_many", "sendMessage", retry_after=1)
    await phone.send("/dem một")
    await phone.sees("đã ghi")
    assert house.telegram.texts_to(SECRETARY) == ["đã ghi /dem một"]


async def test_a_file_that_cannot_be_made_is_said(house: Stage, tables: Tables) -> None:
    def broken() -> bytes:
        raise OSError("no font")

    tables(
        Command("tep", "", lambda _: Screen("Đây là tệp", file=File("a.txt", lambda: b"abc"))),
        Command("hong", "", lambda _: Screen("Đây là tệp", file=File("a.txt", broken))),
    )
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/tep")
    said = await phone.sees("Đây là tệp")
    assert await phone.download(said) == b"abc"
    await phone.send("/hong")
    await phone.sees("chưa tạo được tệp")


async def test_buttons_that_telegram_refuses_leave_the_words(house: Stage, tables: Tables) -> None:
    tables(Command("dem", "", lambda _: Screen("1. <b>Một</b> &amp; hai", ((Button("1. Một", "x" * 65),),))))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem")
    assert (await phone.sees("Một")).text == "1. Một & hai"


async def test_a_lost_reply_of_a_reading_command_is_made_up_for_too(house: Stage) -> None:
    await house.start()
    phone = await house.phone(SECRETARY)
    house.telegram.faults.add("close", "sendMessage")
    await phone.send("/trogiup")
    await phone.hears_nothing()
    assert await house.states() == {"done": 1}
    await house.stop()
    await house.start()
    await phone.sees("Hệ thống vừa khởi động lại. Tin vừa rồi của đồng chí đã được xử lý")
    await house.stop()
    await house.start()
    await phone.hears_nothing()


async def test_a_page_replaces_the_message_whose_button_was_pressed(house: Stage, tables: Tables) -> None:
    def page(ctx: Context) -> Screen:
        number = int(ctx.args[0]) if ctx.args else 1
        return Screen(
            f"Trang {number}", ((Button("Trang sau", f"p:{number + 1}"), Button("Lại", f"p:{number}")),), replace=True
        )

    tables(Command("trang", "", page), Route("p", page, door="read"))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/trang")
    first = await phone.sees("Trang 1")
    await phone.press("Trang sau")
    second = await phone.sees("Trang 2")
    assert second.message_id == first.message_id
    await phone.press("Lại")  # the same text: "not modified"
    await phone.answered()
    await phone.hears_nothing()
    assert phone.screen.text == "Trang 2"


async def test_refused_html_is_said_as_plain_text(house: Stage, tables: Tables) -> None:
    """Matrix 51."""
    tables(Command("dem", "", lambda _: Screen("a <b>đậm &lt; mở")))
    await house.start()
    phone = await house.phone(SECRETARY)
    await phone.send("/dem")
    assert (await phone.sees("đậm")).text == "a đậm < mở"


def holding(db: Connection, words: str) -> list[str]:
    """The tables that have the words in a row."""
    return [
        name for name, table in metadata.tables.items() if any(words in str(row) for row in db.execute(select(table)))
    ]


async def test_an_invitation_can_be_answered_by_number_and_its_token_is_kept_nowhere(house: Stage) -> None:
    """Matrix 80."""

    def invited(db: Connection) -> str:
        cell = db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar_one()
        return invitations.invite(db, SWEEP, cell, Role.DEPUTY, None, None, NOW, 72)

    token = await house.store.write(invited)
    await house.start()
    phone = await house.phone(STRANGER)
    await phone.start(token)
    await phone.sees("1.")
    await phone.send("1")
    await phone.reads()
    await phone.send("/trogiup")
    assert "/hop" in (await phone.sees("Các lệnh")).text
    await house.stop()
    if (path := house.store.path) is not None:
        assert token.encode() not in path.read_bytes()
    assert not await once(house.store.url, holding, token)


async def test_it_stops_in_time_while_telegram_cannot_be_reached(house: Stage) -> None:
    await house.start()
    await house.server.stop()
    await asyncio.sleep(0.5)
    async with asyncio.timeout(10):
        await house.stop()


def test_nothing_that_waits_at_telegram_is_ever_dropped() -> None:
    """Matrix 20."""
    root = Path(__file__).parents[2]
    sources = [path for folder in ("bot", "handlers", "schedules") for path in (root / folder).rglob("*.py")]
    assert len(sources) > 20
    assert [path.name for path in sources if "drop_pending_updates" in path.read_text(encoding="utf-8")] == []
