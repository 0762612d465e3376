"""Rosters from and to table files: read, compared, shown as a diff, and applied all or nothing (docs/import.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection

from bot.domain.members import Left, Member, Standing, listed_from
from bot.domain.names import folded
from bot.domain.people import SWEEP
from bot.domain.units import Unit, UnitKind
from storage import members, units
from storage.members import LONGEST_NAME, Act
from storage.parts import LONG, Part, parts_of, spread, together
from storage.sheets import Row, Sheet, read_sheet, write_sheet
from storage.unit_columns import NOBODY, Column, Fault, needed, read_code, read_day, read_headings, tidy
from storage.unit_plan import carried_out, fault_lines

STANDING_NAMES = {
    Standing.OFFICIAL: "chính thức",
    Standing.PROBATIONARY: "dự bị",
    Standing.EXEMPT: "miễn sinh hoạt",
    Standing.SPECIAL_DUTY: "nhiệm vụ đặc biệt",
    Standing.TEMPORARY_IN: "sinh hoạt tạm thời đến",
    Standing.TEMPORARY_OUT: "sinh hoạt tạm thời nơi khác",
}
STANDINGS = {
    **{folded(name): standing for standing, name in STANDING_NAMES.items()},
    **{standing.value.replace("_", " "): standing for standing in Standing},
    "db": Standing.PROBATIONARY,
    "ct": Standing.OFFICIAL,
    "mien": Standing.EXEMPT,
    "mien sh": Standing.EXEMPT,
    "sht": Standing.TEMPORARY_IN,
}
LEFT_NAMES = {Left.TRANSFER: "chuyển đi", Left.REMOVAL: "xóa tên", Left.DEATH: "từ trần"}
LEFT = {
    **{folded(name): left for left, name in LEFT_NAMES.items()},
    **{left.value: left for left in LEFT_NAMES},
    "chuyen sinh hoat": Left.TRANSFER,
    "chet": Left.DEATH,
    "mat": Left.DEATH,
}


def _standing(text: str) -> Standing | None:
    if not tidy(text):
        return None
    if (found := STANDINGS.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write {', '.join(STANDING_NAMES.values())}")
    return found


def _left(text: str) -> Left | None:
    if not tidy(text):
        return None
    if (found := LEFT.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write {', '.join(LEFT_NAMES.values())}")
    return found


def _group(text: str) -> str | None:
    """None: the file does not say; empty: no group any more."""
    said = tidy(text)
    if len(said) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters")
    return "" if said == NOBODY else said or None


COLUMNS: tuple[Column, ...] = (
    Column("code", ("Mã chi bộ", "Cell code", "Mã", "Mã đơn vị", "Code", "Unit code"), read_code),
    Column("name", ("Họ và tên", "Name", "Họ tên", "Tên", "Đảng viên", "Full name", "Member"), needed(LONGEST_NAME)),
    Column("standing", ("Diện", "Standing", "Diện đảng viên", "Tình trạng"), _standing),
    Column("group", ("Tổ đảng", "Party group", "Tổ", "Group"), _group),
    Column("day", ("Từ ngày", "From day", "Từ", "From"), read_day),
    Column("left", ("Ra khỏi danh sách", "Left", "Lý do ra"), _left),
)
NEEDED = ("code", "name")
_READ = {column.key: column.read for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Told:
    """One row as read."""

    row: int
    code: str
    name: str
    standing: Standing | None = None
    group: str | None = None
    day: date | None = None
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one row changes of one member; ``was`` None: he is new."""

    told: Told
    unit_id: int
    was: Member | None = None


@dataclass(slots=True)
class Plan:
    """The diff; nothing of it may be applied while there are faults."""

    faults: list[Fault] = field(default_factory=list)
    added: list[Change] = field(default_factory=list)
    standing: list[Change] = field(default_factory=list)
    grouped: list[Change] = field(default_factory=list)
    left: list[Change] = field(default_factory=list)
    unchanged: int = 0
    fresh: set[int] = field(default_factory=set)
    """Cells that keep no roster yet."""
    LISTS: ClassVar[tuple[str, ...]] = ("added", "standing", "grouped", "left")
    """All that may change, by the names above."""

    @property
    def changes(self) -> int:
        """How many things change."""
        return sum(len(getattr(self, name)) for name in self.LISTS)


