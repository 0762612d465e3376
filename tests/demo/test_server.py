"""The stock python-telegram-bot talks to the made-up Telegram and cannot tell the difference."""

from __future__ import annotations

import asyncio

import pytest
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import Conflict, InvalidToken
from telegram.ext import ExtBot

from demo.phone import Phone
from demo.server import Server
from demo.telegram import Telegram
from tests.demo.conftest import client, until
from tests.demo.echo import LINK, polling


async def test_a_stock_application_polls_answers_and_edits(server: Server) -> None:
    async with polling(server):
        phone = Phone(server, 1)
        await phone.open(LINK)
        said = await phone.sees("Kính chào")
        assert said.text.endswith("kỷ luật.\nQm8Zt-moi_vao")
        assert said.api["entities"][0] == {"type": "bold", "offset": 61, "length": 18}
        await phone.press(2)
        assert (await phone.answered()).text == "Đã ghi: 2. Không phải tôi"
        assert (await phone.sees("Đã ghi: 2")).kind == "edited"
        await phone.send("tối mùng 3")
        assert (await phone.sees("Đã nhận: tối mùng 3")).kind == "message"
        await phone.close()


async def test_the_same_phone_works_over_http(server: Server) -> None:
    async with polling(server):
        phone = Phone(server.url, 2)
        await phone.start()
        await phone.sees("Kính chào")
        await phone.press("1. Đúng")
        await phone.sees("Đã ghi")
        assert (await phone.answered()).text.startswith("Đã ghi")
        await phone.close()


async def test_updates_wait_until_a_higher_offset_confirms_them(
    server: Server, telegram: Telegram, bot: ExtBot[None]
) -> None:
    phone = Phone(server, 1)
    for text in ("một", "hai", "ba"):
        await phone.send(text)
    first = await bot.get_updates(limit=2, timeout=0)
    again = await bot.get_updates(limit=2, timeout=0)
    assert [u.update_id for u in first] == [u.update_id for u in again]
    rest = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)
    assert [u.message.text for u in rest if u.message] == ["ba"]
    assert await bot.get_updates(offset=rest[-1].update_id + 1, timeout=0) == ()
    assert not telegram.bot.updates.queue


async def test_a_negative_offset_keeps_the_newest_only(server: Server, bot: ExtBot[None]) -> None:
    phone = Phone(server, 1)
    for text in ("một", "hai", "ba"):
        await phone.send(text)
    assert [u.message.text for u in await bot.get_updates(offset=-1, timeout=0) if u.message] == ["ba"]


async def test_a_poll_that_waits_is_answered_at_once_when_something_comes(server: Server, bot: ExtBot[None]) -> None:
    phone = Phone(server, 1)
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await until(lambda: server.telegram.bot.updates.waited_for)
    await phone.send("đây")
    async with asyncio.timeout(2):
        (update,) = await poll
    assert update.message
    assert update.message.text == "đây"


async def test_only_the_kinds_asked_for_are_queued(server: Server, telegram: Telegram, bot: ExtBot[None]) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["message"])
    phone = Phone(server, 1)
    await phone.send("một")
    await phone.edit_last("hai")
    await phone.block()
    assert [sorted(u.to_dict()) for u in await bot.get_updates(timeout=0)] == [["message", "update_id"]]


async def test_a_second_poller_ends_the_first_with_409(server: Server, bot: ExtBot[None]) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await until(lambda: server.telegram.bot.updates.waited_for)
    async with client(server) as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await Phone(server, 1).send("đây")
        assert len(await second) == 1


async def test_a_wrong_token_is_refused(server: Server) -> None:
    stranger = client(server, "7100:AAanother-token-of-nobody_0123456789a")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_commands_are_kept_by_scope(server: Server, bot: ExtBot[None], telegram: Telegram) -> None:
    await Phone(server, 1).start()
    await bot.set_my_commands([BotCommand("trogiup", "Hướng dẫn")])
    await bot.set_my_commands([BotCommand("hop", "Ghi họp")], scope=BotCommandScopeChat(1))
    assert [c.command for c in await bot.get_my_commands()] == ["trogiup"]
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeChat(1))] == ["hop"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(1))
    assert await bot.get_my_commands(scope=BotCommandScopeChat(1)) == ()
