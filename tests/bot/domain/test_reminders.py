"""The ladder against a calendar worked out by hand, and what is due in every state."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import public_holidays
from bot.domain.levels import LEVELS
from bot.domain.periods import Month
from bot.domain.reminders import (
    Decision,
    Facts,
    Obligation,
    State,
    codes,
    deadlines,
    due,
    fallen,
    late_after,
    planned_moment,
    rungs,
)
from bot.domain.rules import Rules

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
RULES = Rules()
UNTOLD = Facts()
NOVEMBER = Obligation(1, 7, Month(2026, 11), planned_on=date(2026, 11, 3), planned_at="19:30")


def at(day: date, clock: str = "08:00") -> datetime:
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZONE)


def moments(obligation: Obligation, rules: Rules = RULES) -> dict[str, datetime]:
    return {rung.key: rung.due_at for rung in rungs(obligation, rules, ZONE)}


def told(obligation: Obligation, now: datetime, facts: Facts = UNTOLD) -> tuple[str, ...]:
    return tuple(rung.key for rung in due(obligation, facts, now, RULES, ZONE).tell)


def test_the_ladder_of_a_cell_that_meets_on_the_third() -> None:
    assert moments(NOVEMBER) == {
        "before": at(date(2026, 10, 31)),
        "visit": at(date(2026, 10, 31)),
        "evening": at(date(2026, 11, 3), "20:25"),
        "after": at(date(2026, 11, 5)),
        "upper": at(date(2026, 11, 8)),
        "committee": at(date(2026, 11, 13)),
        "next_committee": at(date(2026, 11, 23)),
        "month_end": at(date(2026, 12, 1)),
    }


@pytest.mark.parametrize(
    ("starts_at", "minutes", "asked"),
    [
        ("17:00", 90, "18:30"),
        ("18:30", 120, "20:25"),  # drawn forward to just before the quiet hours
        ("07:30", 90, "09:00"),  # a morning meeting is asked about when it is over
        ("", 90, "20:00"),  # the hour is unknown
    ],
)
def test_the_evening_question_waits_for_the_end_but_not_into_the_night(
    starts_at: str, minutes: int, asked: str
) -> None:
    obligation = replace(NOVEMBER, planned_at=starts_at, planned_minutes=minutes)
    assert moments(obligation)["evening"] == at(date(2026, 11, 3), asked)


def test_a_meeting_late_at_night_is_asked_about_next_morning() -> None:
    assert moments(replace(NOVEMBER, planned_at="20:30"))["evening"] == at(date(2026, 11, 4), "07:00")
    assert moments(replace(NOVEMBER, planned_at="23:30"))["evening"] == at(date(2026, 11, 4), "07:00")


def test_a_cell_without_a_day_is_asked_in_the_middle_and_near_the_end() -> None:
    assert moments(replace(NOVEMBER, planned_on=None)) == {
        "middle": at(date(2026, 11, 15)),
        "near_end": at(date(2026, 11, 26)),
        "month_end": at(date(2026, 12, 1)),
        "upper": at(date(2026, 12, 5)),
        "next_committee": at(date(2026, 12, 20)),
    }


def test_postponing_moves_every_rung_with_the_new_day() -> None:
    moved = replace(NOVEMBER, postponed_to=date(2026, 11, 6), postponed_at="14:00")
    assert moments(moved) == {
        "before@2026-11-06": at(date(2026, 11, 3)),
        "visit@2026-11-06": at(date(2026, 11, 3)),
        "evening@2026-11-06": at(date(2026, 11, 6), "15:30"),
        "after@2026-11-06": at(date(2026, 11, 8)),
        "upper@2026-11-06": at(date(2026, 11, 11)),
        "committee@2026-11-06": at(date(2026, 11, 16)),
        "next_committee@2026-11-06": at(date(2026, 11, 26)),
        "month_end": at(date(2026, 12, 1)),
    }


def test_who_said_that_it_met_is_asked_once_more_to_record_and_nobody_above_is_told_before_the_months_end() -> None:
    held = replace(NOVEMBER, said_held_on=date(2026, 11, 3))
    assert moments(held) == {"record": at(date(2026, 11, 5)), "month_end": at(date(2026, 12, 1))}


def test_nothing_goes_out_at_tet() -> None:
    february = Obligation(1, 7, Month(2027, 2), planned_on=date(2027, 2, 7), planned_at="19:30")
    assert moments(february) == {
        "before": at(date(2027, 2, 4)),
        "visit": at(date(2027, 2, 4)),
        "evening": at(date(2027, 2, 11), "07:00"),
        "after": at(date(2027, 2, 11), "07:00"),
        "upper": at(date(2027, 2, 12)),
        "committee": at(date(2027, 2, 17)),
        "next_committee": at(date(2027, 2, 27)),
        "month_end": at(date(2027, 3, 1)),
    }


def test_an_announcement_that_tet_would_push_past_the_meeting_is_left_out() -> None:
    february = Obligation(1, 7, Month(2027, 2), planned_on=date(2027, 2, 10), planned_at="19:30")
    assert not {"before", "visit"} & set(moments(february))


def test_of_two_rungs_moved_to_one_moment_only_the_later_is_told() -> None:
    february = Obligation(1, 7, Month(2027, 2), planned_on=date(2027, 2, 7), planned_at="19:30")
    decision = due(february, Facts(told=frozenset({"before", "visit"})), at(date(2027, 2, 11), "07:00"), RULES, ZONE)
    assert [rung.key for rung in decision.tell] == ["after"]
    assert [rung.key for rung in decision.superseded] == ["evening"]


# --- ten years against an independent calendar -----------------------------------------------------------------------


def by_hand(wanted: datetime) -> datetime:
    while wanted.date() in public_holidays(wanted.year) or not 420 <= wanted.hour * 60 + wanted.minute < 1230:
        wanted += timedelta(minutes=1)
    return wanted


@pytest.mark.parametrize("year", range(2026, 2036))
def test_ten_years_of_due_dates_agree_with_a_calendar_worked_out_by_hand(year: int) -> None:
    """Matrix 56."""
    for month in range(1, 13):
        days = calendar.monthrange(year, month)[1]
        for number in (1, 2, 3, 10, 15, 28, 29, 30, 31):
            day = date(year, month, min(number, days))
            planned = Obligation(
                1, 7, Month(year, month), planned_on=Month(year, month).day(number), planned_at="19:30"
            )
            assert planned.planned_on == day
            start = at(day, "19:30")
            first = date(year + month // 12, month % 12 + 1, 1)
            expected = {
                "before": by_hand(at(day) - timedelta(days=3)),
                "visit": by_hand(at(day) - timedelta(days=3)),
                "evening": by_hand(at(day, "20:25")),
                "after": by_hand(at(day) + timedelta(days=2)),
                "upper": by_hand(at(day) + timedelta(days=5)),
                "committee": by_hand(at(day) + timedelta(days=10)),
                "next_committee": by_hand(at(day) + timedelta(days=20)),
                "month_end": by_hand(at(first)),
            }
            if expected["committee"] >= expected["month_end"]:
                del expected["committee"]
            if expected["before"] >= start:
                del expected["before"], expected["visit"]
            assert moments(planned) == expected, day
            end, grace = deadlines(planned, RULES, ZONE)
            assert end == at(first, "00:00")
            assert grace == max(end, at(day + timedelta(days=3), "00:00"))


months = st.builds(Month, st.integers(2026, 2035), st.integers(1, 12))
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30]))
obligations = st.builds(
    lambda month, number, clock, minutes, moved, held: Obligation(
        1,
        7,
        month,
        planned_on=None if number is None else month.day(number),
        planned_at=clock,
        planned_minutes=minutes,
        postponed_to=None if moved is None else month.first + timedelta(days=moved),
        said_held_on=None if held is None else month.first + timedelta(days=held),
    ),
    months,
    st.none() | st.integers(1, 31),
    st.just("") | clocks,
    st.integers(30, 240),
    st.none() | st.integers(0, 40),
    st.none() | st.integers(0, 40),
)


@given(obligations)
def test_every_rung_falls_on_a_decent_moment_of_a_working_day(obligation: Obligation) -> None:
    for rung in rungs(obligation, RULES, ZONE):
        local = rung.due_at.astimezone(ZONE)
        assert 7 * 60 <= local.hour * 60 + local.minute < 20 * 60 + 30
        assert local.date() not in public_holidays(local.year)


@given(obligations, st.lists(st.integers(0, 80 * 24), min_size=1, max_size=12), st.booleans())
def test_however_often_it_is_asked_each_rung_is_told_at_most_once_and_in_order(
    obligation: Obligation,
    hours: list[int],
    settled: bool,  # noqa: FBT001 - drawn by Hypothesis
) -> None:
    heard: set[str] = set()
    start = at(obligation.period.first) - timedelta(days=5)
    for hour in sorted(hours):
        now = start + timedelta(hours=hour)
        decision = due(obligation, Facts(frozenset(heard), settled=settled), now, RULES, ZONE)
        keys = [rung.key for rung in (*decision.tell, *decision.superseded)]
        assert not heard & set(keys)
        assert len({rung.to for rung in decision.tell}) == len(decision.tell)
        assert all(rung.due_at <= now for rung in decision.tell)
        heard |= set(keys)
        if decision.missed:
            obligation = replace(obligation, state=State.MISSED)
            assert settled
            assert now >= at(obligation.period.plus(1).first, "00:00")
    assert heard == {rung.key for rung in rungs(obligation, RULES, ZONE) if rung.due_at <= now}


@given(obligations, st.integers(0, 80 * 24))
def test_until_it_is_to_be_looked_at_again_nothing_changes(obligation: Obligation, hour: int) -> None:
    now = at(obligation.period.first) - timedelta(days=5) + timedelta(hours=hour)
    first = due(obligation, Facts(), now, RULES, ZONE)
    if first.next_at is None or first.next_at <= now or first.missed:
        return
    heard = frozenset(rung.key for rung in (*first.tell, *first.superseded))
    just_before = due(obligation, Facts(heard), first.next_at - timedelta(seconds=1), RULES, ZONE)
    assert (just_before.tell, just_before.superseded, just_before.missed) == ((), (), False)
    assert just_before.next_at is not None
    assert just_before.next_at > first.next_at - timedelta(seconds=1)


@given(months, st.integers(-8 * 60, 8 * 60))
def test_around_a_months_end_it_is_missed_by_the_local_calendar(month: Month, minutes: int) -> None:
    """Matrix 34: plus and minus eight hours at month ends, whatever the month's length; the clock given in UTC."""
    obligation = Obligation(1, 7, month, planned_on=month.first, planned_at="19:30")
    now = (at(month.plus(1).first, "00:00") + timedelta(minutes=minutes)).astimezone(UTC)
    assert due(obligation, Facts(), now, RULES, ZONE).missed == (minutes >= 0)


