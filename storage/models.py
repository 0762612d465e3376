"""Model meetings: marked by a cell or its committee, guests invited and answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Person, Scope
from bot.domain.periods import Month
from bot.domain.reminders import Obligation, State
from storage import audit, obligations, people, units
from storage.entry import Entry
from storage.fence import lifted
from storage.tables import MonthText, model_guest, model_meeting


@dataclass(frozen=True, slots=True)
class Model:
    """A meeting that others are to see."""

    id: int
    unit_id: int
    period: Month
    topic: str


@dataclass(frozen=True, slots=True)
class Guest:
    """A cell that is invited; ``answer`` is empty, ``come`` or ``not``."""

    id: int
    model_id: int
    unit_id: int
    answer: str
    invited_at: datetime


_MODEL = [model_meeting.c[name] for name in Model.__dataclass_fields__]
_GUEST = [model_guest.c[name] for name in Guest.__dataclass_fields__]
_NOW: units.AnySelect = select(*_MODEL).where(model_meeting.c.withdrawn_at.is_(None))
_OF: units.AnySelect = _NOW.where(
    model_meeting.c.unit_id == bindparam("unit_id"), model_meeting.c.period == bindparam("period", type_=MonthText())
)
_ONE: units.AnySelect = _NOW.where(model_meeting.c.id == bindparam("id"))
_GUESTS: units.AnySelect = (
    select(*_GUEST, model_meeting.c.unit_id.label("host"))
    .join(model_meeting, model_meeting.c.id == model_guest.c.model_id)
    .where(model_guest.c.model_id == bindparam("id"))
    .order_by(model_guest.c.id)
)
_INVITED: units.AnySelect = (
    select(*_GUEST)
    .join(model_meeting, model_meeting.c.id == model_guest.c.model_id)
    .where(model_guest.c.id == bindparam("id"), model_meeting.c.withdrawn_at.is_(None))
)


def mark(db: Connection, scope: Scope, unit_id: int, period: Month, topic: str, entry: Entry) -> Model:
    """The meeting of that month is a model from now on; what it is already stays."""
    units.seen(db, scope, unit_id)
    if (known := of(db, scope, unit_id, period)) is not None:
        return known
    values = {"unit_id": unit_id, "period": period, "topic": topic, "marked_by": entry.by, "at": entry.now}
    made = db.execute(insert(model_meeting).values(**values, draft_id=entry.draft_id)).inserted_primary_key
    audit.note(db, entry.now, entry.by, unit_id, "model-marked", {"period": str(period), "topic": topic})
    return Model(int(made[0]) if made else 0, unit_id, period, topic)


def of(db: Connection, scope: Scope, unit_id: int, period: Month) -> Model | None:
    """The model meeting of that cell and month, if it is one."""
    values = {"unit_id": unit_id, "period": period}
    row = units.run_within(db, _OF, model_meeting.c.unit_id, scope, values).mappings().first()
    return None if row is None else Model(**row)


def get(db: Connection, scope: Scope, model_id: int) -> Model:
    """The model meeting; Refused("not-found") when withdrawn, absent or outside the scope."""
    row = units.run_within(db, _ONE, model_meeting.c.unit_id, scope, {"id": model_id}).mappings().first()
    if row is None:
        raise Refused("not-found")
    return Model(**row)


def withdraw(db: Connection, scope: Scope, model: Model, entry: Entry) -> None:
    """It is a model no more; invitations that are still on their way fall."""
    units.seen(db, scope, model.unit_id)
    change = update(model_meeting).where(model_meeting.c.id == model.id, model_meeting.c.withdrawn_at.is_(None))
    if db.execute(change.values(withdrawn_at=entry.now)).rowcount:
        audit.note(db, entry.now, entry.by, model.unit_id, "model-withdrawn", {"period": str(model.period)})


def guests(db: Connection, scope: Scope, model_id: int) -> tuple[Guest, ...]:
    """Who is invited, for those who see the host, in the order of the invitations."""
    rows = units.run_within(db, _GUESTS, model_meeting.c.unit_id, scope, {"id": model_id}).mappings()
    return tuple(_guest(row) for row in rows)


def _guest(row: Any) -> Guest:
    return Guest(**{name: row[name] for name in Guest.__dataclass_fields__})


def readers(db: Connection, scope: Scope, guest: Guest, today: date) -> tuple[Person, ...]:
    """Who is told of the meeting in the guest's cell, which its host does not see himself."""
    get(db, scope, guest.model_id)
    return people.to_be_told(db, SWEEP, guest.unit_id, today)


def invite(db: Connection, scope: Scope, model: Model, unit_id: int, entry: Entry) -> Guest | None:
    """Invite the cell, or take back an invitation that it has not answered (None); an answer stands."""
    units.seen(db, scope, unit_id)
    known = next((each for each in guests(db, scope, model.id) if each.unit_id == unit_id), None)
    if known is not None:
        if not known.answer:
            db.execute(delete(model_guest).where(model_guest.c.id == known.id, model_guest.c.answer == ""))
            audit.note(db, entry.now, entry.by, unit_id, "model-uninvited", {"model": model.id})
        return None
    values = {"model_id": model.id, "unit_id": unit_id, "invited_by": entry.by, "invited_at": entry.now}
    made = db.execute(insert(model_guest).values(values)).inserted_primary_key
    audit.note(db, entry.now, entry.by, unit_id, "model-invited", {"model": model.id})
    return Guest(int(made[0]) if made else 0, model.id, unit_id, "", entry.now)


def answered(db: Connection, scope: Scope, guest_id: int, answer: str, entry: Entry) -> Guest:
    """The guest answers, or answers otherwise; Refused("not-found") for an invitation that is none of his."""
    with lifted(db):  # the host lies outside his scope
        return _answered(db, scope, guest_id, answer, entry)


def _answered(db: Connection, scope: Scope, guest_id: int, answer: str, entry: Entry) -> Guest:
    row = units.run_within(db, _INVITED, model_guest.c.unit_id, scope, {"id": guest_id}).mappings().first()
    if row is None:
        raise Refused("not-found")
    values = {"answer": answer, "answered_by": entry.by, "answered_at": entry.now}
    db.execute(update(model_guest).where(model_guest.c.id == guest_id).values(values))
    audit.note(db, entry.now, entry.by, row["unit_id"], "model-answered", {"guest": guest_id, "answer": answer})
    return _guest({**row, "answer": answer})


def stands(db: Connection, guest_id: int, invited_at: datetime, today: date) -> bool:
    """Whether the invitation of that moment is still to be told: not taken back, unanswered, the meeting still to come."""
    row = _standing(db, guest_id)
    if row is None or row["answer"] or row["invited_at"] != invited_at:
        return False
    owed = _to_see(db, row)
    return owed is not None and (owed.day is None or owed.day >= today)


def still_on(db: Connection, guest_id: int, day: str) -> bool:
    """Whether the meeting to which that cell is invited is still planned for ``day`` (ISO)."""
    row = _standing(db, guest_id)
    owed = None if row is None else _to_see(db, row)
    return owed is not None and owed.state is State.OPEN and str(owed.day) == day


def _standing(db: Connection, guest_id: int) -> Any:
    """The invitation, unless it was taken back."""
    return db.execute(_INVITED, {"id": guest_id}).mappings().first()


def _to_see(db: Connection, invitation: Any) -> Obligation | None:
    model = get(db, SWEEP, invitation["model_id"])
    return obligations.of(db, SWEEP, model.unit_id, model.period)
