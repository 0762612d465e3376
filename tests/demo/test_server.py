"""The stock python-telegram-bot talks to the made-up Telegram and cannot tell the difference."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram import Message as PtbMessage
from telegram.error import Conflict, InvalidToken
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)

from demo.phone import Phone
from demo.server import Server
from demo.telegram import Telegram
from tests.demo.conftest import TOKEN, client, until

Ctx = ContextTypes.DEFAULT_TYPE


async def _start(update: Update, context: Ctx) -> None:
    assert isinstance(update.message, PtbMessage)
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("1. Đúng", callback_data="ok:1")]])
    await update.message.reply_html(f"Kính chào <b>đồng chí</b> {context.args}", reply_markup=keys)


async def _echo(update: Update, context: Ctx) -> None:
    assert update.effective_message
    await update.effective_message.reply_text(f"Đã nhận: {update.effective_message.text}")


async def _pressed(update: Update, context: Ctx) -> None:
    assert update.callback_query
    await update.callback_query.answer("Đã ghi")
    await update.callback_query.edit_message_text(f"Đã bấm {update.callback_query.data}")


@asynccontextmanager
async def polling(server: Server) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    app = (
        ApplicationBuilder().token(TOKEN).base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot").build()
    )
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(CallbackQueryHandler(_pressed))
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling()
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def test_a_stock_application_polls_answers_and_edits(server: Server) -> None:
    async with polling(server):
        phone = Phone(server, 1)
        await phone.open("https://t.me/chi_bo_demo_bot?start=Ab_1-2")
        (said,) = await phone.reads()
        assert said.text == "Kính chào đồng chí ['Ab_1-2']"
        assert said.api["entities"] == [{"type": "bold", "offset": 10, "length": 8}]
        await phone.press(1)
        assert (await phone.answered()).text == "Đã ghi"
        assert (await phone.sees("Đã bấm ok:1")).kind == "edited"
        await phone.send("tối mùng 3")
        assert (await phone.sees("tối mùng 3")).kind == "message"
        await phone.close()


async def test_the_same_phone_works_over_http(server: Server) -> None:
    async with polling(server):
        phone = Phone(server.url, 2)
        await phone.start()
        await phone.sees("Kính chào")
        await phone.press("Đúng")
        await phone.sees("Đã bấm")
        assert (await phone.answered()).text == "Đã ghi"
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
