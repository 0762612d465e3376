"""Taking on what came: it is kept, then attended to in its chat's turn; where the chat is idle, it is handled in the very
transaction that keeps it (decision 0022).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from handlers import access
from handlers.access import House
from handlers.context import Incoming
from handlers.errors import where
from handlers.receiving import Came, Outcome
from handlers.routing import door_of
from storage.failpoints import failpoint
from storage.fence import down
from storage.store import savepoint

if TYPE_CHECKING:
    from handlers.application import Desk

log = structlog.get_logger()
NOTHING: Mapping[int, Outcome] = MappingProxyType({})


async def receive(desk: Desk, came: Sequence[Came]) -> None:
    """Keeps what came and takes it on; TelegramError when nothing could be kept: then nothing has happened."""
    if desk.sharing is not None:  # whoever takes the chat reads it from the inbox
        await desk.bot.keep_all(came)
        if came:
            desk.sharing.locks.wake()
        return
    at_once = _at_once(desk, came)
    work = partial(handled, each=at_once, now=desk.clock(), house=desk.house) if at_once else None
    _join(desk, came)
    try:
        done = await desk.bot.keep([each.row for each in came], work)
    except BaseException:
        for chat_id in _chats(came):
            desk.order.leave(chat_id)
        raise
    _take(desk, came, done)


def take(desk: Desk, came: Sequence[Came]) -> None:
    """Takes on what stands in the inbox."""
    _join(desk, came)
    _take(desk, came, NOTHING)


def handled(db: Connection, each: Iterable[Incoming], now: datetime, house: House) -> dict[int, Outcome]:
    """What came of each update; one that fails leaves nothing behind and the others alone."""
    outcomes: dict[int, Outcome] = {}
    for incoming in each:
        try:
            with savepoint(db), down(db):
                outcomes[incoming.update_id] = access.handle(db, incoming, now, house)
        except Exception as exc:  # noqa: BLE001 - told, and tried again, when its turn has come
            outcomes[incoming.update_id] = exc
    return outcomes


def _at_once(desk: Desk, came: Sequence[Came]) -> list[Incoming]:
    """The first update of each chat that is idle, unless it only asks to be told something or brings a file to look into."""
    firsts: dict[int, Incoming] = {}
    for each in came if not desk.stopping else ():
        if each.incoming is not None:
            firsts.setdefault(each.incoming.chat_id, each.incoming)
    return [each for each in firsts.values() if desk.order.idle(each.chat_id) and may_be_at_once(each)]


def may_be_at_once(incoming: Incoming) -> bool:
    """Whether nothing else need be read or fetched before it is handled."""
    return incoming.kind != "document" and door_of(incoming) == "write"


def _chats(came: Iterable[Came]) -> Iterable[int]:
    """The chat of each that waits for a turn."""
    return (each.incoming.chat_id for each in came if each.incoming is not None)


def _join(desk: Desk, came: Iterable[Came]) -> None:
    for chat_id in _chats(came):
        desk.order.join(chat_id)


def _take(desk: Desk, came: Sequence[Came], done: Mapping[int, Outcome]) -> None:
    desk.bot.expect(came)
    for each in came:
        if each.row.state == "new":
            desk.aside(_in_turn(desk, each, done))


async def _in_turn(desk: Desk, came: Came, done: Mapping[int, Outcome]) -> None:
    try:
        if came.incoming is None:
            failpoint("wait", "attend")
            await desk.attend(came)
            return
        failpoint("wait", "turn")
        async with desk.order.turn(came.incoming.chat_id, joined=True):
            failpoint("wait", "attend")
            await desk.attend(came, done)
    except Exception as exc:  # noqa: BLE001 - the others must go on; it stands in the inbox until the next start
        log.critical("update.left", update_id=came.row.update_id, error=type(exc).__name__, where=where(exc))
