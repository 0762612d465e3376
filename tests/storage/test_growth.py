"""Requirements on kept admissions and recognitions: the roster follows, nothing twice, seen within the scope."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.growth import Growth, GrowthKind
from bot.domain.members import Joined, Standing
from bot.domain.people import Scope
from bot.domain.units import UnitKind
from storage import growth, members
from storage.entry import Entry
from tests.conftest import NOW
from tests.small_district import add_cell, add_unit

DAY = date(2026, 11, 3)
TODAY = date(2026, 11, 5)
ENTRY = Entry(None, NOW.astimezone(UTC))


@pytest.fixture
def cells(db: Connection) -> tuple[int, int]:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    return add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Khe Sâu")


@pytest.fixture
def scope(cells: tuple[int, int]) -> Scope:
    return Scope(1, (cells[0],))


@pytest.fixture
def roster(db: Connection, cells: tuple[int, int], scope: Scope) -> int:
    act = members.Act(None, ENTRY.now)
    members.add(db, scope, cells[0], "Nguyễn Văn An", Standing.OFFICIAL, date(2026, 1, 1), act)
    return members.add(db, scope, cells[0], "Vi Văn Sơn", Standing.PROBATIONARY, date(2026, 1, 1), act)


def told(cell: int, kind: GrowthKind, name: str, day: date = DAY) -> Growth:
    return Growth(cell, kind, name, day)


def test_a_cell_without_a_roster_keeps_the_bare_fact(db: Connection, cells: tuple[int, int], scope: Scope) -> None:
    number = growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "Lê Văn Nam"), ENTRY)
    kept = growth.get(db, scope, number)
    assert (kept.growth.name, kept.growth.happened_on, kept.member_id) == ("Lê Văn Nam", DAY, None)
    assert members.roster(db, scope, cells[0], TODAY) == ()
    assert growth.figures_of(db, scope, cells[0], TODAY).admissions_year == 1


@pytest.mark.usefixtures("roster")
def test_an_admission_makes_a_probationary_member(db: Connection, cells: tuple[int, int], scope: Scope) -> None:
    number = growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "Lê Văn Nam"), ENTRY)
    new = members.get(db, scope, growth.get(db, scope, number).member_id or 0, TODAY)
    assert (new.name, new.standing, new.since) == ("Lê Văn Nam", Standing.PROBATIONARY, DAY)
    assert Joined.ADMISSION.value == "admission"
    assert "Lê Văn Nam" not in [each.name for each in members.roster(db, scope, cells[0], date(2026, 11, 2))]


def test_a_recognition_makes_him_official(db: Connection, cells: tuple[int, int], scope: Scope, roster: int) -> None:
    growth.record(db, scope, told(cells[0], GrowthKind.RECOGNITION, "vi van son"), ENTRY)
    assert members.get(db, scope, roster, TODAY).standing is Standing.OFFICIAL
    assert members.get(db, scope, roster, date(2026, 11, 2)).standing is Standing.PROBATIONARY


def test_what_was_entered_wrongly_is_taken_back(
    db: Connection, cells: tuple[int, int], scope: Scope, roster: int
) -> None:
    admitted = growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "Lê Văn Nam"), ENTRY)
    recognised = growth.record(db, scope, told(cells[0], GrowthKind.RECOGNITION, "Vi Văn Sơn"), ENTRY)
    for number in (admitted, recognised):
        growth.withdraw(db, scope, number, ENTRY)
    assert growth.of_unit(db, scope, cells[0]) == ()
    assert [each.name for each in members.roster(db, scope, cells[0], TODAY)] == ["Nguyễn Văn An", "Vi Văn Sơn"]
    assert members.get(db, scope, roster, TODAY).standing is Standing.PROBATIONARY
    with pytest.raises(Refused, match="not-found"):
        growth.withdraw(db, scope, admitted, ENTRY)


def test_the_same_is_not_kept_twice(db: Connection, cells: tuple[int, int], scope: Scope) -> None:
    growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "Lê Văn Nam"), ENTRY)
    with pytest.raises(Refused, match="growth-known"):
        growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "le van nam"), ENTRY)
    with_draft = Entry(None, ENTRY.now, 9)
    first = growth.record(db, scope, told(cells[0], GrowthKind.RECOGNITION, "Lê Văn Nam"), with_draft)
    assert growth.record(db, scope, told(cells[0], GrowthKind.RECOGNITION, "Lê Văn Nam"), with_draft) == first


def test_another_cells_growth_is_not_there(db: Connection, cells: tuple[int, int], scope: Scope) -> None:
    number = growth.record(db, scope, told(cells[0], GrowthKind.ADMISSION, "Lê Văn Nam"), ENTRY)
    other = Scope(2, (cells[1],))
    assert growth.of_unit(db, other, cells[0]) == ()
    for act in (
        lambda: growth.get(db, other, number),
        lambda: growth.withdraw(db, other, number, ENTRY),
        lambda: growth.figures_of(db, other, cells[0], TODAY),
        lambda: growth.record(db, other, told(cells[0], GrowthKind.ADMISSION, "Người Lạ"), ENTRY),
    ):
        with pytest.raises(Refused, match="not-found"):
            act()
