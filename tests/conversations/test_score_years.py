"""A whole year's band stands on the cell's card and in /lichsu once twelve of its months are scored (domain.md 4)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot.domain.people import SWEEP
from bot.domain.periods import Month
from storage import rules, scores
from storage.tables import unit_name
from tests.conftest import NOW
from tests.conversations.talk import Talk
from tests.small_district import give_score, hold

GOOD, FAIR, AVERAGE = 92.0, 75.0, 60.0


def cell(talk: Talk, name: str = "Chi bộ thôn Muối") -> int:
    return int(talk.db.execute(select(unit_name.c.unit_id).where(unit_name.c.name == name)).scalar_one())


def scored(talk: Talk, year: int, totals: list[float]) -> None:
    for month, total in enumerate(totals, 1):
        give_score(talk.db, hold(talk.db, cell(talk), date(year, month, 3)), total)


def told(talk: Talk) -> tuple[str, str]:
    return talk.says("Hà", "/chibo Muối"), talk.says("An", "/lichsu")


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([GOOD] * 7 + [FAIR] * 5, "Sinh hoạt năm 2025: Tốt (Tốt 7 · Khá 5; theo cách làm của một tỉnh"),
        ([GOOD] * 6 + [FAIR] * 6, "Sinh hoạt năm 2025: Tốt 6 · Khá 6; chưa đạt Tốt cả năm"),
        ([GOOD] * 11 + [AVERAGE], "Sinh hoạt năm 2025: Tốt 11 · Trung bình 1; chưa đạt Tốt cả năm"),
    ],
)
def test_a_scored_year_is_on_the_card_and_in_the_history(talk: Talk, totals: list[float], said: str) -> None:
    scored(talk, 2025, totals)
    for screen in told(talk):
        assert said in screen


def test_a_year_that_is_not_over_and_a_thematic_score_say_nothing(talk: Talk) -> None:
    scored(talk, 2026, [GOOD] * 10)
    for month in (3, 6):
        extra = hold(talk.db, cell(talk), date(2026, month, 20), regular=False)
        give_score(talk.db, extra, GOOD)
    assert not any("Sinh hoạt năm" in screen for screen in told(talk))


def test_a_committee_may_want_none_and_nobody_sees_it_from_beside(talk: Talk) -> None:
    scored(talk, 2025, [GOOD] * 12)
    now = Month.of(NOW.date())
    own, other = cell(talk), cell(talk, "Chi bộ thôn Khe Sâu")
    assert len(scores.years(talk.db, SWEEP, own, now)) == 1
    assert scores.years(talk.db, SWEEP, other, now) == ()
    rules.set_rule(talk.db, SWEEP, own, "score_year", "none", None, NOW)
    assert not any("Sinh hoạt năm" in screen for screen in told(talk))
