"""Requirements on growth figures: admissions of the year, years without a new member (domain.md 2.1; issue 4 part 10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.growth import Grew, Growth, GrowthKind, GrowthYear, beside, figures, grew, known_years

TODAY = date(2026, 11, 5)
DAYS = st.dates(date(2015, 1, 1), date(2027, 12, 31))


def admitted(day: date, kind: GrowthKind = GrowthKind.ADMISSION) -> Growth:
    return Growth(1, kind, "Lê Văn Nam", day)


@pytest.mark.parametrize(
    ("last", "years"),
    [
        (date(2026, 11, 3), 0),
        (date(2025, 11, 6), 0),
        (date(2025, 11, 5), 1),
        (date(2022, 12, 1), 3),
        (date(2024, 2, 29), 2),
    ],
)
def test_years_without_a_new_member_are_whole_years(last: date, years: int) -> None:
    assert figures([admitted(last)], TODAY).years_without(TODAY) == years


def test_without_any_recorded_nobody_can_say() -> None:
    assert figures([], TODAY).years_without(TODAY) == 0
    assert figures([], TODAY).last_admission is None


def test_a_recognition_is_no_new_member() -> None:
    told = figures([admitted(TODAY, GrowthKind.RECOGNITION), admitted(date(2022, 5, 1))], TODAY)
    assert (told.admissions_year, told.recognitions_year, told.last_admission) == (0, 1, date(2022, 5, 1))


@given(days=st.lists(DAYS, max_size=6))
def test_an_admission_of_this_year_leaves_no_year_without(days: list[date]) -> None:
    told = figures(map(admitted, days), TODAY)
    assert told.admissions_year == sum(day.year == 2026 and day <= TODAY for day in days)
    if told.admissions_year:
        assert told.years_without(TODAY) == 0
    assert told.years_without(TODAY) <= told.years_without(TODAY + timedelta(400))


def year(
    number: int, admissions: int = 0, members: int = 0, counted: int = 0, *, cells: int = 2, recorded: bool = True
) -> GrowthYear:
    end = date(number, 12, 31)
    return GrowthYear(number, end, admissions, members=members, counted=counted, cells=cells, recorded=recorded)


def test_years_before_the_first_record_are_not_told() -> None:
    """That nothing is recorded does not say that there was nothing (domain.md 10.3)."""
    nothing = [year(number, recorded=False) for number in (2023, 2024, 2025, 2026)]
    told = known_years([nothing[0], year(2024, 1), year(2025), year(2026)])
    assert [each.year for each in told] == [2024, 2025, 2026]
    assert [each.year for each in known_years(nothing)] == [2026], "the running one always"
    assert len(known_years([nothing[0], year(2024, counted=2, recorded=False), *nothing[2:]])) == 3


def test_each_year_stands_beside_the_one_before() -> None:
    told = beside([year(2024, 3, 50, 2), year(2025, 1, 48, 2), year(2026, 2, 30, 1)])
    assert [change for _, change in told] == [Grew(), Grew(-2, 0, -2), Grew(1, 0, None)]
    assert grew(year(2026, 2), year(2025, recorded=False)) == Grew(), "what is not recorded is not zero"
    assert year(2024, 3).total is None
