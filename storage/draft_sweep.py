"""The sweep over what was begun and left: its owner is told once, later it counts as abandoned; in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, bindparam, literal_column, select, update

from bot.domain.periods import local
from bot.domain.rule_values import VALUES, Whole
from bot.domain.rules import Rules
from bot.domain.unfinished import abandoned, to_be_told
from bot.domain.units import UnitKind
from storage import outbox, reach, units
from storage.drafts import Draft
from storage.new_rows import portions
from storage.tables import Day, Moment, draft, unit

KIND = "draft"
STALE = timedelta(days=10)
"""A notice that could not be told for so long is not told any more."""
SOONEST = min(each.least for name, each in VALUES.items() if name == "draft_notice_days" and isinstance(each, Whole))
"""Quiet days that no committee can fall below."""
DEFAULTS = Rules()

AnyRow = Row[*tuple[Any, ...]]
_UNFINISHED: ColumnElement[bool] = literal_column("state IN ('open', 'paused')")
"""As the index of unfinished drafts has it."""
_QUIET: units.AnySelect = (
    select(draft.c.id, draft.c.person_id, draft.c.unit_id, draft.c.revision, draft.c.updated_at, draft.c.noticed_at)
    .where(_UNFINISHED, draft.c.updated_at <= bindparam("before", type_=Moment()))
    .order_by(draft.c.updated_at)
)
_REAL: units.AnySelect = select(unit.c.id).where(
    unit.c.id.in_(bindparam("units", expanding=True)),
    unit.c.kind != UnitKind.PRACTICE.value,
    units.still_open(bindparam("day", type_=Day())),
)
_THESE = (draft.c.id.in_(bindparam("ids", expanding=True)), draft.c.state.in_(("open", "paused")))
_TELL = update(draft).where(*_THESE).values(noticed_at=bindparam("now", type_=Moment()))
_LEAVE = (
    update(draft)
    .where(*_THESE)
    .values(state="abandoned", left_at=bindparam("now", type_=Moment()), revision=draft.c.revision + 1)
)


@dataclass(frozen=True, slots=True)
class DraftSweep:
    """How many owners are to be told, and how many drafts were given up."""

    queued: int = 0
    left: int = 0


def sweep(db: Connection, now: datetime, zone: ZoneInfo) -> DraftSweep:
    """Queue the notices that are due, once a draft, and give up what was left long after its notice. Idempotent."""
    rows = db.execute(_QUIET, {"before": now - timedelta(days=SOONEST)}).all()
    if not rows:
        return DraftSweep()
    in_force = reach.rules_of(db, sorted({row.unit_id for row in rows}))
    telling: list[AnyRow] = []
    leaving: list[AnyRow] = []
    for row in rows:
        rules = in_force.get(row.unit_id, DEFAULTS)
        if row.noticed_at is None:
            telling += [row] if to_be_told(row.updated_at, now, rules) else []
        elif abandoned(row.updated_at, row.noticed_at, now, rules):
            leaving.append(row)
    real = _real(db, telling, local(now, zone).date())
    letters = [_letter(row, now, in_force.get(row.unit_id, DEFAULTS)) for row in telling if row.unit_id in real]
    outbox.put(db, letters, now)
    for statement, some in ((_TELL, telling), (_LEAVE, leaving)):
        for ids in portions([row.id for row in some]):
            db.execute(statement, {"ids": ids, "now": now})
    return DraftSweep(len(letters), len(leaving))


def _real(db: Connection, rows: Sequence[AnyRow], day: date) -> set[int]:
    """Those of the rows' units that are no practice and still there."""
    found: set[int] = set()
    for some in portions(sorted({row.unit_id for row in rows})):
        found.update(db.execute(_REAL, {"units": some, "day": day}).scalars())
    return found


def _letter(row: AnyRow, now: datetime, rules: Rules) -> outbox.Row:
    return outbox.Row(
        dedupe_key=f"{KIND}:{row.id}",
        recipient_id=row.person_id,
        unit_id=row.unit_id,
        kind=KIND,
        payload={"draft": row.id, "revision": row.revision},
        not_before=now,
        expires_at=now + STALE,
        due_at=row.updated_at + timedelta(days=rules.draft_notice_days),
    )


def standing(db: Connection, draft_id: int, revision: int, person_id: int) -> Draft | str:
    """The draft that a queued notice is about; or why the notice no longer stands."""
    row = db.execute(select(draft).where(draft.c.id == draft_id)).one_or_none()
    if row is None:
        return "gone"
    known = Draft(*row)
    if known.person_id != person_id:
        return "passed on"
    if known.state not in {"open", "paused"}:
        return known.state
    return known if known.revision == revision else "moved on"
