"""Figures kept by piece: a summary is the sum of what its pieces come to, and only what has changed is counted.

A piece is a committee with its own cells: those that have no other committee in between. Everything that a summary counts
adds up over cells (``storage.summaries.count``), so the figures of any subtree are those of its pieces together. What is
kept of a piece and month holds on the day for which it was counted, by the rules by which it was, and until something of
its units changes: whatever changes a counted row marks the row's unit within the same transaction (a trigger,
``storage.tables.MARKED``), so nobody can forget to. A marked piece, or one that is not kept, is counted as if nothing were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Text, and_, bindparam, func, or_, select, type_coerce

from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports import freezing
from storage.new_rows import portions
from storage.standing import FIRST, TODAY, Sight, below
from storage.tables import COMMITTEE, MonthText, piece, piece_mark, unit, unit_past, unit_tree

Figures = Mapping[str, int]
Count = Callable[[Connection, int, Mapping[str, Any]], Figures]
VERSION = 1
"""Of what is counted and how: what was kept in another way is not taken."""
COUNTED_BY = (*freezing.COUNTED_BY, "months_without_visit", "years_without_admission")
"""The rules on which a figure hangs."""
MOST_MARKS = 20_000
"""With more of them (everything was just imported, a month just opened) nothing kept is looked at."""
FEW = 8
"""So many pieces are always counted by themselves; of more, when they are less than half of all."""
_UNITS: BindParameter[Any] = bindparam("unit_ids", expanding=True)


@lru_cache(maxsize=256)
def fingerprint(rules: Rules, offset: int, names: tuple[str, ...]) -> str:
    """What the figures of those names hang on beside the records, the day and the month, in a few letters."""
    told = [VERSION, offset, names, *(getattr(rules, name) for name in COUNTED_BY)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


# --- the pieces -------------------------------------------------------------------------------------------------------

_OWN = select(unit.c.id.label("piece"), unit.c.id).where(unit.c.id.in_(_UNITS)).cte("own", recursive=True)
_OWN = _OWN.union_all(
    select(_OWN.c.piece, unit_tree.c.descendant_id)
    .join(unit_tree, and_(unit_tree.c.ancestor_id == _OWN.c.id, unit_tree.c.depth == 1))
    .join(unit, unit.c.id == unit_tree.c.descendant_id)
    .where(unit.c.kind == UnitKind.CELL.value)
)
_OWN_UNITS = select(_OWN.c.id)
"""The committees themselves with the cells that they have; a closed cell lies below the one that took its place."""
_ABOVE: Any = (
    select(unit_tree.c.descendant_id, unit_tree.c.ancestor_id)
    .join(unit, unit.c.id == unit_tree.c.ancestor_id)
    .where(COMMITTEE)
    .order_by(unit_tree.c.depth.desc())
)
_OF_MARKED = _ABOVE.where(unit_tree.c.descendant_id.in_(select(piece_mark.c.unit_id)))
_OF_UNITS = _ABOVE.where(unit_tree.c.descendant_id.in_(_UNITS))
_MARKS = select(func.count()).select_from(select(piece_mark.c.id).limit(MOST_MARKS + 1).subquery())


def own_units(db: Connection, piece_ids: Iterable[int]) -> tuple[int, ...]:
    """Ids of the units that those pieces are made of."""
    found: list[int] = []
    for some in portions(tuple(piece_ids)):
        found += db.execute(_OWN_UNITS, {"unit_ids": some}).scalars()
    return tuple(found)


def marked(db: Connection) -> frozenset[int]:
    """The pieces in which something has changed since they were counted."""
    return frozenset(_nearest(db.execute(_OF_MARKED)).values())


def of_units(db: Connection, unit_ids: Iterable[int]) -> dict[int, int]:
    """The piece to which each of the units belongs; one below no committee is left out."""
    return _nearest(db.execute(_OF_UNITS, {"unit_ids": tuple(unit_ids)}))


def _nearest(rows: Iterable[Any]) -> dict[int, int]:
    return {row.descendant_id: row.ancestor_id for row in rows}  # the nearest committee comes last


# --- added up ---------------------------------------------------------------------------------------------------------


@cache
def _kept(sight: int) -> Any:
    """Every piece below ``:units``, with what is kept of it for the month, the day and the rules."""
    taken = and_(
        piece.c.unit_id == unit.c.id,
        piece.c.period == FIRST,
        piece.c.day == TODAY,
        piece.c.rules == bindparam("rules_told"),
    )
    return (
        select(unit.c.id, type_coerce(piece.c.figures, Text).label("figures"), piece.c.above)
        .outerjoin(piece, taken)
        .where(COMMITTEE, unit.c.id.in_(below(sight)))
    )


@cache
def _elsewhere(sight: int) -> Any:
    """What lay below ``:units`` in a month that is counted and does no more."""
    once = unit_past.c.ancestor_id.in_(bindparam("units", expanding=True))
    return (
        select(unit_past.c.descendant_id)
        .distinct()
        .where(
            once,
            unit_past.c.until > bindparam("oldest", type_=MonthText()),
            unit_past.c.descendant_id.not_in(below(sight)),
        )
    )


def added(
    db: Connection, sight: Sight, values: Mapping[str, Any], rules: str, names: Sequence[str], span: Span, count: Count
) -> Figures:
    """The figures of those names: of kept pieces as kept, of all others counted now. Exact at any moment."""
    found = _taken(db, sight, values, rules) if span.months == 1 else None
    if found is None:
        return count(db, sight, values)
    taken, missing = found
    gone = db.execute(_elsewhere(sight), {**values, "oldest": oldest(span)}).scalars().all()
    now = [count(db, sight.some, {**values, "among": some}) for some in portions((*own_units(db, missing), *gone))]
    rows = [*json.loads(f"[{','.join(taken)}]"), *([each[name] for name in names] for each in now)]
    return dict(zip(names, map(sum, zip(*rows, strict=True)), strict=True))


def _taken(db: Connection, sight: Sight, values: Mapping[str, Any], rules: str) -> tuple[list[str], list[int]] | None:
    """What is kept, as it is written, and the pieces of which nothing is; None where counting all at once is better."""
    if db.execute(_MARKS).scalar_one() > MOST_MARKS:
        return None
    stale, asked = marked(db), frozenset(values["units"])  # before what is kept: see storage.recounting
    rows = db.execute(_kept(sight), {**values, "rules_told": rules}).all()
    taken, missing = [], []
    for row in rows:
        lay_below = row.figures is not None and (row.above is None or not asked.isdisjoint(row.above))
        if lay_below and row.id not in stale:
            taken.append(row.figures)
        else:
            missing.append(row.id)
    if not taken or len(missing) > max(FEW, len(taken)):
        return None
    return taken, missing


# --- kept -------------------------------------------------------------------------------------------------------------

_PAST = select(unit_past.c.descendant_id, unit_past.c.until, unit_past.c.ancestor_id).where(
    unit_past.c.descendant_id.in_(bindparam("among", expanding=True)),
    unit_past.c.until > bindparam("oldest", type_=MonthText()),
    or_(unit_past.c.first.is_(None), unit_past.c.first <= bindparam("newest", type_=MonthText())),
)


def oldest(span: Span) -> Month:
    """The first month on which a figure of the span hangs: the same one a year ago."""
    return span.first.plus(-12)


def above_all(db: Connection, units: Sequence[int], span: Span) -> list[int] | None:
    """Below which units all of those lay in each month counted, where some lay elsewhere; None where none did."""
    lines: dict[tuple[int, Month], set[int]] = {}
    for some in portions(units):
        for row in db.execute(_PAST, {"among": some, "oldest": oldest(span), "newest": span.last}):
            lines.setdefault((row.descendant_id, row.until), set()).add(row.ancestor_id)
    return sorted(set.intersection(*lines.values())) if lines else None
