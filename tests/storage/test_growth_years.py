"""Members' counts by year: counted where the cells lay then, at each year's end, within the asker's subtree."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection, insert

from bot.domain.errors import Refused
from bot.domain.growth import GrowthYear
from bot.domain.members import Standing
from bot.domain.people import SWEEP, Scope
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import members, units
from storage.growth_years import growth_years
from storage.tables import cell_profile
from tests.conftest import NOW
from tests.small_district import add_cell, add_unit, admit, close

RULES = Rules()
TODAY = NOW.date()


def counted(db: Connection, cell: int, since: date, until: date | None = None, **counts: int) -> None:
    db.execute(insert(cell_profile).values(unit_id=cell, valid_from=since, valid_to=until, **counts))


def told(db: Connection, unit_id: int | None, scope: Scope = SWEEP) -> dict[int, GrowthYear]:
    return {each.year: each for each in growth_years(db, scope, unit_id, NOW, RULES)}


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


def test_each_year_has_its_admissions_recognitions_and_members_at_its_end(db: Connection, commune: int) -> None:
    muoi, khe = (add_cell(db, commune, f"Chi bộ thôn {name}") for name in ("Muối", "Khe Sâu"))
    counted(db, muoi, date(2024, 1, 1), date(2025, 6, 1), official=20, probationary=1, temporary_in=5)
    counted(db, muoi, date(2025, 6, 1), official=22, exempt=2, temporary_out=1)
    counted(db, khe, date(2025, 3, 1), official=10)
    admit(db, muoi, date(2024, 5, 19))
    for day in (date(2025, 1, 1), date(2025, 12, 31)):
        admit(db, khe, day)
    admit(db, khe, date(2026, 9, 2), kind="recognition")
    admit(db, khe, date(2026, 9, 3), withdrawn_at=NOW)
    assert told(db, commune) == {
        2024: GrowthYear(2024, date(2024, 12, 31), 1, 0, members=21, cells=2, counted=1),
        2025: GrowthYear(2025, date(2025, 12, 31), 2, 0, members=35, cells=2, counted=2),
        2026: GrowthYear(2026, TODAY, 0, 1, members=35, cells=2, counted=2),
    }
    assert told(db, khe)[2025].members == 10
    assert sum(told(db, cell)[2026].members for cell in (muoi, khe)) == told(db, commune)[2026].members


def test_a_roster_goes_before_the_profile(db: Connection, commune: int) -> None:
    """As everywhere: who is on the roster is counted, a number told once only where there is none."""
    cell = add_cell(db, commune, "Chi bộ thôn Muối")
    counted(db, cell, date(2024, 1, 1), official=20)
    act = members.Act(None, NOW)
    for name, standing in (("An", Standing.OFFICIAL), ("Bình", Standing.EXEMPT), ("Cả", Standing.TEMPORARY_IN)):
        members.add(db, SWEEP, cell, name, standing, date(2026, 1, 1), act)
    found = told(db, cell)
    assert (found[2025].members, found[2026].members) == (20, 2)


def test_a_closed_cell_counts_until_it_was_closed(db: Connection, commune: int) -> None:
    cell, gone = (add_cell(db, commune, name) for name in ("Còn", "Thôi"))
    for each in (cell, gone):
        counted(db, each, date(2024, 1, 1), official=20)
    close(db, gone, date(2025, 12, 1))
    found = told(db, commune)
    assert [(each.cells, each.members) for each in found.values()] == [(2, 40), (1, 20), (1, 20)]


def test_a_moved_cell_counts_where_it_lay_then(db: Connection, commune: int) -> None:
    """Matrix 79."""
    after = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Sau")
    cell = add_cell(db, commune, "Chi bộ thôn Muối")
    counted(db, cell, date(2024, 1, 1), official=20)
    admit(db, cell, date(2024, 5, 1))
    admit(db, cell, date(2026, 8, 1))
    units.move(db, cell, after, date(2025, 7, 1))
    assert {each.year: (each.admissions, each.members) for each in told(db, commune).values()} == {
        2024: (1, 20),
        2025: (0, 0),
        2026: (0, 0),
    }
    assert {each.year: (each.admissions, each.members) for each in told(db, after).values()} == {
        2025: (0, 20),
        2026: (1, 20),
    }


def test_nothing_of_other_units_is_counted(db: Connection, commune: int) -> None:
    """Matrix 76."""
    own, beside = add_cell(db, commune, "Của mình"), add_cell(db, commune, "Bên cạnh")
    for each in (own, beside):
        counted(db, each, date(2024, 1, 1), official=20)
        admit(db, each, date(2026, 2, 1))
    scope = Scope(1, (own,))
    with pytest.raises(Refused, match="not-found"):
        growth_years(db, scope, beside, NOW, RULES)
    whole = told(db, None, scope)[2026]
    assert (whole.admissions, whole.members, whole.cells) == (1, 20, 1)
