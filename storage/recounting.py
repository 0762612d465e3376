"""The pieces that are not kept, or have changed, counted and kept: a few in one transaction, for the minute's job.

Within the transaction the marks are read before the figures, and only those marks are taken away: a change that is kept
later leaves its own (on PostgreSQL one that began before, too), so what is kept is never taken for newer than it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from bot.domain.people import SWEEP
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from storage import locks, pieces, units
from storage.new_rows import portions
from storage.rules import rules_for
from storage.standing import Sight
from storage.summaries import compared_values, count, figure_names
from storage.tables import COMMITTEE, Day, MonthText, piece, piece_mark, unit

AT_ONCE = 2
"""Pieces in one transaction: some hundredths of a second, for which others wait."""
_FIRST_MARKS = select(piece_mark.c.id, piece_mark.c.unit_id).order_by(piece_mark.c.id).limit(bindparam("most"))
_MARKS_OF = select(piece_mark.c.id).where(piece_mark.c.unit_id.in_(bindparam("unit_ids", expanding=True)))
_DAY = bindparam("day", type_=Day())
_MISSING = (
    select(unit.c.id)
    .where(
        COMMITTEE,
        ~exists().where(
            piece.c.unit_id == unit.c.id,
            piece.c.period == bindparam("period", type_=MonthText()),
            piece.c.day == _DAY,
        ),
    )
    .order_by(unit.c.id)
    .limit(bindparam("most"))
)


def recount(db: Connection, now: datetime, zone: ZoneInfo, most: int = AT_ONCE) -> int:
    """Count the pieces that have changed and, while there is room, those not kept for today; how many were counted.

    0: all is kept, and what was kept for earlier days is gone.
    """
    locks.alone(db, "pieces")
    local = now.astimezone(zone)
    wanted = _changed(db, most)
    wanted += [each for each in _missing(db, local.date(), most) if each not in wanted][: most - len(wanted)]
    known: dict[int, Rules] = {}
    for piece_id in wanted:
        _keep(db, piece_id, local, known)
    if not wanted:
        db.execute(delete(piece).where(piece.c.day < local.date()))
    return len(wanted)


def _missing(db: Connection, today: date, most: int) -> list[int]:
    return list(db.execute(_MISSING, {"day": today, "period": Month.of(today), "most": most}).scalars())


def _changed(db: Connection, most: int) -> list[int]:
    """The pieces of the oldest marks. Marks of units that belong to none go."""
    while True:
        marks = db.execute(_FIRST_MARKS, {"most": most}).all()
        of = pieces.of_units(db, {row.unit_id for row in marks})
        if of or not marks:
            return sorted(set(of.values()))
        _forget(db, [row.id for row in marks])


def _keep(db: Connection, piece_id: int, local: datetime, known: dict[int, Rules]) -> None:
    """Both months of the piece, by each of the rules by which somebody above may ask for it."""
    own = pieces.own_units(db, (piece_id,))
    marks = [key for some in portions(own) for key in db.execute(_MARKS_OF, {"unit_ids": some}).scalars()]
    this = Month.of(local.date())
    rows = [
        row
        for month in (this, this.plus(-1))
        for row in _rows(db, piece_id, own, Span(month, 1), local, _rules(db, piece_id, known))
    ]
    db.execute(delete(piece).where(piece.c.unit_id == piece_id))
    db.execute(insert(piece), rows)
    _forget(db, marks)


def _rules(db: Connection, piece_id: int, known: dict[int, Rules]) -> set[Rules]:
    """Those of the committee and of every one above it."""
    above = (piece_id, *units.above(db, piece_id))
    for each in above:
        if each not in known:
            known[each] = rules_for(db, each)
    return {known[each] for each in above}


def _rows(
    db: Connection, piece_id: int, own: Sequence[int], span: Span, local: datetime, asked: Iterable[Rules]
) -> list[dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    above = pieces.above_all(db, own, span)
    for rules in asked:
        values = compared_values(SWEEP, piece_id, span, local, rules)
        by = pieces.fingerprint(rules, values["offset"], figure_names())
        if by not in told:
            counted = [count(db, Sight.ALONE, {**values, "among": some}) for some in portions(own)]
            told[by] = {
                "unit_id": piece_id,
                "period": span.first,
                "day": local.date(),
                "rules": by,
                "figures": [sum(each[name] for each in counted) for name in figure_names()],
                "above": above,
            }
    return list(told.values())


def _forget(db: Connection, marks: Sequence[int]) -> None:
    for some in portions(marks):
        db.execute(delete(piece_mark).where(piece_mark.c.id.in_(some)))
