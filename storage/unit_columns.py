"""The columns of the units' table: their headings in both languages, and how each cell is read (docs/import.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.names import cleaned, folded
from bot.domain.people import Role
from bot.domain.spreadsheets import BEFORE_FORMULA
from bot.domain.units import UnitKind, read_meeting_day
from storage.sheets import Row, Sheet

HEADING_ROWS = 10
"""The headings stand in one of the first rows; a title may stand above."""
NOBODY = "-"
"""A cell that says that nobody holds the post; an empty one changes nothing."""
LONGEST_NAME, LONGEST_CODE, LONGEST_PERSON = 200, 40, 80
PHONE = re.compile(r"\+?[\d .()-]{6,24}")
MOST_MINUTES, MOST_MEMBERS = 600, 10_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, for the terminal."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a cell names him; ``phone`` empty: the file does not say."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as read: by column key, only the columns that the file has."""

    row: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows as read, with all faults at once; ``headings`` as the file writes them, by column key."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    headings: Mapping[str, str] = field(default_factory=dict)


Read = Callable[[str], Any]
"""A cell's value; ValueError with the reason as a clause."""


@dataclass(frozen=True, slots=True)
class Column:
    """``headings``: the Vietnamese one that is written, the English one, then others that are understood."""

    key: str
    headings: tuple[str, ...]
    read: Read
    of_cells: bool = True
    """Only rows of cells may fill it."""


def tidy(text: str) -> str:
    """Text as it is kept and compared: clean, without the apostrophe that guards a formula."""
    text = cleaned(text, 2000)
    while len(text) > 1 and text[0] == "'" and text[1] in BEFORE_FORMULA:
        text = text[1:]
    return text


def _words(longest: int) -> Read:
    def read(text: str) -> str:
        if len(tidy(text)) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return tidy(text)

    return read


def needed(longest: int) -> Read:
    """Words that must be there."""

    def read(text: str) -> str:
        if not tidy(text):
            raise ValueError("is missing")
        return str(_words(longest)(text))

    return read


def read_code(text: str) -> str:
    """A unit's code."""
    code = str(needed(LONGEST_CODE)(text))
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._/-]*", code):
        raise ValueError(f"“{code}” may hold only letters without accents, digits and . _ / -")
    return code


def read_day(text: str) -> date | None:
    """A day as people or spreadsheets write it; None for an empty cell."""
    said = tidy(text)
    if not said:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", said)
    local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", said)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        pass
    raise ValueError(f"“{said}” is not a day; write 03/11/2026")


def _parent(text: str) -> str:
    return read_code(text) if tidy(text) else ""


KINDS: Mapping[str, UnitKind] = {
    **dict.fromkeys(("tinh", "dang bo tinh", "thanh pho", "dang bo thanh pho", "province", "city"), UnitKind.PROVINCE),
    **dict.fromkeys(("huyen", "dang bo huyen", "thi xa", "quan", "district"), UnitKind.DISTRICT),
    **dict.fromkeys(
        ("xa", "phuong", "thi tran", "dang bo xa", "dang bo phuong", "dang bo thi tran", "commune", "ward", "town"),
        UnitKind.COMMUNE,
    ),
    **dict.fromkeys(("dang bo", "dang bo bo phan", "party body", "party_body"), UnitKind.PARTY_BODY),
    **dict.fromkeys(("chi bo", "cell"), UnitKind.CELL),
    **dict.fromkeys(("to dang", "party group", "party_group"), UnitKind.PARTY_GROUP),
}
KIND_NAMES = {
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.DISTRICT: "huyện",
    UnitKind.COMMUNE: "xã",
    UnitKind.PARTY_BODY: "đảng bộ",
    UnitKind.CELL: "chi bộ",
    UnitKind.PARTY_GROUP: "tổ đảng",
}


def _kind(text: str) -> UnitKind:
    if not tidy(text):
        raise ValueError("is missing")
    if (kind := KINDS.get(folded(text))) is None:
        raise ValueError(f"“{tidy(text)}” is none; write tỉnh, huyện, xã, đảng bộ, chi bộ or tổ đảng")
    return kind


def _meeting_day(text: str) -> str:
    try:
        read_meeting_day(tidy(text))
    except ValueError:
        said = "3, cuối tháng, thứ bảy đầu tháng, đăng ký, or nothing for any day"
        raise ValueError(f"“{tidy(text)}” is not a day; write {said}") from None
    return tidy(text)


