"""Taking the next message from the outbox: it is checked against the records first, then marked as being sent.

Fixed texts go stale, so a row holds data only; what is said is read here, in the transaction of the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, select, text, update

from bot.domain.calendar import decent
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month, local
from bot.domain.reminders import REGULAR, State, fallen
from bot.domain.task_reminders import STALE, told
from bot.domain.task_reminders import fallen as no_longer
from storage import (
    broadcasts,
    digest_claims,
    digests,
    draft_sweep,
    models,
    reviews,
    rules,
    task_sweep,
    tasks,
    units,
    visits,
)
from storage.obligations import of
from storage.outbox import Announced, Claimed, Digest, Notice, Nudged, Reminder, Unfinished, put
from storage.outbox import Row as Letter
from storage.people import holders
from storage.tables import draft, outbox, person, post, task, unit, unit_tree

QUIET_ENTRY = timedelta(minutes=10)
"""Nobody is written to first while he answered a question within so long."""
QUIET_LEADING = timedelta(hours=2)
"""The same for who leads a meeting through its agenda, where a discussion may go on long between two notes."""
AT_MOST = 100
"""Rows looked at in one claim; the next claim goes on."""

AnyRow = Row[*tuple[Any, ...]]
_ready_at = func.coalesce(outbox.c.not_before, text("''"), type_=outbox.c.not_before.type)
_standing_as = func.coalesce(outbox.c.state, text("''"))
"""Columns as mere filters, which no index serves: so the next row is found by walking (state, priority, not_before) in its
order, those that go with it by their recipient, and nothing is sorted or scanned though tens of thousands wait."""
_ROWS: units.AnySelect = (
    select(
        outbox.c.id,
        outbox.c.recipient_id,
        outbox.c.unit_id,
        outbox.c.kind,
        outbox.c.payload,
        outbox.c.expires_at,
        outbox.c.attempts,
        outbox.c.ambiguous,
        outbox.c.created_at,
        person.c.name,
        person.c.telegram_id,
        person.c.language,
        person.c.blocked,
    )
    .join(person, person.c.id == outbox.c.recipient_id)
    .where(_ready_at <= bindparam("now", type_=outbox.c.not_before.type))
    .with_for_update(skip_locked=True, of=outbox)
)
_FIRST = _ROWS.where(outbox.c.state == "pending").order_by(outbox.c.priority, outbox.c.not_before, outbox.c.id).limit(1)
_WITH_IT = _ROWS.where(
    _standing_as == "pending",
    outbox.c.recipient_id == bindparam("person"),
    outbox.c.kind == bindparam("kind"),
    outbox.c.id != bindparam("first"),
).order_by(outbox.c.id)
_TAKE = (
    update(outbox)
    .where(outbox.c.id == bindparam("key"), outbox.c.state == "pending")
    .values(
        state="sending",
        attempts=outbox.c.attempts + 1,
        claimed_by=bindparam("token"),
        lease_until=bindparam("lease"),
        sending_at=bindparam("at"),
    )
)
_ENTRY = select(draft.c.updated_at, draft.c.form).where(
    draft.c.person_id == bindparam("person"), draft.c.state == literal_column("'open'")
)


@dataclass(frozen=True, slots=True)
class Fell:
    """The row no longer stands: its final state and why."""

    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The row stands, but not now."""

    until: datetime


Part = Reminder | Nudged | Digest | Notice | Announced | Unfinished
TOGETHER = frozenset({"reminder", "task"})
"""Kinds of which all that is due to one person is one message."""


def claim(db: Connection, worker: str, now: datetime, lease: timedelta, zone: ZoneInfo) -> Claimed | None:
    """The next message that is due and still stands, marked as being sent until the lease is over; None for none.

    Rows that fell meanwhile are expired with the reason, those that come at a bad moment wait. All reminders due to
    one person are one message.
    """
    for _ in range(AT_MOST):
        row = db.execute(_FIRST, {"now": now}).first()
        if row is None:
            return None
        part = _checked(db, row, now, zone)
        if part is None:
            continue
        taken = [(row, part)]
        if row.kind in TOGETHER and not row.ambiguous:
            taken += _with_it(db, row, now, zone)
        return _taken(db, worker, taken, now, lease)
    return None


