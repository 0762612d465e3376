"""A reminder on the phone: its buttons and its numbers, and what old ones say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.reminders import ACTIONS, Obligation
from bot.domain.units import CellProfile, UnitKind
from storage import obligations, units
from storage.tables import obligation, outbox, person
from tests.conftest import ZONE
from tests.conversations.talk import Talk
from tests.small_district import OPENED, add_cell, add_person, add_unit, assign, hold

NOVEMBER = Month(2026, 11)


def at(day: int, clock: str = "08:00", month: int = 11) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


@pytest.fixture
def cell(db: Connection, commune: int) -> int:
    made = add_cell(db, commune, "Chi bộ thôn Muối")
    units.set_profile(
        db, SWEEP, CellProfile(made, OPENED, "3", "19:30", 90, "Nhà văn hóa thôn", official=28, probationary=2)
    )
    return made


@pytest.fixture
def talk(db: Connection, commune: int, cell: int) -> Talk:
    """An is the cell's secretary, Hà the commune's admin, Sơn secretary of another cell."""
    other = add_cell(db, commune, "Chi bộ thôn An Phú")
    ids = {
        "An": (add_person(db, cell, "Nguyễn Văn An"), 501),
        "Hà": (add_person(db, commune, "Lương Thị Hà", Role.ADMIN), 502),
        "Sơn": (add_person(db, other, "Vi Văn Sơn"), 503),
    }
    for person_id, telegram_id in ids.values():
        db.execute(update(person).where(person.c.id == person_id).values(telegram_id=telegram_id))
    for month in (NOVEMBER, NOVEMBER.plus(1)):
        obligations.open_period(db, month, at(25, month=10).astimezone(UTC), ZONE)
    return Talk(db, {name: telegram_id for name, (_, telegram_id) in ids.items()}, now=at(2))


def ticked(talk: Talk, now: datetime) -> str:
    """What An's phone shows after the tick."""
    talk.now = now
    talk.tick()
    return talk.chat("An").answer


def of(talk: Talk, cell: int) -> Obligation:
    found = obligations.of(talk.db, SWEEP, cell, NOVEMBER)
    assert found is not None
    return found


def code(talk: Talk, who: str, what: str) -> str:
    return talk.says(who, "", kind="press", code=what, press_id="1")


def test_met_and_recorded_later_is_thanked_for_and_asked_for_once(talk: Talk, cell: int) -> None:
    assert "đã sinh hoạt chưa?" in ticked(talk, at(3, "20:25"))
    told = talk.says("An", "2")
    assert "Đã ghi nhận: Chi bộ thôn Muối đã sinh hoạt tháng 11" in told
    assert "thứ Năm 05/11/2026" in told
    assert "[1. Ghi ngay]" in told
    assert of(talk, cell).said_held_on == date(2026, 11, 3)
    assert "đã sinh hoạt chưa" not in ticked(talk, at(4))
    reminder = ticked(talk, at(5))
    assert "Khi thuận tiện, mời đồng chí ghi biên bản." in reminder
    assert all("Chi bộ" not in ticked(talk, at(day)) for day in range(6, 30))


def test_pressing_met_twice_says_so_and_changes_nothing(talk: Talk, cell: int) -> None:
    ticked(talk, at(3, "20:25"))
    talk.presses("An", "Đã họp, ghi sau")
    talk.now = at(4)
    assert "đã báo là đã sinh hoạt" in code(talk, "An", f"rem:held:{cell}:2026-11")
    assert of(talk, cell).said_held_on == date(2026, 11, 3)


def test_met_before_the_day_has_come_is_asked_about(talk: Talk, cell: int) -> None:
    told = code(talk, "An", f"rem:held:{cell}:2026-11")
    assert "chưa đến ngày" in told
    assert of(talk, cell).said_held_on is None


def test_on_paper_ends_the_reminders_and_can_be_taken_back(talk: Talk, cell: int) -> None:
    assert "4. Đã nộp bản giấy" in ticked(talk, at(5))
    told = talk.says("An", "4")
    assert "đã nộp biên bản giấy tháng 11" in told
    assert ticked(talk, at(8)) == ""
    assert "coi như chưa nộp" in talk.presses("An", "Chưa nộp bản giấy")
    assert of(talk, cell).state == "open"


