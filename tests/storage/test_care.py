"""Cells in difficulty: what the database counts is what the rules say, seen from above alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.domain.care import Risk, Signs, risks
from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports.summary import Facts, cell_state, lateness
from storage.care import cared_for
from tests.conftest import ZONE
from tests.small_district import add_cell, add_unit, assign, hold, oblige

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)
NOVEMBER = Month(2026, 11)
RULES = Rules()


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


def record(db: Connection, cell: int, back: int, day: int, present: int = 28) -> None:
    month = NOVEMBER.plus(-back)
    oblige(db, cell, month, planned_on=month.day(3))
    hold(db, cell, month.day(day), present, period=month)


def told(db: Connection, unit: int, rules: Rules = RULES) -> dict[str, tuple[Risk, ...]]:
    return {each.name: each.risks for each in cared_for(db, SWEEP, unit, NOW, rules)}


def test_three_late_months_running_are_told_and_two_are_not(db: Connection, commune: int) -> None:
    for name, months in (("Muối", 3), ("Đoài", 2)):
        cell = add_cell(db, commune, name)
        record(db, cell, 3, 3)
        for back in range(months):
            record(db, cell, back + (3 - months), 15)
    assert told(db, commune) == {"Muối": (Risk.LATE,)}


def test_attendance_that_fell_is_told_and_a_rule_says_by_how_much(db: Connection, commune: int) -> None:
    cell = add_cell(db, commune, "Muối")
    for back in range(6):
        record(db, cell, back, 3, 24 if back < 3 else 28)  # 80% after 93.3%
    (found,) = cared_for(db, SWEEP, commune, NOW, RULES)
    assert (found.risks, found.signs.now, found.signs.before) == ((Risk.FALLING,), (72, 90), (84, 90))
    assert told(db, commune, Rules(care_fall=0.2)) == {}


def test_overdue_tasks_are_told_from_a_number_on(db: Connection, commune: int) -> None:
    cells = [add_cell(db, commune, name) for name in ("Muối", "Đoài")]
    for cell, count in zip(cells, (3, 2), strict=True):
        for _ in range(count):
            assign(db, cell, date(2026, 11, 1))
        assign(db, cell, date(2026, 12, 1))
        assign(db, cell, date(2026, 11, 1), state="done", closed_on=date(2026, 11, 2))
    assert told(db, commune) == {"Muối": (Risk.OVERDUE,)}


def test_another_committee_finds_nothing_of_it(db: Connection, commune: int) -> None:
    """Matrix 75."""
    other = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Sơn")
    cell = add_cell(db, commune, "Muối")
    for back in range(3):
        record(db, cell, back, 15)
    assert cared_for(db, Scope(1, (other,)), None, NOW, RULES) == ()
    with pytest.raises(Refused, match="not-found"):
        cared_for(db, Scope(1, (other,)), cell, NOW, RULES)


months = st.lists(st.sampled_from(["in time", "late", "missed", "nothing"]), min_size=5, max_size=5)


@given(book=months, postponed=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_database_finds_late_what_the_figures_call_late(
    db: Connection, commune: int, *, book: list[str], postponed: bool
) -> None:
    point = db.begin_nested()
    cell = add_cell(db, commune, "Muối")
    facts: list[Facts] = []
    for back, what in zip(range(4, -1, -1), book, strict=True):
        month = NOVEMBER.plus(-back)
        if what == "nothing":
            continue
        planned, moved = month.day(3), month.day(28) if postponed and back == 0 else None
        oblige(db, cell, month, planned_on=planned, postponed_to=moved)
        held = {"in time": planned, "late": planned + timedelta(days=12)}.get(what) if moved is None else None
        if held is not None:
            hold(db, cell, held, period=month)
        facts.append(Facts(month, "met" if held else "open", planned, moved, held_on=held, present=28, base=30))
    row = lateness((each.period, cell_state(each, NOW.date(), RULES)) for each in facts).row
    assert (Risk.LATE in told(db, commune).get("Muối", ())) is (row >= RULES.care_late_months)
    point.rollback()


def test_all_signs_are_told_in_order_and_the_first_one_s_step_is_suggested() -> None:
    assert risks(Signs(3, (70, 90), (84, 90), 4), RULES) == (Risk.LATE, Risk.FALLING, Risk.OVERDUE)
    assert risks(Signs(0, (70, 90), (0, 0), 0), RULES) == ()
