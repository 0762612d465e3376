"""Large tables: what is wrong with them is told in few lines, and nobody at the bot waits while they are compared."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import Connection, func, select

from bot.domain.errors import BadSetting
from bot.domain.members import Standing
from bot.domain.people import SWEEP
from storage import audit, condition, importing, members, parts, units
from storage.failpoints import DIED
from storage.parts import Part
from storage.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, read_sheet
from storage.store import once
from storage.tables import audit as notes
from storage.tables import member, unit
from storage.unit_plan import ALIKE, MOST_LINES
from tests.conftest import NOW

UNITS = ["Loại;Mã;Tên;Mã cấp trên;Giờ", "xã;X1;Đảng bộ xã Lục Nam;;", "chi bộ;C1;Chi bộ thôn Muối;X1;19:30"]
KINDS_OF_FAULT = (
    "",
    "@!",
    "99:99",
    "=1+1",
    "x" * 300,
    "31/02/2026",
    "chi bộ",
    "huyện",
    "C1",
    "X9",
    "C2",
    "\x07",
    "🙂",
    "-5",
)


def table(folder: Path, lines: list[str], name: str = "table.csv") -> Path:
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder / name


def brought(url: str, path: Path, noun: str = "units", *, dry_run: bool = False) -> tuple[str, bool]:
    return asyncio.run(importing.bring(url, noun, path, NOW, dry_run=dry_run))


def of(url: str, work: Any) -> Any:
    return asyncio.run(once(url, work))


def rows(db: Connection) -> tuple[int, int, int]:
    return tuple(  # type: ignore[return-value]
        db.execute(select(func.count()).select_from(each)).scalar_one() for each in (unit, member, notes)
    )


FAULTY_ROWS = int(os.environ.get("ROWS", "3000"))
"""With ``ROWS=50000 pytest tests/storage/test_importing.py -k faults`` a file as long as the longest."""


def faulty(width: int, count: int = FAULTY_ROWS) -> list[str]:
    """Rows with every kind of fault in every column, by turns."""
    said = KINDS_OF_FAULT
    return [
        ";".join(said[(number // (place + 1) + place) % len(said)] for place in range(width)) for number in range(count)
    ]


@pytest.mark.parametrize(
    ("noun", "head"),
    [
        ("units", UNITS[0]),
        ("units", "Mã;Loại;Tên;Mã cấp trên;Bí thư;Điện thoại;Đảng ủy viên theo dõi;Điện thoại đảng ủy viên"),
        ("units", "Việc;Loại;Mã;Tên;Mã cấp trên;Mã kế nhiệm;Từ ngày;Người giữ chức vụ"),
        ("members", "Mã chi bộ;Họ và tên;Diện;Tổ đảng;Từ ngày;Ra khỏi danh sách"),
    ],
    ids=["units", "assignments", "reorganisation", "members"],
)
def test_thousands_of_faults_are_told_in_few_lines_and_all_of_them_beside_the_file(
    database_url: str, tmp_path: Path, noun: str, head: str
) -> None:
    path = table(tmp_path, [head, *faulty(head.count(";") + 1)])
    before = of(database_url, rows)
    said, well = brought(database_url, path, noun)
    assert not well
    assert of(database_url, rows) == before
    assert len(said.splitlines()) < 2 * MOST_LINES
    assert max(map(len, said.splitlines())) < 400
    assert f"more like it in {head.split(';', maxsplit=1)[0]}" in said
    back = tmp_path / "table.faults.csv"
    assert str(back) in said
    handed = list(csv.reader(io.StringIO(back.read_text(encoding="utf-8-sig")), delimiter=";"))
    numbers = [int(row[0]) for row in handed[1:]]
    assert f"Rows with faults: {len(numbers)}" in said
    assert numbers == sorted(set(numbers))
    assert all(row[1] for row in handed)
    assert back.stat().st_mode & 0o777 == 0o600


def test_few_faults_are_all_told_and_make_no_file(database_url: str, tmp_path: Path) -> None:
    said, _ = brought(database_url, table(tmp_path, [UNITS[0], *["chi bộ;;Tên;;"] * (ALIKE // 2)]))
    assert said.count("Mã: is missing") == ALIKE // 2
    assert [each.name for each in tmp_path.glob("*.csv")] == ["table.csv"]


def test_a_whole_file_comes_in_at_once_or_not_at_all(database_url: str, tmp_path: Path) -> None:
    said, well = brought(database_url, table(tmp_path, UNITS))
    assert well, said
    many = [f"C1;Nguyễn Văn {number};;;" for number in range(6001)]
    head = "Mã chi bộ;Họ và tên;Diện;Tổ đảng;Từ ngày"
    assert not brought(database_url, table(tmp_path, [head, *many, "C9;Ai đó;;;"]), "members")[1]
    assert of(database_url, rows)[1] == 0
    assert brought(database_url, table(tmp_path, [head, *many]), "members")[1]
    assert of(database_url, rows)[1] == 6001
    roster = of(
        database_url,
        lambda db: members.roster(
            db, SWEEP, db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar(), NOW.date()
        ),
    )
    assert len(roster) == 6001
    assert "Nothing changes" in brought(database_url, table(tmp_path, [head, *many]), "members")[0]


def elsewhere(url: str, work: Any) -> None:
    """Another program at work, as the bot is."""
    with ThreadPoolExecutor(1) as phone:
        phone.submit(of, url, work).result(20)


def noted(code: str, act: str) -> Any:
    """An act upon that unit."""
    named = select(unit.c.id).where(unit.c.code == code)
    return lambda db: audit.note(db, NOW, None, db.execute(named).scalar_one(), act)


@pytest.mark.parametrize(
    ("code", "act", "busy", "compared", "changed"),
    [
        ("C1", "unit-renamed", 1, 2, True),
        ("C1", "member-added", 1, 2, True),
        ("X1", "profile-changed", 1, 2, True),
        ("C1", "unit-renamed", 99, importing.TRIES, False),
        ("C1", "meeting-recorded", 99, 1, True),  # nothing that the table is compared with
        ("C1", "postponed", 99, 1, True),
        ("X2", "unit-renamed", 99, 1, True),  # nowhere in the table
    ],
)
def test_only_who_changes_the_units_of_a_table_makes_it_be_compared_anew(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    act: str,
    busy: int,
    compared: int,
    changed: bool,  # noqa: FBT001
) -> None:
    assert brought(database_url, table(tmp_path, [*UNITS, "xã;X2;Đảng bộ xã Bên;;"]))[1]
    seen: list[int] = []
    kind = importing.KINDS["units"]

    def comparing(sheet: Sheet, state: Any, today: date) -> Any:
        seen.append(len(seen))
        if len(seen) <= busy:
            elsewhere(database_url, noted(code, act))
        return kind.compared(sheet, state, today)

    monkeypatch.setitem(importing.KINDS, "units", replace(kind, compared=comparing))
    said, well = brought(database_url, table(tmp_path, [UNITS[0], "chi bộ;C1;Chi bộ thôn Mới;X1;19:30"]))
    assert (well, len(seen)) == (changed, compared), said
    assert ("again and again" in said) is not changed
    names = of(database_url, lambda db: {each.code: each.name for each in units.everything(db)})
    assert names["C1"] == ("Chi bộ thôn Mới" if changed else "Chi bộ thôn Muối")


class Interrupted(list[Part]):
    """Parts between which others are at work."""

    meanwhile: Callable[[int], None]

    def __iter__(self) -> Iterator[Part]:
        for place, part in enumerate(super().__iter__()):
            self.meanwhile(place)
            yield part


def in_parts_of(
    monkeypatch: pytest.MonkeyPatch, longest: int, noun: str, meanwhile: Callable[[int], None]
) -> list[Interrupted]:
    """Cut so short, with something between each two; the parts of each comparison."""
    cut: list[Interrupted] = []
    kind = importing.KINDS[noun]

    def parts(found: Any) -> list[Part]:
        made = Interrupted(kind.parts(found))
        made.meanwhile = meanwhile
        cut.append(made)
        return made

    monkeypatch.setattr("storage.parts.LONGEST_PART", longest)
    monkeypatch.setitem(importing.KINDS, noun, replace(kind, parts=parts))
    return cut


def many_units(cells: int) -> list[str]:
    return [*UNITS[:2], *(f"chi bộ;C{number};Chi bộ thôn {number};X1;19:30" for number in range(1, cells + 1))]


def test_others_write_between_the_parts_of_a_long_file(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for more than one part: between any two whoever writes comes to his turn."""
    there: list[int] = []

    def answered(db: Connection) -> None:
        audit.note(db, NOW, None, None, "answered")
        there.append(db.execute(select(func.count()).select_from(unit)).scalar_one())

    (cut,) = [in_parts_of(monkeypatch, 20, "units", lambda _: elsewhere(database_url, answered))]
    said, well = brought(database_url, table(tmp_path, many_units(50)))
    assert well, said
    assert len(cut[0]) == len(there) == 6  # a cell is one new unit and its profile, the commune one unit
    assert there == [0, 10, 20, 30, 40, 50]
    assert of(database_url, rows)[0] == 51
    assert said.count("  + ") == 51


