"""An act of the story: the admin takes every file and picture; each is opened, and says what /tonghop says on the screen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from PIL import Image
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from tests.browser.test_story import Phone

MONTH = "11/2026"
PATIENCE = 60_000
"""Milliseconds for a file, made in a process of its own on a busy machine."""
TAKEN = "Hệ thống đã ghi lại"


def the_admin_takes_every_file(page: Page, admin: Phone) -> None:
    """/xuat and /bieudo of one month, downloaded from the phone and opened."""
    admin.says(f"/tonghop {MONTH}", f"tháng {MONTH}", "đã họp")
    told = admin.last.inner_text()
    cells, held, on_time, good = (
        int(found[1])
        for words in (r"(\d+) chi bộ: đã họp", r"đã họp (\d+)", r"Đúng ngày (\d+)", r"Tốt (\d+)")
        if (found := re.search(words, told))
    )
    book = book_of(taken(page, admin, "Sổ số liệu (Excel)"))
    assert {row[0]: row[1] for row in book.get_sheet_by_name("Tổng hợp").to_python()}["Đã họp"] == held
    bands = [row["Xếp loại"] for row in rows_of(taken(page, admin, "Bảng đánh giá, xếp loại (Excel)"))]
    assert (len(bands), bands.count("Tốt")) == (cells, good)
    assert len(rows_of(taken(page, admin, "Bảng 6 tháng, năm (Excel)", half=True))) == cells
    paper = docx.Document(io.BytesIO(taken(page, admin, "Báo cáo (Word)").read_bytes()))
    words = "\n".join(each.text for each in paper.paragraphs)
    assert f"đã sinh hoạt {held} kỳ" in words
    visited = re.search(r"Đảng ủy viên về dự \d+/\d+", told)
    assert visited is not None
    assert f"{visited[0]} kỳ" in words
    with taken(page, admin, "Từng kỳ họp (CSV)").open(encoding="utf-8-sig", newline="") as table:
        states = [row["Tình hình"] for row in csv.DictReader(table, delimiter=";")]
    assert (len(states), states.count("Đúng ngày")) == (cells, on_time)
    for name in ("Chi bộ theo từng tháng", "Tình hình sinh hoạt", "Dự họp và đúng ngày", "Việc đang làm, theo hạn"):
        picture = Image.open(io.BytesIO(drawn(page, admin, name)))
        assert (picture.format, picture.width) == ("PNG", 1080)
        picture.verify()


def taken(page: Page, admin: Phone, name: str, *, half: bool = False) -> Path:
    """The file of that name in /xuat, downloaded; ``half``: of the half-year around the month."""
    admin.says(f"/xuat {MONTH}", "Đồng chí chọn")
    if half:
        admin.presses("6 tháng", "6 tháng cuối năm 2026")
    admin.at.get_by_test_id("key").filter(has_text=name).last.click()
    said = admin.at.get_by_test_id("message").filter(has_text=name).filter(has_text=TAKEN)
    with page.expect_download(timeout=PATIENCE) as waiting:
        said.get_by_test_id("document").click(timeout=PATIENCE)
    return Path(waiting.value.path())


def drawn(page: Page, admin: Phone, name: str) -> bytes:
    """The picture of that name in /bieudo, as the phone shows it."""
    admin.says(f"/bieudo {MONTH}", "Đồng chí chọn")
    admin.at.get_by_test_id("key").filter(has_text=name).last.click()
    image = admin.at.get_by_test_id("message").filter(has_text=name).get_by_test_id("photo").locator("img")
    expect(image).to_be_visible(timeout=PATIENCE)
    return page.request.get(f"{page.url.rstrip('/')}{image.get_attribute('src')}").body()


def book_of(path: Path) -> CalamineWorkbook:
    """The workbook as a spreadsheet opens it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The rows of the only table under its title, by the heads."""
    _, _, head, *rows = book_of(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]
