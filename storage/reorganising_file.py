"""A reorganisation from a table: known by its column *Việc*, shown as such, carried out or planned for its day (docs/import.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from bot.domain.names import folded
from bot.domain.reorganising import ENDING, Act, ActKind, Holders
from bot.reports.reorganising import preview_lines
from bot.texts import voice
from storage import reorganising
from storage.sheets import Sheet
from storage.unit_columns import (
    HEADING_ROWS,
    KINDS,
    LONGEST_NAME,
    Column,
    Fault,
    Line,
    read_code,
    read_day,
    read_headings,
    tidy,
)
from storage.unit_plan import fault_lines

ACTS: Mapping[str, ActKind] = {
    **dict.fromkeys(("thanh lap", "lap moi", "moi", "open", "new"), ActKind.OPEN),
    **dict.fromkeys(("sap nhap", "hop nhat", "nhap", "merge"), ActKind.MERGE),
    **dict.fromkeys(("chia tach", "chia", "tach", "split"), ActKind.SPLIT),
    **dict.fromkeys(("chuyen", "chuyen cap tren", "move"), ActKind.MOVE),
    **dict.fromkeys(("doi ten", "rename"), ActKind.RENAME),
    **dict.fromkeys(("giai the", "ket thuc hoat dong", "ket thuc", "close"), ActKind.CLOSE),
}
HOLDERS: Mapping[str, Holders] = {
    **dict.fromkeys(("", "ket thuc", "thoi", "end"), Holders.END),
    **dict.fromkeys(("chuyen", "chuyen sang", "go over", "go_over"), Holders.GO_OVER),
}


def _act(text: str) -> ActKind:
    if (kind := ACTS.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write thành lập, sáp nhập, chia tách, chuyển, đổi tên or giải thể")
    return kind


def _kind(text: str) -> object:
    if not tidy(text):
        return None
    if (kind := KINDS.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write tỉnh, huyện, xã, đảng bộ, chi bộ or tổ đảng")
    return kind


def _name(text: str) -> str:
    if len(tidy(text)) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} characters")
    return tidy(text)


def _code(text: str) -> str:
    return read_code(text) if tidy(text) else ""


def _codes(text: str) -> tuple[str, ...]:
    return tuple(read_code(part) for part in re.split(r"[;,]", text) if tidy(part))


def _holders(text: str) -> Holders:
    if (found := HOLDERS.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write kết thúc or chuyển")
    return found


COLUMNS = (
    Column("act", ("Việc", "Act", "Hình thức", "Nội dung"), _act),
    Column("kind", ("Loại", "Kind", "Loại đơn vị", "Loại tổ chức", "Type"), _kind),
    Column("code", ("Mã", "Code", "Mã đơn vị", "Mã tổ chức", "Unit code"), read_code),
    Column("name", ("Tên", "Name", "Tên mới", "Tên đơn vị"), _name),
    Column("parent", ("Mã cấp trên", "Parent code", "Cấp trên", "Parent", "Mã cấp trên mới"), _code),
    Column("into", ("Mã kế nhiệm", "Into", "Sáp nhập vào", "Successor code", "Chia thành", "Vào"), _codes),
    Column("day", ("Từ ngày", "From day", "Ngày", "Date"), read_day),
    Column("holders", ("Người giữ chức vụ", "Holders", "Chức vụ"), _holders),
)
_BY_KEY = {column.key: column for column in COLUMNS}


@dataclass(slots=True)
class Told:
    """What the file says: acts on one day."""

    acts: list[Act] = field(default_factory=list)
    on: date | None = None
    faults: list[Fault] = field(default_factory=list)


def is_one(sheet: Sheet) -> bool:
    """Whether the table is a reorganisation: a heading says *Việc* (or *Act*)."""
    wanted = {folded(text) for text in COLUMNS[0].headings[:2]}
    return any(folded(cell) in wanted for row in sheet.rows[:HEADING_ROWS] for cell in row.cells)


def read(sheet: Sheet, today: date) -> Told:
    """The acts with everything that is wrong with the table; all on one day, today's when it names none."""
    head = read_headings(sheet, COLUMNS, ("act", "code"))
    told = Told(faults=list(head.faults))
    for row in head.rows:
        texts = {key: row.cells[place] if place < len(row.cells) else "" for place, key in head.keys.items()}
        line = _line(row.number, texts, head.names, told.faults)
        if {"act", "code"} <= line.values.keys():
            told.acts.append(_made(line))
        day = line.values.get("day")
        if day is not None and told.on not in {None, day}:
            told.faults.append(
                Fault(row.number, head.names["day"], "another day than in the rows above; one file, one day")
            )
        told.on = told.on or day
    if not told.acts and not told.faults:
        told.faults.append(Fault(1, "Việc", "there is no row"))
    told.on = told.on or today
    return told


def _line(number: int, texts: Mapping[str, str], names: Mapping[str, str], faults: list[Fault]) -> Line:
    values = {}
    for key, text in texts.items():
        try:
            values[key] = _BY_KEY[key].read(text)
        except ValueError as exc:
            faults.append(Fault(number, names[key], str(exc)))
    return Line(number, values)


def _made(line: Line) -> Act:
    kind: ActKind = line["act"]
    ends = kind in ENDING
    return Act(
        kind,
        line["code"],
        line.values.get("kind") if kind is ActKind.OPEN else None,
        line.values.get("name", "") if kind in {ActKind.OPEN, ActKind.RENAME} else "",
        line.values.get("parent", "") if kind in {ActKind.OPEN, ActKind.MOVE} else "",
        line.values.get("into", ()) if ends else (),
        line.values.get("holders", Holders.END) if ends else Holders.END,
        line.row,
    )


def refused(told: Told) -> str:
    """What is wrong with the table, for the terminal."""
    lines = [f"Rows with faults: {len({fault.row for fault in told.faults})}", *fault_lines(told.faults)]
    return "\n".join(["A reorganisation.", *lines, "Nothing was changed."])


def import_file(db: Connection, sheet: Sheet, now: datetime, *, dry_run: bool) -> tuple[str, bool]:
    """What the reorganisation does, for the terminal, and whether it could be (or was) taken; ``now`` is local."""
    told = read(sheet, now.date())
    if told.faults:
        return refused(told), False
    say, on = voice("en"), told.on or now.date()
    found = reorganising.look(db, told.acts, on, now.date())
    lines = ["A reorganisation.", *(say.without_tags(each) for each in preview_lines(say, found, most=None))]
    if found.wrong:
        return "\n".join([*lines, "Nothing was changed."]), False
    if dry_run:
        return "\n".join([*lines, "Dry run: nothing was changed."]), True
    done = reorganising.plan_from_file(db, told.acts, on, now)
    return "\n".join(
        [*lines, "Carried out." if done else f"Planned for {on:%d/%m/%Y}; it takes effect by itself."]
    ), True