# --- what is due in each state ---------------------------------------------------------------------------------------


def test_after_three_days_without_a_tick_only_the_latest_rung_is_told() -> None:
    decision = due(NOVEMBER, Facts(), at(date(2026, 11, 6)), RULES, ZONE)
    assert [rung.key for rung in decision.tell] == ["after"]
    assert [rung.key for rung in decision.superseded] == ["before", "visit", "evening"]


def test_who_follows_the_cell_is_asked_to_come_only_before_it_meets() -> None:
    before, begun = at(date(2026, 11, 3), "19:29"), at(date(2026, 11, 3), "19:30")
    known = Facts(told=frozenset({"before"}))
    assert [rung.key for rung in due(NOVEMBER, known, before, RULES, ZONE).tell] == ["visit"]
    assert due(NOVEMBER, known, begun, RULES, ZONE).tell == ()
    assert [rung.key for rung in due(NOVEMBER, known, begun, RULES, ZONE).superseded] == ["visit"]


def test_the_upper_member_does_not_silence_the_reminder_to_the_cell() -> None:
    assert set(told(NOVEMBER, at(date(2026, 11, 9)))) == {"after", "upper"}


days = st.integers(0, 40)


@given(obligations, days, days, days, st.integers(0, 20))
def test_the_levels_above_are_told_one_after_the_other_and_none_before_the_grace_is_over(
    obligation: Obligation, upper: int, committee: int, next_committee: int, grace: int
) -> None:
    rules = Rules(upper_days=upper, committee_days=committee, next_committee_days=next_committee, grace_days=grace)
    found = {rung.name: rung.due_at for rung in rungs(obligation, rules, ZONE)}
    told = [(level, found[level]) for level in LEVELS if level in found]
    if obligation.said_held_on is not None:
        assert not told
        return
    assert [moment for _, moment in told] == sorted(moment for _, moment in told)
    assert all(moment.date() > late_after(obligation, rules) for _, moment in told)
    on = {level for level, chosen in zip(LEVELS, (upper, committee, next_committee), strict=True) if chosen}
    assert {level for level, _ in told} | {"committee"} == on | {"committee"}
    for level, chosen in zip(LEVELS, (upper, committee, next_committee), strict=True):
        base = obligation.day or obligation.period.last
        if level in found:
            assert found[level] >= at(base) + timedelta(days=chosen)
    if "committee" in on - found.keys():  # since the month's end, which tells the same people, came first
        assert late_after(obligation, Rules(grace_days=0)) <= obligation.period.last


