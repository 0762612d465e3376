"""Changes of the tree's closure: a subtree hung below another unit, and where it lay before remembered.

Statements built once: a reorganisation says them thousands of times within one transaction, and others wait for it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BindParameter, Connection, Insert, bindparam, delete, func, insert, or_, select

from bot.domain.periods import Month
from storage.tables import MonthText, unit_past, unit_tree

_OF: BindParameter[int] = bindparam("of")
_PARENT: BindParameter[int] = bindparam("parent")
_SUBTREE = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id == _OF)
_BELOW = select(unit_tree.c.depth).where(unit_tree.c.ancestor_id == _PARENT, unit_tree.c.descendant_id == _OF)
_UNHUNG = delete(unit_tree).where(unit_tree.c.descendant_id.in_(_SUBTREE), unit_tree.c.ancestor_id.not_in(_SUBTREE))


def _hanging() -> Insert:
    upper, lower = unit_tree.alias("upper"), unit_tree.alias("lower")
    links = (
        select(upper.c.ancestor_id, lower.c.descendant_id, upper.c.depth + lower.c.depth + 1)
        .select_from(upper.join(lower, lower.c.ancestor_id == _OF))
        .where(upper.c.descendant_id == _PARENT)
    )
    return insert(unit_tree).from_select(["ancestor_id", "descendant_id", "depth"], links)


def _remembering() -> Insert:
    month = bindparam("month", type_=MonthText())
    known = (
        select(unit_past.c.descendant_id, func.max(unit_past.c.until).label("until"))
        .where(unit_past.c.descendant_id.in_(_SUBTREE))
        .group_by(unit_past.c.descendant_id)
        .subquery("known")
    )
    lines = (
        select(unit_tree.c.ancestor_id, unit_tree.c.descendant_id, month, unit_tree.c.depth, known.c.until)
        .select_from(unit_tree)
        .outerjoin(known, known.c.descendant_id == unit_tree.c.descendant_id)
        .where(unit_tree.c.descendant_id.in_(_SUBTREE), or_(known.c.until.is_(None), known.c.until < month))
    )
    return insert(unit_past).from_select(["ancestor_id", "descendant_id", "until", "depth", "first"], lines)


_HUNG, _REMEMBERED = _hanging(), _remembering()


def lies_below(db: Connection, unit_id: int, other_id: int) -> bool:
    """Whether the unit lies below the other one, or is it."""
    return db.execute(_BELOW, {"of": unit_id, "parent": other_id}).first() is not None


def remember(db: Connection, unit_id: int, on: date) -> None:
    """All lines of ancestors of the subtree, as those of the periods before that of ``on``; twice in a month: the first."""
    db.execute(_REMEMBERED, {"of": unit_id, "month": Month.of(on)})


def hang(db: Connection, unit_id: int, parent_id: int) -> None:
    """The subtree of the unit lies below ``parent_id`` in the closure."""
    db.execute(_UNHUNG, {"of": unit_id})
    db.execute(_HUNG, {"of": unit_id, "parent": parent_id})
