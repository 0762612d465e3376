"""The dated tree of units: every read within a scope, every change from a day on, nothing overwritten.

``unit_tree`` is the closure of the newest parents (a closed unit stays below its last one, or below its heir, so that its
history is seen); ``add``, ``move`` and ``close`` keep it, ``rebuild_tree`` makes it anew after a bulk load. ``unit_past``
says where a unit lay in the periods before it was moved: what is counted by periods is counted there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeVarTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Row,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from bot.domain.errors import Refused
from bot.domain.names import folded
from bot.domain.people import Scope
from bot.domain.units import CellProfile, Unit, UnitKind
from storage import closure, locks
from storage.new_rows import portions
from storage.ordering import by_bytes
from storage.tables import Day, cell_profile, post, succession, unit, unit_name, unit_parent, unit_tree

Ts = TypeVarTuple("Ts")
AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
"""Statements whose columns are named where they are read, not typed."""
_DAY = bindparam("day", type_=Day())
FOUND_AT_MOST = 60
TREE = "tree"
"""Who changes the closure is alone: lines of ancestors are made from those that are there."""


def valid(dated: Table, day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """That the dated row holds on ``day`` (``valid_to`` excluded)."""
    return and_(dated.c.valid_from <= day, or_(dated.c.valid_to.is_(None), dated.c.valid_to > day))


def still_open(day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """That the unit is not closed on ``day`` (``closed_on`` excluded)."""
    return or_(unit.c.closed_on.is_(None), unit.c.closed_on > day)


def under(column: ColumnElement[int]) -> ColumnElement[bool]:
    """That ``column``, a unit's id, lies in the subtree of ``:unit_id``: looked up for each row, of which there are few."""
    return _looked_up(column, unit_tree.c.ancestor_id == bindparam("unit_id"))


def _looked_up(column: ColumnElement[Any], roots: ColumnElement[bool]) -> ColumnElement[bool]:
    """For each row, not by listing all that lies below: of these rows there are few."""
    return exists().where(roots, unit_tree.c.descendant_id == column)


def within(statement: Select[*Ts], column: ColumnElement[Any], scope: Scope) -> Select[*Ts]:
    """The statement kept to the scope's subtrees, by ``column``, a unit's id."""
    if scope.whole:
        return statement
    below = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id.in_(scope.roots))
    return statement.where(column.in_(below))


