"""The number that is proposed for the next resolution (domain.md 5.1, 11.6)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection

from bot.domain.people import SWEEP
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import resolutions
from tests.small_district import add_cell, add_unit, resolve

TODAY = date(2026, 11, 5)


@pytest.mark.parametrize(
    ("rules", "proposed"),
    [
        (Rules(), 3),
        (Rules(term_from="2026-06-01"), 3),
        (Rules(term_from="2026-11-01"), 1),
        (Rules(term_from="2027-01-01"), 3),
        (Rules(term_from="tháng sáu"), 3),
        (Rules(numbering="month"), 11),
    ],
)
def test_the_series_counts_through_the_term_or_follows_the_month(db: Connection, rules: Rules, proposed: int) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    cell, beside = add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Vải")
    resolve(db, cell, date(2026, 3, 3), number="41-NQ/CB")
    resolve(db, cell, date(2026, 9, 3), number="02-NQ/CB")
    resolve(db, beside, date(2026, 11, 3), number="77-NQ/CB")
    assert resolutions.next_number(db, SWEEP, cell, rules, TODAY) == proposed


@pytest.mark.parametrize(
    ("rules", "regular", "thematic"),
    [
        (Rules(), 3, 3),
        (Rules(thematic_series="own"), 10, 3),
        (Rules(thematic_series="own", thematic_suffix="NQ/CB"), 3, 3),
        (Rules(thematic_series="own", thematic_suffix="nq%"), 3, 1),
        (Rules(thematic_series="own", thematic_suffix="nq/cĐ-cb"), 10, 3),
        (Rules(thematic_series="own", term_from="2026-09-02"), 1, 3),
        (Rules(thematic_series="own", numbering="month"), 11, 11),
    ],
)
def test_thematic_resolutions_count_by_themselves_where_the_committee_says_so(
    db: Connection, rules: Rules, regular: int, thematic: int
) -> None:
    cell = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An"), "Chi bộ thôn Muối")
    for month, number in ((3, "08-NQ/CB"), (4, "01-NQ/CĐ-CB"), (8, "09-NQ/CB"), (9, "02-NQ/CĐ-CB")):
        resolve(db, cell, date(2026, month, 3), number=number)
    found = [resolutions.next_number(db, SWEEP, cell, rules, TODAY, thematic=each) for each in (False, True)]
    assert found == [regular, thematic]
