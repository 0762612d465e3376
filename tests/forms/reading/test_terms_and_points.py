"""How long somebody stands in, and points with the reason for those lost, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.rules import Rules
from bot.domain.scores import Line
from bot.forms.form import Reply
from bot.forms.reading.outcome import NotUnderstood, Understood
from bot.forms.reading.points import find_points, read_points
from bot.forms.reading.terms import read_term
from bot.forms.score import PointsAnswer, score_form
from tests.forms.reading.cell import GIVEN

NOVEMBER = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ 5/11 đến 20/11", NOVEMBER, date(2026, 11, 20)),
        ("tu 10/11 den het 20/11", date(2026, 11, 10), date(2026, 11, 20)),
        ("từ ngày mùng 1/12 đến hết ngày 5/12", date(2026, 12, 1), date(2026, 12, 5)),
        ("10/11 - 20/11", date(2026, 11, 10), date(2026, 11, 20)),
        ("đến 20/11", NOVEMBER, date(2026, 11, 20)),
        ("đến hết 20/11/2026", NOVEMBER, date(2026, 11, 20)),
        ("2 tuần", NOVEMBER, date(2026, 11, 18)),
        ("hai tuần", NOVEMBER, date(2026, 11, 18)),
        ("10 ngày", NOVEMBER, date(2026, 11, 14)),
        ("1 ngày", NOVEMBER, NOVEMBER),
        ("một tháng", NOVEMBER, date(2026, 12, 4)),
        ("from 6/11 to 8/11", date(2026, 11, 6), date(2026, 11, 8)),
    ],
)
def test_a_term(text: str, first: date, last: date) -> None:
    assert read_term(text, GIVEN) == Understood((first, last))


@pytest.mark.parametrize("text", ["", "lâu lâu", "từ 20/11 đến 10/11", "0 ngày", "đến hôm qua", "999 tuần", "từ đến"])
def test_no_term(text: str) -> None:
    assert isinstance(read_term(text, GIVEN), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "points", "why"),
    [
        ("8", 8, ""),
        ("8 tài liệu gửi muộn", 8, "Tài liệu gửi muộn"),
        ("8/10 vì tài liệu gửi muộn", 8, "Tài liệu gửi muộn"),
        ("được 8 điểm, do tài liệu gửi muộn", 8, "Tài liệu gửi muộn"),
        ("8,5 (gửi muộn)", 8.5, "Gửi muộn"),
        ("tám: gửi muộn", 8, "Gửi muộn"),
        ("0 không họp", 0, "Không họp"),
        ("đủ", 10, ""),
        ("8 TAI LIEU GUI MUON", 8, "TAI LIEU GUI MUON"),
    ],
)
def test_points(text: str, points: float, why: str) -> None:
    assert read_points(text, 10) == Understood((points, why))


@pytest.mark.parametrize("text", ["11", "-1", "8,3", "tốt", "", "tài liệu gửi muộn"])
def test_no_points(text: str) -> None:
    assert isinstance(read_points(text, 10), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "number", "points"),
    [
        ("3 8 gửi muộn", 3, 8),
        ("dòng 3: 8 gửi muộn", 3, 8),
        ("1 5; 3 8 gửi muộn", 3, 8),
        ("1 5\nmục 3 = 8/10 gửi muộn", 3, 8),
        ("3. 8 gửi muộn", 3, 8),
    ],
)
def test_a_line_named_by_its_number(text: str, number: int, points: float) -> None:
    found = find_points(text, number, 10)
    assert found is not None
    assert isinstance(found.reading, Understood)
    assert found.reading.value[0] == points
    assert find_points(text, 7, 10) is None


HALVES = st.integers(0, 20).map(lambda each: each / 2)


@given(points=HALVES, text=st.text(max_size=60))
def test_a_line_keeps_its_points_within_its_most_and_reads_back(points: float, text: str) -> None:
    answer = PointsAnswer(3, 10)
    known = Line(points, 10, "từ biên bản", "lý do" if points < 10 else "")
    reading = answer.parse(Reply(text), GIVEN, known)
    line = reading.value if isinstance(reading, Understood) else known
    assert 0 <= line.points <= line.most == 10
    assert answer.load(answer.dump(line)) == line


@pytest.mark.parametrize("raw", [{"points": 11, "most": 10}, {"points": -1, "most": 10}, {"points": 5, "most": 12}])
def test_points_beyond_the_table_are_no_answer(raw: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="points"):
        PointsAnswer(3, 10).load({**raw, "why": "", "remark": ""})


def test_the_form_follows_the_committees_table() -> None:
    assert len(score_form(Rules()).parts[0].questions) == 16
    assert len(score_form(Rules(score_table="hd42-7")).parts[0].questions) == 14
