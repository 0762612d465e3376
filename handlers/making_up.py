"""What may not have been seen when a program ended is shown again, each in its chat's turn: at the start, or, where several
processes share the records, by the one that leads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from handlers import access, errors
from handlers.context import Incoming
from storage import drafts, inbox
from storage.failpoints import failpoint

if TYPE_CHECKING:
    from handlers.application import Desk

Owed = tuple[datetime | None, tuple[int, int] | None]
"""When the update was handled whose answer is owed; or which draft at which revision was not shown."""
Debt = tuple[int, Owed]
LOOK_BACK = timedelta(days=30)
"""How long ago an update may lie whose answer is made up for: as long as handled ones are remembered, however long we were down."""


async def make_up(desk: Desk) -> None:
    """Looks for chats that are owed something, and shows it beside everything else."""
    waiting, chats = await desk.store.read(_owed, desk.bot.id, desk.clock() - LOOK_BACK)
    for chat_id, (since, _) in chats.items():
        if chat_id not in waiting:
            desk.aside(show_again(desk, chat_id, since))


@dataclass(slots=True)
class Debts:
    """What the leader has seen of it: a reply that is under way somewhere is no debt, so it must be owed at two looks."""

    seen: frozenset[Debt] = frozenset()
    tried: frozenset[Debt] = frozenset()
    """Each is tried once: what fails then is shown by the next update, as everywhere."""

    async def look(self, desk: Desk) -> list[tuple[int, datetime | None]]:
        """Chats to be shown their screen again, for each since when its answer is owed."""
        waiting, chats = await desk.store.read(_owed, desk.bot.id, desk.clock() - LOOK_BACK)
        owed = frozenset(debt for debt in chats.items() if debt[0] not in waiting)
        ripe = (owed & self.seen) - self.tried
        self.seen, self.tried = owed, (self.tried & owed) | ripe
        return [(chat_id, since) for chat_id, (since, _) in ripe]


async def show_again(desk: Desk, chat_id: int, since: datetime | None) -> None:
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


def _owed(db: Connection, bot_id: int, since: datetime) -> tuple[frozenset[int], dict[int, Owed]]:
    """Chats with updates still to be handled (they get their answer so), and chats to be shown their screen again."""
    unshown: dict[int, Owed] = {draft.chat_id: (None, (draft.id, draft.revision)) for draft in drafts.unshown(db)}
    unanswered: dict[int, Owed] = {chat: (at, None) for chat, at in inbox.unanswered(db, bot_id, since)}
    return inbox.waiting_chats(db, bot_id), unshown | unanswered
