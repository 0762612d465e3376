"""Who ought to attend, what namesakes are called, and who keeps being absent (domain.md 3.4, 11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.members import (
    Attended,
    Mark,
    Member,
    OftenAbsent,
    Standing,
    Window,
    called,
    excused_running,
    often_absent,
    strength,
)
from bot.domain.periods import Month

DAY = date(2024, 1, 1)


def member(number: int, name: str, standing: Standing = Standing.OFFICIAL, party_group: str = "") -> Member:
    return Member(number, 1, name, standing, DAY, party_group)


def test_the_base_leaves_out_exempt_special_duty_and_those_elsewhere() -> None:
    """domain.md 7: base 30 (28 official, 2 probationary; 2 more exempt, total 32)."""
    standings = [Standing.OFFICIAL] * 28 + [Standing.PROBATIONARY] * 2 + [Standing.EXEMPT] * 2
    counted = strength([member(number, "An", standing) for number, standing in enumerate(standings)])
    assert (counted.base, counted.total, counted.official) == (30, 32, 28)
    others = [Standing.SPECIAL_DUTY, Standing.TEMPORARY_OUT, Standing.TEMPORARY_IN]
    more = strength([member(number, "An", standing) for number, standing in enumerate(standings + others)])
    assert (more.base, more.total, more.temporary_in) == (30, 34, 1)


def test_namesakes_are_told_apart_by_group_or_number() -> None:
    apart = called([member(1, "Phạm Văn Hùng", party_group="tổ 1"), member(2, "Phạm Văn Hùng", party_group="tổ 2")])
    assert apart == {1: "Phạm Văn Hùng (tổ 1)", 2: "Phạm Văn Hùng (tổ 2)"}
    numbered = called([member(1, "Phạm Văn Hùng"), member(2, "Phạm Văn Hùng"), member(3, "Lê Thị Lan")])
    assert numbered == {1: "Phạm Văn Hùng (1)", 2: "Phạm Văn Hùng (2)", 3: "Lê Thị Lan"}


@given(st.lists(st.tuples(st.sampled_from(["An", "Hùng", "Lan"]), st.sampled_from(["", "tổ 1", "tổ 2"])), max_size=8))
def test_no_two_members_are_called_alike(drawn: list[tuple[str, str]]) -> None:
    names = called([member(number, name, party_group=group) for number, (name, group) in enumerate(drawn)])
    assert len(set(names.values())) == len(drawn)


# --- absent again and again -------------------------------------------------------------------------------------------

SIGNS = {
    ".": frozenset[Mark](),
    "e": frozenset({Mark.EXCUSED}),
    "u": frozenset({Mark.UNEXCUSED}),
    "?": frozenset({Mark.UNSAID}),
    "l": frozenset({Mark.LATE}),
}


NOVEMBER = Month(2026, 11)


def course(signs: str, newest: Month = NOVEMBER) -> Sequence[Attended]:
    """Member 7's meetings, the newest first; ``-``: told by numbers only."""
    return [
        Attended(newest.plus(-back), frozenset() if sign == "-" else frozenset({7}), {7: SIGNS.get(sign, frozenset())})
        for back, sign in enumerate(signs)
    ]


@pytest.mark.parametrize(
    ("signs", "times"),
    [("eee", 3), ("eu?.", 3), ("eeee", 4), ("ee.e", 0), ("ee-e", 0), (".eee", 0), ("lee", 0), ("ee", 0), ("", 0)],
)
def test_three_absences_running_are_told_of(signs: str, times: int) -> None:
    found = often_absent(course(signs), 3, Window.ROW)
    assert [each.times for each in found] == ([times] if times else [])


def test_three_absences_in_the_calendar_year_are_told_of_where_the_committee_counts_so() -> None:
    assert often_absent(course("e.u..e"), 3, Window.ROW) == ()
    assert often_absent(course("e.u..e"), 3, Window.YEAR) == (OftenAbsent(7, 3, 1),)
    january = Month(2027, 1)
    assert often_absent(course("eee", january), 3, Window.YEAR) == ()


def test_excused_more_than_three_times_running() -> None:
    assert excused_running(course("eeee")) == {7}
    for signs in ("eee", "eee.", "eeu e", "eee-", ".eeee"):
        assert excused_running(course(signs)) == frozenset(), signs
