"""Admissions and recognitions as people type them; wishes and plans are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.growth import GrowthKind
from bot.forms.reading.growth import Grown, find_growth, read_growth
from tests.forms.reading.cell import GIVEN

HELD = date(2026, 11, 3)
ADMISSION, RECOGNITION = GrowthKind.ADMISSION, GrowthKind.RECOGNITION


@pytest.mark.parametrize(
    ("text", "grown"),
    [
        ("kết nạp đ/c Lê Văn Nam ngày 3/11", Grown(ADMISSION, "Lê Văn Nam", HELD)),
        ("Kết nạp đảng viên mới: Lê Văn Nam, 3/11/2026", Grown(ADMISSION, "Lê Văn Nam", HELD)),
        ("hôm nay kết nạp đồng chí Lê Văn Nam", Grown(ADMISSION, "Lê Văn Nam")),
        ("chi bộ đã kết nạp quần chúng Lê Văn Nam hôm qua", Grown(ADMISSION, "Lê Văn Nam", date(2026, 11, 4))),
        ("ket nap d/c Le Van Nam ngay 3/11", Grown(ADMISSION, "Le Van Nam", HELD)),
        ("công nhận chính thức đ/c Vi Văn Sơn mùng 3", Grown(RECOGNITION, "Vi Văn Sơn", HELD)),
        ("công nhận đảng viên chính thức cho đồng chí Vi Văn Sơn", Grown(RECOGNITION, "Vi Văn Sơn")),
        ("kết nạp", Grown(ADMISSION)),
    ],
)
def test_one_sentence(text: str, grown: Grown) -> None:
    assert read_growth(text, GIVEN) == grown


@pytest.mark.parametrize(
    "text",
    [
        "đề nghị kết nạp đ/c Lê Văn Nam",
        "xét kết nạp quần chúng Lê Văn Nam",
        "sẽ kết nạp đ/c Nam",
        "chưa kết nạp ai",
        "họp ngày 3/11, kết nạp đ/c Lê Văn Nam",
        "công nhận gia đình văn hóa",
        "",
    ],
)
def test_what_is_no_admission(text: str) -> None:
    assert read_growth(text, GIVEN) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kết nạp đồng chí Lê Văn Nam vào Đảng.", ["Lê Văn Nam"]),
        (
            "Tổ chức lễ kết nạp đảng viên đ/c Lê Văn Nam; công nhận chính thức đ/c Vi Văn Sơn",
            ["Lê Văn Nam", "Vi Văn Sơn"],
        ),
        ("xét kết nạp đ/c Trần Văn Tâm", []),
        ("nhất trí đề nghị kết nạp quần chúng Trần Văn Tâm", []),
        ("chuẩn bị hồ sơ kết nạp đ/c Trần Văn Tâm", []),
        ("bàn việc kết nạp đảng viên mới", []),
        ("Lê Văn Nam phát biểu", []),
    ],
)
def test_what_the_minutes_say(text: str, names: list[str]) -> None:
    assert [each.name for each in find_growth(text, HELD)] == names


@given(st.text(max_size=200))
def test_no_text_makes_it_stumble(text: str) -> None:
    told = read_growth(text, GIVEN)
    assert told is None or not told.name or len(told.name.split()) > 1
    assert len(find_growth(text, HELD)) <= 3
