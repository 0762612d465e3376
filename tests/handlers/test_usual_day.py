"""Requirements on mending the usual day: by numbers, by who may, followed by the open month."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from storage import obligations, people, units
from storage.tables import audit
from tests.conftest import NOW, ZONE
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit


@pytest.fixture
def cell(db: Connection) -> int:
    return add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An"), "Chi bộ thôn Muối")


def chat(db: Connection, unit: int, role: Role) -> Chat:
    return Chat(db, people.get(db, add_person(db, unit, "Nguyễn Văn An", role)).telegram_id or 0)


def test_day_and_hour_are_typed_as_numbers_and_the_open_month_follows(db: Connection, cell: int) -> None:
    obligations.open_period(db, Month(2026, 11), NOW, ZONE)
    secretary = chat(db, cell, Role.SECRETARY)
    secretary.code(f"day:{cell}")
    secretary.type("31")
    assert "ngày cuối tháng" in secretary.text
    secretary.type("6")
    assert "ngày cuối tháng, 19:30" in secretary.text
    owed = obligations.of(db, SWEEP, cell, Month(2026, 11))
    assert owed is not None
    assert (owed.planned_on, owed.planned_at) == (Month(2026, 11).last, "19:30")
    assert [row.act for row in db.execute(select(audit))] == ["usual-day"]
    secretary.code(f"day:{cell}:31:5")
    assert len(db.execute(select(audit)).all()) == 1


@pytest.mark.parametrize(("number", "kept"), [("32", "đăng ký"), ("33", ""), ("7", "7")])
def test_registered_and_any_day_have_numbers_of_their_own(db: Connection, cell: int, number: str, kept: str) -> None:
    secretary = chat(db, cell, Role.DEPUTY)
    secretary.code(f"day:{cell}")
    secretary.type(number)
    secretary.press("Không cố định giờ")
    told = units.profile(db, SWEEP, cell, NOW.date())
    assert (told.meeting_day, told.starts_at) == (kept, "")


def test_only_the_cells_own_and_those_above_may_and_only_real_days(db: Connection, cell: int) -> None:
    other = add_cell(db, units.above(db, cell)[0], "Chi bộ thôn Đồng")
    stranger = chat(db, other, Role.SECRETARY)
    for code in (f"day:{cell}", f"day:{cell}:3", f"day:{cell}:3:1", "day:999999:3:1"):
        stranger.code(code)
        assert "không tìm thấy" in stranger.text
    admin = chat(db, units.above(db, cell)[0], Role.ADMIN)
    for code in (f"day:{cell}:0", f"day:{cell}:34", f"day:{cell}:3:99", f"day:{cell}:x:1", "day:"):
        admin.code(code)
        assert "không tìm thấy" in admin.text
    admin.code(f"day:{cell}:3:5")
    assert "ngày 3, 19:30" in admin.text
    admin.code(f"day:{units.above(db, cell)[0]}")
    assert "không thuộc nhiệm vụ" in admin.text
