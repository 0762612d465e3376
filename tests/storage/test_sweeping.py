"""The sweep on a real database: whom it tells and of what, catching up, our own outages, and how fast it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy import event as happenings

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.reminders import Obligation
from bot.domain.units import CellProfile, UnitKind
from storage import obligations, pulse, rules, units
from storage.sweeping import SweepReport, sweep
from storage.tables import digest_line, event, inbox, obligation, outbox, post, unit, unit_tree
from tests.small_district import OPENED, add_cell, add_person, add_unit, close, hold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)


def at(day: int, clock: str = "08:00", month: int = 11) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


OPENING = at(25, "09:00", 10)


@pytest.fixture
def province(db: Connection) -> int:
    return add_unit(db, UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh")


@pytest.fixture
def commune(db: Connection, province: int) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", province)


def a_cell(db: Connection, commune: int, name: str = "Chi bộ thôn Muối", day: str = "3") -> int:
    made = add_cell(db, commune, name)
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, day, "19:30", 90, "Nhà văn hóa thôn"))
    return made


@pytest.fixture
def cell(db: Connection, commune: int) -> int:
    made = a_cell(db, commune)
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    sweep(db, OPENING, ZONE)
    return made


@pytest.fixture
def secretary(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


def swept(db: Connection, now: datetime) -> SweepReport:
    """The sweep of a program that has been up for the last minutes and asked Telegram just now."""
    before = now - timedelta(minutes=1)
    pulse.beat(db, "tick", before, before.isoformat())
    return swept_after_silence(db, now)


def swept_after_silence(db: Connection, now: datetime) -> SweepReport:
    """The sweep of a program that has asked Telegram just now, for the first time since the last sweep."""
    pulse.beat(db, "poll", now)
    return sweep(db, now, ZONE)


def queued(db: Connection) -> list[tuple[int, str]]:
    """(recipient, rung) of each message, and of each line of a digest."""
    line = digest_line.c.rung.label("rung")
    rows = select(outbox.c.recipient_id, outbox.c.dedupe_key, line).outerjoin(
        digest_line, digest_line.c.outbox_id == outbox.c.id
    )
    return [(who, rung or key.split(":")[4]) for who, key, rung in db.execute(rows.order_by(outbox.c.id, line))]


def states(db: Connection) -> list[str]:
    return list(db.execute(select(obligation.c.state).order_by(obligation.c.id)).scalars())


def events(db: Connection) -> dict[str, datetime]:
    return {row.type: row.occurred_at for row in db.execute(select(event.c.type, event.c.occurred_at))}


def of(db: Connection, cell: int) -> Obligation:
    found = obligations.of(db, SWEEP, cell, NOVEMBER)
    assert found is not None
    return found


# --- the ladder ------------------------------------------------------------------------------------------------------


def test_each_rung_is_queued_at_its_moment_for_the_people_of_its_audience(
    db: Connection, province: int, commune: int, cell: int, secretary: int
) -> None:
    deputy = add_person(db, cell, "Trần Thị Bình", Role.DEPUTY)
    upper = add_person(db, cell, "Đỗ Văn Dũng", Role.UPPER_MEMBER)
    admin = add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    above = add_person(db, province, "Đỗ Thị Mùi", Role.ADMIN)
    add_person(db, cell, "Lê Thị Lan", Role.COMMITTEE_MEMBER)
    seen: list[tuple[int, str]] = []
    for now, expected in (
        (at(31, "07:59", 10), set()),
        (at(31, "08:00", 10), {(secretary, "before"), (deputy, "before"), (upper, "visit")}),
        (at(3, "20:24"), set()),
        (at(3, "20:25"), {(secretary, "evening"), (deputy, "evening")}),
        (at(5), {(secretary, "after"), (deputy, "after")}),
        (at(8), {(upper, "upper")}),
        (at(12, "23:59"), set()),
        (at(13), {(admin, "committee")}),
        (at(23), {(above, "next_committee")}),
        (at(30, "23:59"), set()),
        (at(1, "08:00", 12), {(admin, "month_end")}),
    ):
        swept(db, now)
        new = [each for each in queued(db) if each not in seen]
        assert set(new) == expected, now
        seen += new
    assert states(db) == ["missed"]


def test_the_key_of_a_reminder_names_unit_period_kind_rung_and_recipient(
    db: Connection, cell: int, secretary: int
) -> None:
    swept(db, at(5))
    assert db.execute(select(outbox.c.dedupe_key)).scalars().all() == [
        f"remind:{cell}:2026-11:regular:after:{secretary}"
    ]


def test_sweeping_twice_changes_nothing_more(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 39, one after the other: one row for each key."""
    first = swept(db, at(5))
    second = swept(db, at(5))
    assert (first.queued, second.queued) == (1, 0)
    db.execute(update(obligation).values(next_at=None))  # as if the first had forgotten what it did
    swept(db, at(5))
    assert queued(db) == [(secretary, "after")]


