"""/lich: the cell's days, telling and moving them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import obligations, people, units
from storage.tables import obligation, person
from tests.conftest import ZONE
from tests.conversations.talk import Talk
from tests.small_district import OPENED, add_cell, add_person, add_unit, hold

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=ZONE)


@pytest.fixture
def fixed(db: Connection) -> int:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    made = add_cell(db, commune, "Chi bộ thôn Muối")
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, "12", "19:30", 90, ""))
    return made


@pytest.fixture
def registering(db: Connection, fixed: int) -> int:
    made = add_cell(db, units.above(db, fixed)[0], "Chi bộ thôn An Phú")
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, "đăng ký", "20:00", 90, ""))
    return made


@pytest.fixture
def talk(db: Connection, fixed: int, registering: int) -> Talk:
    for cell, name, telegram_id in ((fixed, "Nguyễn Văn An", 501), (registering, "Vi Văn Sơn", 503)):
        who = add_person(db, cell, name)
        db.execute(update(person).where(person.c.id == who).values(telegram_id=telegram_id))
    for month in (NOVEMBER, DECEMBER):
        obligations.open_period(db, month, datetime(2026, 10, 25, tzinfo=UTC), ZONE)
    return Talk(db, {"An": 501, "Sơn": 503}, now=NOW)


def day_of(talk: Talk, cell: int, month: Month = NOVEMBER) -> date | None:
    found = obligations.of(talk.db, SWEEP, cell, month)
    assert found is not None
    return found.day


def test_it_shows_this_month_and_the_next_with_their_state(talk: Talk) -> None:
    told = talk.says("An", "/lich")
    assert told.split("\n")[:3] == [
        "Lịch sinh hoạt, Chi bộ thôn Muối",
        "Tháng 11: thứ Năm 12/11/2026, 19:30 · chưa đến ngày",
        "Tháng 12: thứ Bảy 12/12/2026, 19:30 · chưa đến ngày",
    ]
    assert "1. Hoãn tháng 11" in told


def test_a_month_not_open_yet_shows_the_usual_day_and_offers_nothing(talk: Talk, db: Connection) -> None:
    db.execute(obligation.delete().where(obligation.c.period == DECEMBER))
    told = talk.says("An", "/lich")
    assert "Tháng 12: thứ Bảy 12/12/2026, 19:30" in told
    assert "Hoãn tháng 12" not in told


def test_a_recorded_month_offers_nothing_more(talk: Talk, db: Connection, fixed: int) -> None:
    hold(db, fixed, date(2026, 11, 4))
    told = talk.says("An", "/lich")
    assert "Tháng 11: thứ Năm 12/11/2026, 19:30 · đã họp 04/11" in told
    assert "Hoãn tháng 11" not in told


def test_a_postponed_month_shows_both_days_and_can_be_taken_back(talk: Talk, fixed: int) -> None:
    talk.says("An", "/lich")
    talk.says("An", "1")
    talk.says("An", "lùi sang ngày 15, bão")
    told = talk.says("An", "/lich")
    assert "chủ nhật 15/11/2026" in told
    assert "hoãn từ 12/11, lý do: bão" in told
    assert "Đã bỏ hoãn: Chi bộ thôn Muối sinh hoạt tháng 11 vào thứ Năm 12/11/2026." in talk.presses(
        "An", "Bỏ hoãn tháng 11"
    )
    assert day_of(talk, fixed) == date(2026, 11, 12)


def test_a_cell_that_registers_presses_its_day(talk: Talk, registering: int) -> None:
    told = talk.says("Sơn", "/lich")
    assert "Tháng 11: chưa báo ngày" in told
    days = talk.presses("Sơn", "Báo ngày tháng 11")
    assert "[5] [6]" in days
    assert "[4]" not in days
    assert "[30]" in days
    assert "sinh hoạt tháng 11 vào thứ Hai 16/11/2026" in talk.presses("Sơn", "16")
    assert day_of(talk, registering) == date(2026, 11, 16)


def test_a_cell_that_registers_types_its_day(talk: Talk, registering: int) -> None:
    talk.says("Sơn", "/lich 16")
    assert day_of(talk, registering) == date(2026, 11, 16)
    talk.says("Sơn", "/lich 3")  # over this month already: the next one's
    assert day_of(talk, registering, DECEMBER) == date(2026, 12, 3)


@pytest.mark.parametrize("word", ["32", "0", "ba", "1000", "²"])
def test_no_day_is_asked_for_again(talk: Talk, registering: int, word: str) -> None:
    assert "ví dụ: /lich 12" in talk.says("Sơn", f"/lich {word}")
    assert day_of(talk, registering) is None


def test_a_cell_with_a_fixed_day_is_told_to_postpone(talk: Talk, fixed: int) -> None:
    told = talk.says("An", "/lich 20")
    assert "đã có ngày sinh hoạt tháng 11: thứ Năm 12/11/2026" in told
    assert day_of(talk, fixed) == date(2026, 11, 12)


def test_the_reminders_follow_a_told_day(talk: Talk) -> None:
    talk.says("Sơn", "/lich 16")
    talk.now = datetime(2026, 11, 13, 8, 0, tzinfo=ZONE)
    talk.tick()
    assert "Còn 3 ngày đến kỳ sinh hoạt tháng 11: thứ Hai 16/11/2026, 20:00" in talk.chat("Sơn").answer


def test_two_posts_are_asked_which_cell(talk: Talk, db: Connection, registering: int) -> None:
    an = people.by_telegram(db, 501)
    assert an is not None
    people.begin_post(db, an.id, registering, Role.DEPUTY, OPENED)
    told = talk.says("An", "/lich 16")
    assert "1. Chi bộ thôn Muối" in told
    assert "thứ Hai 16/11/2026" in talk.says("An", "2")
    assert day_of(talk, registering) == date(2026, 11, 16)


@pytest.mark.parametrize(
    "code", ["sch:show:{}", "sch:undo:{}:2026-11", "sch:day:{}:2026-11", "sch:day:{}:2026-11:16", "sch:told:{}:16"]
)
def test_another_cell_s_codes_find_nothing(talk: Talk, registering: int, code: str) -> None:
    told = talk.says("An", "", kind="press", code=code.format(registering), press_id="1")
    assert "không tìm thấy" in told
    assert day_of(talk, registering) is None


@pytest.mark.parametrize(
    "code", ["sch", "sch:show", "sch:show:x", "sch:day:{}:2026-11:99", "sch:day:{}:2026-11:x", "sch:undo:{}:11"]
)
def test_a_forged_code_finds_nothing(talk: Talk, registering: int, code: str) -> None:
    told = talk.says("Sơn", "", kind="press", code=code.format(registering), press_id="1")
    assert "không tìm thấy" in told
    assert talk.db.execute(
        select(obligation.c.planned_on).where(obligation.c.unit_id == registering)
    ).scalars().all() == [None, None]
