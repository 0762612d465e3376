"""Requirements on rosters from files: a diff first, all or nothing, every bad row named, exported again no change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.domain.errors import BadSetting
from bot.domain.members import Left, Member, Standing
from bot.domain.people import SWEEP
from bot.domain.units import UnitKind
from storage import members, units
from storage.member_import import export_file, import_file
from storage.tables import audit, member
from tests.conftest import NOW
from tests.small_district import OPENED, add_person

TODAY = NOW.date()
HEAD = "Mã chi bộ;Họ và tên;Diện;Tổ đảng;Từ ngày;Ra khỏi danh sách\n"
ROWS = """A1;Nguyễn Văn An;chính thức;tổ 1;;
A1;Phạm Văn Hùng;;tổ 1;;
A1;Phạm Văn Hùng;;tổ 2;;
A1;Lê Thị Lan;dự bị;tổ 2;03/02/2026;
A2;Vi Thị Cảnh;miễn SH;;2020-01-05;
"""
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def cells(db: Connection) -> tuple[int, int]:
    commune = units.add(db, UnitKind.COMMUNE, "A", "Đảng bộ xã An", None, OPENED)
    first = units.add(db, UnitKind.CELL, "A1", "Chi bộ thôn Muối", commune, OPENED)
    return first, units.add(db, UnitKind.CELL, "A2", "Chi bộ thôn Đồng", commune, OPENED)


def bring(db: Connection, folder: Path, rows: str, *, dry_run: bool = False, head: str = HEAD) -> tuple[str, bool]:
    path = folder / "members.csv"
    path.write_text(head + rows, "utf-8")
    return import_file(db, path, NOW, dry_run)


def roster(db: Connection, cell: int, day: date = TODAY) -> list[tuple[str, str, str]]:
    return [(each.name, each.standing.value, each.party_group) for each in members.roster(db, SWEEP, cell, day)]


def test_a_first_import_lays_the_rosters(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    secretary = add_person(db, cells[0], "Nguyễn Văn An")
    said, well = bring(db, tmp_path, ROWS)
    assert well
    assert "New members: 5" in said
    assert roster(db, cells[0]) == [
        ("Nguyễn Văn An", "official", "tổ 1"),
        ("Phạm Văn Hùng", "official", "tổ 1"),
        ("Phạm Văn Hùng", "official", "tổ 2"),
        ("Lê Thị Lan", "probationary", "tổ 2"),
    ]
    an = members.roster(db, SWEEP, cells[0], TODAY)[0]
    assert an.person_id == secretary
    assert [each[0] for each in roster(db, cells[0], date(2026, 1, 5))] == ["Nguyễn Văn An", *["Phạm Văn Hùng"] * 2]
    assert roster(db, cells[1], date(2020, 1, 5)) == [("Vi Thị Cảnh", "exempt", "")]


def test_the_same_file_again_changes_nothing(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    bring(db, tmp_path, ROWS)
    before = db.execute(select(func.count()).select_from(audit)).scalar_one()
    said, well = bring(db, tmp_path, ROWS)
    assert well
    assert "Nothing changes." in said
    assert db.execute(select(func.count()).select_from(audit)).scalar_one() == before


def test_a_dry_run_changes_nothing(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    said, well = bring(db, tmp_path, ROWS, dry_run=True)
    assert well
    assert "New members: 5" in said
    assert db.execute(select(member)).first() is None


def test_changes_are_dated_and_shown(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    bring(db, tmp_path, ROWS)
    rows = "A1;lê thị lan;chính thức;tổ 3;03/11/2026;\nA2;Vi Thị Cảnh;;;01/11/2026;từ trần\nA2;Vũ Thị Hoa;;;;\n"
    said, well = bring(db, tmp_path, rows)
    assert well, said
    for line in ("dự bị → chính thức", "tổ 2 → tổ 3", "- A2  Vi Thị Cảnh  từ trần", "+ A2  Vũ Thị Hoa  chính thức"):
        assert line in said
    assert ("Lê Thị Lan", "official", "tổ 3") in roster(db, cells[0], date(2026, 11, 3))
    assert ("Lê Thị Lan", "probationary", "tổ 3") in roster(db, cells[0], date(2026, 11, 2))
    assert roster(db, cells[1]) == [("Vũ Thị Hoa", "official", "")]
    assert roster(db, cells[1], date(2026, 11, 4)) == [], "somebody new in a cell with a roster counts from today"
    assert [each.left_how for each in members.gone(db, SWEEP, cells[1])] == [Left.DEATH]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("A9;An;;;;", "row 2, Mã chi bộ: there is no unit “A9”"),
        ("A;An;;;;", "“A” is no cell"),
        ("A1;;;;;", "row 2, Họ và tên: is missing"),
        ("A1;An;đoàn viên;;;", "row 2, Diện: “đoàn viên” is none"),
        ("A1;An;;;31/02/2026;", "row 2, Từ ngày: “31/02/2026” is not a day"),
        ("A1;An;;;03/12/2026;", "is still to come"),
        ("A1;An;;;;bỏ đi", "row 2, Ra khỏi danh sách: “bỏ đi” is none"),
        ("A1;An;;;;\nA1;an;;;;", "row 3, Họ và tên: “an” stands in row 2 already"),
        (f"A1;{'x' * 81};;;;", "is longer than 80 characters"),
    ],
)
def test_every_bad_row_is_named_and_nothing_is_imported(
    db: Connection, cells: tuple[int, int], tmp_path: Path, rows: str, why: str
) -> None:
    said, well = bring(db, tmp_path, f"{rows}\nA2;Vũ Thị Hoa;;;;\n")
    assert not well
    assert why in said
    assert said.endswith("Nothing was imported.")
    assert db.execute(select(member)).first() is None


def test_a_change_before_his_standing_is_a_fault(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    bring(db, tmp_path, ROWS)
    for row in ("A1;Lê Thị Lan;chính thức;tổ 2;01/01/2026;", "A1;Lê Thị Lan;;tổ 2;01/01/2026;chuyển đi"):
        said, well = bring(db, tmp_path, row)
        assert not well
        assert "2026-02-03" in said


def test_headings_are_needed_and_known(db: Connection, cells: tuple[int, int], tmp_path: Path) -> None:
    said, well = bring(db, tmp_path, "A1;An;x\n", head="Mã;Tên;Tuổi\n")
    assert not well
    assert "row 1, Tuổi: this heading is not known" in said
    said, well = bring(db, tmp_path, "A1\n", head="Mã\n")
    assert "row 1, Họ và tên: this heading is missing" in said
    with pytest.raises(BadSetting, match=r"only \.xlsx"):
        import_file(db, EXAMPLES.parent / "import.md", NOW, dry_run=False)


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
def test_what_is_exported_imports_to_no_change(
    db: Connection, cells: tuple[int, int], tmp_path: Path, name: str
) -> None:
    bring(db, tmp_path, ROWS)
    act = members.Act(None, NOW)
    for odd in ("=cmd|' /C calc'!A0", "Lục Thị A"):
        members.add(db, SWEEP, cells[1], odd, Standing.OFFICIAL, TODAY, act)
    members.add(db, SWEEP, cells[1], "Lục Thị A", Standing.OFFICIAL, TODAY, act)
    assert export_file(db, tmp_path / name, TODAY) == f"8 members of 2 cells written to {tmp_path / name}."
    said, well = import_file(db, tmp_path / name, NOW, dry_run=False)
    assert well, said
    assert "Nothing changes." in said


def test_the_example_reads_without_a_fault(db: Connection) -> None:
    root = units.add(db, UnitKind.COMMUNE, "24.001", "Đảng bộ xã Nghĩa Phương", None, OPENED)
    cell = units.add(db, UnitKind.CELL, "24.001.001", "Chi bộ thôn Dùm", root, OPENED)
    said, well = import_file(db, EXAMPLES / "danh-sach.csv", NOW, dry_run=False)
    assert well, said
    found: tuple[Member, ...] = members.roster(db, SWEEP, cell, TODAY)
    assert len(found) == 7
    assert {each.standing for each in found} >= {Standing.EXEMPT, Standing.TEMPORARY_IN, Standing.PROBATIONARY}