def _with_it(db: Connection, first: AnyRow, now: datetime, zone: ZoneInfo) -> list[tuple[AnyRow, Part]]:
    values = {"now": now, "person": first.recipient_id, "first": first.id, "kind": first.kind}
    others = [row for row in db.execute(_WITH_IT, values).all() if not row.ambiguous]
    parts = [(row, _checked(db, row, now, zone)) for row in others]
    return [(row, part) for row, part in parts if part is not None]


def _taken(
    db: Connection, worker: str, taken: list[tuple[AnyRow, Part]], now: datetime, lease: timedelta
) -> Claimed | None:
    first = taken[0][0]
    token = f"{worker}/{first.id}/{first.attempts + 1}"
    mine = [
        (row, part)
        for row, part in taken
        if db.execute(_TAKE, {"key": row.id, "token": token, "lease": now + lease, "at": now}).rowcount == 1
    ]
    if not mine:
        return None
    parts: Any = tuple(part for _, part in mine)
    return Claimed(
        token=token,
        rows=tuple((row.id, row.payload) for row, _ in mine),
        kind=first.kind,
        person_id=first.recipient_id,
        person=first.name,
        chat_id=first.telegram_id,
        language=first.language,
        parts=parts,
        attempts=first.attempts + 1,
        again=bool(first.ambiguous),
        plain=any(row.payload.get("plain", False) for row, _ in mine),
    )


