"""Words of upper members on their coming to cells' meetings: rows that are only ever added."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month
from bot.domain.visits import Visit, Word
from storage import audit, people, units
from storage.entry import Entry
from storage.tables import MonthText, visit

_COLUMNS = [visit.c[name] for name in Visit.__dataclass_fields__]
_OF: units.AnySelect = (
    select(*_COLUMNS)
    .where(visit.c.unit_id == bindparam("unit_id"), visit.c.period == bindparam("period", type_=MonthText()))
    .order_by(visit.c.id)
)
_OF_DRAFT: units.AnySelect = select(visit.c.id).where(visit.c.draft_id == bindparam("draft_id"))


def _visit(row: Any) -> Visit:
    values = {name: row[name] for name in Visit.__dataclass_fields__}
    return Visit(**{**values, "word": Word(values["word"])})


def keep(db: Connection, scope: Scope, unit_id: int, period: Month, word: Word, day: date | None, entry: Entry) -> int:
    """Keep a word with the entry's reason as its remark; the same draft twice gives the same id."""
    units.seen(db, scope, unit_id)
    if entry.draft_id is not None:
        known = units.run_within(db, _OF_DRAFT, visit.c.unit_id, scope, {"draft_id": entry.draft_id}).scalar()
        if known is not None:
            return int(known)
    values = {"unit_id": unit_id, "period": period, "person_id": entry.by, "word": word.value, "day": day}
    more = {"remark": entry.reason, "at": entry.now, "draft_id": entry.draft_id}
    made = db.execute(insert(visit).values(**values, **more)).inserted_primary_key
    audit.note(db, entry.now, entry.by, unit_id, "visit-said", {"period": str(period), "word": word.value})
    return int(made[0]) if made else 0


def of(db: Connection, scope: Scope, unit_id: int, period: Month) -> tuple[Visit, ...]:
    """All that was said of that month's meeting, the first first."""
    rows = units.run_within(db, _OF, visit.c.unit_id, scope, {"unit_id": unit_id, "period": period})
    return tuple(_visit(row) for row in rows.mappings())


def last_word(db: Connection, unit_id: int, period: Month, visit_id: int) -> bool:
    """Whether that word is the last of who said it: a notice of it still makes sense."""
    words = of(db, SWEEP, unit_id, period)
    mine = next((each for each in words if each.id == visit_id), None)
    return mine is not None and not any(each.id > mine.id and each.person_id == mine.person_id for each in words)


def to_be_asked(db: Connection, unit_id: int, period: Month, person_id: int, day: date) -> bool:
    """Whether he follows the cell still and has not said whether he came."""
    follows = any(
        held.person_id == person_id and held.role is Role.UPPER_MEMBER
        for held, _ in people.holders(db, SWEEP, unit_id, day)
    )
    words = of(db, SWEEP, unit_id, period)
    return follows and not any(each.person_id == person_id and not each.word.plan for each in words)
