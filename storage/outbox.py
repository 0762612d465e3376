"""The outbox: every proactive message is a row with a unique key, and ends in a recorded final state.

pending → sending → sent · pending (later) · uncertain → pending (labelled, once) · unconfirmed · held · dead · expired.
Every change is a compare-and-set on the claim; ``storage.claims`` takes rows and checks that they still stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, func, select, text, update

from bot.domain.periods import Month
from bot.domain.reminders import Obligation
from bot.domain.rules import Rules
from storage import audit, pulse
from storage.drafts import Draft
from storage.new_rows import insert_new
from storage.tables import Moment, outbox, person
from storage.tasks import KeptTask

REPEATABLE = frozenset({"reminder", "task", "digest", "notice", "draft"})
"""Kinds that may come twice when nobody knows whether they came; others are held for a person to decide."""
QUARANTINE = "quarantine"
"""The name of the pulse that stands while nothing may be sent (``storage.quarantine``), and the mark of rows held so."""
UNCERTAIN_FOR = timedelta(minutes=2)
ANSWERABLE_FOR = timedelta(days=3)
"""A typed number chooses from the newest message for so long."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Row:
    """A message to be: who gets it, about which unit, what it says as data, from when and until when it makes sense."""

    dedupe_key: str
    recipient_id: int
    unit_id: int | None
    kind: str
    """``reminder``, ``task``, ``digest``, ``notice``, ``draft``; ``broadcast`` and any other must not repeat and is held when its
    outcome is unknown."""
    payload: Mapping[str, Any]
    not_before: datetime
    expires_at: datetime
    priority: int = 5
    due_at: datetime | None = None
    """The moment it speaks of, when that may lie before ``not_before``."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rung for one cell, as the records stand when it is sent."""

    unit_id: int
    unit: str
    rung: str
    obligation: Obligation
    role: str
    """The reader's post in the cell."""
    open_tasks: int = 0
    place: str = ""
    """Where it meets as a rule, for who comes from above."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """One task that somebody is told of, as it stands when the message goes out; ``role``: the reader's post."""

    unit: str
    role: str
    task: KeptTask


@dataclass(frozen=True, slots=True)
class Silent:
    """A cell that a digest names: its month is not recorded."""

    owed: Obligation
    name: str
    ended: bool = False
    """It is named since its month is over, not since its level's days are."""
    often: tuple[int, int] = (0, 0)
    """How many months it was late or did not meet, in the year and running."""
    above: str = ""
    """Its own committee, where the reader's is another one."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The cells whose silence one level above is told of on one day, each list by name; and what earlier digests said that is so no more."""

    level: str
    unit: str
    """The committee's name; empty for who follows cells."""
    cells: tuple[Silent, ...]
    expected: Mapping[Month, int] = field(default_factory=dict)
    """How many cells owe each month that is over."""
    changed: tuple[tuple[Silent, str], ...] = ()
    """With what the reader was told last (bot.domain.digests.as_told)."""
    corrects: tuple[date, ...] = ()
    """The days of the digests that said so."""
    left: tuple[Silent, ...] = ()
    """Of what he was told before: what is still not recorded."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence by its text key and values; ``buttons`` are (text key, code)."""

    key: str
    values: Mapping[str, object]
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Announced:
    """A committee's broadcast as its reader gets it."""

    broadcast_id: int
    unit: str
    """The committee's name."""
    text: str
    file: str = ""
    """As bot.domain.evidence writes it."""
    since: date | None = None
    """The reader is reminded of what was sent that day."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What its owner began and left, as it stands when he is told of it."""

    draft: Draft
    rules: Rules
    """Of the draft's unit."""
    now: datetime
    """Local."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What one message to one person says, taken by one sender; several reminders to one person travel together."""

    token: str
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    """(id, payload) of each row in the message."""
    kind: str
    person_id: int
    person: str
    chat_id: int
    language: str
    parts: (
        tuple[Reminder, ...] | tuple[Nudged, ...] | tuple[Digest] | tuple[Notice] | tuple[Announced] | tuple[Unfinished]
    )
    attempts: int = 1
    again: bool = False
    """It may have come already: the text says so."""
    plain: bool = False
    """Telegram refused the formatted text: to be sent without."""

    @property
    def ids(self) -> tuple[int, ...]:
        """The rows' ids."""
        return tuple(key for key, _ in self.rows)


