"""Until when a record can be changed, and by whom (lock day 10, two days of one's own)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.corrections import Standing, Way, closes_on, locked, standing
from bot.domain.periods import Month
from bot.domain.rules import Rules

RULES = Rules()
OCTOBER = Month(2026, 10)
CLOSING = date(2026, 11, 10)


def test_a_month_closes_at_the_end_of_the_lock_day_of_the_next() -> None:
    assert closes_on(OCTOBER, RULES) == CLOSING
    assert not locked(OCTOBER, CLOSING, RULES)
    assert locked(OCTOBER, date(2026, 11, 11), RULES)
    assert closes_on(Month(2026, 12), RULES) == date(2027, 1, 10)
    assert closes_on(Month(2027, 1), Rules(lock_day=31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("recorded_on", "today", "way", "until"),
    [
        (date(2026, 10, 3), date(2026, 10, 5), Way.OWN, date(2026, 10, 5)),
        (date(2026, 10, 3), date(2026, 10, 6), Way.ASKED, CLOSING),
        (date(2026, 10, 3), CLOSING, Way.ASKED, CLOSING),
        (date(2026, 10, 3), date(2026, 11, 11), Way.LOCKED, CLOSING),
        (date(2026, 11, 9), CLOSING, Way.OWN, CLOSING),
    ],
)
def test_first_the_recorder_then_with_leave_then_nobody(recorded_on: date, today: date, way: Way, until: date) -> None:
    assert standing(OCTOBER, recorded_on, today, RULES) == Standing(way, until)


def test_an_unlocked_record_is_the_recorders_own_again_for_that_time() -> None:
    today = date(2026, 11, 20)
    assert standing(OCTOBER, date(2026, 10, 3), today, RULES, unlocked_until=today) == Standing(Way.OWN, today)
    assert standing(OCTOBER, date(2026, 10, 3), today, RULES, unlocked_until=date(2026, 11, 19)).way is Way.LOCKED