def lies_within(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    """That the unit of that id lies in the scope's subtrees: looked up for each row, where few are found among many."""
    return true() if scope.whole else _looked_up(column, unit_tree.c.ancestor_id.in_(scope.roots))


def run_within(
    db: Connection, statement: AnySelect, column: ColumnElement[Any], scope: Scope, values: Mapping[str, Any]
) -> CursorResult[Any]:
    """:func:`within` for a statement that is a module's constant: put together once, run with ``values`` and the roots."""
    if scope.whole:
        return db.execute(statement, values)
    return db.execute(_scoped(statement, column), {**values, "scope_roots": scope.roots})


@lru_cache(maxsize=256)
def _scoped(statement: AnySelect, column: ColumnElement[Any]) -> AnySelect:
    """Looked up for each row found (they are few: of one unit, of one record), not by listing all that the asker sees."""
    roots: BindParameter[Any] = bindparam("scope_roots", expanding=True)
    return statement.where(_looked_up(column, unit_tree.c.ancestor_id.in_(roots)))


_COLUMNS = (
    unit.c.id,
    unit.c.kind,
    unit.c.code,
    unit_name.c.name,
    unit_parent.c.parent_id,
    unit.c.opened_on,
    unit.c.closed_on,
)
_UNITS: AnySelect = (
    select(*_COLUMNS)
    .select_from(unit)
    .join(unit_name, and_(unit_name.c.unit_id == unit.c.id, valid(unit_name, _DAY)))
    .outerjoin(unit_parent, and_(unit_parent.c.unit_id == unit.c.id, valid(unit_parent, _DAY)))
)
"""Each unit as it stands on ``:day``."""
_NEWEST: AnySelect = (
    select(*_COLUMNS)
    .select_from(unit)
    .join(unit_name, and_(unit_name.c.unit_id == unit.c.id, unit_name.c.valid_to.is_(None)))
    .outerjoin(unit_parent, and_(unit_parent.c.unit_id == unit.c.id, unit_parent.c.valid_to.is_(None)))
)
_ONE: AnySelect = _UNITS.where(unit.c.id == bindparam("unit_id"))
_SEEN: AnySelect = select(unit.c.id).where(unit.c.id == bindparam("unit_id"))
_LOCK = select(unit.c.id).where(unit.c.id == bindparam("unit_id")).with_for_update(key_share=True)
_PROFILE: AnySelect = select(cell_profile).where(
    cell_profile.c.unit_id == bindparam("unit_id"), valid(cell_profile, _DAY)
)
_OPENED = select(unit.c.opened_on).where(unit.c.id == bindparam("of"))
_REAL = unit.c.kind != UnitKind.PRACTICE.value
_OPEN = and_(unit.c.opened_on <= _DAY, still_open(_DAY))
_NAME = (
    select(unit_name.c.name)
    .where(unit_name.c.unit_id == bindparam("unit_id"))
    .order_by(
        (unit_name.c.valid_from <= _DAY).desc(),
        case((unit_name.c.valid_from <= _DAY, unit_name.c.valid_from)).desc(),
        unit_name.c.valid_from,
    )
    .limit(1)
)
_ABOVE = (
    select(unit_tree.c.ancestor_id)
    .where(unit_tree.c.descendant_id == bindparam("unit_id"), unit_tree.c.depth > 0)
    .order_by(unit_tree.c.depth)
)

_NESTED = select(unit_tree.c.descendant_id).where(
    unit_tree.c.ancestor_id.in_(bindparam("roots", expanding=True)),
    unit_tree.c.descendant_id.in_(bindparam("roots", expanding=True)),
    unit_tree.c.depth > 0,
)
_UPPER = unit_tree.alias("upper")
_LINES = insert(unit_tree).from_select(
    ["ancestor_id", "descendant_id", "depth"],
    select(_UPPER.c.ancestor_id, unit_parent.c.unit_id, _UPPER.c.depth + 1)
    .join(_UPPER, _UPPER.c.descendant_id == unit_parent.c.parent_id)
    .where(unit_parent.c.unit_id.in_(bindparam("fresh", expanding=True))),
)
"""The ancestors of new units, by those of their parents."""


def _unit(row: AnyRow) -> Unit:
    return Unit(row.id, UnitKind(row.kind), row.code, row.name, row.parent_id, row.opened_on, row.closed_on)


def get(db: Connection, scope: Scope, unit_id: int, day: date) -> Unit:
    """The unit as it stands on ``day``; Refused("not-found") when absent and, no different, when outside the scope."""
    row = run_within(db, _ONE, unit.c.id, scope, {"unit_id": unit_id, "day": day}).first()
    if row is None:
        raise Refused("not-found")
    return _unit(row)


def seen(db: Connection, scope: Scope, unit_id: int) -> None:
    """Refused("not-found") unless the unit exists within the scope."""
    if run_within(db, _SEEN, unit.c.id, scope, {"unit_id": unit_id}).first() is None:
        raise Refused("not-found")


def name_of(db: Connection, unit_id: int, day: date) -> str:
    """The unit's name on ``day`` (before its first: the first; for the program's own sentences); empty when absent."""
    return db.execute(_NAME, {"unit_id": unit_id, "day": day}).scalar() or ""


def names(db: Connection, scope: Scope, unit_ids: Iterable[int], day: date) -> dict[int, str]:
    """Names on ``day`` of those of the units that lie within the scope."""
    statement = select(unit_name.c.unit_id, unit_name.c.name).where(
        unit_name.c.unit_id.in_(tuple(unit_ids)), valid(unit_name, _DAY)
    )
    return {row.unit_id: row.name for row in db.execute(within(statement, unit_name.c.unit_id, scope), {"day": day})}


def profile(db: Connection, scope: Scope, unit_id: int, day: date) -> CellProfile:
    """What the cell has told about itself by ``day``; an empty profile when it has told nothing."""
    seen(db, scope, unit_id)
    row = db.execute(_PROFILE, {"unit_id": unit_id, "day": day}).mappings().first()
    return profile_from(row) if row is not None else CellProfile(unit_id, day)


def profile_from(row: Any) -> CellProfile:
    """The profile in a mapping that has the columns of ``cell_profile``."""
    return CellProfile(**{name: row[name] for name in CellProfile.__dataclass_fields__})


def above(db: Connection, unit_id: int) -> tuple[int, ...]:
    """Ids of the units above, the nearest first."""
    return tuple(db.execute(_ABOVE, {"unit_id": unit_id}).scalars())


def topmost(db: Connection, scope: Scope) -> Scope:
    """The same sight with no root below another: who is admin of a commune and secretary in it has one root."""
    if len(scope.roots) < 2:  # noqa: PLR2004
        return scope
    nested = set(db.execute(_NESTED, {"roots": scope.roots}).scalars())
    return replace(scope, roots=tuple(root for root in scope.roots if root not in nested))


def roots(db: Connection, day: date) -> tuple[Unit, ...]:
    """The open units without parent; practice cells stand outside the tree."""
    statement = _UNITS.where(_OPEN, unit_parent.c.parent_id.is_(None), _REAL).order_by(by_bytes(unit.c.code))
    return tuple(map(_unit, db.execute(statement, {"day": day})))


def children(db: Connection, scope: Scope, unit_id: int, day: date) -> tuple[Unit, ...]:
    """The open units right below, by code; Refused("not-found") when the unit is not within the scope."""
    seen(db, scope, unit_id)
    statement = _UNITS.where(_OPEN, unit_parent.c.parent_id == unit_id).order_by(by_bytes(unit.c.code))
    return tuple(map(_unit, db.execute(within(statement, unit.c.id, scope), {"day": day})))


def cells_under(db: Connection, scope: Scope, unit_id: int, day: date) -> tuple[Unit, ...]:
    """The open cells of the subtree, the unit itself included when it is one, by code."""
    seen(db, scope, unit_id)
    below = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id == unit_id)
    statement = _UNITS.where(_OPEN, unit.c.kind == UnitKind.CELL.value, unit.c.id.in_(below)).order_by(
        by_bytes(unit.c.code)
    )
    return tuple(map(_unit, db.execute(within(statement, unit.c.id, scope), {"day": day})))


