"""What a table would change: a diff against the units as they stand, and every fault of it at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection

from bot.domain.names import folded
from bot.domain.people import Person, Post, Role
from bot.domain.units import CellProfile, Unit, UnitKind
from storage.sheets import Sheet
from storage.unit_columns import KIND_NAMES, PROFILE, ROLES, Fault, Line, Named, Table, read_table, tidy
from storage.unit_state import Standing, standing

Key = str | tuple[str, ...]
"""A unit's code, or what a person whom the file names for the first time is known by."""


@dataclass(frozen=True, slots=True)
class Added:
    """A unit that is new; ``parent`` empty: a root."""

    code: str
    kind: UnitKind
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A name or a parent's code, before and after."""

    code: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A cell's profile as the file tells it, and which columns differ: (column, before, after)."""

    code: str
    profile: CellProfile
    changed: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """A post that begins; ``who``: a person known already, or the key of a new one (several posts may share it)."""

    code: str
    role: Role
    named: Named
    who: int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A post that ends."""

    code: str
    post: Post
    name: str


@dataclass(frozen=True, slots=True)
class Phoned:
    """Another phone number of somebody who keeps his post."""

    code: str
    person: Person
    phone: str


@dataclass(slots=True)
class Plan:
    """The diff; nothing of it may be applied while there are faults."""

    faults: list[Fault] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)
    renamed: list[Changed] = field(default_factory=list)
    moved: list[Changed] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    phoned: list[Phoned] = field(default_factory=list)
    unchanged: int = 0
    ids: dict[Key, int] = field(default_factory=dict)
    """Of the units that were there, by code."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """Every unit's parent when all is done, by code; empty for a root."""

    LISTS: ClassVar[tuple[str, ...]] = ("added", "renamed", "moved", "told", "begun", "ended", "phoned")
    """All that may change, by the names above."""

    @property
    def changes(self) -> int:
        """How many things change."""
        return sum(len(getattr(self, name)) for name in self.LISTS)


def plan(db: Connection, sheet: Sheet, today: date) -> Plan:
    """The diff between the sheet and the units of ``today``. Rows that are missing close no unit."""
    return compared(sheet, standing(db, today), today)


def compared(sheet: Sheet, now: Standing, today: date) -> Plan:
    """The same with the units as they were read before."""
    table = read_table(sheet)
    made = Plan(faults=list(table.faults), ids={code: unit.id for code, unit in now.units.items()})
    lines = _each_once(table, made)
    _check_tree(table, lines, now, made, today)
    known = _Known(now)
    for line in lines.values():
        before = made.changes
        _compare(line, now, known, made, today)
        made.unchanged += made.changes == before
    made.faults.sort(key=lambda fault: fault.row)
    return made


def _each_once(table: Table, made: Plan) -> dict[str, Line]:
    """The rows that can be compared, by code."""
    lines: dict[str, Line] = {}
    for line in table.lines:
        code = line.values.get("code")
        if code in lines:
            first = lines[code].row
            made.faults.append(Fault(line.row, table.headings["code"], f"“{code}” stands in row {first} already"))
        elif code is not None and "kind" in line.values and "name" in line.values:
            lines[code] = line
    return lines


# --- the tree --------------------------------------------------------------------------------------------------------


def _check_tree(table: Table, lines: dict[str, Line], now: Standing, made: Plan, today: date) -> None:
    """Kinds that change, closed units, parents that are missing, of the wrong kind, or go round in a circle."""
    parents = {unit.code: now.parent_code(unit) for unit in now.units.values()}
    parents |= {code: line["parent"] for code, line in lines.items() if "parent" in line.values}
    made.parents = parents
    kinds = {unit.code: unit.kind for unit in now.units.values()} | {code: line["kind"] for code, line in lines.items()}
    named = {line.values.get("code") for line in table.lines}
    for code, line in lines.items():
        unit = now.units.get(code)
        if unit is not None and unit.closed_on is not None and unit.closed_on <= today:
            made.faults.append(Fault(line.row, table.headings["code"], f"“{code}” was closed on {unit.closed_on}"))
        if unit is not None and unit.kind is not line["kind"]:
            before = KIND_NAMES[unit.kind]
            made.faults.append(Fault(line.row, table.headings["kind"], f"“{code}” is a {before}; a kind never changes"))
        if (why := _parent_fault(code, line, unit, parents, kinds, named)) is not None:
            made.faults.append(Fault(line.row, table.headings.get("parent", "Mã cấp trên"), why))


