"""How often a cell was late: in the year, in months running, and for how long it has been in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Month
from bot.reports.summary import FAILING, PENDING, CellState, Lateness, lateness

ON, LATE, MISSED, DUE = CellState.ON_TIME, CellState.LATE, CellState.MISSED, CellState.NOT_DUE


NOVEMBER = Month(2026, 11)


def of(*states: CellState | None, last: Month = NOVEMBER) -> Lateness:
    first = last.plus(1 - len(states))
    return lateness((first.plus(number), state) for number, state in enumerate(states))


def test_a_streak_runs_back_from_the_last_month_that_is_over() -> None:
    assert of(LATE, ON, ON, ON) == Lateness(year=1, row=0, on_time=3)
    assert of(LATE, ON, ON, DUE) == Lateness(year=1, row=0, on_time=2)


def test_a_month_in_which_nothing_was_owed_breaks_no_streak() -> None:
    assert of(ON, CellState.EXCUSED, None, ON).on_time == 2


def test_late_and_missed_months_run_on_over_the_turn_of_the_year() -> None:
    assert of(ON, MISSED, LATE, MISSED, last=Month(2027, 1)) == Lateness(year=1, row=3, on_time=0)


def test_paper_is_neither_late_nor_in_time() -> None:
    assert of(ON, LATE, CellState.PAPER) == Lateness(year=1)


def test_nothing_said_nothing_counted() -> None:
    assert of() == of(None, DUE) == Lateness()


@given(st.lists(st.sampled_from([*CellState, None]), max_size=12))
def test_what_runs_is_never_more_than_there_is(states: list[CellState | None]) -> None:
    told = of(*states)
    known = [state for state in states if state not in PENDING]
    assert not (told.row and told.on_time)
    assert told.on_time <= known.count(ON)
    assert max(told.row, told.year) <= sum(state in FAILING for state in known)