def cell_counts(db: Connection, scope: Scope, unit_ids: Iterable[int], day: date) -> dict[int, int]:
    """How many open cells lie below each of the units (units without any are left out)."""
    statement = (
        select(unit_tree.c.ancestor_id, func.count().label("cells"))
        .join(unit, unit.c.id == unit_tree.c.descendant_id)
        .where(unit_tree.c.ancestor_id.in_(tuple(unit_ids)), unit.c.kind == UnitKind.CELL.value, _OPEN)
        .group_by(unit_tree.c.ancestor_id)
    )
    rows = db.execute(within(statement, unit_tree.c.ancestor_id, scope), {"day": day})
    return {row.ancestor_id: row.cells for row in rows}


def find(db: Connection, scope: Scope, words: str) -> tuple[Unit, ...]:
    """Open units whose newest name holds the words (accents and case aside) or whose code begins with them; at most 60."""
    sought = folded(words)
    if not sought:
        return ()
    statement = (
        _NEWEST.where(
            unit.c.closed_on.is_(None),
            or_(
                unit_name.c.search_name.contains(sought, autoescape=True),
                func.lower(unit.c.code).startswith(sought, autoescape=True),
            ),
        )
        .order_by(by_bytes(unit.c.code))
        .limit(FOUND_AT_MOST)
    )
    return _told_apart(db, scope, tuple(map(_unit, db.execute(within(statement, unit.c.id, scope)))))


