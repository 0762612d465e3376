"""Requirements on table files: every kind read alike, nothing dangerous parsed, nothing written that a sheet would run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadSetting
from bot.domain.names import cleaned
from storage.sheets import LARGEST, read_sheet, write_sheet

ROWS = [["Mã", "Tên"], ["01.002", "Chi bộ thôn Muối"], ["01.003", "=1+1"], ["", ""], ["01.004", 'a;b,c"d']]


def cells(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in read_sheet(path).rows]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_written_is_read_back(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"units{suffix}"
    write_sheet(path, ROWS)
    assert cells(path) == [(n, tuple(row)) for n, row in enumerate(ROWS, 1) if any(row)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_csv_is_read_with_either_delimiter_and_with_or_without_bom(tmp_path: Path, delimiter: str, bom: str) -> None:
    path = tmp_path / "units.csv"
    text = (
        bom + delimiter.join(("Mã", "Tên", "Chi ủy viên")) + "\r\n" + delimiter.join(("1", "Muối", '"A, B; C"')) + "\n"
    )
    path.write_bytes(text.encode())
    assert cells(path) == [(1, ("Mã", "Tên", "Chi ủy viên")), (2, ("1", "Muối", "A, B; C"))]


def test_numbers_and_times_of_a_workbook_are_read_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_number(0, 0, 3)
        page.write_number(0, 1, 1.5)
        page.write_datetime(0, 2, time(19, 30), book.add_format({"num_format": "hh:mm"}))
        page.write_boolean(0, 3, True)
        page.write_string(0, 4, " thôn\u200b  Muối ")
    assert cells(path) == [(1, ("3", "1.5", "19:30", "TRUE", "thôn Muối"))]


def test_an_old_workbook_is_read_as_well() -> None:
    rows = cells(Path(__file__).parent / "files" / "units.xls")
    assert rows[0][1][:3] == ("Loại", "Mã", "Tên")
    assert rows[2] == (
        3,
        ("chi bộ", "1.1", "Chi bộ thôn Muối", "1", "3", "19:30", "28", "Nguyễn Văn An", "0900 000 001"),
    )


@given(
    st.text(st.characters(codec=None), max_size=30),
    st.sampled_from(["", "\x0b", "\ud800", "\ufffe", "=", "'=", "<f>", "\t="]),
)
def test_whatever_is_written_the_file_is_made_and_holds_no_formula(
    tmp_path_factory: pytest.TempPathFactory, text: str, odd: str
) -> None:
    """Matrix 29, 89 and 92: raw text, as no entry would let it in."""
    folder = tmp_path_factory.mktemp("raw")
    for suffix in (".csv", ".xlsx"):
        write_sheet(folder / f"x{suffix}", [["a", "b"], [odd + text, "end"]])
        row = read_sheet(folder / f"x{suffix}").rows[1]
        assert row.cells[1] == "end"
    with zipfile.ZipFile(folder / "x.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    for cell in csv.reader(io.StringIO((folder / "x.csv").read_text("utf-8-sig"), newline=""), delimiter=";"):
        assert cell[0][:1] not in set("=+-@\t\r")


def test_nothing_written_is_a_formula(tmp_path: Path) -> None:
    """Matrix 89."""
    write_sheet(tmp_path / "a.csv", [["=1+1", "+84", "-", "@x"]])
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf'=1+1;'+84;'-;'@x\r\n"
    write_sheet(tmp_path / "a.xlsx", [["=1+1", "+84", "-", "@x"]])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


@given(st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), min_size=1, max_size=5))
@example([[",", ",", ","]])
def test_any_text_comes_back_clean(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("sheets")
    tidy = [[cleaned(cell).lstrip("'") for cell in row] for row in rows]
    for suffix in (".csv", ".xlsx"):
        write_sheet(folder / f"x{suffix}", [["a", "b", "c"], *tidy])
        found = [row.cells for row in read_sheet(folder / f"x{suffix}").rows][1:]
        assert found == [tuple(row) for row in tidy if any(row)]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    return out.getvalue()


def crowd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(1001):
            packed.writestr(f"part{number}", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("bomb.xlsx", bomb(), "suspiciously large"),
        ("crowd.xlsx", crowd(), "suspiciously large"),
        ("large.csv", b"a" * (LARGEST + 1), "too large"),
        ("units.pdf", b"%PDF", "only .xlsx, .xls and .csv"),
        ("units.xlsx", b"Ma;Ten", "is not a .xlsx file"),
        ("units.xls", b"Ma;Ten", "is not a .xls file"),
        ("units.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "is broken"),
        ("units.xlsx", b"PK\x03\x04" + b"\x00" * 600, "is broken"),
        ("units.csv", b"PK\x03\x04\x00", "is not a .csv file"),
        ("units.csv", "Mã;Tên".encode("utf-16"), "is not"),
        ("units.csv", "Mã;Tên".encode("cp1258", "replace") + b"\xff", "not in UTF-8"),
        ("units.csv", b'a;"b\nc', "is broken"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    """Matrix 93."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadSetting) as refused:
        read_sheet(path)
    assert word in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(BadSetting, match="cannot be written"):
        write_sheet(tmp_path / "no" / "folder.csv", ROWS)
    with pytest.raises(BadSetting, match=r"only \.xlsx and \.csv"):
        write_sheet(tmp_path / "old.xls", ROWS)
