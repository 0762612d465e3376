"""Large tables: what is wrong with them is told in few lines, and nobody at the bot waits while they are compared."""

from __future__ import annotations

import asyncio
import csv
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import Connection, func, select

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP
from storage import audit, importing, members
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


def faulty(width: int, count: int = 3000) -> list[str]:
    """Rows with every kind of fault in every column, by turns."""
    said = KINDS_OF_FAULT
    return [
        ";".join(said[(number // (place + 1) + place) % len(said)] for place in range(width)) for number in range(count)
    ]


@pytest.mark.parametrize(
    ("noun", "head"), [("units", UNITS[0]), ("members", "Mã chi bộ;Họ và tên;Diện;Tổ đảng;Từ ngày;Ra khỏi danh sách")]
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


@pytest.mark.parametrize("busy", [1, 99])
def test_the_bot_writes_while_a_table_is_compared_and_the_comparison_is_made_anew(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int
) -> None:
    seen: list[int] = []
    kind = importing.KINDS["units"]

    def compared(sheet: Sheet, state: Any, today: date) -> Any:
        seen.append(len(seen))
        if len(seen) <= min(busy, importing.TRIES):
            with ThreadPoolExecutor(1) as phone:  # another program at work, as the bot is
                phone.submit(of, database_url, lambda other: audit.note(other, NOW, None, None, "answered")).result(20)
        return kind.compared(sheet, state, today)

    monkeypatch.setitem(importing.KINDS, "units", replace(kind, compared=compared))
    said, well = brought(database_url, table(tmp_path, UNITS))
    assert well, said
    assert len(seen) == min(busy, importing.TRIES) + 1
    assert of(database_url, rows)[0] == 2


@pytest.mark.parametrize(("row", "column"), [(MOST_ROWS, 0), (3, MOST_COLUMNS), (1_048_575, 16_383)])
def test_a_cell_far_outside_is_named_before_it_takes_all_memory(tmp_path: Path, row: int, column: int) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Mã")
        page.write_string(row, column, "x")
    with pytest.raises(BadSetting, match="far outside the table"):
        read_sheet(tmp_path / "far.xlsx")
