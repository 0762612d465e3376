"""The small made-up commune on which conversations are played."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.domain.members import Standing
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import members, obligations, units
from storage.members import Act
from storage.tables import person, post
from tests.conftest import NOW, ZONE
from tests.conversations.talk import Talk
from tests.small_district import OPENED, add_cell, add_person, add_unit

MUOI = CellProfile(
    unit_id=0,
    valid_from=OPENED,
    meeting_day="3",
    starts_at="19:30",
    usual_minutes=90,
    place="Nhà văn hóa thôn",
    official=28,
    probationary=2,
    exempt=2,
)


def phone(db: Connection, person_id: int, telegram_id: int) -> int:
    db.execute(update(person).where(person.c.id == person_id).values(telegram_id=telegram_id))
    return telegram_id


ROSTER = """Vi Thị Hoa; Lục Văn Bảo; Hoàng Thị Cúc; Dương Văn Dần; Lý Thị Đào; Nông Văn Giang; Chu Văn Hảo; Phạm Thế Hùng;
Vũ Đình Hùng; Mạc Thị Lan; Tô Văn Minh; Ngô Thị Nga"""
"""Official members of the cell that keeps a roster: twelve, two of them called Hùng."""


def with_roster(db: Connection) -> int:
    """The cell of Hoa in another commune: 12 official and 1 probationary, 1 exempt, 1 from elsewhere; her Telegram id."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Sơn")
    cell = add_cell(db, commune, "Chi bộ thôn Trại Cá")
    profile = replace(MUOI, unit_id=cell, place="Nhà văn hóa Trại Cá", official=11, probationary=0, exempt=0)
    units.set_profile(db, SWEEP, profile)
    told = [(name.strip(), Standing.OFFICIAL) for name in ROSTER.split(";")]
    told += [("Trương Văn Quý", Standing.PROBATIONARY), ("Đàm Thị Tơ", Standing.EXEMPT)]
    for name, standing in (*told, ("Giáp Văn Xuân", Standing.TEMPORARY_IN)):
        members.add(db, SWEEP, cell, name, standing, OPENED, Act(None, NOW))
    add_person(db, cell, "Lục Văn Bảo", Role.DEPUTY, joined=False)
    return phone(db, add_person(db, cell, "Vi Thị Hoa"), 505)


@pytest.fixture
def talk(db: Connection) -> Talk:
    """A commune with three cells: An is secretary of Muối, Sơn of two cells, Hà administers the commune, Mai follows Muối."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    muoi, sau, phu = (add_cell(db, commune, f"Chi bộ thôn {name}") for name in ("Muối", "Khe Sâu", "An Phú"))
    for cell in (muoi, sau, phu):
        units.set_profile(db, SWEEP, replace(MUOI, unit_id=cell))
    people = {
        "An": phone(db, add_person(db, muoi, "Nguyễn Văn An"), 501),
        "Hà": phone(db, add_person(db, commune, "Lương Thị Hà", Role.ADMIN), 502),
        "Sơn": phone(db, add_person(db, sau, "Vi Văn Sơn"), 503),
        "Lạ": 599,
    }
    people["Mai"] = phone(db, add_person(db, muoi, "Đặng Thị Mai", Role.UPPER_MEMBER), 506)
    people["Minh"] = phone(db, add_person(db, phu, "Chu Thị Minh"), 504)
    minh = select(person.c.id).where(person.c.telegram_id == 504).scalar_subquery()
    db.execute(insert(post).values(person_id=minh, unit_id=sau, role="deputy", valid_from=OPENED))
    people["Bình"] = phone(db, add_person(db, muoi, "Trần Thị Bình", Role.DEPUTY), 509)
    add_person(db, muoi, "Lê Thị Lan", Role.COMMITTEE_MEMBER, joined=False)
    add_person(db, muoi, "Phạm Văn Hùng", Role.COMMITTEE_MEMBER, joined=False)
    people["Hoa"] = with_roster(db)
    for month in (Month(2026, 10), Month(2026, 11), Month(2026, 12)):
        obligations.open_period(db, month, NOW.astimezone(UTC), ZONE)
    return Talk(db, people)
