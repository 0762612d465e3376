"""The durable inbox: every received update is a row before Telegram hears that it was received.

An update takes effect in the transaction that turns its row from ``new`` to ``done``; so it takes effect once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, literal, literal_column, null, select, update

from storage.hot import Hot
from storage.tables import as_json
from storage.tables import inbox as table


@dataclass(frozen=True, slots=True)
class Received:
    """One update as it came; ``dead`` when it could not be read, with the ``error`` that says why."""

    update_id: int
    raw: Any
    """As JSON is read; written only when the row has to keep it."""
    chat_id: int | None = None
    kind: str = ""
    state: Literal["new", "dead"] = "new"
    error: str = ""


_STORE = Hot(
    lambda insert: (
        insert(table)
        .values(
            bot_id=bindparam("bot"),
            update_id=bindparam("update"),
            chat_id=bindparam("chat"),
            kind=bindparam("kind_"),
            raw=bindparam("raw_"),
            received_at=bindparam("now"),
            state=bindparam("state_"),
            last_error=bindparam("error"),
        )
        .on_conflict_do_nothing()
    )
)
_DONE = Hot(
    lambda insert: (
        insert(table)
        .values(
            bot_id=bindparam("bot"),
            update_id=bindparam("update"),
            chat_id=bindparam("chat"),
            kind=bindparam("kind_"),
            received_at=bindparam("now"),
            state="done",
            done_at=bindparam("now"),
            answered_at=bindparam("answered"),
        )
        .on_conflict_do_update(
            index_elements=[table.c.bot_id, table.c.update_id],
            set_={
                "state": literal("done"),
                "done_at": bindparam("now", type_=table.c.done_at.type),
                "answered_at": bindparam("answered", type_=table.c.answered_at.type),
                "raw": null(),
            },
            where=table.c.state == literal("new"),
        )
    )
)
_NEW = table.c.state == literal_column("'new'")
"""As the index of what waits has it: a bound value would leave the index unused."""
_THIS = and_(table.c.bot_id == bindparam("bot"), table.c.update_id == bindparam("update"))
_DEAD = update(table).where(_THIS, table.c.state == "new").values(state="dead", last_error=bindparam("error"))
_FAILED = update(table).where(_THIS).values(attempts=table.c.attempts + 1, last_error=bindparam("error"))
_ANSWERED = Hot(update(table).where(_THIS, table.c.answered_at.is_(None)).values(answered_at=bindparam("now")))
_WAITING = (
    select(table.c.update_id, table.c.raw)
    .where(table.c.bot_id == bindparam("bot"), _NEW, table.c.raw.is_not(None))
    .order_by(table.c.update_id)
)
_later = table.alias("later")
# by number, not by moment: the clock may have been set back. Numbers fall only after a week without updates.
_UNANSWERED = (
    select(table.c.chat_id, table.c.done_at)
    .where(
        table.c.bot_id == bindparam("bot"),
        table.c.state == "done",
        table.c.done_at >= bindparam("since"),
        table.c.answered_at.is_(None),
        table.c.chat_id > 0,
        ~exists().where(
            _later.c.bot_id == table.c.bot_id,
            _later.c.chat_id == table.c.chat_id,
            _later.c.update_id > table.c.update_id,
            _later.c.state == "done",
            _later.c.done_at >= bindparam("since"),
        ),
    )
    .order_by(table.c.done_at)
)
_WAITING_CHATS = (
    select(table.c.chat_id).where(table.c.bot_id == bindparam("bot"), _NEW, table.c.chat_id.is_not(None)).distinct()
)
_IS_DONE = select(table.c.state != "new").where(_THIS)
_ALL_ANSWERED = (
    update(table)
    .where(
        table.c.bot_id == bindparam("bot"),
        table.c.chat_id == bindparam("chat"),
        table.c.state == "done",
        table.c.answered_at.is_(None),
    )
    .values(answered_at=bindparam("now"))
)
_PRUNE = delete(table).where(table.c.state == "done", table.c.done_at < bindparam("before"))
_DEAD_SINCE = select(func.count()).where(table.c.state == "dead", table.c.received_at >= bindparam("since"))
_FIRST = select(table.c.update_id).where(table.c.bot_id == bindparam("bot"), _NEW).order_by(table.c.update_id).limit(1)
_BACKLOG = select(func.count(), func.min(table.c.received_at)).where(_NEW)


def store(db: Connection, bot_id: int, rows: Sequence[Received], now: datetime) -> None:
    """Keeps the updates; those that are there already stay as they are."""
    for row in rows:
        _STORE.change(
            db,
            {
                "bot": bot_id,
                "update": row.update_id,
                "chat": row.chat_id,
                "kind_": row.kind,
                "raw_": as_json(row.raw),
                "now": now,
                "state_": row.state,
                "error": row.error,
            },
        )


def mark_done(
    db: Connection,
    bot_id: int,
    update_id: int,
    now: datetime,
    *,
    chat_id: int | None = None,
    kind: str = "",
    answered: bool = False,
) -> bool:
    """True for the one unit of work that may let the update take effect; False when it has been handled before.

    A row that could not be stored is made here. ``answered``: no reply is owed.
    """
    values = {
        "bot": bot_id,
        "update": update_id,
        "chat": chat_id,
        "kind_": kind,
        "now": now,
        "answered": now if answered else None,
    }
    return _DONE.change(db, values) == 1


def mark_dead(db: Connection, bot_id: int, update_id: int, error: str) -> bool:
    """Given up: the row keeps its raw text until somebody has looked at it."""
    return db.execute(_DEAD, {"bot": bot_id, "update": update_id, "error": error}).rowcount == 1


def failed(db: Connection, bot_id: int, update_id: int, error: str) -> None:
    """Counts one failed try."""
    db.execute(_FAILED, {"bot": bot_id, "update": update_id, "error": error})


def answered(db: Connection, bot_id: int, update_id: int, now: datetime) -> None:
    """The reply has gone out."""
    _ANSWERED.change(db, {"bot": bot_id, "update": update_id, "now": now})


def waiting(db: Connection, bot_id: int) -> tuple[tuple[int, str], ...]:
    """(update_id, raw) of everything received and not handled, in order: replayed before polling begins."""
    return tuple((update_id, raw) for update_id, raw in db.execute(_WAITING, {"bot": bot_id}))


def unanswered(db: Connection, bot_id: int, since: datetime) -> tuple[tuple[int, datetime], ...]:
    """(chat_id, done_at) of private chats whose last handled update since then got no reply."""
    return tuple((chat, at) for chat, at in db.execute(_UNANSWERED, {"bot": bot_id, "since": since}))


def waiting_chats(db: Connection, bot_id: int) -> frozenset[int]:
    """Chats with an update that waits to be handled."""
    return frozenset(db.execute(_WAITING_CHATS, {"bot": bot_id}).scalars())


def is_done(db: Connection, bot_id: int, update_id: int) -> bool:
    """Whether the update has been handled or given up."""
    return bool(db.execute(_IS_DONE, {"bot": bot_id, "update": update_id}).scalar())


def all_answered(db: Connection, bot_id: int, chat_id: int, now: datetime) -> None:
    """The chat has been shown where it stands; older replies are owed no more."""
    db.execute(_ALL_ANSWERED, {"bot": bot_id, "chat": chat_id, "now": now})


def first(db: Connection, bot_id: int) -> int | None:
    """The first update that waits, None when none does: while it stays the same one, nothing is handled."""
    return db.execute(_FIRST, {"bot": bot_id}).scalar()


def backlog(db: Connection) -> tuple[int, datetime | None]:
    """How many updates wait, and when the oldest of them came."""
    count, oldest = db.execute(_BACKLOG).one()
    return count, oldest


def dead_since(db: Connection, since: datetime) -> int:
    """How many updates received since then were given up."""
    return db.execute(_DEAD_SINCE, {"since": since}).scalar() or 0


def prune(db: Connection, before: datetime) -> int:
    """Handled rows from before then are dropped; how many."""
    return db.execute(_PRUNE, {"before": before}).rowcount
