"""Requirements on settings: inherited down the tree, the nearest deciding, each change written down."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Connection, select

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Scope
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from storage import rules, units
from storage.tables import audit

START = date(2024, 1, 1)


def test_the_nearest_setting_wins_and_all_else_is_inherited(db: Connection, now: datetime) -> None:
    district = units.add(db, UnitKind.DISTRICT, "D", "Đảng bộ huyện Mẫu", None, START)
    commune = units.add(db, UnitKind.COMMUNE, "A", "Đảng bộ xã An", district, START)
    cell = units.add(db, UnitKind.CELL, "A1", "Chi bộ thôn Muối", commune, START)
    assert rules.rules_for(db, cell) == Rules()
    rules.set_rule(db, SWEEP, district, "grace_days", 3, None, now)
    rules.set_rule(db, SWEEP, district, "attendance_good", 0.85, None, now)
    rules.set_rule(db, SWEEP, commune, "grace_days", 5, None, now)
    rules.set_rule(db, SWEEP, commune, "grace_days", 4, None, now)
    rules.set_rule(db, SWEEP, commune, "ladder", [["before", -2], ["evening", 0]], None, now)
    found = rules.rules_for(db, cell)
    assert (found.grace_days, found.attendance_good, found.ladder) == (4, 0.85, (("before", -2), ("evening", 0)))
    assert rules.rules_for(db, district).grace_days == 3
    kept = [row.about for row in db.execute(select(audit).where(audit.c.unit_id == commune))]
    assert kept[1] == {"rule": "grace_days", "from": 5, "to": 4}


def test_a_rule_that_is_none_and_a_unit_out_of_sight_are_refused(db: Connection, now: datetime) -> None:
    district = units.add(db, UnitKind.DISTRICT, "D", "Đảng bộ huyện Mẫu", None, START)
    with pytest.raises(Refused, match="rule-unknown"):
        rules.set_rule(db, SWEEP, district, "colour", "red", None, now)
    with pytest.raises(Refused, match="not-found"):
        rules.set_rule(db, Scope(1, ()), district, "grace_days", 3, None, now)
