"""The rules that put a cell into a list, from the requirement (issue 2, talks.md 4, domain.md 3.1)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import (
    OF_CELLS,
    OF_GROWTH,
    OF_TASKS,
    CellState,
    Facts,
    ListName,
    Summary,
    below,
    cell_state,
    cut,
    days_over,
    held_by,
    late_entry,
    masked,
)

RULES = Rules(grace_days=2, entry_days=2)
NOVEMBER = Month(2026, 11)
TODAY = date(2026, 11, 5)


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.mark.parametrize(
    ("facts", "today", "state"),
    [
        ({"planned_on": november(3), "held_on": november(3)}, 5, "on_time"),
        ({"planned_on": november(3), "held_on": november(1)}, 5, "on_time"),
        ({"planned_on": november(3), "held_on": november(5)}, 5, "on_time"),
        ({"planned_on": november(3), "held_on": november(6)}, 6, "late"),
        ({"planned_on": november(3), "postponed_to": november(12), "held_on": november(13)}, 20, "on_time"),
        ({"planned_on": november(3), "postponed_to": november(12), "held_on": november(15)}, 20, "late"),
        ({"planned_on": None, "held_on": november(30)}, 30, "on_time"),
        ({"planned_on": november(3), "paper_on": november(6)}, 20, "paper"),
        ({"planned_on": november(3), "state": "excused"}, 20, "excused"),
        ({"planned_on": november(3), "said_held_on": november(3)}, 20, "said_held"),
        ({"planned_on": november(3), "state": "met"}, 20, "said_held"),
        ({"planned_on": november(3)}, 3, "not_due"),
        ({"planned_on": november(3)}, 5, "not_due"),
        ({"planned_on": november(3)}, 6, "overdue"),
        ({"planned_on": november(3)}, 30, "overdue"),
        ({"planned_on": november(3), "postponed_to": november(20)}, 6, "postponed"),
        ({"planned_on": november(3), "postponed_to": november(20)}, 22, "postponed"),
        ({"planned_on": november(3), "postponed_to": november(20)}, 23, "overdue"),
        ({"planned_on": None}, 30, "not_due"),
        ({"planned_on": november(3), "state": "missed"}, 30, "missed"),
    ],
)
def test_each_state_holds_by_the_days(facts: dict[str, Any], today: int, state: str) -> None:
    assert cell_state(Facts(NOVEMBER, **facts), november(today), RULES) == state


def test_an_open_obligation_is_missed_once_its_month_is_over() -> None:
    assert cell_state(Facts(NOVEMBER, planned_on=november(3)), date(2026, 12, 1), RULES) is CellState.MISSED


def test_a_day_at_the_end_of_the_month_keeps_its_grace() -> None:
    facts = Facts(NOVEMBER, planned_on=november(30))
    assert cell_state(facts, date(2026, 12, 2), RULES) is CellState.NOT_DUE
    assert cell_state(facts, date(2026, 12, 3), RULES) is CellState.MISSED


def test_what_is_recorded_goes_before_what_the_deadline_says() -> None:
    facts = Facts(NOVEMBER, state="missed", planned_on=november(3), held_on=november(4))
    assert cell_state(facts, date(2027, 1, 5), RULES) is CellState.ON_TIME


def test_a_late_entry_is_a_clock_of_its_own() -> None:
    on_time = Facts(NOVEMBER, planned_on=november(3), held_on=november(3), recorded_on=november(6))
    assert cell_state(on_time, TODAY, RULES) is CellState.ON_TIME
    assert late_entry(on_time, RULES)
    assert not late_entry(Facts(NOVEMBER, held_on=november(3), recorded_on=november(5)), RULES)
    assert not late_entry(Facts(NOVEMBER, planned_on=november(3)), RULES)


def test_below_is_strictly_below_and_needs_a_base() -> None:
    assert not below(Facts(NOVEMBER, held_on=november(3), present=27, base=30), 0.9)
    assert below(Facts(NOVEMBER, held_on=november(3), present=26, base=30), 0.9)
    assert not below(Facts(NOVEMBER, held_on=november(3)), 0.9)
    assert not below(Facts(NOVEMBER, present=0, base=30), 0.9)


@pytest.mark.parametrize(
    ("span", "today", "day"),
    [
        (Span(NOVEMBER, 1), TODAY, date(2026, 10, 5)),
        (Span(NOVEMBER, 1), date(2026, 12, 5), date(2026, 10, 31)),
        (Span(Month(2026, 3), 1), date(2026, 3, 31), date(2026, 2, 28)),
        (Span(Month(2026, 10), 3), TODAY, date(2026, 8, 5)),
        (Span(Month(2026, 1), 12), TODAY, date(2025, 11, 5)),
    ],
)
def test_the_span_before_is_cut_at_the_same_day(span: Span, today: date, day: date) -> None:
    assert cut(span, today) == day


def test_a_span_to_come_is_compared_with_nothing() -> None:
    span = Span(Month(2026, 12), 1)
    assert cut(span, TODAY) < span.before.first.first


def test_a_cell_had_met_by_the_day_of_its_meeting_or_paper() -> None:
    assert held_by(Facts(NOVEMBER, held_on=november(3)), november(3))
    assert not held_by(Facts(NOVEMBER, held_on=november(4)), november(3))
    assert held_by(Facts(NOVEMBER, paper_on=november(3)), november(3))
    assert not held_by(Facts(NOVEMBER, said_held_on=november(3)), november(3))


def test_days_over_count_from_the_day_that_counts() -> None:
    assert days_over(november(1), TODAY) == 4
    assert days_over(november(9), TODAY) == 0


def test_a_phone_shows_its_first_two_digits_only() -> None:
    assert masked("0900 000 012") == "09xx xxx xxx"
    assert masked("") == ""


@given(st.text(alphabet="0123456789 +.-", max_size=20))
def test_a_masked_phone_never_shows_a_third_digit(phone: str) -> None:
    assert sum(char.isdigit() for char in masked(phone)) <= 2


@given(
    st.builds(
        Facts,
        period=st.just(NOVEMBER),
        state=st.sampled_from(["open", "met", "missed", "excused"]),
        planned_on=st.none() | st.dates(november(1), november(30)),
        postponed_to=st.none() | st.dates(november(1), date(2026, 12, 10)),
        said_held_on=st.none() | st.dates(november(1), november(30)),
        paper_on=st.none() | st.dates(november(1), november(30)),
    ),
    st.dates(date(2026, 10, 25), date(2027, 1, 10)),
)
def test_nobody_is_overdue_before_day_and_grace_are_over(facts: Facts, today: date) -> None:
    if cell_state(facts, today, RULES) is CellState.OVERDUE:
        assert (today - facts.due_on).days > 2
        assert today <= november(30)


def test_every_list_tells_of_cells_or_tasks_or_resolutions() -> None:
    assert frozenset(ListName) == OF_CELLS | OF_TASKS | OF_GROWTH | {ListName.RESOLUTIONS}
    assert {state.value for state in CellState} <= {name.value for name in ListName}


def test_mean_attendance_weighs_large_cells_more() -> None:
    summary = Summary(
        1, "Xã", Span(NOVEMBER, 1), TODAY, 2, {ListName.EXPECTED: 4, ListName.HELD: 1}, present=100, base=110
    )
    assert summary.attendance == pytest.approx(100 / 110)
    assert summary.share == 0.25
    assert Summary(1, "Xã", Span(NOVEMBER, 1), TODAY, 0, {}).attendance is None