_MINE = and_(outbox.c.id == bindparam("key"), outbox.c.state == "sending", outbox.c.claimed_by == bindparam("token"))


def put(db: Connection, rows: Sequence[Row], now: datetime) -> None:
    """Queue the rows; those whose dedupe key was queued ever before are left out. In quarantine they are held."""
    quarantine = pulse.last(db, QUARANTINE) if rows else None
    restored_at = quarantine.at if quarantine is not None and quarantine.detail["restored"] else None
    insert_new(
        db,
        outbox,
        [
            {
                "dedupe_key": row.dedupe_key,
                "recipient_id": row.recipient_id,
                "unit_id": row.unit_id,
                "kind": row.kind,
                "payload": dict(row.payload),
                "not_before": row.not_before,
                "expires_at": row.expires_at,
                "priority": row.priority,
                "created_at": now,
                "state": "pending" if quarantine is None else "held",
                "last_error": "" if quarantine is None else QUARANTINE,
                "ambiguous": int(restored_at is not None and row.due_at is not None and row.due_at <= restored_at),
            }
            for row in rows
        ],
    )


def _settle(db: Connection, claimed: Claimed, **values: Any) -> bool:
    """Change every row of the message that this claim still holds; False when another has taken it over."""
    held = 0
    for key, payload in claimed.rows:
        change = {name: payload | value if name == "payload" else value for name, value in values.items()}
        held += db.execute(update(outbox).where(_MINE).values(change), {"key": key, "token": claimed.token}).rowcount
    return held == len(claimed.rows)


def sent(db: Connection, claimed: Claimed, message_id: int, codes: Sequence[str], now: datetime) -> bool:
    """Telegram took it; ``codes`` are its numbered choices, so that a typed number chooses one."""
    return _settle(
        db, claimed, state="sent", message_id=message_id, sent_at=now, payload={"choices": list(codes)}, last_error=""
    )


def later(db: Connection, claimed: Claimed, until: datetime, error: str) -> bool:
    """Surely not sent: pending again, not before ``until``."""
    return _settle(db, claimed, state="pending", not_before=until, last_error=error)


def again_after(claimed: Claimed, now: datetime) -> datetime:
    """When a message surely not sent is tried again: ever later, up to ten minutes."""
    seconds = FIRST_WAIT.total_seconds() * 2.0 ** min(claimed.attempts - 1, 12)
    return now + min(timedelta(seconds=seconds), LONGEST_WAIT)


def without_formatting(db: Connection, claimed: Claimed, now: datetime, error: str) -> bool:
    """Telegram refused the text: once more without formatting; a second refusal ends it as dead."""
    if claimed.plain:
        return dead(db, claimed, error)
    return _settle(db, claimed, state="pending", not_before=now, last_error=error, payload={"plain": True})


def uncertain(db: Connection, claimed: Claimed, codes: Sequence[str], error: str, now: datetime) -> bool:
    """Nobody knows whether it came: resent once, labelled, after two minutes; the second time it stays unconfirmed."""
    choices = {"choices": list(codes)}
    if claimed.kind not in REPEATABLE:
        return _settle(db, claimed, state="held", last_error=error, payload=choices)
    if claimed.again:
        return _settle(db, claimed, state="unconfirmed", ambiguous=2, last_error=error, payload=choices)
    return _settle(
        db,
        claimed,
        state="uncertain",
        ambiguous=1,
        not_before=now + UNCERTAIN_FOR,
        last_error=error,
        payload=choices,
    )


def dead(db: Connection, claimed: Claimed, reason: str) -> bool:
    """It can never be delivered, for that reason."""
    return _settle(db, claimed, state="dead", last_error=reason)