def _told_apart(db: Connection, scope: Scope, found: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Units of one name get the name of the unit above (seen by the asker) behind it: villages share names."""
    counted = Counter(each.name for each in found)
    above = {each.parent_id for each in found if counted[each.name] > 1 and each.parent_id is not None}
    if not above:
        return found
    seen_above = {row.id: row.name for row in db.execute(within(_NEWEST.where(unit.c.id.in_(above)), unit.c.id, scope))}
    return tuple(
        replace(each, name=f"{each.name} ({seen_above[each.parent_id]})")
        if counted[each.name] > 1 and each.parent_id in seen_above
        else each
        for each in found
    )


Range = tuple[int, int]
"""Ids of units, the first and the last: what is read of many at a time."""


def in_range(column: ColumnElement[int], among: Range | None) -> tuple[ColumnElement[bool], ...]:
    """That ``column``, a unit's id, lies among them; None: any."""
    return () if among is None else (column.between(*among),)


def newest_id(db: Connection) -> int:
    """The highest id of a unit; 0 for none."""
    return db.execute(select(func.max(unit.c.id))).scalar() or 0


def everything(db: Connection, among: Range | None = None) -> tuple[Unit, ...]:
    """All units with newest names and parents, the closed included, practice left out, by code; for the program itself."""
    statement = _NEWEST.where(_REAL, *in_range(unit.c.id, among)).order_by(by_bytes(unit.c.code))
    return tuple(map(_unit, db.execute(statement)))


def _from(db: Connection, dated: Table, unit_id: int, on: date, values: dict[str, Any]) -> bool:
    """Let ``values`` hold from ``on``; False when they hold already. Refused when a later row is there."""
    db.execute(_LOCK, {"unit_id": unit_id})  # of two at the same time the second sees what the first has said
    newest, ended = _dated(dated)
    row = db.execute(newest, {"of": unit_id}).mappings().first()
    if row is not None and all(row[name] == value for name, value in values.items()):
        return False
    if row is not None and row["valid_from"] > on:
        raise Refused("unit-change-too-early", day=row["valid_from"])
    if row is not None and row["valid_from"] == on:
        db.execute(update(dated).where(dated.c.id == row["id"]).values(values))
        return True
    if row is not None:
        db.execute(ended, {"key": row["id"], "on": on})
    db.execute(insert(dated), {"unit_id": unit_id, "valid_from": on, **values})
    return True


@cache
def _dated(dated: Table) -> tuple[AnySelect, Update]:
    """What holds in that table now, and its end: a reorganisation says them thousands of times."""
    newest = select(dated).where(dated.c.unit_id == bindparam("of"), dated.c.valid_to.is_(None))
    ended = update(dated).where(dated.c.id == bindparam("key")).values(valid_to=bindparam("on"))
    return newest, ended


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that is to be; ``parent_id`` None: a root."""

    kind: UnitKind
    code: str
    name: str
    parent_id: int | None
    opened_on: date


def add(db: Connection, kind: UnitKind, code: str, name: str, parent_id: int | None, opened_on: date) -> int:
    """A new unit below ``parent_id`` (None: a root); its id."""
    return add_many(db, [NewUnit(kind, code, name, parent_id, opened_on)])[0]


def add_many(db: Connection, fresh: Sequence[NewUnit]) -> list[int]:
    """New units whose parents are there already, in a handful of statements however many they are; their ids."""
    locks.alone(db, TREE)
    rows = [{"kind": each.kind.value, "code": each.code, "opened_on": each.opened_on} for each in fresh]
    ids = list(db.execute(insert(unit).returning(unit.c.id, sort_by_parameter_order=True), rows).scalars())
    pairs = list(zip(ids, fresh, strict=True))
    names = [{"unit_id": key, "valid_from": each.opened_on, **_named(each.name)} for key, each in pairs]
    db.execute(insert(unit_name), names)
    db.execute(insert(unit_tree), [{"ancestor_id": key, "descendant_id": key, "depth": 0} for key in ids])
    below = [
        {"unit_id": key, "parent_id": each.parent_id, "valid_from": each.opened_on}
        for key, each in pairs
        if each.parent_id is not None
    ]
    if below:
        db.execute(insert(unit_parent), below)
    for some in portions([row["unit_id"] for row in below]):
        db.execute(_LINES, {"fresh": some})
    return ids


def rename(db: Connection, unit_id: int, name: str, on: date) -> bool:
    """Another name from ``on``; the old one stays with its days."""
    return _from(db, unit_name, unit_id, on, _named(name))


def _named(name: str) -> dict[str, str]:
    return {"name": name, "search_name": folded(name)}


def first_profiles(db: Connection, profiles: Sequence[CellProfile]) -> None:
    """What new cells tell about themselves."""
    if profiles:
        names = CellProfile.__dataclass_fields__
        db.execute(insert(cell_profile), [{name: getattr(each, name) for name in names} for each in profiles])


def set_profile(db: Connection, scope: Scope, profile: CellProfile) -> bool:
    """What the cell tells about itself, from ``profile.valid_from``; Refused("not-found") outside the scope."""
    seen(db, scope, profile.unit_id)
    values = asdict(profile)
    return _from(db, cell_profile, values.pop("unit_id"), values.pop("valid_from"), values)


def move(db: Connection, unit_id: int, parent_id: int, on: date) -> bool:
    """Another parent from ``on``: sight moves with it at once; Refused when the parent lies below the unit.

    Periods before that of ``on`` stay counted where the unit lay.
    """
    locks.alone(db, TREE)
    if closure.lies_below(db, parent_id, unit_id):
        raise Refused("unit-move-cycle")
    newest, _ = _dated(unit_parent)
    row = db.execute(newest, {"of": unit_id}).mappings().first()
    since = row["valid_from"] if row is not None else db.execute(_OPENED, {"of": unit_id}).scalar()
    lay_elsewhere = since is not None and since < on
    if not _from(db, unit_parent, unit_id, on, {"parent_id": parent_id}):
        return False
    if lay_elsewhere:
        closure.remember(db, unit_id, on)
    closure.hang(db, unit_id, parent_id)
    return True


def close(db: Connection, unit_id: int, on: date, heir_id: int | None = None) -> None:
    """The unit exists no more from ``on``: its posts end; Refused while open units lie right below it.

    ``heir_id``: the unit that takes its place; whoever sees that one sees the closed one with its history.
    """
    locks.alone(db, TREE)
    lower = (
        select(unit.c.id)
        .join(unit_parent, and_(unit_parent.c.unit_id == unit.c.id, valid(unit_parent, on)))
        .where(unit_parent.c.parent_id == unit_id, still_open(on))
    )
    if db.execute(lower).first() is not None:
        raise Refused("unit-has-children")
    if heir_id is not None:
        if unit_id in {heir_id, *above(db, heir_id)}:
            raise Refused("unit-move-cycle")
        closure.remember(db, unit_id, on)
        closure.hang(db, unit_id, heir_id)
    db.execute(update(unit).where(unit.c.id == unit_id, unit.c.closed_on.is_(None)).values(closed_on=on))
    db.execute(update(post).where(post.c.unit_id == unit_id, post.c.valid_to.is_(None)).values(valid_to=on))


def rebuild_tree(db: Connection) -> None:
    """The closure of the newest parents, made anew in the database."""
    db.execute(delete(unit_tree))
    tree = select(unit.c.id.label("ancestor_id"), unit.c.id.label("descendant_id"), literal(0).label("depth")).cte(
        "tree", recursive=True
    )
    heir = and_(succession.c.predecessor_id == unit.c.id, succession.c.heir == 1, unit.c.closed_on.is_not(None))
    above_now = (
        select(
            unit.c.id.label("unit_id"),
            func.coalesce(succession.c.successor_id, unit_parent.c.parent_id).label("parent_id"),
        )
        .outerjoin(unit_parent, and_(unit_parent.c.unit_id == unit.c.id, unit_parent.c.valid_to.is_(None)))
        .outerjoin(succession, heir)
        .subquery("above_now")
    )
    tree = tree.union_all(
        select(tree.c.ancestor_id, above_now.c.unit_id, tree.c.depth + 1).where(
            above_now.c.parent_id == tree.c.descendant_id
        )
    )
    columns = ["ancestor_id", "descendant_id", "depth"]
    db.execute(insert(unit_tree).from_select(columns, select(*(tree.c[name] for name in columns))))
