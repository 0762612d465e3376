"""Whatever a user sees in an order stands in the same one on SQLite and on PostgreSQL, whose own collation is another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.names import folded
from bot.domain.people import SWEEP
from bot.domain.periods import Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports.summary import ListName, TaskLine
from storage import lists, unit_state, units
from storage.tables import unit_name
from tests.conftest import NOW
from tests.small_district import MONTH, OPENED, add_cell, add_unit, admit, assign, oblige

CODES = ("24.001", "24.0010", "24-2", "24/3", "24_4", "A.10", "a-2", "A1", "a1", "B", "a")
"""Other collations pass over the points, or put small letters first."""
NAMES = (
    "Chi bộ An Bình",
    "Chi bộ Anh Dũng",
    "Chi bộ Ấm",
    "Chi bộ An-Lạc",
    "chi bộ ao",
    "Chi bộ Đông",
    "Chi bộ Dân",
    "Chi bộ Ea Súp",
    "Chi bộ 10",
    "Chi bộ 9",
    "CHI BỘ ÔNG",
    "Chi bộ Ơn",
)
TODAY, NOVEMBER, RULES = NOW.date(), Span(MONTH, 1), Rules()


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


@pytest.fixture
def cells(db: Connection, commune: int) -> dict[str, int]:
    """Of these names, by name."""
    return {name: add_cell(db, commune, name) for name in NAMES}


def named(db: Connection, commune: int, name: ListName) -> list[str]:
    """The names on every page of the list, in their order."""
    page = lists.lines(db, SWEEP, commune, NOVEMBER, name, NOW, RULES, None)
    called = {row.unit_id: row.name for row in db.execute(select(unit_name.c.unit_id, unit_name.c.name))}
    return [called[line.unit_id] for line in page.lines]


def test_units_stand_in_the_order_of_their_codes(db: Connection, commune: int) -> None:
    for code in CODES:
        units.add(db, UnitKind.CELL, code, "Chi bộ", commune, OPENED)
    expected = sorted(CODES)
    assert [each.code for each in units.children(db, SWEEP, commune, TODAY)] == expected
    assert [each.code for each in units.cells_under(db, SWEEP, commune, TODAY)] == expected
    assert [each.code for each in units.find(db, SWEEP, "chi bo")] == expected
    assert [each.code for each in units.everything(db) if each.code in CODES] == expected
    assert [code for code in unit_state.standing(db, TODAY).units if code in CODES] == expected


def test_cells_stand_in_the_order_of_their_names_as_they_are_sought(
    db: Connection, commune: int, cells: dict[str, int]
) -> None:
    for cell in cells.values():
        oblige(db, cell)
    expected = sorted(NAMES, key=folded)
    assert named(db, commune, ListName.EXPECTED) == expected
    assert named(db, commune, ListName.NOT_JOINED) == expected


def test_cells_without_an_admission_stand_by_the_day_of_their_last_one(
    db: Connection, commune: int, cells: dict[str, int]
) -> None:
    for name, day in (("An Bình", date(2020, 5, 3)), ("9", date(2019, 5, 3)), ("Đông", date(2020, 5, 3))):
        admit(db, cells[f"Chi bộ {name}"], day)
    assert named(db, commune, ListName.NO_ADMISSION) == ["Chi bộ 9", "Chi bộ An Bình", "Chi bộ Đông"]


def test_a_page_of_a_list_goes_on_where_the_one_before_ended(
    db: Connection, commune: int, cells: dict[str, int]
) -> None:
    for cell in cells.values():
        oblige(db, cell)
    pages = [
        [line.unit_id for line in lists.lines(db, SWEEP, commune, NOVEMBER, ListName.EXPECTED, NOW, RULES, page).lines]
        for page in range(2)
    ]
    assert pages[0] + pages[1] == [cells[name] for name in sorted(NAMES, key=folded)][: len(pages[0] + pages[1])]


def test_tasks_without_a_day_stand_last(db: Connection, commune: int, cells: dict[str, int]) -> None:
    for after in (None, 5, None, 1):
        assign(db, cells["Chi bộ 9"], None if after is None else TODAY + timedelta(days=after))
    found = lists.lines(db, SWEEP, commune, NOVEMBER, ListName.TASKS_OPEN, NOW, RULES, None).lines
    days = [each.due_on for each in found if isinstance(each, TaskLine)]
    assert days == [TODAY + timedelta(days=1), TODAY + timedelta(days=5), None, None]