def _parent_fault(
    code: str,
    line: Line,
    unit: Unit | None,
    parents: dict[str, str],
    kinds: dict[str, UnitKind],
    named: set[str | None],
) -> str | None:
    if "parent" not in line.values and unit is not None:
        return None
    parent = parents.get(code, "")
    if not parent:
        if line["kind"] in {UnitKind.CELL, UnitKind.PARTY_GROUP}:
            return "a cell or party group needs the code of the unit above"
        return "a unit below another one cannot become a root" if unit and unit.parent_id is not None else None
    if parent not in kinds:
        return None if parent in named else f"there is no unit “{parent}”"
    upper = kinds[parent]
    if upper is UnitKind.PARTY_GROUP or (upper is UnitKind.CELL and line["kind"] is not UnitKind.PARTY_GROUP):
        return f"“{parent}” is a {KIND_NAMES[upper]} and has no such units below it"
    seen, step = {code}, parent
    while step:
        if step in seen:
            return f"“{code}” would lie below itself"
        seen.add(step)
        step = parents.get(step, "")
    return None


# --- one row ---------------------------------------------------------------------------------------------------------


def _compare(line: Line, now: Standing, known: _Known, made: Plan, today: date) -> None:
    code, name = line["code"], line["name"]
    unit, parent = now.units.get(code), line.values.get("parent")
    if unit is None:
        made.added.append(Added(code, line["kind"], name, parent or ""))
    else:
        if tidy(unit.name) != name:
            made.renamed.append(Changed(code, unit.name, name))
        if parent and parent != now.parent_code(unit):
            made.moved.append(Changed(code, now.parent_code(unit), parent))
    if line["kind"] is not UnitKind.CELL:
        return
    before = now.profile(unit) if unit is not None else CellProfile(0, today)
    _compare_profile(line, before, made, today, new=unit is None)
    above = parent or (now.parent_code(unit) if unit else "")
    for role in ROLES:
        named: tuple[Named, ...] | None = line.values.get(role.value)
        if named is not None:
            _compare_posts(code, role, named, now.holding(unit.id, role) if unit else (), above, known, made)


def _compare_profile(line: Line, before: CellProfile, made: Plan, today: date, *, new: bool) -> None:
    values = {key: line[key] for key in PROFILE if key in line.values}
    changed = tuple(
        (key, getattr(before, key), value)
        for key, value in values.items()
        if _kept(getattr(before, key)) != value and (not new or value)
    )
    if changed or (new and values):
        made.told.append(Told(line["code"], replace(before, valid_from=today, **values), changed))


def _kept(value: Any) -> Any:
    return tidy(value) if isinstance(value, str) else value


def _compare_posts(
    code: str,
    role: Role,
    named: tuple[Named, ...],
    holding: tuple[tuple[Post, Person], ...],
    above: str,
    known: _Known,
    made: Plan,
) -> None:
    """Holders whom the cell's text still names stay; others end; new names begin."""
    staying = list(holding)
    for each in named:
        same = next((pair for pair in staying if same_name(pair[1].name, each.name)), None)
        if same is None:
            made.begun.append(Begun(code, role, each, known.who(code, role, each, above)))
            continue
        staying.remove(same)
        if each.phone and digits(each.phone) != digits(same[1].phone):
            made.phoned.append(Phoned(code, same[1], each.phone))
    made.ended += [Ended(code, held, who.name) for held, who in staying]


