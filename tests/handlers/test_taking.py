"""Requirements on taking on what came: kept and handled at once where the chat is idle, in order and once everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from telegram.error import TelegramError

from bot.domain.errors import Refused
from bot.texts.screen import Screen
from demo.acts import ACTS, Act
from handlers.application import desk_of
from handlers.commands import Command
from handlers.context import Context
from handlers.receiving import Came
from storage.tables import audit
from tests.conftest import NOW
from tests.handlers.conftest import ADMIN, SECRETARY, STRANGER, Stage, until

Tables = Callable[..., None]


def noted(ctx: Context) -> Screen:
    ctx.db.execute(
        insert(audit).inline().values(at=ctx.now, person_id=ctx.person.id, act="noted", about=ctx.incoming.text)
    )
    return Screen(f"đã ghi {ctx.incoming.text}")


def broken(ctx: Context) -> Screen:
    noted(ctx)
    raise KeyError("bug")


def refused(ctx: Context) -> Screen:
    noted(ctx)
    raise Refused("not-found")


NOTE, BREAK, REFUSE = Command("ghi", "", noted), Command("hong", "", broken), Command("khong", "", refused)


async def notes(house: Stage) -> list[str]:
    def read(db: Connection) -> list[str]:
        return list(db.execute(select(audit.c.about).where(audit.c.act == "noted").order_by(audit.c.id)).scalars())

    return await house.store.read(read)


def says(house: Stage, user: int, text: str) -> None:
    ACTS["send"](Act(house.telegram, house.telegram.bot, user, {"text": text}))


def written(house: Stage, user: int, *texts: str) -> list[Came]:
    """As if they had been fetched."""
    house.telegram.chat(house.telegram.bot, user).met = True
    bot = desk_of(house.running).bot  # type: ignore[arg-type]
    made = []
    for number, text in enumerate(texts, 1):
        message: dict[str, Any] = {
            "message_id": number,
            "date": int(NOW.timestamp()),
            "chat": {"id": user, "type": "private"},
            "from": {"id": user, "is_bot": False, "first_name": "A"},
            "text": text,
        }
        made.append(bot.read({"update_id": user * 100 + number, "message": message}))
    return made


async def test_of_many_handled_at_once_one_that_fails_harms_no_other(house: Stage, tables: Tables) -> None:
    """Matrix 8: they came together, and are kept together."""
    tables(NOTE, BREAK)
    for user, text in ((SECRETARY, "/hong"), (ADMIN, "/ghi một"), (STRANGER, "/ghi hai")):
        await house.phone(user)
        says(house, user, text)
    await house.start()
    await until(lambda: bool(house.telegram.texts_to(ADMIN)))
    await until(lambda: bool(house.telegram.texts_to(SECRETARY)))
    assert "chưa lưu được" in house.telegram.texts_to(SECRETARY)[0]
    assert await notes(house) == ["/ghi một"]
    assert await house.states() == {"dead": 1, "done": 2}


async def test_a_refusal_among_others_keeps_its_own_effect_only_from_being(house: Stage, tables: Tables) -> None:
    tables(NOTE, REFUSE)
    for user, text in ((SECRETARY, "/khong"), (ADMIN, "/ghi một")):
        await house.phone(user)
        says(house, user, text)
    await house.start()
    await until(lambda: len(house.telegram.log) >= 2)
    assert "không tìm thấy" in house.telegram.texts_to(SECRETARY)[0]
    assert await notes(house) == ["/ghi một"]
    assert await house.states() == {"done": 2}


async def test_what_comes_while_an_earlier_one_is_being_kept_does_not_overtake_it(house: Stage, tables: Tables) -> None:
    """A webhook may be posted to twice at once: the second waits for its chat's turn, though the first is tried again."""
    tried: list[str] = []

    def second_time(ctx: Context) -> Screen:
        tried.append(ctx.incoming.text)
        if len(tried) == 1:
            raise KeyError("once")
        return noted(ctx)

    tables(NOTE, Command("lai", "", second_time))
    running = await house.start(polling=False)
    bot = desk_of(running).bot
    one, two = written(house, SECRETARY, "/lai", "/ghi sau")
    await asyncio.gather(bot.receive([one]), bot.receive([two]))
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 2)
    assert await notes(house) == ["/lai", "/ghi sau"]
    assert house.telegram.texts_to(SECRETARY) == ["đã ghi /lai", "đã ghi /ghi sau"]


async def test_several_of_one_chat_that_came_together_are_handled_in_order(house: Stage, tables: Tables) -> None:
    tables(NOTE)
    running = await house.start(polling=False)
    words = [f"/ghi {number}" for number in range(5)]
    await desk_of(running).bot.receive(written(house, SECRETARY, *words))
    await until(lambda: len(house.telegram.texts_to(SECRETARY)) == 5)
    assert await notes(house) == words


async def test_what_could_not_be_kept_has_had_no_effect_and_its_chat_waits_for_nothing(
    house: Stage, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 59: Telegram keeps it, and serves it again."""
    tables(NOTE)
    running = await house.start(polling=False)
    desk = desk_of(running)
    came = written(house, SECRETARY, "/ghi một")
    with monkeypatch.context() as without:
        without.setattr("handlers.receiving.inbox.store", None)
        with pytest.raises(TelegramError):
            await desk.bot.receive(came)
    assert desk.order.idle(SECRETARY)
    assert await notes(house) == []
    for _ in range(2):
        await desk.bot.receive(came)
    await until(lambda: "đã ghi /ghi một" in house.telegram.texts_to(SECRETARY))
    assert await notes(house) == ["/ghi một"]


@pytest.mark.sqlite
async def test_a_handler_that_ends_the_transaction_leaves_the_update_kept(house: Stage, tables: Tables) -> None:
    """Matrix 9 and 67: as SQLite does by itself when the disk is full."""

    def ends(ctx: Context) -> Screen:
        noted(ctx)
        ctx.db.connection.rollback()
        raise OSError("full")

    tables(Command("het", "", ends), NOTE)
    running = await house.start(polling=False)
    await desk_of(running).bot.receive([*written(house, SECRETARY, "/het"), *written(house, ADMIN, "/ghi một")])
    await until(lambda: len(house.telegram.log) >= 2)
    assert await notes(house) == ["/ghi một"]
    assert await house.states() == {"dead": 1, "done": 1}