def import_file(db: Connection, path: str | Path, now: datetime, dry_run: bool) -> tuple[str, bool]:  # noqa: FBT001
    """What the file changes, for the terminal, and whether it could be (or was) applied; ``now`` is local time.

    BadSetting for a file that cannot be read at all.
    """
    found = plan(db, read_sheet(Path(path)), now.date())
    return carried_out(show(found), found, dry_run, lambda: apply(db, found, now))


def plan(db: Connection, sheet: Sheet, today: date) -> Plan:
    """The diff between the sheet and the rosters of ``today``. Rows that are missing remove nobody."""
    return compared(sheet, standing(db, today), today)


Standings = tuple[Sequence[Unit], Mapping[int, Sequence[Member]]]
"""All units, and the rosters by cell."""


def standing(db: Connection, today: date, among: units.Range | None = None) -> Standings:
    """What a table is compared with; of all cells, or of some."""
    return units.everything(db, among), members.rosters(db, SWEEP, today, among)


def joined(pieces: Sequence[Standings]) -> Standings:
    """What was read of some at a time."""
    every = tuple(unit for each, _ in pieces for unit in each)
    return every, {cell: roster for _, rosters in pieces for cell, roster in rosters.items()}


def compared(sheet: Sheet, now: Standings, today: date) -> Plan:
    """The diff with the rosters as they were read before."""
    head = read_headings(sheet, COLUMNS, NEEDED)
    made = Plan(faults=list(head.faults))
    told = [line for row in head.rows if (line := _told(row, head.keys, head.names, made)) is not None]
    everything, rosters = now
    cells = {unit.code: unit for unit in everything}
    namesakes: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for each in told:
        if _in_cell(each, cells.get(each.code), head.names, made, today):
            namesakes[each.code, folded(each.name)].append(each)
    named: dict[tuple[int, str], list[Member]] = defaultdict(list)
    for unit_id in {cells[code].id for code, _ in namesakes}:
        for member in rosters.get(unit_id, ()):
            named[unit_id, folded(member.name)].append(member)
    for (code, name), rows in namesakes.items():
        unit_id = cells[code].id
        known = named[unit_id, name]
        if unit_id not in rosters:
            made.fresh.add(unit_id)
        _compare(rows, known, unit_id, head.names, made, today)
    made.faults.sort(key=lambda fault: fault.row)
    return made


def _told(row: Row, keys: Mapping[int, str], headings: Mapping[str, str], made: Plan) -> Told | None:
    values: dict[str, Any] = {}
    for place, key in keys.items():
        try:
            values[key] = _READ[key](row.cells[place] if place < len(row.cells) else "")
        except ValueError as exc:
            made.faults.append(Fault(row.number, headings[key], str(exc)))
    return Told(row.number, **values) if len(values) == len(keys) else None


def _in_cell(told: Told, unit: Unit | None, headings: Mapping[str, str], made: Plan, today: date) -> bool:
    why = ""
    if unit is None:
        why = f"there is no unit “{told.code}”"
    elif unit.kind is not UnitKind.CELL:
        why = f"“{told.code}” is no cell (chi bộ)"
    elif unit.closed_on is not None and unit.closed_on <= today:
        why = f"“{told.code}” was closed on {unit.closed_on}"
    if why:
        made.faults.append(Fault(told.row, headings["code"], why))
    if told.day is not None and told.day > today:
        made.faults.append(Fault(told.row, headings["day"], f"{told.day:%d/%m/%Y} is still to come"))
        return False
    return not why


def _compare(
    rows: list[Told], known: list[Member], unit_id: int, headings: Mapping[str, str], made: Plan, today: date
) -> None:
    """Rows and members of one name; namesakes are told apart by their party groups."""
    alone = len(rows) == 1 and len(known) <= 1
    seen: dict[str, int] = {}
    left = list(known)
    for told in rows:
        group = folded(told.group or "")
        was = next((member for member in left if alone or folded(member.party_group) == group), None)
        if was is None and group in seen:
            first = f"“{told.name}” stands in row {seen[group]} already; give namesakes different party groups"
            made.faults.append(Fault(told.row, headings["name"], first))
            continue
        seen[group] = told.row
        left = [member for member in left if member is not was]
        before = made.changes
        _compare_one(Change(told, unit_id, was), headings, made, today)
        made.unchanged += made.changes == before


def _compare_one(change: Change, headings: Mapping[str, str], made: Plan, today: date) -> None:
    told, was = change.told, change.was
    if told.left is not None and was is not None and was.since > (told.day or today):
        made.faults.append(Fault(told.row, headings.get("day", "Từ ngày"), f"his standing begins on {was.since}"))
    elif told.left is not None:
        made.left += [change] if was is not None else []
    elif was is None:
        made.added.append(change)
    else:
        if told.group is not None and told.group != was.party_group:
            made.grouped.append(change)
        if told.standing is not None and told.standing is not was.standing:
            if was.since > (told.day or today):
                made.faults.append(Fault(told.row, headings.get("day", "Từ ngày"), f"is before {was.since}"))
            made.standing.append(change)