def test_what_is_changed_between_two_parts_is_compared_anew_and_the_rest_comes_in(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "Mã chi bộ;Họ và tên;Diện"
    assert brought(database_url, table(tmp_path, many_units(9)))[1]
    file = table(tmp_path, [head, *(f"C{number % 9 + 1};Phạm Văn {number};" for number in range(45))])
    act = members.Act(None, NOW)

    def listed(db: Connection) -> None:
        cell = db.execute(select(unit.c.id).where(unit.c.code == "C9")).scalar_one()
        members.add(db, SWEEP, cell, "Phạm Văn 8", Standing.OFFICIAL, NOW.date(), act)

    done: list[int] = []

    def secretary(place: int) -> None:  # lists one of the file's own members before his part comes
        if place == 2 and not done:
            done.append(place)
            elsewhere(database_url, listed)

    cut = in_parts_of(monkeypatch, 10, "members", secretary)
    said, well = brought(database_url, file, "members")
    assert well, said
    assert [len(each) for each in cut] == [5, 1]
    assert of(database_url, rows)[1] == 45
    assert "Nothing changes" in brought(database_url, file, "members")[0]


def test_a_cell_closed_between_two_parts_is_told_and_what_is_in_stays(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert brought(database_url, table(tmp_path, many_units(9)))[1]
    file = table(tmp_path, ["Mã chi bộ;Họ và tên", *(f"C{number % 9 + 1};Phạm Văn {number}" for number in range(45))])

    def closed(db: Connection) -> None:
        cell = db.execute(select(unit.c.id).where(unit.c.code == "C9")).scalar_one()
        units.close(db, cell, NOW.date())
        audit.note(db, NOW, None, cell, "unit-closed")

    in_parts_of(monkeypatch, 10, "members", lambda place: elsewhere(database_url, closed) if place == 2 else None)
    said, well = brought(database_url, file, "members")
    assert not well
    assert "40 changes of the file were brought in before that and stay" in said
    assert "“C9” was closed" in said
    assert of(database_url, rows)[1] == 40


def test_a_file_cut_off_in_the_middle_is_told_and_comes_in_when_it_is_imported_again(
    database_url: str, tmp_path: Path
) -> None:
    """Killed, as by a power cut, when the second part was written and not yet kept."""
    file = table(tmp_path, many_units(parts.LONGEST_PART))
    environment = {**os.environ, "DATABASE_URL": database_url, "FAILPOINT": "commit:_written#2"}
    command = (sys.executable, "-m", "bot", "units", "import", str(file))
    died = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert died.returncode == DIED, died.stderr
    there = of(database_url, rows)[0]
    assert 0 < there < parts.LONGEST_PART
    with pytest.raises(BadSetting, match=r"an import of units, begun .*, has \d+ changes left"):
        of(database_url, lambda db: condition.imports(db, NOW))
    said, well = brought(database_url, file)
    assert well, said
    assert f"Unchanged rows: {there}" in said
    assert of(database_url, rows)[0] == parts.LONGEST_PART + 1
    assert of(database_url, lambda db: condition.imports(db, NOW)) == "none was cut off"


@pytest.mark.parametrize(("row", "column"), [(MOST_ROWS, 0), (3, MOST_COLUMNS), (1_048_575, 16_383)])
def test_a_cell_far_outside_is_named_before_it_takes_all_memory(tmp_path: Path, row: int, column: int) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Mã")
        page.write_string(row, column, "x")
    with pytest.raises(BadSetting, match="far outside the table"):
        read_sheet(tmp_path / "far.xlsx")