def same_name(one: str, other: str) -> bool:
    """The same name but for accents, case and what a table cannot hold."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return folded(written_name(name))


def written_name(name: str) -> str:
    """A name as a cell holds it: ``;`` separates names, so it is not part of one; ``-`` alone means nobody."""
    said = tidy(tidy(name).replace(";", ","))
    return said if said.strip("-") else ""


def digits(phone: str) -> str:
    """The number without its spelling."""
    return re.sub(r"\D", "", phone)


class _Known:
    """Finds the person whom a row names among those who hold posts: by his cell, his committee, or name and phone."""

    def __init__(self, now: Standing) -> None:
        self._by_phone: dict[tuple[str, str], int] = {}
        self._in_cell: dict[tuple[str, str], int] = {}
        self._above: dict[tuple[str, str], int] = {}
        for code, pairs in ((now.codes[unit_id], pairs) for unit_id, pairs in now.holders.items()):
            above = now.parent_code(now.units[code])
            for held, who in pairs:
                self._note(code, above, held.role, who)

    def _note(self, code: str, above: str, role: Role, who: Person) -> None:
        name = _plain(who.name)
        if role is Role.UPPER_MEMBER:
            self._above.setdefault((above, name), who.id)
        else:
            self._in_cell.setdefault((code, name), who.id)
        if who.phone:
            self._by_phone.setdefault((name, digits(who.phone)), who.id)

    def who(self, code: str, role: Role, named: Named, above: str) -> int | tuple[str, ...]:
        """His id, or the key of a new person; an upper member is the same in all cells of his committee."""
        name, phone = _plain(named.name), digits(named.phone)
        by_phone = self._by_phone.get((name, phone)) if phone else None
        if role is Role.UPPER_MEMBER:
            return by_phone or self._above.get((above, name)) or ("above", above, name)
        return (
            by_phone or self._in_cell.get((code, name)) or (("phone", name, phone) if phone else ("cell", code, name))
        )


class Diff(Protocol):
    """What a file would change."""

    @property
    def faults(self) -> Sized:
        """Rows that cannot be taken; nothing is applied while there are any."""

    @property
    def changes(self) -> int:
        """How many things change."""


def carried_out(said: str, found: Diff, dry_run: bool, apply: Callable[[], None]) -> tuple[str, bool]:  # noqa: FBT001
    """Applies the diff unless it has faults or is only looked at; what is said of it, and whether it could be applied."""
    if found.faults:
        return f"{said}\nNothing was imported.", False
    if dry_run:
        return f"{said}\nDry run: nothing was changed.", True
    apply()
    return (f"{said}\nImported." if found.changes else said), True


ALIKE = 10
"""Faults of one kind that are told row by row."""
MOST_LINES, LONGEST_LINE = 200, 300
_VALUES = re.compile(r"“[^”]*”?|\d+")


def fault_lines(faults: Iterable[Fault]) -> list[str]:
    """The faults for the terminal: the first of each kind by their rows, the others counted."""
    lines: list[str] = []
    kinds: Counter[str] = Counter()
    for fault in faults:
        kind = f"{fault.column}: {_VALUES.sub('…', fault.reason)}"[:LONGEST_LINE]
        kinds[kind] += 1
        if kinds[kind] <= ALIKE and len(lines) < MOST_LINES:
            lines.append(f"  row {fault.row}, {fault.column}: {fault.reason}"[:LONGEST_LINE])
    more = [f"  and {count - ALIKE} more like it in {kind}" for kind, count in kinds.items() if count > ALIKE]
    left = sum(kinds.values()) - len(lines) - sum(count - ALIKE for count in kinds.values() if count > ALIKE)
    return [*lines, *more[:MOST_LINES], *([f"  and {left} more"] if left > 0 else [])]