def migrated(db: Connection, claimed: Claimed, chat_id: int, now: datetime) -> bool:
    """The chat has another id now: kept, and the message pending again, in one transaction."""
    db.execute(
        update(person)
        .where(person.c.id == claimed.person_id, person.c.telegram_id == claimed.chat_id)
        .values(telegram_id=chat_id)
    )
    return later(db, claimed, now, f"migrated to {chat_id}")


def recover(db: Connection, now: datetime) -> int:
    """Rows left in ``sending`` by a claim whose lease is over become uncertain; ripe uncertain ones are queued again.

    How many rows changed. A message that was resent once already becomes unconfirmed.
    """
    stuck = and_(outbox.c.state == "sending", outbox.c.lease_until <= now)
    found = "found in sending after its lease"
    changed = 0
    for where, values in (
        (outbox.c.kind.not_in(REPEATABLE), {"state": "held"}),
        (outbox.c.ambiguous > 0, {"state": "unconfirmed", "ambiguous": 2}),
        (outbox.c.ambiguous == 0, {"state": "uncertain", "ambiguous": 1, "not_before": now + UNCERTAIN_FOR}),
    ):
        changed += db.execute(update(outbox).where(stuck, where).values(last_error=found, **values)).rowcount
    ripe = select(outbox.c.id, outbox.c.unit_id).where(outbox.c.state == "uncertain", outbox.c.not_before <= now)
    for row in db.execute(ripe).all():
        this = and_(outbox.c.id == row.id, outbox.c.state == "uncertain")
        if db.execute(update(outbox).where(this).values(state="pending")).rowcount:
            audit.note(db, now, None, row.unit_id, "outbox-resent", {"outbox": row.id})
            changed += 1
    return changed


def counts(db: Connection, now: datetime) -> dict[str, int]:
    """How many rows are in each state, and ``waiting``: seconds for which the oldest due pending row has waited."""
    rows = db.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
    found: dict[str, int] = {state: number for state, number in rows}  # noqa: C416 - typed
    oldest = db.execute(
        select(func.min(outbox.c.not_before)).where(outbox.c.state == "pending", outbox.c.not_before <= now)
    ).scalar()
    return found | {"waiting": 0 if oldest is None else int((now - oldest).total_seconds())}


_DUE = select(exists().where(outbox.c.state == "pending", outbox.c.not_before <= bindparam("now", type_=Moment())))


_NEXT = (
    select(outbox.c.id, outbox.c.not_before)
    .where(
        outbox.c.state == "pending",
        func.coalesce(outbox.c.not_before, text("''"), type_=Moment()) <= bindparam("now", type_=Moment()),
    )
    .order_by(outbox.c.priority, outbox.c.not_before, outbox.c.id)
    .limit(1)
)


def first(db: Connection, now: datetime) -> tuple[int, datetime] | None:
    """The message that is due and goes next, None for none: while it stays the same one, nothing is sent."""
    row = db.execute(_NEXT, {"now": now}).first()
    return None if row is None else (row.id, row.not_before)


def any_due(db: Connection, now: datetime) -> bool:
    """Whether some message waits to be sent by now."""
    return bool(db.execute(_DUE, {"now": now}).scalar())


_NEWEST = (
    select(outbox.c.payload)
    .where(
        outbox.c.recipient_id == bindparam("person"),
        outbox.c.state.in_(("sent", "unconfirmed", "uncertain")),
        outbox.c.sending_at >= bindparam("since", type_=outbox.c.sending_at.type),
    )
    .order_by(outbox.c.sending_at.desc(), outbox.c.id.desc())
    .limit(1)
)


def numbered(db: Connection, person_id: int, n: int, now: datetime) -> str | None:
    """The code of choice ``n`` (from 1) of the newest message of the last three days to that person, or None."""
    choices = offered(db, person_id, now - ANSWERABLE_FOR)
    return choices[n - 1] if 1 <= n <= len(choices) else None


def offered(db: Connection, person_id: int, since: datetime) -> tuple[str, ...]:
    """The codes of the choices of the newest message since then to that person, in the order of their numbers."""
    payload = db.execute(_NEWEST, {"person": person_id, "since": since}).scalar()
    return tuple(map(str, (payload or {}).get("choices") or ()))