def test_a_level_of_no_days_is_not_told() -> None:
    quiet = Rules(upper_days=0, committee_days=0, next_committee_days=0)
    assert set(moments(NOVEMBER, quiet)) == {"before", "visit", "evening", "after", "month_end"}


def test_a_cell_due_after_the_months_end_is_told_to_its_committee_all_the_same() -> None:
    moved = replace(NOVEMBER, postponed_to=date(2026, 12, 10))
    assert moments(moved)["committee@2026-12-10"] == at(date(2026, 12, 20))
    late = replace(NOVEMBER, planned_on=date(2026, 11, 25))
    assert "committee" not in moments(late)


def test_a_ladder_set_when_the_upper_member_stood_in_it_tells_him_once() -> None:
    old = Rules(ladder=(("after", 2), ("upper", 5)))
    assert [rung.name for rung in rungs(NOVEMBER, old, ZONE)].count("upper") == 1


@pytest.mark.parametrize(
    "settled_state",
    [
        replace(NOVEMBER, state=State.MET),
        replace(NOVEMBER, state=State.EXCUSED),
        replace(NOVEMBER, paper_at=datetime(2026, 11, 4, tzinfo=UTC)),
    ],
)
def test_nothing_is_due_once_it_met_was_excused_or_reported_on_paper(settled_state: Obligation) -> None:
    decision = due(settled_state, Facts(), at(date(2027, 3, 1)), RULES, ZONE)
    assert replace(decision, next_at=None) == Decision()


