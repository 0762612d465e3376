"""Notices: kept as data, told once, to those who can be reached."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from bot.domain.people import Role
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from storage.notices import tell_admins
from storage.tables import outbox
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit


def test_the_admins_of_the_nearest_committee_are_told_once_and_values_stay_data(db: Connection) -> None:
    province = add_unit(db, UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh")
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", province)
    cell = add_cell(db, commune, "Chi bộ thôn Muối")
    add_person(db, province, "Đỗ Văn Dũng", Role.ADMIN)
    near = [add_person(db, commune, name, Role.ADMIN) for name in ("Vũ Thị Hoa", "Lê Thị Lan")]
    values = {"period": Month(2026, 11), "day": date(2026, 11, 6), "reason": "bão", "count": 2}
    for _ in range(2):
        assert tell_admins(db, cell, "reminder-notice-postponed", values, "postponed:1", NOW) == 2
    rows = db.execute(select(outbox.c.recipient_id, outbox.c.payload).order_by(outbox.c.id)).all()
    assert [row.recipient_id for row in rows] == near
    assert rows[0].payload["values"] == {
        "period": {"month": "2026-11"},
        "day": {"day": "2026-11-06"},
        "reason": "bão",
        "count": 2,
    }


def test_who_has_blocked_or_not_joined_is_not_written_to(db: Connection) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    cell = add_cell(db, commune, "Chi bộ thôn Muối")
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN, blocked=True)
    add_person(db, commune, "Lê Thị Lan", Role.ADMIN, joined=False)
    assert tell_admins(db, cell, "reminder-notice-postponed", {}, "x", NOW) == 0
