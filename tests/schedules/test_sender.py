"""The sender against a Telegram that misbehaves: its log is the truth, the outbox must agree with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, select, update
from structlog.testing import capture_logs
from telegram.ext import ExtBot

from bot.domain.broadcasts import Broadcast, Part, Words
from bot.domain.people import SWEEP, Role
from bot.domain.rules import Rules
from bot.texts.screen import Rows
from demo.pictures import sample_png
from demo.telegram import Telegram
from handlers.screens import deliver
from handlers.transport import Transport
from schedules.reminders import Watch
from schedules.sender import BAD_TOKEN_PAUSE, CATCHES_UP, LEASE, Sender
from storage import broadcasts, drafts, obligations, outbox, people, task_sweep, units
from storage.claims import claim
from storage.store import Store
from storage.tables import outbox as table
from storage.tables import post
from tests.schedules.conftest import ADMIN, MORNING, NOVEMBER, SECRETARY, ZONE, Time, district
from tests.small_district import assign

Hire = Callable[..., Sender]


def states(db: Connection) -> list[str]:
    return list(db.execute(select(table.c.state).order_by(table.c.id)).scalars())


def reasons(db: Connection) -> list[str]:
    return list(db.execute(select(table.c.last_error).order_by(table.c.id)).scalars())


async def test_a_reminder_arrives_with_its_choices_and_is_kept_as_sent(
    store: Store, telegram: Telegram, hire: Hire
) -> None:
    await store.write(district)
    await hire().drain()
    (text,) = telegram.texts_to(SECRETARY)
    assert "Kính gửi đồng chí Bí thư Chi bộ thôn 0." in text
    assert await store.read(states) == ["sent"]
    person = await store.read(people.by_telegram, SECRETARY)
    assert person is not None
    code = await store.read(outbox.numbered, person.id, 1, MORNING)
    assert code is not None
    assert code.startswith("rem:now:")


async def test_a_meeting_recorded_meanwhile_sends_nothing(store: Store, telegram: Telegram, hire: Hire) -> None:
    """Matrix 43."""
    await store.write(district)
    cell = (await store.read(units.find, SWEEP, "Chi bộ thôn 0"))[0].id
    await store.write(obligations.meet, SWEEP, cell, NOVEMBER, date(2026, 11, 3), MORNING)
    await hire().drain()
    assert telegram.texts_to(SECRETARY) == []
    assert await store.read(states) == ["expired"]


async def test_after_429_everybody_pauses_and_each_message_comes_once(
    store: Store, telegram: Telegram, hire: Hire, time: Time
) -> None:
    """Matrix 44."""
    await store.write(district, 5)
    telegram.faults.add("too_many", "sendMessage", retry_after=30)
    sender = hire(in_flight=1)
    await sender.drain()
    assert time.moment >= MORNING + timedelta(seconds=30.5)  # nobody was sent to before the pause was over
    assert all(sent.at >= MORNING + timedelta(seconds=30) for sent in telegram.log)
    assert await store.read(states) == ["sent"] * 5
    assert [len(telegram.texts_to(SECRETARY + 10 * number)) for number in range(5)] == [1] * 5


@pytest.mark.parametrize("fault", ["hang_after", "bad_gateway_after", "close_after"])
async def test_a_message_that_came_though_nobody_said_so_is_resent_once_and_labelled(
    store: Store, telegram: Telegram, hire: Hire, time: Time, fault: str
) -> None:
    """Matrix 45 and 46."""
    await store.write(district)
    telegram.faults.add(fault, "sendMessage")
    sender = hire()
    await sender.drain()
    assert await store.read(states) == ["uncertain"]
    time.pass_by(60)
    await store.write(outbox.recover, time.now())
    await sender.drain()
    assert len(telegram.texts_to(SECRETARY)) == 1
    time.pass_by(61)
    await store.write(outbox.recover, time.now())
    await sender.drain()
    first, second = telegram.texts_to(SECRETARY)
    assert not first.startswith("(Gửi lại")
    assert second.startswith("(Gửi lại, có thể đồng chí đã nhận)")
    assert await store.read(states) == ["sent"]


async def test_a_second_unknown_outcome_is_the_last(store: Store, telegram: Telegram, hire: Hire, time: Time) -> None:
    await store.write(district)
    telegram.faults.add("close_after", "sendMessage", times=5)
    sender = hire()
    for _ in range(4):
        await sender.drain()
        time.pass_by(121)
        await store.write(outbox.recover, time.now())
    assert len(telegram.texts_to(SECRETARY)) == 2
    assert await store.read(states) == ["unconfirmed"]


async def test_a_refused_connection_is_tried_again_and_the_message_comes_once(
    store: Store, telegram: Telegram, hire: Hire, time: Time
) -> None:
    """Matrix 47."""
    await store.write(district)
    transport = Transport()
    await transport.initialize()
    nowhere = ExtBot(TOKEN_OF_NOBODY, base_url="http://127.0.0.1:9/bot", request=transport)
    await hire(send=partial(deliver, nowhere)).drain()
    await transport.shutdown()
    assert await store.read(states) == ["pending"]
    assert await store.read(reasons) == ["NotSent"]
    time.pass_by(6)
    await hire().drain()
    assert len(telegram.texts_to(SECRETARY)) == 1
    assert await store.read(states) == ["sent"]


TOKEN_OF_NOBODY = "7100000002:AAtests-another-token-of-nobody-at-all"


@pytest.mark.parametrize("fault", ["forbidden", "deactivated", "chat_not_found"])
async def test_who_cannot_be_reached_is_dead_and_the_unit_above_hears_it_once(
    store: Store, telegram: Telegram, hire: Hire, fault: str
) -> None:
    """Matrix 48 and 49."""
    await store.write(district)
    telegram.faults.add(fault, "sendMessage", chat_id=SECRETARY, times=5)
    sender = hire()
    await sender.drain()
    assert await store.read(states) == ["dead", "sent"]
    (told,) = telegram.texts_to(ADMIN)
    assert "Bí thư 0" in told
    assert "Chi bộ thôn 0" in told
    await sender.drain()
    assert len(telegram.texts_to(ADMIN)) == 1
    person = await store.read(people.by_telegram, SECRETARY)
    assert person is not None
    assert person.blocked


async def test_a_migrated_chat_gets_the_message_once_at_its_new_id(
    store: Store, telegram: Telegram, hire: Hire
) -> None:
    """Matrix 50."""
    await store.write(district)
    telegram.faults.add("migrated", "sendMessage", to=7_777_777)
    await hire().drain()
    assert telegram.texts_to(SECRETARY) == []
    assert len(telegram.texts_to(7_777_777)) == 1
    assert await store.read(states) == ["sent"]


async def test_a_text_that_telegram_refuses_goes_once_without_formatting(
    store: Store, telegram: Telegram, hire: Hire
) -> None:
    """Matrix 51."""
    await store.write(district)
    telegram.faults.add("bad_request", "sendMessage", why="Bad Request: can't parse entities")
    await hire().drain()
    (text,) = telegram.texts_to(SECRETARY)
    assert "Chi bộ thôn 0" in text
    assert await store.read(states) == ["sent"]


async def test_a_text_refused_twice_is_dead_with_the_reason(store: Store, telegram: Telegram, hire: Hire) -> None:
    await store.write(district)
    telegram.faults.add("bad_request", "sendMessage", times=2, why="Bad Request: can't parse entities")
    await hire().drain()
    assert await store.read(states) == ["dead"]
    assert "parse entities" in (await store.read(reasons))[0]


async def test_a_refused_token_stops_the_sending_for_a_while(
    store: Store, telegram: Telegram, hire: Hire, time: Time
) -> None:
    await store.write(district, 3)
    telegram.faults.add("unauthorized", "sendMessage")
    sender = hire(in_flight=1)
    await sender.drain()
    assert sum(wait for wait in time.slept if wait > 10) == pytest.approx(BAD_TOKEN_PAUSE)
    await sender.drain()
    assert await store.read(states) == ["sent"] * 3


async def test_a_crash_after_the_claim_is_found_by_its_lease(
    store: Store, telegram: Telegram, hire: Hire, time: Time
) -> None:
    """Matrix 36: the claim was committed, then the program died."""
    await store.write(district)
    await store.write(claim, "died", MORNING, LEASE, ZONE)
    sender = hire()
    for seconds in (119, 1, 120):
        await store.write(outbox.recover, time.now())
        await sender.drain()
        assert telegram.texts_to(SECRETARY) == []
        time.pass_by(seconds)
    await store.write(outbox.recover, time.now())
    await sender.drain()
    (text,) = telegram.texts_to(SECRETARY)
    assert text.startswith("(Gửi lại")


# --- pacing and stopping, with a Telegram that only counts ------------------------------------------------------------


def counting(time: Time, heard: list[tuple[int, float]]) -> Callable[[int, str, Rows], Awaitable[int]]:
    async def send(chat_id: int, text: str, rows: Rows) -> int:
        heard.append((chat_id, time.seconds()))
        return len(heard)

    return send


async def test_messages_are_spaced_evenly_with_no_burst_in_any_second(store: Store, hire: Hire, time: Time) -> None:
    await store.write(district, 50)
    heard: list[tuple[int, float]] = []
    await hire(send=counting(time, heard), rate=20).drain()
    moments = sorted(moment for _, moment in heard)
    assert len(moments) == 50
    for start in moments:
        assert sum(start <= moment < start + 0.999 for moment in moments) <= 20
    assert moments[-1] - moments[0] == pytest.approx(49 / 20, abs=0.2)


@pytest.mark.parametrize("takes", [0.04, 0.12, 0.24])
async def test_a_slow_claim_is_made_up_for_and_the_pace_kept(
    hire: Hire, store: Store, time: Time, takes: float
) -> None:
    """Matrix 52: a claim takes most of the 50 ms that a message has, or much longer."""
    await store.write(district, 100)
    heard: list[tuple[int, float]] = []

    class Slow:
        async def write(self, work: Any, *args: Any, **kwargs: Any) -> Any:
            until = time.seconds() + takes
            done = await store.write(work, *args, **kwargs)
            if work is claim and time.seconds() < until:  # those that wait together wait once
                time.pass_by(until - time.seconds())
            return done

        async def read(self, work: Any, *args: Any, **kwargs: Any) -> Any:
            return await store.read(work, *args, **kwargs)

    sender = hire(send=counting(time, heard), rate=20, in_flight=20)
    sender.store = Slow()
    await sender.drain()
    moments = sorted(moment for _, moment in heard)
    assert moments[-1] - moments[0] == pytest.approx(99 / 20, abs=0.1 if takes < 1 / 20 else 0.3)
    for start in moments:  # in no second more than what was late and what is due
        assert sum(start <= moment < start + 0.999 for moment in moments) <= 20 + 20 * CATCHES_UP


async def test_thirty_thousand_go_out_in_half_an_hour(store: Store, hire: Hire, time: Time) -> None:
    """Matrix 52, on a hundredth: the pace holds over many messages (all of them in real time: ``make reminding``)."""
    count = 300
    await store.write(district, count)
    heard: list[tuple[int, float]] = []
    begun = time.seconds()
    await hire(send=counting(time, heard), rate=20).drain()
    assert len(heard) == count
    assert (time.seconds() - begun) / count * 30_000 < 30 * 60
    assert await store.read(states) == ["sent"] * count


async def test_one_chat_gets_at_most_one_message_a_second(store: Store, hire: Hire, time: Time) -> None:
    await store.write(district)
    admin = await store.read(people.by_telegram, ADMIN)
    assert admin is not None

    def three(db: Connection) -> None:
        payload = {"key": "reminder-again", "values": {}}
        rows = [
            outbox.Row(f"n:{n}", admin.id, None, "notice", payload, MORNING, MORNING + timedelta(days=1), 1)
            for n in range(3)
        ]
        outbox.put(db, rows, MORNING)

    await store.write(three)
    heard: list[tuple[int, float]] = []
    await hire(send=counting(time, heard)).drain()
    moments = sorted(moment for chat, moment in heard if chat == ADMIN)
    assert len(moments) == 3
    assert all(later - earlier >= 1 for earlier, later in pairwise(moments))


async def test_a_task_that_waits_behind_the_reminder_breaks_no_entry_begun_meanwhile(
    store: Store, hire: Hire, time: Time
) -> None:
    """The second message of a morning waits its second in the chat; the first one may be answered within it."""
    await store.write(district)
    secretary = await store.read(people.by_telegram, SECRETARY)
    assert secretary is not None

    def overdue(db: Connection) -> int:
        (cell,) = units.find(db, SWEEP, "Chi bộ thôn 0")
        assign(db, cell.id, MORNING.date() - timedelta(days=1), created_at=MORNING - timedelta(days=9))
        task_sweep.sweep(db, MORNING, ZONE)
        return cell.id

    cell = await store.write(overdue)
    heard: list[str] = []

    def answer(db: Connection) -> None:
        drafts.start(
            db,
            person_id=secretary.id,
            unit_id=cell,
            chat_id=SECRETARY,
            form="meeting",
            form_version=1,
            now=time.now(),
        )

    begun = asyncio.Event()

    async def begun_at_once(chat_id: int, text: str, rows: Rows) -> int:
        heard.append(text)
        if not begun.is_set():
            await store.write(answer)
            begun.set()
        return len(heard)

    async def long_enough(seconds: float) -> None:
        if seconds > 0.5:  # the chat's second, in which the first one is answered
            await begun.wait()
        await time.sleep(seconds)

    sender = hire(send=begun_at_once)
    sender.sleep = long_enough
    await sender.drain()
    assert len(heard) == 1
    assert sorted(await store.read(states)) == ["pending", "sent"]
    time.pass_by(600)
    await sender.drain()
    assert len(heard) == 2


async def test_no_more_messages_are_under_way_than_allowed(store: Store, hire: Hire) -> None:
    await store.write(district, 12)
    now_under_way = 0
    most = 0
    gate = asyncio.Event()

    async def send(chat_id: int, text: str, rows: Rows) -> int:
        nonlocal now_under_way, most
        now_under_way += 1
        most = max(most, now_under_way)
        if now_under_way == 3:
            gate.set()
        await gate.wait()
        await asyncio.sleep(0)
        now_under_way -= 1
        return 1

    await hire(send=send, in_flight=3).drain()
    assert most == 3
    assert await store.read(states) == ["sent"] * 12


async def test_stopping_finishes_what_is_under_way_and_claims_nothing_more(store: Store, hire: Hire) -> None:
    await store.write(district, 6)
    begun, answer = asyncio.Event(), asyncio.Event()

    async def send(chat_id: int, text: str, rows: Rows) -> int:
        begun.set()
        await answer.wait()
        return 1

    sender = hire(send=send, in_flight=2)
    sender.start()
    await begun.wait()
    stopping = asyncio.create_task(sender.stop())
    await asyncio.sleep(0)
    answer.set()
    await stopping
    found = await store.read(states)
    assert set(found) == {"sent", "pending"}
    assert 1 <= found.count("sent") <= 2


async def test_the_sender_outlives_a_database_in_trouble(store: Store, hire: Hire, time: Time) -> None:
    """Its outcome could not be kept: the row stays in sending, and its lease finds it."""
    await store.write(district)
    heard: list[tuple[int, float]] = []

    class Failing:
        """The store, but for the outcome of a send."""

        async def write(self, work: Callable[..., object], *args: object) -> object:
            if work is outbox.sent:
                raise OSError("disk full")
            return await store.write(work, *args)

        async def read(self, work: Callable[..., object], *args: object) -> object:
            return await store.read(work, *args)

    sender = hire(send=counting(time, heard))
    sender.store = Failing()
    await sender.drain()
    assert await store.read(states) == ["sending"]
    assert len(heard) == 1


async def test_a_letter_that_cannot_be_written_waits_and_stops_no_other(
    store: Store, telegram: Telegram, hire: Hire
) -> None:
    await store.write(district, 2)

    def spoil(db: Connection) -> None:
        first = db.execute(select(table.c.id).order_by(table.c.id)).scalars().first()
        db.execute(update(table).where(table.c.id == first).values(kind="notice", payload={"key": 7, "values": {}}))

    await store.write(spoil)
    await hire().drain()
    assert await store.read(states) == ["pending", "sent"]
    assert len(telegram.texts_to(SECRETARY + 10)) == 1


async def test_a_heap_of_fallen_messages_does_not_hide_the_one_behind_it(
    store: Store, telegram: Telegram, hire: Hire
) -> None:
    await store.write(district)

    def heap(db: Connection) -> None:
        who = people.by_telegram(db, ADMIN)
        assert who is not None
        old = [
            outbox.Row(
                f"n:{n}", who.id, None, "notice", {"key": "reminder-again"}, MORNING - timedelta(days=1), MORNING, 1
            )
            for n in range(250)
        ]
        outbox.put(db, old, MORNING)

    await store.write(heap)
    await hire().drain()
    assert len(telegram.texts_to(SECRETARY)) == 1
    assert telegram.texts_to(ADMIN) == []


# --- the clock and the end


@pytest.mark.parametrize("jump", [timedelta(days=11), timedelta(hours=-1)])
async def test_while_the_clock_is_not_to_be_trusted_nothing_is_sent_and_nothing_expires(
    store: Store, telegram: Telegram, hire: Hire, time: Time, jump: timedelta
) -> None:
    """Matrix 41: by a clock that ran away every message would be too late."""
    await store.write(district)
    passed = [0.0]
    watch = Watch(passed=lambda: passed[0])
    sender = hire(trusted=lambda: watch.trusted(time.now()))
    assert watch.trusted(time.now())
    right, time.moment = time.moment, time.moment + jump
    with capture_logs() as said:
        await sender.drain()
        await sender.drain()
    assert [(each["event"], each["log_level"]) for each in said] == [("tick.clock_jumped", "critical")]
    assert telegram.texts_to(SECRETARY) == []
    assert await store.read(states) == ["pending"]
    time.moment = right
    assert not watch.trusted(time.now())  # mended: it jumped once more
    passed[0] += 600
    time.moment += timedelta(minutes=10)
    assert watch.trusted(time.now())
    await sender.drain()
    assert len(telegram.texts_to(SECRETARY)) == 1
    assert await store.read(states) == ["sent"]


def test_where_clocks_are_moved_on_purpose_it_sends_on_and_leaves_the_jump_to_the_tick(time: Time) -> None:
    watch = Watch(movable=True, passed=lambda: 0.0)
    watch.judge(time.now())
    for _ in range(2):
        assert watch.trusted(time.now() + timedelta(weeks=5))
    assert watch.judge(time.now() + timedelta(weeks=5)) == "jumped"


async def test_a_stop_does_not_wait_for_a_message_that_hangs(
    store: Store, telegram: Telegram, hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 18 and 57: it is left in ``sending``, for its lease to find."""
    monkeypatch.setattr("schedules.sender.STOP_WITHIN", 0.2)
    await store.write(district)

    async def hang(chat_id: int, text: str, rows: Rows) -> int:
        await asyncio.sleep(3600)
        return 0

    sender = hire(send=hang)
    sender.start()
    async with asyncio.timeout(5):
        while not sender._flying:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.01)
        await sender.stop()
    assert await store.read(states) == ["sending"]
    await store.write(outbox.recover, MORNING + LEASE)
    assert await store.read(states) == ["uncertain"]


