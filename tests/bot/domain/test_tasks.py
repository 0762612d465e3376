"""Where a task stands follows its updates: the newest counts, corrections in the place of what they correct."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.tasks import Act, Measure, Progress, ReportedState, Task, TaskState, Update, in_force, standing

START = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
TASK = Task("Vận động 12 hộ hiến đất", "Trần Thị Bình", date(2026, 11, 30), Measure(12, "hộ"))
DONE, RUNNING, LATE, DROPPED = (
    Progress(ReportedState.DONE),
    Progress(ReportedState.IN_PROGRESS, 9, 12),
    Progress(ReportedState.LATE, note="mưa"),
    Progress(ReportedState.DROPPED),
)


def update(number: int, told: Progress = RUNNING, act: Act = Act.REPORT, **more: object) -> Update:
    at = START + timedelta(days=number)
    return Update(number, act, told, at, at.date(), **more)  # type: ignore[arg-type]


def test_nothing_reported_is_an_open_task_with_nothing_done() -> None:
    stands = standing(TASK, ())
    assert (stands.state, stands.share, stands.due_on, stands.told) == (TaskState.OPEN, 0.0, TASK.due_on, None)


def test_the_newest_report_counts() -> None:
    assert standing(TASK, (update(1), update(2, DONE))).state is TaskState.DONE
    reopened = standing(TASK, (update(1, DONE), update(2)))
    assert (reopened.state, reopened.share, reopened.closed_on) == (TaskState.OPEN, 0.75, None)


def test_a_correction_stands_where_what_it_corrects_stood() -> None:
    """A meeting corrected on the 5th does not overrule what was reported on the 4th."""
    updates = (update(3, RUNNING, meeting_id=7), update(4, DONE), update(5, LATE, meeting_id=7, replaces=3))
    assert standing(TASK, updates).state is TaskState.DONE
    alone = (update(3, DONE, meeting_id=7), update(5, RUNNING, meeting_id=7, replaces=3))
    assert standing(TASK, alone).state is TaskState.OPEN


def test_what_is_taken_back_counts_no_more() -> None:
    updates = (update(1), update(2, DONE), update(3, DONE, Act.UNDO, replaces=2))
    stands = standing(TASK, updates)
    assert (stands.state, stands.share, stands.told) == (TaskState.OPEN, 0.75, RUNNING)


def test_a_reopened_task_stands_where_it_stood_before_it_was_closed() -> None:
    stands = standing(TASK, (update(1), update(2, DROPPED), update(3, RUNNING, Act.REOPEN)))
    assert (stands.state, stands.share, stands.closed_on) == (TaskState.OPEN, 0.75, None)


def test_the_due_day_moves_and_moves_back() -> None:
    later = date(2026, 12, 15)
    moved = update(1, act=Act.DUE, due_on=later, due_was=TASK.due_on)
    assert standing(TASK, (moved,)).due_on == later
    assert standing(TASK, (moved, update(2, act=Act.UNDO, replaces=1))).due_on == TASK.due_on


def test_a_share_is_never_under_nothing_nor_over_all() -> None:
    assert standing(TASK, (update(1, Progress(ReportedState.IN_PROGRESS, 15, 12)),)).share == 1.0


REPORTS = st.builds(
    Progress,
    st.sampled_from(ReportedState),
    st.none() | st.floats(0, 50, allow_nan=False),
    st.none() | st.floats(1, 50, allow_nan=False),
    st.none() | st.floats(0, 100, allow_nan=False),
)


@given(st.lists(REPORTS, max_size=6), REPORTS, REPORTS)
def test_correcting_is_as_if_it_had_been_said_so_at_once(
    before: list[Progress], said: Progress, meant: Progress
) -> None:
    first = tuple(update(number, told) for number, told in enumerate(before, 1))
    wrong = update(10, said, meeting_id=1)
    after = (update(11, RUNNING),)
    corrected = (*first, wrong, *after, update(20, meant, meeting_id=1, replaces=10))
    at_once = (*first, update(10, meant, meeting_id=1), *after)
    stood, wanted = standing(TASK, corrected), standing(TASK, at_once)
    assert (stood.state, stood.share, stood.told) == (wanted.state, wanted.share, wanted.told)


@given(st.lists(REPORTS, min_size=1, max_size=6))
def test_taking_back_is_as_if_it_had_never_been_said(reports: list[Progress]) -> None:
    said = tuple(update(number, told) for number, told in enumerate(reports, 1))
    undone = (*said, update(50, act=Act.UNDO, replaces=len(said)))
    assert standing(TASK, undone) == standing(TASK, said[:-1])
    assert len(in_force(undone)) == len(said) - 1
