"""At the start: what may not have been seen when the program last ended is shown again, each in its chat's turn."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from handlers import access, errors
from handlers.context import Incoming
from storage import drafts, inbox
from storage.failpoints import failpoint

if TYPE_CHECKING:
    from handlers.application import Desk

LOOK_BACK = timedelta(days=30)
"""How long ago an update may lie whose answer is made up for: as long as handled ones are remembered, however long we were down."""


async def make_up(desk: Desk) -> None:
    """Looks for chats that are owed something, and shows it beside everything else."""
    waiting, chats = await desk.store.read(_owed, desk.bot.id, desk.clock() - LOOK_BACK)
    for chat_id, since in chats.items():
        if chat_id not in waiting:
            desk.aside(_show_again(desk, chat_id, since))


async def _show_again(desk: Desk, chat_id: int, since: datetime | None) -> None:
    """``since``: when the update was handled whose answer is owed."""
    now = desk.clock()
    incoming = Incoming(desk.bot.id, 0, "start", chat_id, chat_id, "", 0, now)
    failpoint("wait", "turn")
    async with desk.order.turn(chat_id):
        try:
            handled = await desk.store.read(access.again, incoming, now, desk.house, since)
            for screen in handled.screens:
                message_id = await desk.show(chat_id, screen, 0, handled.language)
                if screen.draft is not None:
                    desk.store.write_soon(drafts.shown, *screen.draft, message_id)
            desk.store.write_soon(inbox.all_answered, desk.bot.id, chat_id, desk.clock())
        except Exception as exc:  # noqa: BLE001 - one chat's trouble is not the others'
            errors.not_told(incoming, exc)


def _owed(db: Connection, bot_id: int, since: datetime) -> tuple[frozenset[int], dict[int, datetime | None]]:
    """Chats with updates still to be handled (they get their answer so), and chats to be shown their screen again."""
    unshown: dict[int, datetime | None] = {draft.chat_id: None for draft in drafts.unshown(db)}
    return inbox.waiting_chats(db, bot_id), unshown | dict(inbox.unanswered(db, bot_id, since))
