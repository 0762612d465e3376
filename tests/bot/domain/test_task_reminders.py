"""When a task is reminded of: before, on the day, when overdue, then weekly a few times; far ones sleep, stale ones fall."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import decent, holiday
from bot.domain.people import Role
from bot.domain.rules import Rules
from bot.domain.task_reminders import LOOK_AGAIN, STALE, Holder, due, fallen, nudges, told
from bot.domain.tasks import TaskState
from tests.conftest import ZONE

RULES = Rules()
DUE = date(2026, 11, 20)
LONG_AGO = datetime(2020, 1, 1, tzinfo=ZONE)


def at(day: int, hour: int = 8, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZONE)


def names(*days: datetime) -> list[str]:
    return [ripe.tell.name if (ripe := due(DUE, LONG_AGO, now, RULES, ZONE)).tell else "" for now in days]


def test_the_ladder_is_before_on_after_and_weekly_a_few_times() -> None:
    found = [(each.name, each.due_at) for each in nudges(DUE, RULES, ZONE)]
    assert found == [
        ("before", at(17)),
        ("due", at(20)),
        ("over", at(21)),
        ("again1", at(28)),
        ("again2", at(5, month=12)),
        ("again3", at(12, month=12)),
    ]


def test_a_committee_may_set_it_otherwise() -> None:
    never = Rules(task_before_days=0, task_again_times=0)
    assert [each.name for each in nudges(DUE, never, ZONE)] == ["due", "over"]
    assert nudges(DUE, Rules(task_before_days=7), ZONE)[0].due_at == at(13)


def test_the_latest_that_is_due_is_told_and_only_that() -> None:
    assert names(at(1), at(17, 7), at(17), at(19), at(20), at(25)) == ["", "", "before", "before", "due", "over"]


def test_after_downtime_only_the_latest_is_told_and_a_stale_one_never() -> None:
    assert names(at(29), at(11, month=12), at(20, month=12)) == ["again1", "", ""]


def test_what_was_told_is_not_told_again_nor_what_lay_before_the_task_was_made() -> None:
    assert due(DUE, at(17), at(18), RULES, ZONE).tell is None
    assert due(DUE, at(19), at(19, 12), RULES, ZONE).tell is None


def test_a_task_without_a_day_is_never_told_of() -> None:
    assert due(None, LONG_AGO, at(20), RULES, ZONE).tell is None


def test_a_message_falls_when_the_task_is_closed_its_day_moved_or_a_later_one_is_due() -> None:
    assert fallen(TaskState.DONE, DUE, "due@2026-11-20", at(20), RULES, ZONE) == "done"
    assert fallen(TaskState.OPEN, DUE + timedelta(days=9), "due@2026-11-20", at(20), RULES, ZONE) == "moved"
    assert fallen(TaskState.OPEN, None, "due@2026-11-20", at(20), RULES, ZONE) == "moved"
    assert fallen(TaskState.OPEN, DUE, "before@2026-11-20", at(20), RULES, ZONE) == "superseded"
    assert fallen(TaskState.OPEN, DUE, "due@2026-11-20", at(20), RULES, ZONE) == ""


SECRETARY = Holder(1, "Nguyễn Văn An", Role.SECRETARY, reachable=True)
DEPUTY = Holder(2, "Trần Thị Bình", Role.DEPUTY, reachable=True)
MEMBER = Holder(3, "Lê Thị Lan", Role.COMMITTEE_MEMBER, reachable=True)


def test_the_secretary_and_the_owner_are_told() -> None:
    people = (SECRETARY, DEPUTY, MEMBER)
    assert set(told("Tổ đảng số 3", people)) == {1}
    assert set(told("Lê Thị Lan", people)) == {1, 3}
    assert set(told("Nguyễn Văn An", people)) == {1}


def test_the_deputy_is_told_where_the_secretary_cannot_be_reached() -> None:
    away = Holder(1, "Nguyễn Văn An", Role.SECRETARY, reachable=False)
    assert set(told("", (away, DEPUTY, MEMBER))) == {2}
    assert told("Nguyễn Văn An", (away,)) == {}


DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
RULES_DRAWN = st.builds(
    Rules, task_before_days=st.integers(0, 10), task_again_days=st.integers(0, 10), task_again_times=st.integers(0, 5)
)


@given(DAYS, RULES_DRAWN)
def test_nobody_is_told_at_night_or_on_a_holiday_and_never_before_its_time(day: date, rules: Rules) -> None:
    for each in nudges(day, rules, ZONE):
        assert decent(each.due_at, rules, ZONE) == each.due_at
        assert not holiday(each.due_at.date(), rules)
        assert each.due_at.date() >= day - timedelta(days=rules.task_before_days)


@given(DAYS, RULES_DRAWN, st.lists(st.integers(-400, 800), min_size=1, max_size=30, unique=True))
def test_however_the_sweep_runs_each_moment_is_told_once_and_in_order(
    day: date, rules: Rules, hours: list[int]
) -> None:
    """A sweep looks when told to, or (after downtime) later; the next look is never past an untold fresh moment."""
    start = datetime.combine(day, datetime.min.time(), ZONE)
    since, said = LONG_AGO, []
    for hour in sorted(hours):
        now = start + timedelta(hours=hour)
        ripe = due(day, since, now, rules, ZONE)
        if ripe.tell is not None:
            assert now - STALE < ripe.tell.due_at <= now
            said.append(ripe.tell.key)
        assert ripe.next_at > now
        untold = [each.due_at for each in nudges(day, rules, ZONE) if each.due_at > now]
        assert ripe.next_at == min(untold, default=now + LOOK_AGAIN)
        since = now
    assert len(said) == len(set(said))


@given(DAYS, RULES_DRAWN)
def test_a_sweep_that_never_sleeps_tells_of_every_moment(day: date, rules: Rules) -> None:
    now = datetime.combine(day - timedelta(days=20), datetime.min.time(), ZONE)
    since, said = now, set()
    for _ in range(20):
        ripe = due(day, since, now, rules, ZONE)
        if ripe.tell is not None:
            said.add(ripe.tell.due_at)
        since, now = now, ripe.next_at
    assert said == {each.due_at for each in nudges(day, rules, ZONE)}