def test_a_cell_that_exists_no_more_is_excused_and_told_nothing() -> None:
    decision = due(NOVEMBER, Facts(active=False), at(date(2026, 11, 6)), RULES, ZONE)
    assert decision.excused
    assert not decision.tell


def test_a_cell_is_not_missed_while_something_it_said_may_be_unheard() -> None:
    end = at(date(2026, 12, 1), "00:00")
    assert not due(NOVEMBER, Facts(settled=False), end, RULES, ZONE).missed
    assert due(NOVEMBER, Facts(settled=True), end, RULES, ZONE).missed


def test_a_longer_grace_is_kept() -> None:
    longer = replace(NOVEMBER, grace_until=at(date(2026, 12, 1), "05:00"))
    assert not due(longer, Facts(), at(date(2026, 12, 1), "04:59"), RULES, ZONE).missed
    assert due(longer, Facts(), at(date(2026, 12, 1), "05:00"), RULES, ZONE).missed


def test_a_missed_month_still_goes_up_the_ladder() -> None:
    missed = replace(NOVEMBER, state=State.MISSED, planned_on=date(2026, 11, 28))
    assert told(missed, at(date(2026, 12, 3)), Facts(frozenset({"after"}))) == ("month_end", "upper")


def test_who_said_that_it_met_is_never_booked_as_missed() -> None:
    held = replace(NOVEMBER, said_held_on=date(2026, 11, 3))
    assert not due(held, Facts(), at(date(2027, 1, 5)), RULES, ZONE).missed


def test_late_is_after_the_day_that_counts_and_its_grace() -> None:
    assert late_after(NOVEMBER, RULES) == date(2026, 11, 5)
    assert late_after(replace(NOVEMBER, postponed_to=date(2026, 11, 6)), RULES) == date(2026, 11, 8)


def test_the_planned_moment_takes_the_evening_hour_when_none_is_known() -> None:
    assert planned_moment(NOVEMBER, RULES, ZONE) == at(date(2026, 11, 3), "19:30")
    assert planned_moment(replace(NOVEMBER, planned_at=""), RULES, ZONE) == at(date(2026, 11, 3), "20:00")
    assert planned_moment(replace(NOVEMBER, planned_on=None), RULES, ZONE) is None


@pytest.mark.parametrize(
    ("obligation", "key", "when", "why"),
    [
        (NOVEMBER, "evening", at(date(2026, 11, 3), "20:26"), ""),
        (replace(NOVEMBER, state=State.MET), "evening", at(date(2026, 11, 3), "20:26"), "met"),
        (replace(NOVEMBER, paper_at=datetime(2026, 11, 4, tzinfo=UTC)), "after", at(date(2026, 11, 5)), "paper"),
        (replace(NOVEMBER, state=State.EXCUSED), "after", at(date(2026, 11, 5)), "excused"),
        (replace(NOVEMBER, postponed_to=date(2026, 11, 6)), "evening", at(date(2026, 11, 3), "20:26"), "moved"),
        (replace(NOVEMBER, said_held_on=date(2026, 11, 3)), "after", at(date(2026, 11, 5)), "said_held"),
        (NOVEMBER, "evening", at(date(2026, 11, 5)), "superseded"),
        (NOVEMBER, "after", at(date(2026, 11, 9)), ""),
        (replace(NOVEMBER, state=State.MISSED), "month_end", at(date(2026, 12, 1)), ""),
    ],
)
def test_a_queued_reminder_falls_with_what_it_stands_on(
    obligation: Obligation, key: str, when: datetime, why: str
) -> None:
    assert fallen(obligation, key, when, RULES, ZONE) == why


def test_every_choice_under_a_reminder_fits_into_a_button() -> None:
    for name in (
        "before",
        "visit",
        "evening",
        "after",
        "record",
        "middle",
        "near_end",
        "upper",
        "committee",
        "month_end",
    ):
        assert all(len(code.encode()) <= 64 for _, code in codes(name, 2**53, Month(2026, 11)))
    assert [action for action, _ in codes("evening", 7, Month(2026, 11))] == ["now", "held", "lui"]