def parts(found: Plan) -> list[Part]:
    """The plan in parts: all of a cell lies in one."""

    def empty() -> Plan:
        return Plan(fresh=found.fresh)

    of_cell = spread(found, lambda each: each.unit_id, empty)
    return [
        Part(together((of_cell[unit_id] for unit_id in cells), empty()), frozenset(cells))
        for cells in parts_of(of_cell, lambda unit_id: _length(of_cell[unit_id]))
    ]


def _length(plan: Plan) -> int:
    return len(plan.added) + LONG * (plan.changes - len(plan.added))


def apply(db: Connection, found: Plan, now: datetime) -> None:
    """Carry the plan out with audit rows; the caller's transaction is all or nothing."""
    for part in parts(found):
        carry(db, part.plan, now)


def carry(db: Connection, found: Plan, now: datetime) -> dict[int, int]:
    """Write one part; nothing that the parts after it must know."""
    act, today = Act(None, now.astimezone(UTC)), now.date()
    newcomers = []
    for each in found.added:
        told = each.told
        on = told.day or (listed_from(today) if each.unit_id in found.fresh else today)
        standing = told.standing or Standing.OFFICIAL
        newcomers.append(members.Newcomer(each.unit_id, told.name, standing, on, told.group or ""))
    members.add_many(db, SWEEP, newcomers, act)
    for each in found.grouped:
        if each.was is not None:
            members.put_in_group(db, SWEEP, each.was.id, each.told.group or "", act)
    for each in found.standing:
        if each.was is not None and each.told.standing is not None:
            members.stand(db, SWEEP, each.was.id, each.told.standing, each.told.day or today, act)
    for each in found.left:
        if each.was is not None and each.told.left is not None:
            members.remove(db, SWEEP, each.was.id, each.told.left, each.told.day or today, act)
    return {}


def show(found: Plan) -> str:
    """The plan in English, always in the same order."""
    lines = (
        [f"Rows with faults: {len({fault.row for fault in found.faults})}", *fault_lines(found.faults)]
        if found.faults
        else []
    )
    standing = STANDING_NAMES
    parts: tuple[tuple[str, list[str]], ...] = (
        (
            "New members",
            [
                f"+ {each.told.code}  {each.told.name}  {standing[each.told.standing or Standing.OFFICIAL]}"
                for each in found.added
            ],
        ),
        (
            "Standings",
            [
                f"~ {each.told.code}  {each.told.name}  {standing[each.was.standing]} → {standing[each.told.standing]}"
                for each in found.standing
                if each.was is not None and each.told.standing is not None
            ],
        ),
        (
            "Party groups",
            [
                f"~ {each.told.code}  {each.told.name}  {each.was.party_group or '(none)'} → {each.told.group or '(none)'}"
                for each in found.grouped
                if each.was is not None
            ],
        ),
        (
            "Left",
            [
                f"- {each.told.code}  {each.told.name}  {LEFT_NAMES[each.told.left]}"
                for each in found.left
                if each.told.left is not None
            ],
        ),
    )
    for title, said in parts:
        if said:
            lines += [f"{title}: {len(said)}", *(f"  {line}" for line in said if not found.faults)]
    lines.append(f"Unchanged rows: {found.unchanged}")
    return "\n".join(lines if found.changes or found.faults else [*lines, "Nothing changes."])


def export_file(db: Connection, path: str | Path, today: date) -> str:
    """Write every roster with the columns of the import; a sentence that says how many. Imported again: no change."""
    codes = {unit.id: unit.code for unit in units.everything(db)}
    rosters = {key: roster for key, roster in members.rosters(db, SWEEP, today).items() if key in codes}
    rows = [
        [
            codes[unit_id],
            tidy(each.name),
            STANDING_NAMES[each.standing],
            tidy(each.party_group),
            f"{each.since:%d/%m/%Y}",
            "",
        ]
        for unit_id, roster in sorted(rosters.items(), key=lambda pair: codes[pair[0]])
        for each in roster
    ]
    write_sheet(Path(path), [[column.headings[0] for column in COLUMNS], *rows])
    return f"{len(rows)} members of {len(rosters)} cells written to {path}."