def _clock(text: str) -> str:
    said = folded(text)
    if not said:
        return ""
    match = re.fullmatch(r"(\d{1,2})\s*(?:[:hg.]|gio)\s*(\d{2})?\s*(?:phut|p|')?(?::\d{2})?", said)
    part = re.fullmatch(r"0?\.(\d+)", said)
    if match is not None and int(match[1]) < 24 and int(match[2] or 0) < 60:  # noqa: PLR2004
        return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"
    if part is not None:
        minutes = round(float(f"0.{part[1]}") * 24 * 60)
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    raise ValueError(f"“{tidy(text)}” is not a time; write 19:30")


def _number(least: int, most: int, default: int) -> Read:
    def read(text: str) -> int:
        said = tidy(text)
        if not said:
            return default
        if not (said.isdecimal() and said.isascii() and least <= int(said) <= most):
            raise ValueError(f"“{said}” is not a whole number from {least} to {most}")
        return int(said)

    return read


def _people(text: str) -> tuple[str, ...] | None:
    """Names separated by ``;``; None for an empty cell, nobody for ``-``."""
    if not tidy(text):
        return None
    if tidy(text) == NOBODY:
        return ()
    names = tuple(name for part in text.split(";") if (name := tidy(part)))
    if too_long := next((name for name in names if len(name) > LONGEST_PERSON), None):
        raise ValueError(f"“{too_long[:20]}…” is longer than {LONGEST_PERSON} characters")
    return names


def _one_person(text: str) -> tuple[str, ...] | None:
    names = _people(text)
    if names is not None and len(names) > 1:
        raise ValueError("names more than one; a cell has one secretary")
    return names


def _phones(text: str) -> tuple[str, ...]:
    phones = tuple(tidy(part) for part in text.split(";")) if tidy(text) else ()
    for phone in phones:
        if phone and not PHONE.fullmatch(phone):
            raise ValueError(f"“{phone}” is not a phone number")
    return phones


_COUNT = _number(0, MOST_MEMBERS, 0)
COLUMNS: tuple[Column, ...] = (
    Column("kind", ("Loại", "Kind", "Loại đơn vị", "Loại tổ chức", "Type"), _kind, of_cells=False),
    Column("code", ("Mã", "Code", "Mã đơn vị", "Mã tổ chức", "Unit code"), read_code, of_cells=False),
    Column("name", ("Tên", "Name", "Tên đơn vị", "Tên tổ chức đảng"), needed(LONGEST_NAME), of_cells=False),
    Column("parent", ("Mã cấp trên", "Parent code", "Cấp trên", "Parent"), _parent, of_cells=False),
    Column("meeting_day", ("Ngày sinh hoạt", "Meeting day", "Ngày họp"), _meeting_day),
    Column("starts_at", ("Giờ", "Hour", "Giờ sinh hoạt", "Giờ họp", "Time"), _clock),
    Column("usual_minutes", ("Số phút", "Usual minutes", "Thời lượng", "Minutes"), _number(1, MOST_MINUTES, 90)),
    Column("place", ("Địa điểm", "Place", "Nơi họp", "Nơi sinh hoạt"), _words(LONGEST_NAME)),
    Column("official", ("Chính thức", "Official", "Đảng viên chính thức"), _COUNT),
    Column("probationary", ("Dự bị", "Probationary", "Đảng viên dự bị"), _COUNT),
    Column("exempt", ("Miễn sinh hoạt", "Exempt", "Được miễn sinh hoạt"), _COUNT),
    Column("special_duty", ("Nhiệm vụ đặc biệt", "Special duty"), _COUNT),
    Column("temporary_in", ("Sinh hoạt tạm thời đến", "Temporary in", "SHT"), _COUNT),
    Column("temporary_out", ("Sinh hoạt tạm thời nơi khác", "Temporary out"), _COUNT),
    Column("secretary", ("Bí thư", "Secretary"), _one_person),
    Column(
        "secretary_phone",
        ("Điện thoại bí thư", "Secretary's phone", "SĐT bí thư", "Điện thoại", "Phone", "SĐT"),
        _phones,
    ),
    Column("deputy", ("Phó bí thư", "Deputy", "Deputy secretary"), _people),
    Column("deputy_phone", ("Điện thoại phó bí thư", "Deputy's phone", "SĐT phó bí thư"), _phones),
    Column("committee_member", ("Chi ủy viên", "Committee members", "Committee member"), _people),
    Column(
        "upper_member",
        ("Đảng ủy viên theo dõi", "Upper member", "Đảng ủy viên phụ trách"),
        _people,
    ),
    Column(
        "upper_member_phone",
        ("Điện thoại đảng ủy viên", "Upper member's phone", "SĐT đảng ủy viên"),
        _phones,
    ),
)
PASSED_OVER = frozenset({"stt", "tt", "so tt", "no", "ghi chu", "note", "notes", "remark"})
"""Headings of columns that mean nothing here."""
NEEDED = ("kind", "code", "name")
ROLES = (Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER, Role.UPPER_MEMBER)
"""Posts that have a column; its key is the role's word, that of the phones with ``_phone``."""
PROFILE = (
    "meeting_day",
    "starts_at",
    "usual_minutes",
    "place",
    "official",
    "probationary",
    "exempt",
    "special_duty",
    "temporary_in",
    "temporary_out",
)
_BY_KEY = {column.key: column for column in COLUMNS}