async def test_it_says_when_it_sends_nothing_for_a_reason(
    store: Store, telegram: Telegram, hire: Hire, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 59: the watchdog must not end a program because a disk is full, a clock wrong or Telegram slow."""
    believed = [True]
    await store.write(district)
    sender = hire(trusted=lambda: believed[0])
    assert not sender.pausing
    believed[0] = False
    assert sender.pausing
    believed[0] = True
    with monkeypatch.context() as broken:
        broken.setattr("schedules.sender.claim", None)
        sender.start()
        async with asyncio.timeout(5):
            while not sender.pausing:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.01)
    await sender.stop()
    await sender.drain()
    assert sender.pausing is True
    sender._stopping = False
    await sender.drain()
    assert not sender.pausing
    assert len(telegram.texts_to(SECRETARY)) == 1


def announce(db: Connection, stored: str) -> None:
    """The commune's admin writes to its secretaries, with that file."""
    unit = db.execute(select(post.c.unit_id).where(post.c.role == "admin")).scalar_one()
    by = db.execute(select(post.c.person_id).where(post.c.role == "admin")).scalar_one()
    told = Broadcast(Part(), frozenset({Role.SECRETARY}), Words("Mời xem giấy mời <b>", (stored,)))
    made = broadcasts.keep(db, SWEEP, unit, told, by, MORNING)
    broadcasts.send(db, SWEEP, made, by, MORNING, Rules(), ZONE)


@pytest.mark.parametrize("kind", ["document", "photo"])
async def test_a_broadcast_carries_its_file_by_its_id(store: Store, telegram: Telegram, hire: Hire, kind: str) -> None:
    await store.write(district)
    data, name = (b"%PDF-1.4", "giay-moi.pdf") if kind == "document" else (sample_png(), "so.png")
    kept = telegram.store_file(data, name)
    await store.write(announce, kept.id if kind == "photo" else f"document:{kept.id}")
    await hire().drain()
    chat = next(chat for (_, chat_id), chat in telegram.chats.items() if chat_id == SECRETARY)
    message = next(each for each in chat.messages.values() if kind in each.api)
    assert "Mời xem giấy mời <b>" in message.api["caption"]
    assert message.api["reply_markup"]["inline_keyboard"][0][0]["text"] == "1. Đã xem"


async def test_a_broadcast_that_may_have_come_is_held(store: Store, telegram: Telegram, hire: Hire, time: Time) -> None:
    """Matrix 37."""
    await store.write(district)
    await hire().drain()  # the reminder
    kept = telegram.store_file(b"%PDF-1.4", "giay-moi.pdf")
    await store.write(announce, f"document:{kept.id}")
    telegram.faults.add("close_after", "sendDocument", times=5)
    sender = hire()
    for _ in range(3):
        await sender.drain()
        time.pass_by(121)
        await store.write(outbox.recover, time.now())
    assert await store.read(states) == ["sent", "held"]
