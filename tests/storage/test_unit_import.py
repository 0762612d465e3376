"""Requirements on the import: a diff first, all or nothing, every bad row named, exported again no change."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from demo.district import fill
from storage import obligations, people, units
from storage.sheets import Sheet, read_sheet
from storage.tables import audit, metadata, unit
from storage.unit_import import apply, export_file, import_file
from storage.unit_plan import Plan, plan
from tests.conftest import NOW, ZONE

TODAY = NOW.date()
LATER = datetime(2026, 12, 1, 9, 0, tzinfo=ZONE)
HEAD = "Loại;Mã;Tên;Mã cấp trên;Ngày sinh hoạt;Giờ;Số phút;Địa điểm;Chính thức;Dự bị;Bí thư;Điện thoại;Phó bí thư;Chi ủy viên\n"
ROWS = (
    "huyện;01;Đảng bộ huyện Mẫu;;;;;;;;;;;\n"
    "xã;01.1;Đảng bộ xã An;01;;;;;;;;;;\n"
    "chi bộ;01.1.1;Chi bộ thôn Muối;01.1;3;19h30;90;Nhà văn hóa;28;2;Nguyễn Văn An;0900 000 001;Trần Văn Bình;"
    '"Lê Thị Lan; Phạm Văn Hùng"\n'
    "chi bộ;01.1.2;Chi bộ thôn Đồng;01.1;thứ bảy đầu tháng;;;;20;;Vũ Thị Hoa;;;\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "units.csv"


def bring(db: Connection, path: Path, text: str, now: datetime = NOW) -> str:
    path.write_text(text, "utf-8")
    said, ok = import_file(db, path, now, dry_run=False)
    assert ok, said
    return said


def held(db: Connection, code: str, day: date = TODAY) -> list[tuple[str, str]]:
    unit_id = db.execute(select(unit.c.id).where(unit.c.code == code)).scalar_one()
    return [(post.role.value, who.name) for post, who in people.holders(db, SWEEP, unit_id, day)]


def id_of(db: Connection, code: str) -> int:
    return int(db.execute(select(unit.c.id).where(unit.c.code == code)).scalar_one())


def test_a_first_import_lays_the_tree_with_profiles_and_people(db: Connection, path: Path) -> None:
    said = bring(db, path, HEAD + ROWS)
    assert "New units: 4" in said
    assert said.endswith("Imported.")
    (root,) = units.roots(db, TODAY)
    assert [u.code for u in units.cells_under(db, SWEEP, root.id, TODAY)] == ["01.1.1", "01.1.2"]
    assert units.profile(db, SWEEP, id_of(db, "01.1.1"), TODAY) == CellProfile(
        id_of(db, "01.1.1"), TODAY, "3", "19:30", 90, "Nhà văn hóa", official=28, probationary=2
    )
    assert held(db, "01.1.1") == [
        ("secretary", "Nguyễn Văn An"),
        ("deputy", "Trần Văn Bình"),
        ("committee_member", "Lê Thị Lan"),
        ("committee_member", "Phạm Văn Hùng"),
    ]
    assert {row.act for row in db.execute(select(audit))} == {"unit-added", "post-begun"}


def test_rows_in_any_order_and_english_headings_do_as_well(db: Connection, path: Path) -> None:
    rows = "cell,1.1.1,Chi bộ A,1.1,last day\nward,1.1,Đảng bộ phường,1,\nprovince,1,Đảng bộ tỉnh,,\n"
    bring(db, path, "KIND,code,Name,parent CODE,Meeting Day\n" + rows)
    assert units.get(db, SWEEP, id_of(db, "1.1.1"), TODAY).parent_id == id_of(db, "1.1")


def test_the_same_file_again_changes_nothing(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    before = len(db.execute(select(audit)).all())
    assert "Nothing changes." in bring(db, path, HEAD + ROWS, LATER)
    assert len(db.execute(select(audit)).all()) == before


def test_a_dry_run_shows_the_same_diff_and_changes_nothing(db: Connection, path: Path) -> None:
    path.write_text(HEAD + ROWS, "utf-8")
    said, ok = import_file(db, path, NOW, dry_run=True)
    assert ok
    assert "New units: 4" in said
    assert said.endswith("Dry run: nothing was changed.")
    assert db.execute(select(unit)).first() is None
    assert db.execute(select(audit)).first() is None


def test_changes_are_shown_dated_from_today_and_keep_history(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    changed = (
        ROWS.replace("Chi bộ thôn Đồng", "Chi bộ TDP Đồng")
        .replace(";3;19h30;", ";5;19h30;")
        .replace("Nguyễn Văn An", "Hoàng Văn Cường")
        .replace("Trần Văn Bình", "-")
    )
    said = bring(db, path, HEAD + changed + "xã;01.2;Đảng bộ xã Bình;01\n", LATER)
    assert "~ 01.1.2  Chi bộ thôn Đồng → Chi bộ TDP Đồng" in said
    assert "~ 01.1.1  Meeting day: 3 → 5" in said
    assert "+ 01.1.1  secretary  Hoàng Văn Cường" in said
    assert "- 01.1.1  secretary  Nguyễn Văn An" in said
    assert "- 01.1.1  deputy  Trần Văn Bình" in said
    assert "Unchanged rows: 2" in said
    assert ("secretary", "Nguyễn Văn An") in held(db, "01.1.1", TODAY)
    assert ("secretary", "Hoàng Văn Cường") in held(db, "01.1.1", LATER.date())
    assert units.name_of(db, id_of(db, "01.1.2"), TODAY) == "Chi bộ thôn Đồng"
    assert units.profile(db, SWEEP, id_of(db, "01.1.1"), TODAY).meeting_day == "3"


def test_a_changed_day_moves_the_open_months_obligation(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    obligations.open_period(db, Month(2026, 11), NOW, ZONE)
    bring(db, path, HEAD + ROWS.replace(";3;19h30;", ";25;20h;"), NOW)
    found = obligations.of(db, SWEEP, id_of(db, "01.1.1"), Month(2026, 11))
    assert found is not None
    assert (found.planned_on, found.planned_at) == (date(2026, 11, 25), "20:00")


def test_a_moved_cell_is_moved_and_even_parents_may_change_places(db: Connection, path: Path) -> None:
    bring(db, path, "kind,code,name,parent code\nprovince,P,Tỉnh,\nparty body,A,Một,P\nparty body,B,Hai,A\n")
    said = bring(
        db, path, "kind,code,name,parent code\nprovince,P,Tỉnh,\nparty body,A,Một,B\nparty body,B,Hai,P\n", LATER
    )
    assert "~ A  from P to B" in said
    assert units.get(db, SWEEP, id_of(db, "B"), LATER.date()).parent_id == id_of(db, "P")
    assert units.above(db, id_of(db, "A")) == (id_of(db, "B"), id_of(db, "P"))


def test_missing_rows_and_columns_and_empty_cells_of_people_change_nothing(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    said = bring(db, path, "Loại;Mã;Tên;Bí thư\nchi bộ;01.1.1;Chi bộ thôn Muối;\n", LATER)
    assert "Nothing changes." in said
    assert len(held(db, "01.1.1", LATER.date())) == 4
    assert len(units.cells_under(db, SWEEP, id_of(db, "01"), LATER.date())) == 2


def test_a_deputy_who_becomes_secretary_stays_the_same_person(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    deputy = people.holders(db, SWEEP, id_of(db, "01.1.1"), TODAY)[1][1]
    people.join(db, deputy.id, 77, NOW)
    bring(db, path, "Loại;Mã;Tên;Bí thư;Phó bí thư\nchi bộ;01.1.1;Chi bộ thôn Muối;Trần Văn Bình;-\n", LATER)
    secretary = people.holders(db, SWEEP, id_of(db, "01.1.1"), LATER.date())[0][1]
    assert (secretary.id, secretary.telegram_id) == (deputy.id, 77)


def test_an_upper_member_named_in_several_cells_is_one_person(db: Connection, path: Path) -> None:
    rows = "Loại;Mã;Tên;Mã cấp trên;Đảng ủy viên theo dõi\nxã;1;Xã;;\n"
    bring(db, path, rows + "chi bộ;1.1;Một;1;Lê Thị Dung\nchi bộ;1.2;Hai;1;lê thị dung\n")
    ids = {who.id for code in ("1.1", "1.2") for _, who in people.holders(db, SWEEP, id_of(db, code), TODAY)}
    assert len(ids) == 1
    bring(db, path, rows + "chi bộ;1.3;Ba;1;Lê Thị Dung\n", LATER)
    assert {who.id for _, who in people.holders(db, SWEEP, id_of(db, "1.3"), LATER.date())} == ids


def test_another_phone_is_a_change_and_another_spelling_of_it_is_none(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    assert "Nothing changes." in bring(db, path, HEAD + ROWS.replace("0900 000 001", "0900.000.001"), LATER)
    said = bring(db, path, HEAD + ROWS.replace("0900 000 001", "0900 000 009"), LATER)
    assert "0900 000 001 → 0900 000 009" in said


BAD = (
    ("phường ảo;9;Tên;;;;;;;;;;;", "Loại", "“phường ảo” is none"),
    ("chi bộ;;Tên;01.1;;;;;;;;;;", "Mã", "is missing"),
    ("chi bộ;mã 1;Tên;01.1;;;;;;;;;;", "Mã", "may hold only"),
    ("chi bộ;9;;01.1;;;;;;;;;;", "Tên", "is missing"),
    ("chi bộ;9;Tên;77;;;;;;;;;;", "Mã cấp trên", "there is no unit “77”"),
    ("chi bộ;9;Tên;;;;;;;;;;;", "Mã cấp trên", "needs the code of the unit above"),
    ("chi bộ;9;Tên;01.1.1;;;;;;;;;;", "Mã cấp trên", "has no such units below it"),
    ("chi bộ;01.1.1;Tên;01.1;;;;;;;;;;", "Mã", "stands in row 4 already"),
    ("chi bộ;9;Tên;01.1;khi rảnh;;;;;;;;;", "Ngày sinh hoạt", "is not a day"),
    ("chi bộ;9;Tên;01.1;;25h;;;;;;;;", "Giờ", "is not a time"),
    ("chi bộ;9;Tên;01.1;;;abc;;;;;;;", "Số phút", "is not a whole number"),
    ("chi bộ;9;Tên;01.1;;;;;-3;;;;;", "Chính thức", "is not a whole number"),
    ('chi bộ;9;Tên;01.1;;;;;;;"A; B";;;', "Bí thư", "one secretary"),
    ("chi bộ;9;Tên;01.1;;;;;;;;0900 000 001;;", "Điện thoại", "without a name"),
    ("chi bộ;9;Tên;01.1;;;;;;;An;gọi nhà bên;;", "Điện thoại", "is not a phone number"),
    ("xã;9;Tên;01;3;;;;;;;;;", "Ngày sinh hoạt", "only a cell"),
)


@pytest.mark.parametrize(("row", "column", "reason"), BAD)
def test_a_bad_row_is_named_with_row_column_and_reason(
    db: Connection, path: Path, row: str, column: str, reason: str
) -> None:
    path.write_text(HEAD + ROWS + row + "\n", "utf-8")
    said, ok = import_file(db, path, NOW, dry_run=False)
    assert not ok
    assert any(line.startswith(f"  row 6, {column}: ") and reason in line for line in said.splitlines()), said
    assert db.execute(select(unit)).first() is None


def test_all_bad_rows_are_named_at_once_and_nothing_is_imported(db: Connection, path: Path) -> None:
    path.write_text(HEAD + ROWS + "".join(row + "\n" for row, _, _ in BAD), "utf-8")
    said, ok = import_file(db, path, NOW, dry_run=False)
    assert not ok
    assert {f"row {number}" for number in range(6, 6 + len(BAD))} <= {
        line.split(",")[0].strip() for line in said.splitlines()
    }
    assert said.endswith("Nothing was imported.")
    assert db.execute(select(unit)).first() is None
    with pytest.raises(BadSetting):
        apply(db, plan(db, read_sheet(path), TODAY), NOW, None)


@pytest.mark.parametrize(
    ("head", "column", "reason"),
    [
        ("Loại;Mã;Tên;Mã;x", "Mã", "stands twice"),
        ("Loại;Mã;Tên;Màu sắc", "Màu sắc", "is not known"),
        ("Mã;Tên", "Loại", "is missing"),
        ("chẳng;có;gì", "Mã", "is missing"),
    ],
)
def test_bad_headings_are_named(db: Connection, path: Path, head: str, column: str, reason: str) -> None:
    path.write_text(head + "\nchi bộ;1;Muối;2\n", "utf-8")
    said, ok = import_file(db, path, NOW, dry_run=False)
    assert not ok
    assert any(f"row 1, {column}: " in line and reason in line for line in said.splitlines()), said


def test_a_title_above_and_a_number_column_do_no_harm(db: Connection, path: Path) -> None:
    bring(db, path, "DANH SÁCH CHI BỘ;;;\n;;;\nSTT;Loại;Mã;Tên\n1;huyện;01;Đảng bộ huyện\n")
    assert id_of(db, "01")


def test_units_that_would_lie_below_themselves_are_named(db: Connection, path: Path) -> None:
    path.write_text("Loại;Mã;Tên;Mã cấp trên\nđảng bộ;A;Một;B\nđảng bộ;B;Hai;A\n", "utf-8")
    said, ok = import_file(db, path, NOW, dry_run=False)
    assert not ok
    assert said.count("would lie below itself") == 2


def test_a_kind_never_changes_and_a_closed_unit_is_not_opened_again(db: Connection, path: Path) -> None:
    bring(db, path, HEAD + ROWS)
    units.close(db, id_of(db, "01.1.2"), TODAY)
    path.write_text(
        "Loại;Mã;Tên;Mã cấp trên\nhuyện;01.1;Đảng bộ xã An;01\nchi bộ;01.1.2;Chi bộ thôn Đồng;01.1\n", "utf-8"
    )
    said, ok = import_file(db, path, LATER, dry_run=False)
    assert not ok
    assert "a kind never changes" in said
    assert "was closed on" in said


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_seeded_district_exported_and_imported_again_does_not_change(tmp_path: Path, suffix: str) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    path = tmp_path / f"all{suffix}"
    with engine.begin() as db:
        fill(db, 60, 0, NOW)
        said = export_file(db, path, TODAY)
        assert said.startswith("69 units")
        found = plan(db, read_sheet(path), TODAY)
        assert (found.faults, found.changes, found.unchanged) == ([], 0, 69)
    engine.dispose()


def test_an_exported_district_makes_the_same_one_elsewhere(tmp_path: Path) -> None:
    path, again = tmp_path / "one.xlsx", tmp_path / "two.csv"
    tables: list[Sheet] = []
    for _ in range(2):
        engine = create_engine("sqlite://")
        metadata.create_all(engine)
        with engine.begin() as db:
            if not tables:
                fill(db, 30, 0, NOW)
                export_file(db, path, TODAY)
                tables.append(read_sheet(path))
            else:
                assert import_file(db, path, NOW, dry_run=False)[1]
                export_file(db, again, TODAY)
                tables.append(read_sheet(again))
        engine.dispose()
    assert tables[0] == tables[1]


NAMES = st.text(min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cells=st.lists(
        st.tuples(
            NAMES,
            st.sampled_from(["", "3", "cuối tháng", "đăng ký", "first saturday"]),
            st.sampled_from(["", "19:30", "07:00"]),
            st.text(max_size=12),
            st.lists(st.integers(0, 60), min_size=6, max_size=6),
            st.lists(
                st.tuples(st.sampled_from(Role), NAMES, st.sampled_from(["", "0900 000 001", "x", "+84 900"])),
                max_size=5,
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_stands_in_the_records_an_export_imports_to_no_change(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, str, str, str, list[int], list[tuple[Role, str, str]]]],
) -> None:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as db:
        root = units.add(db, UnitKind.COMMUNE, "1", "Đảng bộ xã", None, TODAY)
        for number, (name, day, hour, place, counts, posts) in enumerate(cells):
            said = "".join(char for char in f"Chi bộ {name}" if not "\ud800" <= char <= "\udfff")
            cell = units.add(db, UnitKind.CELL, f"1.{number}", said, root, TODAY)
            clean = "".join(char for char in place if not "\ud800" <= char <= "\udfff")
            units.set_profile(db, SWEEP, CellProfile(cell, TODAY, day, hour, 90, clean, *counts))
            for role, who, phone in posts:
                people.begin_post(
                    db,
                    people.create(db, "".join(c for c in who if not "\ud800" <= c <= "\udfff"), phone),
                    cell,
                    role,
                    TODAY,
                )
        for suffix in (".csv", ".xlsx"):
            path = tmp_path_factory.mktemp("units") / f"all{suffix}"
            export_file(db, path, TODAY)
            found: Plan = plan(db, read_sheet(path), TODAY)
            assert (found.faults, found.changes) == ([], 0), found
    engine.dispose()


def test_the_example_imports(db: Connection) -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "luc-nam.csv"
    said, ok = import_file(db, example, NOW, dry_run=False)
    assert ok, said
    (root,) = units.roots(db, TODAY)
    assert len(units.children(db, SWEEP, root.id, TODAY)) == 25
    assert len(units.cells_under(db, SWEEP, root.id, TODAY)) >= 40
    again = plan(db, read_sheet(example.with_suffix(".xlsx")), TODAY)
    assert (again.faults, again.changes) == ([], 0)
