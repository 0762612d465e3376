"""What is said of figures, lists and cards, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.card import card_text, phones_text
from bot.reports.lines import line_text
from bot.reports.summary import (
    Card,
    CellLine,
    CellState,
    Changed,
    ChildSummary,
    Compared,
    Facts,
    Frozen,
    Holder,
    ListName,
    MonthLine,
    ResolutionLine,
    Summary,
    TaskLine,
)
from bot.reports.text import child_line, list_name, short_span, span_name, summary_text
from bot.texts import LANGUAGES, voice
from tests.conftest import NOW

TODAY = NOW.date()
NOVEMBER = Span(Month(2026, 11), 1)
RULES = Rules()
VI = voice("vi")
KEY = re.compile(r"\b(?:summary|lines|card|span|missing|cells)-[a-z_]+")
"""A key that is shown instead of its sentence: no text of that name."""


def said_well(text: str) -> None:
    assert not KEY.search(text), text
    assert "{" not in text


FACTS = {
    CellState.ON_TIME: Facts(NOVEMBER.first, "met", date(2026, 11, 3), held_on=date(2026, 11, 3), present=28, base=30),
    CellState.LATE: Facts(NOVEMBER.first, "met", date(2026, 11, 1), held_on=date(2026, 11, 5), present=28, base=30),
    CellState.PAPER: Facts(NOVEMBER.first, "met", date(2026, 11, 1), paper_on=date(2026, 11, 5)),
    CellState.SAID_HELD: Facts(NOVEMBER.first, "open", date(2026, 11, 1), said_held_on=date(2026, 11, 1)),
    CellState.POSTPONED: Facts(
        NOVEMBER.first, "open", date(2026, 11, 3), postponed_to=date(2026, 11, 6), postponed_reason="<bão>"
    ),
    CellState.NOT_DUE: Facts(NOVEMBER.first, "open", date(2026, 11, 4)),
    CellState.OVERDUE: Facts(NOVEMBER.first, "open", date(2026, 11, 1)),
    CellState.MISSED: Facts(Month(2026, 10), "missed", date(2026, 10, 3)),
    CellState.EXCUSED: Facts(NOVEMBER.first, "excused"),
}
TOLD = {
    CellState.ON_TIME: "họp 03/11; có mặt 28/30 (93,3%)",
    CellState.LATE: "dự kiến 01/11; họp 05/11; có mặt 28/30 (93,3%)",
    CellState.PAPER: "báo bản giấy 05/11",
    CellState.SAID_HELD: "báo đã họp 01/11, chưa ghi; đã nhắc 2 lần; đ/c Đỗ Văn Dũng",
    CellState.POSTPONED: "dự kiến 03/11, hoãn đến 06/11; lý do: &lt;bão&gt;",
    CellState.NOT_DUE: "dự kiến 04/11, quá 1 ngày, còn trong hạn",
    CellState.OVERDUE: "dự kiến 01/11, quá 4 ngày; đã nhắc 2 lần; đ/c Đỗ Văn Dũng",
    CellState.MISSED: "dự kiến 03/10; đã nhắc 2 lần; đ/c Đỗ Văn Dũng",
    CellState.EXCUSED: "được miễn kỳ này",
}


def cell_line(state: CellState) -> CellLine:
    return CellLine(7, "Chi bộ thôn Khe Sâu", FACTS[state], state, 2, "Đỗ Văn Dũng", joined=True)


@pytest.mark.parametrize("state", list(CellState))
def test_a_line_tells_of_each_state_what_matters_there(state: CellState) -> None:
    line = line_text(VI, 1, cell_line(state), ListName(state.value), NOVEMBER, TODAY)
    assert line == f"1. Chi bộ thôn Khe Sâu: {TOLD[state]}"


def test_a_list_of_several_months_names_the_month() -> None:
    line = line_text(VI, 1, cell_line(CellState.MISSED), ListName.MISSED, Span(Month(2026, 10), 3), TODAY)
    assert line.startswith("1. Chi bộ thôn Khe Sâu, T10: ")


def test_days_of_another_year_carry_their_year() -> None:
    task = TaskLine(1, 7, "Chi bộ thôn Muối", "Mở đường", "", date(2024, 11, 18), 0.0, None)
    assert "hạn 18/11/2024, quá 717 ngày" in line_text(VI, 1, task, ListName.TASKS_OVERDUE, NOVEMBER, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_and_state_has_words(language: str) -> None:
    say = voice(language)
    for name in ListName:
        said_well(list_name(say, name, RULES))
        for state in CellState:
            said_well(line_text(say, 1, cell_line(state), name, NOVEMBER, TODAY))
    for line in (
        CellLine(7, "A", None, None, secretary="B", phone="09xx xxx xxx"),
        CellLine(7, "A", None, None),
        TaskLine(1, 7, "A", "B", "C", None, 0.5, None),
        TaskLine(1, 7, "A", "B", "C", TODAY, 1.0, TODAY),
        ResolutionLine(1, 7, "A", "05-NQ/CB", "B", TODAY),
        ResolutionLine(1, 7, "A", "", "B", TODAY),
    ):
        said_well(line_text(say, 1, line, ListName.NOT_JOINED, NOVEMBER, TODAY))
    for expected in (0, 3):
        said_well(child_line(say, 1, ChildSummary(1, "A", False, expected, 1, 1, 1, 9, 10), RULES))


@pytest.mark.parametrize(
    ("span", "name", "short"),
    [
        ("2026-11", "tháng 11/2026", "T11"),
        ("2026-10+3", "quý IV/2026", "Quý IV"),
        ("2026-07+6", "6 tháng cuối năm 2026", "Nửa năm"),
        ("2026-01+12", "năm 2026", "2026"),
        ("2025-11+12", "từ 11/2025 đến 10/2026", "11/2025–10/2026"),
    ],
)
def test_a_span_is_called_as_people_call_it(span: str, name: str, short: str) -> None:
    assert span_name(VI, Span.read(span)) == name
    assert short_span(VI, Span.read(span)) == short


@given(
    counts=st.dictionaries(st.sampled_from(ListName), st.integers(0, 100_000)),
    months=st.sampled_from([1, 3, 6, 12]),
    names=st.lists(st.text(max_size=300), max_size=8),
    numbers=st.tuples(*[st.integers(0, 100_000)] * 4),
    language=st.sampled_from(LANGUAGES),
)
def test_a_summary_is_short_whatever_the_figures(
    counts: dict[ListName, int], months: int, names: list[str], numbers: tuple[int, ...], language: str
) -> None:
    present, base, before, cells = numbers
    span = Span(Month(2026, 7 if months > 1 else 11), months)
    earlier = Compared(span.before, expected=before, held=before, present=present, base=present + base)
    changes = tuple(Changed(name, 0, count) for name, count in counts.items())
    told = Summary(
        1,
        "Đảng bộ " * 30,
        span,
        TODAY,
        cells,
        counts,
        present,
        present + base,
        before,
        before,
        cells,
        before=earlier,
        year_ago=earlier,
        frozen=Frozen(TODAY, TODAY, changes),
    )
    text = summary_text(
        voice(language), told, [name.replace("\n", " ").replace("\r", " ") for name in names], NOW, RULES
    )
    assert text.count("\n") < 11
    assert len(text) < 2000


def card(*holders: Holder, months: tuple[MonthLine, ...] = ()) -> Card:
    return Card(7, "Chi bộ thôn Muối", "Đảng bộ xã Lục Nam", months, holders, 2, 1, 3)


def test_a_card_says_each_state_in_words_beside_its_mark() -> None:
    states = list(CellState)
    months = tuple(MonthLine(Month(2026, number), FACTS[state], state) for number, state in enumerate(states, 1))
    text = card_text(VI, card(months=months), TODAY)
    assert "T1 ✓ đúng · T2 ✓ muộn · T3 ✓ bản giấy" in text
    assert "T7 ! quá hạn · T8 ✗ chưa báo · T9 miễn" in text
    assert "12 tháng (3/9 kỳ đã họp):" in text


def test_a_card_names_four_people_and_counts_the_rest() -> None:
    people = [
        Holder(f"Nguyễn Văn {number}", Role.COMMITTEE_MEMBER.value, number % 2 == 0, number == 2, "")
        for number in range(6)
    ]
    text = card_text(VI, card(*people), TODAY)
    assert (
        "Chi ủy viên Nguyễn Văn 0 (đã vào); Chi ủy viên Nguyễn Văn 1 (chưa vào); Chi ủy viên Nguyễn Văn 2 (đã chặn tin)"
        in text
    )
    assert "và 2 đồng chí khác" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_words_for_every_post(language: str) -> None:
    people = [Holder("A", role.value, True, False, phone) for role in Role for phone in ("", "0900 000 012")]
    for each in (card(), card(*people)):
        said_well(card_text(voice(language), each, TODAY))
        said_well(phones_text(voice(language), each))


def test_the_summary_of_a_month_that_is_over_says_no_hour() -> None:
    told = Summary(1, "Xã", Span(Month(2026, 10), 1), TODAY, 2, {ListName.EXPECTED: 2, ListName.HELD: 2})
    earlier = (Compared(told.span.before, 2, 1), Compared(Span(Month(2025, 10), 1), 2, 0))
    told = replace(told, before=earlier[0], year_ago=earlier[1])
    text = summary_text(VI, told, [], datetime(2026, 11, 5, 20, tzinfo=NOW.tzinfo), RULES)
    assert text == "<b>Xã</b> · tháng 10/2026\n2 chi bộ: đã họp 2 (100%; tháng trước 1, cùng kỳ năm trước 0)"
