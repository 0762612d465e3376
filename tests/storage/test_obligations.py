"""Opening a month, and what a cell's people say about their obligation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.periods import Month
from bot.domain.reminders import Obligation, State
from bot.domain.units import CellProfile, UnitKind
from storage import obligations, units
from storage.tables import audit, event, obligation, outbox, postponement
from tests.small_district import OPENED, add_cell, add_person, add_unit, close, hold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
NOW = datetime(2026, 11, 1, 9, 0, tzinfo=ZONE)


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


@pytest.fixture
def cell(db: Connection, commune: int) -> int:
    made = add_cell(db, commune, "Chi bộ thôn Muối")
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, "3", "19:30", 120, "Nhà văn hóa thôn"))
    return made


@pytest.fixture
def secretary(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


@pytest.fixture
def admin(db: Connection, commune: int) -> int:
    return add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)


def opened(db: Connection, cell: int, month: Month = NOVEMBER) -> Obligation:
    obligations.open_period(db, month, NOW, ZONE)
    found = obligations.of(db, SWEEP, cell, month)
    assert found is not None
    return found


def test_every_active_cell_gets_its_obligation_with_its_own_day(db: Connection, commune: int, cell: int) -> None:
    any_day = add_cell(db, commune, "Chi bộ thôn An Phú")
    odd = add_cell(db, commune, "Chi bộ thôn Khe Sâu")
    units.set_profile(db, SWEEP, CellProfile(odd, OPENED, "khi nào rảnh", "", 90, ""))
    assert obligations.open_period(db, NOVEMBER, NOW, ZONE) == 3
    found = opened(db, cell)
    assert (found.planned_on, found.planned_at, found.planned_minutes) == (date(2026, 11, 3), "19:30", 120)
    assert found.due_at == datetime(2026, 12, 1, tzinfo=ZONE)
    assert all(obligations.of(db, SWEEP, each, NOVEMBER).planned_on is None for each in (any_day, odd))  # type: ignore[union-attr]


def test_opening_twice_opens_once(db: Connection, cell: int) -> None:
    assert obligations.unopened(db, NOVEMBER, NOW.date())
    assert obligations.open_period(db, NOVEMBER, NOW, ZONE) == 1
    assert not obligations.unopened(db, NOVEMBER, NOW.date())
    assert obligations.open_period(db, NOVEMBER, NOW, ZONE) == 0


def test_committees_closed_cells_and_cells_still_to_come_owe_nothing(db: Connection, commune: int, cell: int) -> None:
    close(db, cell, date(2026, 11, 1))
    units.add(db, UnitKind.CELL, "new", "Chi bộ thôn Mới", commune, date(2026, 12, 5))
    assert obligations.open_period(db, NOVEMBER, NOW, ZONE) == 0


def test_a_cell_founded_after_its_planned_day_has_no_day_in_that_month(db: Connection, commune: int) -> None:
    young = units.add(db, UnitKind.CELL, "new", "Chi bộ thôn Mới", commune, date(2026, 11, 20))
    units.set_profile(db, SWEEP, CellProfile(young, date(2026, 11, 20), "3", "19:30", 90, ""))
    assert opened(db, young).planned_on is None
    assert opened(db, young, Month(2026, 12)).planned_on == date(2026, 12, 3)


def test_a_cell_that_recorded_before_the_month_was_opened_has_met(db: Connection, cell: int) -> None:
    hold(db, cell, date(2026, 11, 1))
    assert opened(db, cell).state is State.MET


def test_meeting_turns_open_and_missed_into_met_once(db: Connection, cell: int) -> None:
    opened(db, cell)
    db.execute(update(obligation).values(state="missed"))
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), NOW)
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), NOW + timedelta(hours=1))
    assert opened(db, cell).state is State.MET
    assert db.execute(select(event.c.type, event.c.occurred_at)).all() == [("met:2026-11-03", NOW)]


def test_meeting_in_a_month_that_is_not_open_changes_nothing(db: Connection, cell: int) -> None:
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), NOW)
    assert obligations.of(db, SWEEP, cell, NOVEMBER) is None


def test_postponing_keeps_who_when_and_why_and_tells_the_committee_above(
    db: Connection, cell: int, secretary: int, admin: int
) -> None:
    opened(db, cell)
    moved = obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, NOW, 77)
    assert (moved.day, moved.hour, moved.postponed_reason) == (date(2026, 11, 6), "19:30", "bão")
    row = db.execute(select(postponement)).mappings().one()
    assert (row["from_day"], row["to_day"], row["person_id"]) == (date(2026, 11, 3), date(2026, 11, 6), secretary)
    told = db.execute(select(outbox)).mappings().one()
    assert (told["recipient_id"], told["kind"], told["payload"]["key"]) == (
        admin,
        "notice",
        "reminder-notice-postponed",
    )
    assert db.execute(select(audit.c.act)).scalars().all() == ["postponed"]


def test_the_same_draft_postpones_once(db: Connection, cell: int, secretary: int, admin: int) -> None:
    opened(db, cell)
    for day in (6, 9):
        obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, day), "", "bão", secretary, NOW, 77)
    assert opened(db, cell).day == date(2026, 11, 6)
    assert len(db.execute(select(outbox.c.id)).all()) == 1


def test_postponing_a_missed_month_opens_it_again(db: Connection, cell: int, secretary: int) -> None:
    opened(db, cell)
    db.execute(update(obligation).values(state="missed"))
    assert (
        obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 12, 2), "", "bão", secretary, NOW).state
        is State.OPEN
    )


@pytest.mark.parametrize("day", [date(2026, 10, 31), date(2027, 1, 1)])
def test_a_day_far_from_the_month_is_refused(db: Connection, cell: int, secretary: int, day: date) -> None:
    opened(db, cell)
    with pytest.raises(Refused, match="reminder-day-too-far"):
        obligations.postpone(db, SWEEP, cell, NOVEMBER, day, "", "bão", secretary, NOW)


def test_withdrawing_brings_the_planned_day_back_and_tells_above(
    db: Connection, cell: int, secretary: int, admin: int
) -> None:
    opened(db, cell)
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "20:00", "bão", secretary, NOW)
    back = obligations.withdraw_postponement(db, SWEEP, cell, NOVEMBER, secretary, NOW)
    assert (back.day, back.hour) == (date(2026, 11, 3), "19:30")
    assert db.execute(select(postponement.c.withdrawn_at)).scalars().all() == [NOW]
    keys = [payload["key"] for payload in db.execute(select(outbox.c.payload)).scalars()]
    assert keys == ["reminder-notice-postponed", "reminder-notice-postponement-withdrawn"]
    with pytest.raises(Refused, match="reminder-not-postponed"):
        obligations.withdraw_postponement(db, SWEEP, cell, NOVEMBER, secretary, NOW)


def test_saying_that_it_met_is_kept_with_the_day_and_once(db: Connection, cell: int, secretary: int) -> None:
    opened(db, cell)
    obligations.say_held(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), secretary, NOW)
    again = obligations.say_held(db, SWEEP, cell, NOVEMBER, date(2026, 11, 4), secretary, NOW)
    assert again.said_held_on == date(2026, 11, 3)


def test_paper_settles_the_month_until_it_is_taken_back(db: Connection, cell: int, secretary: int) -> None:
    opened(db, cell)
    filed = obligations.file_on_paper(db, SWEEP, cell, NOVEMBER, secretary, NOW)
    assert (filed.state, filed.paper_at) == (State.MET, NOW)
    with pytest.raises(Refused, match="reminder-settled-met"):
        obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, NOW)
    back = obligations.withdraw_paper(db, SWEEP, cell, NOVEMBER, secretary, NOW)
    assert (back.state, back.paper_at) == (State.OPEN, None)


def test_an_excused_month_changes_no_more(db: Connection, cell: int, admin: int, secretary: int) -> None:
    opened(db, cell)
    assert obligations.excuse(db, SWEEP, cell, NOVEMBER, "lũ", admin, NOW).state is State.EXCUSED
    with pytest.raises(Refused, match="reminder-settled-excused"):
        obligations.say_held(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), secretary, NOW)


def test_a_cell_that_registers_tells_its_day(db: Connection, commune: int, secretary: int) -> None:
    free = add_cell(db, commune, "Chi bộ thôn An Phú")
    units.set_profile(db, SWEEP, CellProfile(free, OPENED, "đăng ký", "19:30", 90, ""))
    opened(db, free)
    assert obligations.register_day(db, SWEEP, free, NOVEMBER, date(2026, 11, 12), secretary, NOW).day == date(
        2026, 11, 12
    )
    obligations.replan(db, SWEEP, CellProfile(free, OPENED, "đăng ký", "20:00", 90, ""), NOW, ZONE)
    again = opened(db, free)
    assert (again.planned_on, again.planned_at) == (date(2026, 11, 12), "20:00")


def test_another_usual_day_moves_the_open_months_but_not_a_postponed_one(
    db: Connection, cell: int, secretary: int
) -> None:
    opened(db, cell)
    opened(db, cell, Month(2026, 12))
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, NOW)
    obligations.replan(db, SWEEP, CellProfile(cell, OPENED, "5", "18:00", 90, ""), NOW, ZONE)
    assert opened(db, cell).planned_on == date(2026, 11, 3)
    assert opened(db, cell, Month(2026, 12)).planned_on == date(2026, 12, 5)


def test_every_change_has_the_sweep_look_at_once(db: Connection, cell: int, secretary: int) -> None:
    opened(db, cell)
    changes: tuple[Callable[[], Obligation], ...] = (
        lambda: obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, NOW),
        lambda: obligations.withdraw_postponement(db, SWEEP, cell, NOVEMBER, secretary, NOW),
        lambda: obligations.say_held(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), secretary, NOW),
    )
    for change in changes:
        db.execute(update(obligation).values(next_at=NOW + timedelta(days=9)))
        change()
        assert db.execute(select(obligation.c.next_at)).scalars().all() == [None]


def test_nothing_is_seen_or_changed_outside_the_scope(db: Connection, commune: int, cell: int, secretary: int) -> None:
    other = add_cell(db, commune, "Chi bộ thôn An Phú")
    opened(db, cell)
    stranger = Scope(secretary, (other,))
    assert obligations.of(db, stranger, cell, NOVEMBER) is None
    assert obligations.of(db, Scope(secretary, (cell,)), cell, NOVEMBER) is not None
    acts: tuple[Callable[[], Obligation], ...] = (
        lambda: obligations.postpone(db, stranger, cell, NOVEMBER, date(2026, 11, 6), "", "x", secretary, NOW),
        lambda: obligations.withdraw_postponement(db, stranger, cell, NOVEMBER, secretary, NOW),
        lambda: obligations.say_held(db, stranger, cell, NOVEMBER, date(2026, 11, 3), secretary, NOW),
        lambda: obligations.file_on_paper(db, stranger, cell, NOVEMBER, secretary, NOW),
        lambda: obligations.withdraw_paper(db, stranger, cell, NOVEMBER, secretary, NOW),
        lambda: obligations.excuse(db, stranger, cell, NOVEMBER, "x", secretary, NOW),
        lambda: obligations.register_day(db, stranger, cell, NOVEMBER, date(2026, 11, 6), secretary, NOW),
    )
    for act in acts:
        with pytest.raises(Refused, match="not-found"):
            act()
    hold(db, cell, date(2026, 11, 3))
    assert obligations.recorded(db, stranger, cell, NOVEMBER) is None
    assert obligations.recorded(db, Scope(secretary, (commune,)), cell, NOVEMBER).present == 28  # type: ignore[union-attr]