def _heading(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", folded(text).replace("'", "").replace("’", "")).strip()


def read_table(sheet: Sheet) -> Table:
    """All rows below the headings, and everything that is wrong with them."""
    head = read_headings(sheet, COLUMNS, NEEDED)
    faults = list(head.faults)
    lines = tuple(_line(row, head.keys, head.names, faults) for row in head.rows)
    return Table(lines, tuple(faults), head.names)


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table: which column key stands where, as the file writes it, and the rows below."""

    keys: Mapping[int, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    """None while a needed heading is missing."""
    faults: tuple[Fault, ...] = ()


def read_headings(sheet: Sheet, columns: tuple[Column, ...], must: tuple[str, ...]) -> Head:
    """Where the columns stand, with every heading that is missing, doubled or unknown."""
    by_heading = {_heading(text): column.key for column in columns for text in column.headings}
    called = {column.key: column.headings[0] for column in columns}
    top = _headings_row(sheet, by_heading)
    if top is None:
        return Head(faults=(Fault(1, called["code"], "this heading is missing (see docs/import.md)"),))
    keys: dict[int, str] = {}
    faults: list[Fault] = []
    for place, text in enumerate(top.cells):
        key = by_heading.get(_heading(text))
        if key is not None and key in keys.values():
            faults.append(Fault(top.number, text, "this heading stands twice"))
        elif key is not None:
            keys[place] = key
        elif text and _heading(text) not in PASSED_OVER:
            faults.append(Fault(top.number, text, "this heading is not known (see docs/import.md)"))
    missing = [called[key] for key in must if key not in keys.values()]
    faults += [Fault(top.number, heading, "this heading is missing (see docs/import.md)") for heading in missing]
    rows = tuple(
        row
        for row in sheet.rows
        if row.number > top.number and any(place in keys and cell for place, cell in enumerate(row.cells))
    )
    names = {key: top.cells[place] for place, key in keys.items()}
    return Head(keys, names, () if missing else rows, tuple(faults))


def _headings_row(sheet: Sheet, by_heading: Mapping[str, str]) -> Row | None:
    """The first row that has the headings of code and name; else the first with two known ones, else the first."""
    first = sheet.rows[:HEADING_ROWS]
    known = [({by_heading.get(_heading(text)) for text in row.cells} - {None}, row) for row in first]
    whole = (row for keys, row in known if {"code", "name"} <= keys)
    some = (row for keys, row in known if len(keys) > 1)
    return next(whole, None) or next(some, None) or next(iter(first), None)


def _line(row: Row, keys: Mapping[int, str], headings: Mapping[str, str], faults: list[Fault]) -> Line:
    values: dict[str, Any] = {}
    texts = {key: row.cells[place] if place < len(row.cells) else "" for place, key in keys.items()}
    for key, text in texts.items():
        try:
            values[key] = _BY_KEY[key].read(text)
        except ValueError as exc:
            faults.append(Fault(row.number, headings[key], str(exc)))
    if values.get("kind", UnitKind.CELL) is not UnitKind.CELL:
        for key, text in texts.items():
            if _BY_KEY[key].of_cells:
                values.pop(key, None)
                if text.strip():
                    faults.append(Fault(row.number, headings[key], "only a cell (chi bộ) has this"))
    for role in ROLES:
        _join_phones(row.number, role.value, values, headings, faults)
    return Line(row.number, values)


def _join_phones(
    number: int, role: str, values: dict[str, Any], headings: Mapping[str, str], faults: list[Fault]
) -> None:
    """Names and phones become people; a phone more than names is a fault."""
    names: tuple[str, ...] | None = values.get(role)
    phones: tuple[str, ...] | None = values.pop(f"{role}_phone", None)
    if phones and len(phones) > len(names or ()) and any(phones[len(names or ()) :]):
        faults.append(Fault(number, headings[f"{role}_phone"], "is a phone without a name"))
    if names is not None:
        values[role] = tuple(
            Named(name, phones[place] if phones and place < len(phones) else "") for place, name in enumerate(names)
        )
