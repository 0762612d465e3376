"""What committees said of recorded meetings: rows that are only ever added; what is open follows from them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, insert, literal_column, select

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.reviews import Review, Verdict, still_open, unanswered
from storage import audit, units
from storage.entry import Entry
from storage.meetings import Recorded
from storage.tables import meeting, review

_COLUMNS = [review.c[name] for name in Review.__dataclass_fields__]
_later = review.alias("later")
_OPEN = (review.c.verdict == literal_column(f"'{Verdict.RETURNED.value}'")) & ~exists().where(
    _later.c.meeting_id == review.c.meeting_id, _later.c.id > review.c.id, _later.c.verdict == Verdict.PASSED.value
)
_OF_MEETING: units.AnySelect = (
    select(*_COLUMNS).where(review.c.meeting_id == bindparam("meeting_id")).order_by(review.c.id)
)
_ONE: units.AnySelect = select(*_COLUMNS).where(review.c.id == bindparam("id"))
_UNDER = units.under(review.c.unit_id)
_BELOW: units.AnySelect = (
    select(*_COLUMNS, meeting.c.version.label("now"))
    .join(meeting, meeting.c.id == review.c.meeting_id)
    .where(_OPEN, _UNDER)
    .order_by(review.c.id)
)
_WAITED_FOR: units.AnySelect = (
    select(review.c.id)
    .join(meeting, meeting.c.id == review.c.meeting_id)
    .where(review.c.id == bindparam("id"), _OPEN, meeting.c.version == review.c.version)
)
_HOW_MANY: units.AnySelect = select(func.count()).select_from(review).where(_OPEN, _UNDER)
_OF_DRAFT: units.AnySelect = select(review.c.id).where(review.c.draft_id == bindparam("draft_id"))


def _review(row: Any) -> Review:
    values = {name: row[name] for name in Review.__dataclass_fields__}
    return Review(**{**values, "verdict": Verdict(values["verdict"])})


def keep(db: Connection, scope: Scope, was: Recorded, verdict: Verdict, line: str, entry: Entry) -> int:
    """Keep a word on the record as it stands, its comment the entry's reason; the same draft twice gives the same id."""
    unit_id = was.meeting.unit_id
    units.seen(db, scope, unit_id)
    if entry.draft_id is not None:
        known = units.run_within(db, _OF_DRAFT, review.c.unit_id, scope, {"draft_id": entry.draft_id}).scalar()
        if known is not None:
            return int(known)
    values = {
        "unit_id": unit_id,
        "meeting_id": was.id,
        "version": was.version,
        "verdict": verdict.value,
        "line": line,
        "comment": entry.reason,
        "reviewed_by": entry.by,
        "at": entry.now,
        "draft_id": entry.draft_id,
    }
    made = db.execute(insert(review).values(values)).inserted_primary_key
    about = {"meeting": was.id, "version": was.version, "line": line}
    audit.note(db, entry.now, entry.by, unit_id, f"review-{verdict.value}", about)
    return int(made[0]) if made else 0


def of_meeting(db: Connection, scope: Scope, meeting_id: int) -> tuple[Review, ...]:
    """All that was said of the record, the first first."""
    rows = units.run_within(db, _OF_MEETING, review.c.unit_id, scope, {"meeting_id": meeting_id})
    return tuple(_review(row) for row in rows.mappings())


def get(db: Connection, scope: Scope, review_id: int) -> Review:
    """The review; Refused("not-found") when absent or outside the scope."""
    row = units.run_within(db, _ONE, review.c.unit_id, scope, {"id": review_id}).mappings().first()
    if row is None:
        raise Refused("not-found")
    return _review(row)


def open_below(db: Connection, scope: Scope, unit_id: int) -> tuple[tuple[Review, bool], ...]:
    """What is open in the unit and below it, the oldest first, each with whether the cell has corrected the record since."""
    rows = units.run_within(db, _BELOW, review.c.unit_id, scope, {"unit_id": unit_id})
    return tuple((_review(row), row["now"] > row["version"]) for row in rows.mappings())


def count_below(db: Connection, scope: Scope, unit_id: int) -> int:
    """How many those are."""
    return int(units.run_within(db, _HOW_MANY, review.c.unit_id, scope, {"unit_id": unit_id}).scalar_one())


def returned(db: Connection, scope: Scope, was: Recorded) -> tuple[Review, ...]:
    """What the committee returned of the version in force and waits for."""
    return unanswered(still_open(of_meeting(db, scope, was.id)), was.version)


def waited_for(db: Connection, scope: Scope, review_id: int) -> bool:
    """Whether that word still waits for the cell: a notice of it still makes sense."""
    return units.run_within(db, _WAITED_FOR, review.c.unit_id, scope, {"id": review_id}).first() is not None