def _checked(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Part | None:
    """What the row says now; None when it fell or waits, which is kept."""
    match _standing(db, row, now, zone):
        case Fell(state, reason):
            change: dict[str, Any] = {"state": state, "last_error": reason}
        case Wait(until):
            change = {"not_before": until}
        case part:
            return part
    db.execute(update(outbox).where(outbox.c.id == row.id, outbox.c.state == "pending").values(change))
    return None


def _standing(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Part | Fell | Wait:
    if row.expires_at <= now:
        return Fell("expired", "too late")
    if row.telegram_id is None:
        return Fell("dead", "not joined")
    if row.blocked:
        return Fell("dead", "blocked")
    part = _part(db, row, now, zone)
    if isinstance(part, Fell):
        return part
    in_force = rules.rules_for(db, row.unit_id or 0)
    if (fit := decent(now, in_force, zone)) > now:
        return Wait(fit)
    until = undisturbed_until(db, row.recipient_id, now)
    return Wait(until) if until is not None else part


def undisturbed_until(db: Connection, person_id: int, now: datetime) -> datetime | None:
    """Until when nobody writes to the person first, since he is in the middle of an entry; None when he is not."""
    entry = db.execute(_ENTRY, {"person": person_id}).first()
    if entry is None:
        return None
    until: datetime = entry.updated_at + (QUIET_LEADING if entry.form == "leading" else QUIET_ENTRY)
    return until if until > now else None


def _part(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Part | Fell:
    match row.kind:
        case "reminder":
            return _reminder(db, row, now, zone)
        case "task":
            return _nudged(db, row, now, zone)
        case digests.KIND:
            found = digest_claims.read(db, row, local(now, zone), zone)
            return Fell("expired", found) if isinstance(found, str) else found
        case broadcasts.KIND:
            return _announced(db, row, local(now, zone).date(), zone)
        case draft_sweep.KIND:
            return _unfinished(db, row, local(now, zone))
        case _:
            return _notice(db, row, local(now, zone).date())


ROLES_OF = {"visit": (Role.UPPER_MEMBER,)}
CELL_ROLES = (Role.SECRETARY, Role.DEPUTY)


def _reminder(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Reminder | Fell:
    today = local(now, zone).date()
    found = of(db, SWEEP, row.unit_id, Month.read(row.payload["period"]))
    if found is None or _closed(db, row.unit_id, today):
        return Fell("expired", "unit closed")
    why = fallen(found, row.payload["key"], now, rules.rules_for(db, row.unit_id), zone)
    if why:
        return Fell("expired", why)
    rung = row.payload["rung"]
    roles = ROLES_OF.get(rung, CELL_ROLES)
    held = [
        ("stand_in" if post.for_a_while else post.role.value, who)
        for post, who in holders(db, SWEEP, row.unit_id, today)
        if post.role in roles
    ]
    mine = next((role for role, who in held if who.id == row.recipient_id), None)
    if mine is None:
        _hand_on(db, row, [who.id for _, who in held if who.telegram_id and not who.blocked], now)
        return Fell("expired", "no longer holds the post")
    left_open = select(func.count()).where(
        task.c.unit_id == row.unit_id, task.c.state == "open", task.c.superseded_at.is_(None)
    )
    return Reminder(
        unit_id=row.unit_id,
        unit=units.name_of(db, row.unit_id, today),
        rung=rung,
        obligation=found,
        role=mine,
        open_tasks=db.execute(left_open).scalar() or 0,
        place=units.profile(db, SWEEP, row.unit_id, today).place if rung == "visit" else "",
    )


def _nudged(db: Connection, row: AnyRow, now: datetime, zone: ZoneInfo) -> Nudged | Fell:
    today = local(now, zone).date()
    known = tasks.find(db, SWEEP, row.payload["task"])
    if known is None or known.unit_id != row.unit_id or _closed(db, row.unit_id, today):
        return Fell("expired", "gone")
    why = no_longer(known.state, known.task.due_on, row.payload["key"], now, rules.rules_for(db, row.unit_id), zone)
    if why:
        return Fell("expired", why)
    people = told(known.task.assignee, task_sweep.holders_of(db, [row.unit_id], today).get(row.unit_id, ()))
    if row.recipient_id not in people:
        due_at = row.expires_at - STALE
        letters = [
            task_sweep.letter(known.id, row.unit_id, row.payload["key"], who, now, due_at) for who in sorted(people)
        ]
        put(db, letters, now)
        return Fell("expired", "no longer holds the post")
    return Nudged(units.name_of(db, row.unit_id, today), people[row.recipient_id].value, known)


def _unfinished(db: Connection, row: AnyRow, now: datetime) -> Unfinished | Fell:
    if _closed(db, row.unit_id, now.date()):
        return Fell("expired", "unit closed")
    found = draft_sweep.standing(db, row.payload["draft"], row.payload["revision"], row.recipient_id)
    if isinstance(found, str):
        return Fell("expired", found)
    if not _sees(db, row.recipient_id, row.unit_id, now.date()):
        return Fell("expired", "no longer holds the post")
    return Unfinished(found, rules.rules_for(db, row.unit_id), now)


def _announced(db: Connection, row: AnyRow, today: date, zone: ZoneInfo) -> Announced | Fell:
    told = broadcasts.standing_with(db, row.payload["broadcast"], row.recipient_id, today)
    if isinstance(told, str):
        return Fell("expired", told)
    if not row.payload.get("again"):
        return told
    if broadcasts.has_seen(db, row.payload["broadcast"], row.recipient_id):
        return Fell("expired", "seen")
    return replace(told, since=local(row.created_at, zone).date())


def _hand_on(db: Connection, row: AnyRow, people: list[int], now: datetime) -> None:
    """The post changed hands before the message went out: it is for whoever holds it now."""
    head = f"remind:{row.unit_id}:{row.payload['period']}:{REGULAR}:{row.payload['key']}"
    payload = {name: row.payload[name] for name in ("period", "rung", "key")}
    put(
        db,
        [Letter(f"{head}:{who}", who, row.unit_id, "reminder", payload, now, row.expires_at) for who in people],
        now,
    )


def _closed(db: Connection, unit_id: int, day: date) -> bool:
    closed_on = db.execute(select(unit.c.closed_on).where(unit.c.id == unit_id)).scalar()
    return closed_on is not None and closed_on <= day


def _sees(db: Connection, person_id: int, unit_id: int, day: date) -> bool:
    """Whether the person holds a post in the unit or above it."""
    statement = select(
        exists().where(
            unit_tree.c.descendant_id == unit_id,
            unit_tree.c.ancestor_id == post.c.unit_id,
            post.c.person_id == person_id,
            units.valid(post, day),
        )
    )
    return bool(db.execute(statement).scalar())


def _admin(db: Connection, person_id: int, below: int, day: date, *, itself: bool) -> bool:
    """Whether the person is admin of the unit or of one above it."""
    statement = select(
        exists().where(
            unit_tree.c.descendant_id == below,
            unit_tree.c.ancestor_id == post.c.unit_id,
            unit_tree.c.depth == 0 if itself else unit_tree.c.depth >= 0,
            post.c.person_id == person_id,
            post.c.role == Role.ADMIN.value,
            units.valid(post, day),
        )
    )
    return bool(db.execute(statement).scalar())


def _moved(db: Connection, unit_id: int, about: str) -> bool:
    period, _, day = about.partition(":")
    found = of(db, SWEEP, unit_id, Month.read(period))
    return found is not None and found.state is State.OPEN and str(found.day) == day


def _said(db: Connection, unit_id: int, about: str) -> bool:
    period, _, number = about.partition(":")
    return visits.last_word(db, unit_id, Month.read(period), int(number))


def _invited(db: Connection, about: str, today: date) -> bool:
    number, _, moment = about.partition(":")
    return models.stands(db, int(number), datetime.fromisoformat(moment), today)


def _still_on(db: Connection, about: str) -> bool:
    number, _, day = about.partition(":")
    return models.still_on(db, int(number), day)


STILL: Mapping[str, Callable[[Connection, AnyRow, str, date], bool]] = {
    "review": lambda db, row, about, today: reviews.waited_for(db, SWEEP, int(about)),  # noqa: ARG005
    "moved": lambda db, row, about, today: _moved(db, row.unit_id, about),  # noqa: ARG005
    "said": lambda db, row, about, today: _said(db, row.unit_id, about),  # noqa: ARG005
    "model": lambda db, row, about, today: _invited(db, about, today),  # noqa: ARG005
    "guest": lambda db, row, about, today: _still_on(db, about),  # noqa: ARG005
    "came": lambda db, row, about, today: visits.to_be_asked(
        db, row.unit_id, Month.read(about), row.recipient_id, today
    ),
}
"""Notices of something that may be settled meanwhile: whether it still waits."""


def _notice(db: Connection, row: AnyRow, today: date) -> Notice | Fell:
    payload: Mapping[str, Any] = row.payload
    head, _, about = str(payload.get("as", "")).partition(":")
    if head == "admin" and not _admin(db, row.recipient_id, row.unit_id, today, itself=False):
        return Fell("expired", "no longer holds the post")
    if head in {"holder", *STILL} and not _sees(db, row.recipient_id, row.unit_id, today):
        return Fell("expired", "no longer holds the post")
    if head in STILL and not STILL[head](db, row, about, today):
        return Fell("expired", "settled")
    values = {name: _read(value) for name, value in payload.get("values", {}).items()}
    if row.unit_id is not None:
        values.setdefault("unit", units.name_of(db, row.unit_id, today))
    buttons = tuple((str(label), str(code)) for label, code in payload.get("buttons", ()))
    return Notice(payload["key"], values, buttons)


def _read(value: Any) -> object:
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"month": str(month)}:
            return Month.read(month)
        case _:
            return value
