"""The follow-up share, and the line of the result table as it is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.carrying import Carried, FollowUp, follow_up, from_json, to_json
from bot.domain.tasks import Measure, Progress, ReportedState, Task

HELD = date(2026, 11, 3)
STATES = {state.value: Progress(state) for state in ReportedState} | {"": None}


def line(due: date | None, told: str = "", closed: date | None = None, before: str = "") -> Carried:
    return Carried(1, Task("Dọn kênh mương", "", due), "", 0.0, STATES[before], STATES[told], closed)


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ((), FollowUp(0, 0)),
        ((line(HELD, "done"), line(HELD, "late")), FollowUp(1, 2)),
        ((line(HELD + timedelta(days=1), "in_progress"),), FollowUp(0, 0)),
        ((line(HELD + timedelta(days=1), "done"),), FollowUp(1, 1)),
        ((line(HELD - timedelta(days=9), "dropped"), line(HELD)), FollowUp(0, 1)),
        ((line(None, "in_progress"), line(None, "done")), FollowUp(1, 1)),
        ((line(HELD, closed=HELD - timedelta(days=4), before="done"),), FollowUp(1, 1)),
    ],
    ids=["none", "half", "not due yet", "ahead of time", "dropped is no target", "without a day", "closed before"],
)
def test_the_follow_up_share_is_done_of_due(carried: tuple[Carried, ...], expected: FollowUp) -> None:
    assert follow_up(carried, HELD) == expected


def test_nothing_due_has_no_share() -> None:
    assert FollowUp(0, 0).share is None
    assert FollowUp(1, 2).share == 0.5


def test_overdue_is_open_past_its_day() -> None:
    assert line(HELD - timedelta(days=1)).overdue(HELD)
    assert not line(HELD).overdue(HELD)
    assert not line(HELD - timedelta(days=1), closed=HELD).overdue(HELD)


NUMBERS = st.none() | st.floats(0, 1e6, allow_nan=False)
PROGRESS = st.builds(Progress, st.sampled_from(ReportedState), NUMBERS, NUMBERS, NUMBERS, st.text(), st.text())
DAYS = st.none() | st.dates()
LINES = st.builds(
    Carried,
    st.integers(1, 10**9),
    st.builds(
        Task,
        st.text(),
        st.text(),
        DAYS,
        st.none() | st.builds(Measure, st.floats(0, 1e6, allow_nan=False), st.text(), st.booleans()),
        st.text(),
    ),
    st.text(),
    st.floats(0, 1),
    st.none() | PROGRESS,
    st.none() | PROGRESS,
    DAYS,
)


@given(LINES)
def test_a_line_is_kept_whole(carried: Carried) -> None:
    assert from_json(to_json(carried)) == carried


@given(st.lists(LINES, max_size=8), st.dates())
def test_never_more_is_done_than_was_due(carried: list[Carried], by: date) -> None:
    found = follow_up(carried, by)
    assert 0 <= found.done <= found.due <= len(carried)