def test_after_three_days_without_a_tick_only_the_latest_rung_goes_out(
    db: Connection, cell: int, secretary: int
) -> None:
    """Matrix 40."""
    report = swept(db, at(5))
    assert queued(db) == [(secretary, "after")]
    assert report.superseded == 3  # the upper member is told of no meeting that is over
    assert events(db) == {
        "superseded:before": at(31, month=10),
        "superseded:visit": at(31, month=10),
        "superseded:evening": at(3, "20:25"),
        "rung:after": at(5),
    }


def test_the_clock_set_back_an_hour_reminds_nobody_again(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 41."""
    for now in (at(3, "20:25"), at(3, "19:25"), at(3, "20:25"), at(4, "20:25")):
        swept(db, now)
    assert queued(db) == [(secretary, "evening")]


def test_recording_stops_the_reminders(db: Connection, cell: int, secretary: int) -> None:
    swept(db, at(3, "20:25"))
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), at(3, "21:40"))
    for day in (5, 8, 30):
        swept(db, at(day))
    swept(db, at(2, month=12))
    assert queued(db) == [(secretary, "evening")]
    assert states(db) == ["met"]


def test_postponing_moves_the_reminders_and_asks_again_on_the_new_evening(
    db: Connection, cell: int, secretary: int
) -> None:
    swept(db, at(3, "20:25"))
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, at(3, "20:30"))
    for now in (at(3, "20:31"), at(5), at(6, "20:24"), at(6, "20:25"), at(8)):
        swept(db, now)
    assert queued(db) == [
        (secretary, "evening"),
        (secretary, "before@2026-11-06"),  # due at 8:00 that morning, and still ahead of the meeting
        (secretary, "evening@2026-11-06"),
        (secretary, "after@2026-11-06"),
    ]


def test_a_withdrawn_postponement_repeats_nothing(db: Connection, cell: int, secretary: int) -> None:
    swept(db, at(3, "20:25"))
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 20), "", "bão", secretary, at(3, "20:30"))
    swept(db, at(3, "20:31"))
    obligations.withdraw_postponement(db, SWEEP, cell, NOVEMBER, secretary, at(3, "20:32"))
    swept(db, at(3, "20:33"))
    assert queued(db) == [(secretary, "evening")]


def test_who_said_that_it_met_is_asked_once_to_record_and_never_missed(
    db: Connection, cell: int, secretary: int
) -> None:
    upper = add_person(db, cell, "Đỗ Văn Dũng", Role.UPPER_MEMBER)
    swept(db, at(3, "20:25"))
    obligations.say_held(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), secretary, at(3, "20:30"))
    for day in range(4, 31):
        swept(db, at(day))
    swept(db, at(5, month=12))
    assert queued(db) == [(secretary, "evening"), (secretary, "record")]
    assert upper not in {who for who, _ in queued(db)}
    assert states(db) == ["open"]


def test_paper_and_excuse_end_the_reminders(db: Connection, commune: int, cell: int, secretary: int) -> None:
    """Matrix 54, the excused part; and never nag who reported, even on paper."""
    other = a_cell(db, commune, "Chi bộ thôn An Phú")
    add_person(db, other, "Vũ Thị Hoa")
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    obligations.file_on_paper(db, SWEEP, cell, NOVEMBER, secretary, at(1))
    obligations.excuse(db, SWEEP, other, NOVEMBER, "lũ", secretary, at(1))
    for day in (3, 5, 8):
        swept(db, at(day, "20:25"))
    swept(db, at(3, month=12))
    assert queued(db) == []
    assert states(db) == ["met", "excused"]


def test_a_closed_cell_is_excused_with_the_reason(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 54."""
    close(db, cell, date(2026, 11, 4))
    report = swept(db, at(5))
    assert (report.excused, queued(db), states(db)) == (1, [], ["excused"])
    assert "excused:unit closed" in events(db)


def test_cells_without_a_day_are_asked_in_the_middle_and_near_the_end(db: Connection, commune: int) -> None:
    free = a_cell(db, commune, "Chi bộ thôn An Phú", "đăng ký")
    secretary = add_person(db, free, "Vũ Thị Hoa")
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    for day in range(1, 31):
        swept(db, at(day))
    assert queued(db) == [(secretary, "middle"), (secretary, "near_end")]


# --- who can be reached ----------------------------------------------------------------------------------------------


def test_who_has_not_joined_or_has_blocked_gets_no_row_but_is_counted(db: Connection, cell: int) -> None:
    add_person(db, cell, "Nguyễn Văn An", joined=False)
    add_person(db, cell, "Trần Thị Bình", Role.DEPUTY, blocked=True)
    report = swept(db, at(5))
    assert (report.queued, report.unreachable) == (0, 1)
    assert "unreachable:after" in events(db)


def test_whose_post_has_ended_or_not_begun_is_not_told(db: Connection, cell: int, secretary: int) -> None:
    db.execute(update(post).values(valid_to=date(2026, 11, 5)))
    coming = add_person(db, cell, "Trần Thị Bình")
    db.execute(update(post).where(post.c.person_id == coming).values(valid_from=date(2026, 11, 6)))
    swept(db, at(5))
    assert queued(db) == []


def test_the_months_end_is_one_digest_to_the_nearest_committee_that_can_be_reached(
    db: Connection, province: int
) -> None:
    near, far = (add_unit(db, UnitKind.COMMUNE, name, province) for name in ("Đảng bộ xã A", "Đảng bộ xã B"))
    for parent, name in ((near, "Một"), (near, "Hai"), (far, "Ba")):
        a_cell(db, parent, f"Chi bộ thôn {name}")
    top = add_person(db, province, "Đỗ Văn Dũng", Role.ADMIN)
    admin = add_person(db, near, "Vũ Thị Hoa", Role.ADMIN)
    add_person(db, far, "Lê Thị Lan", Role.ADMIN, joined=False)
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    for day in (at(13), at(23), at(30)):
        swept(db, day)
    db.execute(update(outbox).values(state="sent"))
    before = set(db.execute(select(outbox.c.dedupe_key)).scalars())
    swept(db, at(1, month=12))
    keys = set(db.execute(select(outbox.c.dedupe_key)).scalars()) - before
    assert keys == {
        f"digest:committee:{near}:2026-12-01:{admin}",
        f"digest:committee:{province}:2026-12-01:{top}",
    }


def test_nobody_is_told_of_a_month_in_which_all_met(db: Connection, commune: int, cell: int) -> None:
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    hold(db, cell, date(2026, 11, 3))
    swept(db, at(1, month=12))
    assert queued(db) == []


# --- missed, and our own outage --------------------------------------------------------------------------------------


def test_missed_is_booked_with_its_true_moment(db: Connection, cell: int) -> None:
    swept(db, at(30, "23:59"))
    assert states(db) == ["open"]
    swept(db, at(1, "00:00", 12))
    assert states(db) == ["missed"]
    assert events(db)["missed"] == at(1, "00:00", 12)


def test_a_day_late_in_the_month_has_its_grace_beyond_the_months_end(db: Connection, commune: int) -> None:
    a_cell(db, commune, day="cuối tháng")
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    swept(db, at(2, "23:59", 12))
    assert states(db) == ["open"]
    swept(db, at(3, "00:00", 12))
    assert states(db) == ["missed"]


def test_nothing_becomes_missed_while_telegram_was_not_asked_or_updates_wait(db: Connection, cell: int) -> None:
    """Matrix 60, the first half."""
    end = at(1, "00:05", 12)
    pulse.beat(db, "poll", at(30, "23:59"))
    assert sweep(db, end, ZONE).missed == 0
    db.execute(insert(inbox).values(bot_id=1, update_id=1, received_at=end, raw="{}"))
    assert swept(db, end + timedelta(minutes=1)).missed == 0
    db.execute(update(inbox).values(state="done"))
    assert swept(db, end + timedelta(minutes=2)).missed == 1


def test_our_outage_over_the_deadline_lengthens_the_grace_by_its_length(db: Connection, cell: int) -> None:
    """Matrix 60: down from 20:00 to 03:00 over the month's end."""
    swept(db, at(30, "20:00"))
    assert swept_after_silence(db, at(1, "03:00", 12)).missed == 0
    assert of(db, cell).grace_until == at(1, "07:00", 12)
    assert swept(db, at(1, "06:59", 12)).missed == 0
    assert swept(db, at(1, "07:00", 12)).missed == 1
    assert events(db)["missed"] == at(1, "07:00", 12)


def test_an_outage_that_began_before_the_last_days_counts_from_them(db: Connection, cell: int) -> None:
    swept(db, at(20, "20:00"))
    swept_after_silence(db, at(30, "12:00"))
    assert of(db, cell).grace_until == at(2, "12:00", 12)  # 29/11 00:00 to 30/11 12:00


def test_an_outage_in_the_middle_of_the_month_lengthens_nothing(db: Connection, cell: int) -> None:
    swept(db, at(10, "08:00"))
    swept_after_silence(db, at(12, "08:00"))
    assert of(db, cell).grace_until == at(1, "00:00", 12)


def test_a_clock_moved_by_hand_is_no_outage(db: Connection, cell: int) -> None:
    swept(db, at(30, "20:00"))
    sweep(db, at(1, "09:00", 12), ZONE, jumped=True)
    pulse.beat(db, "poll", at(1, "09:01", 12))
    assert sweep(db, at(1, "09:01", 12), ZONE).missed == 1


# --- portions, faults, rules -----------------------------------------------------------------------------------------


def test_a_sweep_stops_at_its_limit_and_goes_on(db: Connection, commune: int) -> None:
    for number in range(7):
        add_person(db, a_cell(db, commune, f"Chi bộ {number}"), f"Bí thư {number}")
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    reports = [sweep(db, at(5), ZONE, limit=3) for _ in range(4)]
    assert [report.looked_at for report in reports] == [3, 3, 1, 0]
    assert [report.more for report in reports] == [True, True, False, False]
    assert len(queued(db)) == 7


def test_a_cell_whose_calculation_fails_is_put_off_and_does_not_stop_the_others(
    db: Connection, commune: int, cell: int, secretary: int
) -> None:
    broken = a_cell(db, commune, "Chi bộ thôn An Phú")
    obligations.open_period(db, NOVEMBER, OPENING, ZONE)
    db.execute(update(obligation).where(obligation.c.unit_id == broken).values(planned_at="nửa đêm"))
    report = swept(db, at(5))
    assert [error for _, error in report.failed] == ["ValueError"]
    assert queued(db) == [(secretary, "after")]
    assert swept(db, at(5, "08:59")).failed == ()
    assert len(swept(db, at(5, "09:00")).failed) == 1


def test_a_committee_s_own_ladder_holds_for_its_cells(db: Connection, commune: int, cell: int, secretary: int) -> None:
    admin = add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    rules.set_rule(db, SWEEP, commune, "morning_hour", "09:00", admin, OPENING)
    db.execute(update(obligation).values(next_at=None))
    swept(db, at(3, "20:25"))
    swept(db, at(5, "08:30"))
    assert queued(db) == [(secretary, "evening")]
    swept(db, at(5, "09:00"))
    assert queued(db) == [(secretary, "evening"), (secretary, "after")]


def a_district(db: Connection, cells: int, months: int) -> None:
    """Cells with months behind them, laid straight into the tables; everybody has joined."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    first = db.execute(select(func.max(unit.c.id))).scalar_one() + 1
    ids = range(first, first + cells)
    db.execute(insert(unit), [{"id": key, "kind": "cell", "code": f"c{key}", "opened_on": OPENED} for key in ids])
    tree = [{"ancestor_id": key, "descendant_id": key, "depth": 0} for key in ids]
    tree += [{"ancestor_id": commune, "descendant_id": key, "depth": 1} for key in ids]
    db.execute(insert(unit_tree), tree)
    for key in range(0, cells, 10):
        add_person(db, first + key, f"Bí thư {key}")
    rows: list[dict[str, Any]] = [
        {
            "unit_id": key,
            "period": month,
            "planned_on": month.day(1 + key % 28),
            "planned_at": "19:30",
            "state": "met" if month < NOVEMBER else "open",
            "due_at": OPENING,
            "grace_until": at(1, "00:00", 12),
            "changed_at": OPENING,
        }
        for month in (NOVEMBER.plus(-back) for back in range(months))
        for key in ids
    ]
    db.execute(insert(obligation), rows)


def statements(db: Connection, now: datetime) -> int:
    """How many statements the sweep needs: what grows with the cells would grow with the country."""
    counted: list[str] = []
    listener = lambda *passed: counted.append(passed[2])  # noqa: E731
    happenings.listen(db, "before_cursor_execute", listener)
    swept(db, now)
    happenings.remove(db, "before_cursor_execute", listener)
    return len(counted)


def test_a_quiet_sweep_asks_as_much_of_few_cells_as_of_a_district(db: Connection) -> None:
    """How fast it is stands in the table of ``make bench``."""
    a_district(db, 471, 24)
    swept(db, at(5))  # every cell of the month is new to it, a sixth of them is told
    assert len(queued(db)) > 5
    quiet = statements(db, at(5, "08:01"))
    assert quiet < 40, quiet
    busy = statements(db, at(6))
    assert busy < quiet + 40 + 12 * 471 // 28, busy  # what is due costs by what is due, not by the cells there are


def test_moments_are_kept_in_utc(db: Connection, cell: int) -> None:
    kept = db.execute(select(obligation.c.next_at)).scalar_one()
    assert kept == at(31, month=10)
    assert kept.tzinfo is UTC
