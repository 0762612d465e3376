"""Files that take long: read through the reading door, made in a process of their own, noted; the asker sees how far it is.

Only the asker's own chat waits, so that a kill in the middle leaves his update to be handled again.
"""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress
from typing import Any

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.domain.errors import Refused
from bot.texts.screen import Aside, Told
from handlers.screens import persistently, quietly
from storage.failpoints import failpoint
from storage.store import Store

log = structlog.get_logger()
AT_ONCE = 2
"""Of all chats: each takes a processor for seconds."""
SHOWN_EVERY = 1.0
"""Seconds between two changes of the line that tells how far it is."""


async def made(bot: Bot, store: Store, slots: asyncio.Semaphore, chat_id: int, work: Aside) -> tuple[bytes, bool]:
    """The file's bytes, noted already, and whether they are those of its spare; whatever the making raises."""
    far = [(0, 1)]
    first = await persistently(lambda: bot.send_message(chat_id, work.said(0, 1), parse_mode=ParseMode.HTML))
    telling = asyncio.create_task(_tell(bot, chat_id, first.message_id, work, far))
    try:
        failpoint("wait", "long-file")
        async with slots:
            told = await store.read(work.read)
            failpoint("wait", "make")
            content, spared = await asyncio.to_thread(_tried, work, told, lambda done, of: far.append((done, of)))
        await store.write(work.note, content)
    finally:
        telling.cancel()
        failpoint("wait", "progress")
        await asyncio.wait({telling})
        await quietly(bot.delete_message(chat_id, first.message_id), "progress")
    return content, spared


def _tried(work: Aside, told: Any, tell: Told) -> tuple[bytes, bool]:
    try:
        return work.make(told, tell), False
    except Exception as exc:
        if work.spare is None:
            raise
        log.warning("file.spare", error=type(exc).__name__)
        return work.spare(told, tell), True


async def _tell(bot: Bot, chat_id: int, message_id: int, work: Aside, far: list[tuple[int, int]]) -> None:
    shown = far[-1]
    for _ in itertools.count():
        failpoint("wait", "progress")
        await asyncio.sleep(SHOWN_EVERY)
        if far[-1] == shown:
            continue
        shown = far[-1]
        with suppress(TelegramError, Refused):
            await bot.edit_message_text(work.said(*shown), chat_id, message_id, parse_mode=ParseMode.HTML)