def test_record_now_begins_the_form_of_that_month(talk: Talk) -> None:
    ticked(talk, at(3, "20:25"))
    told = talk.says("An", "1")
    assert "Chi bộ thôn Muối" in told
    assert "Bước 1/" in told


def test_postpone_begins_its_form_and_the_receipt_undoes_it(talk: Talk, cell: int) -> None:
    ticked(talk, at(3, "20:25"))
    talk.says("An", "3")
    assert "Đã lùi sang thứ Sáu 06/11/2026, lý do: bão" in talk.says("An", "mung 6 vi bao")
    assert of(talk, cell).day == date(2026, 11, 6)
    assert "Đã bỏ hoãn" in talk.presses("An", "Bỏ hoãn")
    assert of(talk, cell).day == date(2026, 11, 3)


@pytest.mark.parametrize("action", sorted({action for actions in ACTIONS.values() for action in actions}))
def test_an_old_button_of_a_recorded_month_says_what_is_recorded(
    talk: Talk, db: Connection, cell: int, action: str
) -> None:
    hold(db, cell, date(2026, 11, 3))
    talk.now = at(20)
    told = code(talk, "An", f"rem:{action}:{cell}:2026-11")
    assert "Biên bản tháng 11 của Chi bộ thôn Muối đã được ghi: thứ Ba 03/11/2026, có mặt 28/30 (93,3%)." in told
    assert of(talk, cell).state == "met"
    assert of(talk, cell).paper_at is None


def test_a_button_of_an_excused_month_says_so(talk: Talk, db: Connection, cell: int) -> None:
    db.execute(update(obligation).where(obligation.c.unit_id == cell).values(state="excused"))
    assert "được miễn báo cáo" in code(talk, "An", f"rem:held:{cell}:2026-11")


def test_preparing_shows_day_place_and_what_is_open(talk: Talk, db: Connection, cell: int) -> None:
    for number in range(7):
        assign(db, cell, date(2026, 11, 10 + number), what=f"Việc số {number} <b>")
    assert "7 nhiệm vụ chưa có kết quả" in ticked(talk, at(31, month=10))
    told = talk.says("An", "1")
    assert "thứ Ba 03/11/2026, 19:30" in told
    assert "Địa điểm: Nhà văn hóa thôn." in told
    assert "• Việc số 0 <b>, đ/c Trần Thị Bình, hạn 10/11" in told
    assert "… và 2 việc nữa" in told


@pytest.mark.parametrize("who", ["Sơn", "Hà"])
@pytest.mark.parametrize("action", ["now", "held", "paper", "lui", "prep", "unpaper", "day"])
def test_nobody_else_s_press_does_anything(talk: Talk, cell: int, who: str, action: str) -> None:
    """Matrix 75: a forged code of another cell, and one above who does not record."""
    before = of(talk, cell)
    talk.now = at(5)
    told = code(talk, who, f"rem:{action}:{cell}:2026-11")
    assert "Muối" not in told
    assert of(talk, cell) == before


@pytest.mark.parametrize(
    "forged", ["rem", "rem:held", "rem:held:x:2026-11", "rem:held:{cell}:2026-13", "rem:eat:{cell}:2026-11"]
)
def test_a_forged_code_finds_nothing(talk: Talk, cell: int, forged: str) -> None:
    assert "không tìm thấy" in code(talk, "An", forged.format(cell=cell))


def test_a_number_typed_days_later_chooses_nothing_of_the_old_reminder(talk: Talk, cell: int) -> None:
    ticked(talk, at(3, "20:25"))
    talk.now = at(7)
    talk.says("An", "2")
    assert of(talk, cell).said_held_on is None


def test_every_reminder_went_out_with_its_final_state(talk: Talk, db: Connection) -> None:
    for day in (3, 5, 8):
        ticked(talk, at(day, "20:25"))
    assert set(db.execute(select(outbox.c.state)).scalars()) <= {"sent", "expired"}
