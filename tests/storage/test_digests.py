"""Digests to the levels above: one a day with names, silence when all is well, and one correction when a cell tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import obligations, outbox, people, pulse, quarantine, rules, units
from storage.claims import claim
from storage.outbox import Claimed, Digest
from storage.sweeping import SweepReport, sweep
from storage.tables import event, obligation, person, post
from storage.tables import outbox as table
from tests.small_district import OPENED, add_cell, add_person, add_unit, close, hold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
LEASE = timedelta(seconds=120)
THIRD = date(2026, 11, 3)


def at(day: int, clock: str = "08:00", month: int = 11) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


@pytest.fixture
def province(db: Connection) -> int:
    return add_unit(db, UnitKind.PROVINCE, "Đảng bộ tỉnh Bắc Ninh")


@pytest.fixture
def commune(db: Connection, province: int) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", province)


def a_cell(db: Connection, commune: int, name: str, day: str = "3") -> int:
    made = add_cell(db, commune, name)
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, day, "19:30", 90, "Nhà văn hóa thôn"))
    obligations.open_period(db, NOVEMBER, at(25, month=10), ZONE)
    return made


@pytest.fixture
def muoi(db: Connection, commune: int) -> int:
    return a_cell(db, commune, "Chi bộ thôn Muối")


@pytest.fixture
def phu(db: Connection, commune: int) -> int:
    return a_cell(db, commune, "Chi bộ thôn An Phú")


@pytest.fixture
def mai(db: Connection, muoi: int, phu: int) -> int:
    """Who follows both cells."""
    made = add_person(db, muoi, "Đặng Thị Mai", Role.UPPER_MEMBER)
    people.begin_post(db, made, phu, Role.UPPER_MEMBER, OPENED)
    return made


@pytest.fixture
def ha(db: Connection, commune: int) -> int:
    return add_person(db, commune, "Lương Thị Hà", Role.ADMIN)


@pytest.fixture
def vinh(db: Connection, province: int) -> int:
    return add_person(db, province, "Đỗ Quang Vinh", Role.ADMIN)


def swept(db: Connection, now: datetime) -> SweepReport:
    before = now - timedelta(minutes=1)
    pulse.beat(db, "tick", before, before.isoformat())
    pulse.beat(db, "poll", now)
    return sweep(db, now, ZONE)


def taken(db: Connection, now: datetime) -> list[tuple[int, Digest]]:
    """The digests that go out now, with their readers; other messages go out, too."""
    found = []
    while (claimed := claim(db, "one", now, LEASE, ZONE)) is not None:
        found += [(claimed.person_id, part) for part in claimed.parts if isinstance(part, Digest)]
        outbox.sent(db, claimed, 900, [], now)
    return found


def told(db: Connection, now: datetime) -> list[tuple[int, Digest]]:
    """What the sweep of that moment sends above."""
    swept(db, now)
    return taken(db, now)


def until(db: Connection, day: int, month: int = 11) -> dict[int, list[tuple[int, Digest]]]:
    """Every morning's digests from the opening to that day, by day of the year; days without are left out."""
    found = {}
    now = at(25, month=10)
    while now <= at(day, month=month):
        if sent := told(db, now):
            found[now.date().toordinal() - THIRD.toordinal()] = sent
        now += timedelta(days=1)
    return found


def said(digests: list[tuple[int, Digest]]) -> list[tuple[int, str, list[str]]]:
    """(reader, level, names of what is new)."""
    return [(who, each.level, [cell.name for cell in each.cells]) for who, each in digests]


def corrected(digest: Digest) -> list[tuple[str, str]]:
    return [(cell.name, cell.owed.state.value) for cell, _ in digest.changed]


BOTH = ["Chi bộ thôn An Phú", "Chi bộ thôn Muối"]


# --- upwards, level by level -------------------------------------------------------------------------------------------


def test_silent_cells_are_told_upwards_level_by_level_one_message_each(
    db: Connection, mai: int, ha: int, vinh: int
) -> None:
    days = until(db, 30)
    assert {day: said(each) for day, each in days.items()} == {
        5: [(mai, "upper", BOTH)],
        10: [(ha, "committee", BOTH)],
        20: [(vinh, "next_committee", BOTH)],
    }


def test_nobody_above_hears_anything_when_all_is_well(
    db: Connection, muoi: int, phu: int, mai: int, ha: int, vinh: int
) -> None:
    for cell in (muoi, phu):
        hold(db, cell, THIRD)
    assert until(db, 20, 12) == {}


def test_a_cell_that_reports_before_its_line_goes_out_falls_out(db: Connection, muoi: int, mai: int) -> None:
    """Matrix 43."""
    swept(db, at(8))
    obligations.meet(db, SWEEP, muoi, NOVEMBER, THIRD, at(8))
    assert said(taken(db, at(8))) == [(mai, "upper", ["Chi bộ thôn An Phú"])]


def test_a_digest_of_which_nothing_is_left_is_not_sent_and_says_why(
    db: Connection, muoi: int, phu: int, mai: int
) -> None:
    """Matrix 43."""
    swept(db, at(8))
    for cell in (muoi, phu):
        obligations.meet(db, SWEEP, cell, NOVEMBER, THIRD, at(8))
    assert taken(db, at(8)) == []
    assert db.execute(select(table.c.last_error).where(table.c.kind == "digest")).scalars().all() == ["all met"]


def test_a_closed_cell_is_named_to_nobody(db: Connection, muoi: int, mai: int, ha: int) -> None:
    """Matrix 54."""
    swept(db, at(8))
    close(db, muoi, date(2026, 11, 8))
    assert said(taken(db, at(8))) == [(mai, "upper", ["Chi bộ thôn An Phú"])]
    assert said(told(db, at(13))) == [(ha, "committee", ["Chi bộ thôn An Phú"])]


def test_a_level_that_nobody_has_joined_passes_on_to_the_next_and_it_hears_once(
    db: Connection, muoi: int, ha: int, vinh: int
) -> None:
    add_person(db, muoi, "Đặng Thị Mai", Role.UPPER_MEMBER, joined=False)
    days = until(db, 29)
    assert {day: said(each) for day, each in days.items()} == {
        5: [(ha, "committee", ["Chi bộ thôn Muối"])],
        20: [(vinh, "next_committee", ["Chi bộ thôn Muối"])],
    }


def test_a_committee_without_anybody_passes_on_to_the_one_above(db: Connection, mai: int, vinh: int) -> None:
    assert said(told(db, at(13))) == [(mai, "upper", BOTH), (vinh, "committee", BOTH)]


def test_where_nobody_is_left_it_is_counted_as_unreachable(db: Connection, muoi: int) -> None:
    assert swept(db, at(8)).unreachable == 2  # the secretary and whoever follows the cell
    assert "unreachable:upper" in db.execute(select(event.c.type)).scalars().all()


def test_a_committee_sets_the_days_and_the_month_under_way_follows(
    db: Connection, commune: int, mai: int, ha: int
) -> None:
    swept(db, at(5))
    taken(db, at(5))
    rules.set_rule(db, SWEEP, commune, "upper_days", 4, ha, at(5))
    rules.set_rule(db, SWEEP, commune, "committee_days", 0, ha, at(5))
    assert {day: said(each) for day, each in until(db, 30).items() if day > 2} == {4: [(mai, "upper", BOTH)]}


# --- one a day -----------------------------------------------------------------------------------------------------------


def test_what_falls_due_after_the_days_digest_waits_for_the_next_morning(
    db: Connection, commune: int, phu: int, mai: int, ha: int
) -> None:
    late = a_cell(db, commune, "Chi bộ thôn Đoài", "3")
    people.begin_post(db, mai, late, Role.UPPER_MEMBER, OPENED)
    rules.set_rule(db, SWEEP, late, "morning_hour", "10:00", ha, at(5))
    assert said(told(db, at(8))) == [(mai, "upper", BOTH)]
    assert told(db, at(8, "10:00")) == []
    assert said(told(db, at(9, "10:00"))) == [(mai, "upper", ["Chi bộ thôn Đoài"])]


def test_what_a_long_sweep_finds_in_portions_is_one_digest(db: Connection, mai: int) -> None:
    pulse.beat(db, "poll", at(8))
    while sweep(db, at(8), ZONE, limit=1).more:
        assert taken(db, at(8)) == []
    assert said(taken(db, at(8, "08:02"))) == [(mai, "upper", BOTH)]


def test_no_cell_is_named_twice_to_one_person_on_one_day(db: Connection, muoi: int, phu: int, ha: int) -> None:
    """Hà follows An Phú herself, and is told of it as who does on the day on which her committee is told, too."""
    people.begin_post(db, ha, phu, Role.UPPER_MEMBER, OPENED)
    rules.set_rule(db, SWEEP, phu, "upper_days", 10, ha, at(5))
    named = [name for _, _, names in said(told(db, at(13))) for name in names]
    assert sorted(named) == BOTH


def test_the_months_end_and_a_level_of_the_same_day_are_one_message(db: Connection, commune: int, ha: int) -> None:
    a_cell(db, commune, "Chi bộ thôn Một", "3")
    late = a_cell(db, commune, "Chi bộ thôn Hai", "25")
    obligations.open_period(db, Month(2026, 10), at(25, month=9), ZONE)
    rules.set_rule(db, SWEEP, late, "upper_days", 6, ha, at(5))
    until(db, 30)
    ((who, digest),) = told(db, at(1, month=12))
    assert who == ha
    assert sorted((cell.name, str(cell.owed.period)) for cell in digest.cells if cell.ended) == [
        ("Chi bộ thôn Hai", "2026-11"),
        ("Chi bộ thôn Một", "2026-11"),
    ]
    assert digest.expected == {NOVEMBER: 2}


def test_sweeping_again_names_nothing_again(db: Connection, mai: int, ha: int) -> None:
    """Matrix 39."""
    assert said(told(db, at(8))) == [(mai, "upper", BOTH)]
    db.execute(update(obligation).values(next_at=None))
    assert told(db, at(8, "09:00")) == []
    assert told(db, at(9)) == []


def test_catching_up_after_downtime_tells_each_level_once(db: Connection, mai: int, ha: int, vinh: int) -> None:
    """Matrix 40."""
    assert said(told(db, at(24))) == [
        (mai, "upper", BOTH),
        (ha, "committee", BOTH),
        (vinh, "next_committee", BOTH),
    ]


def test_nothing_goes_above_in_the_quiet_hours_or_at_tet(db: Connection, mai: int) -> None:
    assert told(db, at(8, "21:00")) == []
    assert taken(db, at(9, "06:59")) == []
    assert len(taken(db, at(9, "07:00"))) == 1


def test_who_follows_the_cell_now_hears_what_was_queued_for_who_did(db: Connection, muoi: int, mai: int) -> None:
    """Matrix 53."""
    swept(db, at(8))
    mine = (post.c.person_id == mai, post.c.unit_id == muoi)
    db.execute(update(post).where(*mine).values(valid_to=date(2026, 11, 8)))
    heir = add_person(db, muoi, "Chu Thị Minh", Role.UPPER_MEMBER)
    assert said(taken(db, at(8))) == [
        (mai, "upper", ["Chi bộ thôn An Phú"]),
        (heir, "upper", ["Chi bộ thôn Muối"]),
    ]


# --- corrected -----------------------------------------------------------------------------------------------------------


def met(db: Connection, cell: int, now: datetime) -> None:
    obligations.meet(db, SWEEP, cell, NOVEMBER, THIRD, now)


def excused(db: Connection, cell: int, now: datetime) -> None:
    obligations.excuse(db, SWEEP, cell, NOVEMBER, "lũ", None, now)


def postponed(db: Connection, cell: int, now: datetime) -> None:
    who = add_person(db, cell, "Nguyễn Văn An", joined=False)
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 20), "", "bão", who, now)


def on_paper(db: Connection, cell: int, now: datetime) -> None:
    obligations.file_on_paper(db, SWEEP, cell, NOVEMBER, add_person(db, cell, "An", joined=False), now)


def said_held(db: Connection, cell: int, now: datetime) -> None:
    obligations.say_held(db, SWEEP, cell, NOVEMBER, THIRD, add_person(db, cell, "An", joined=False), now)


@pytest.mark.parametrize("happens", [met, excused, postponed, on_paper, said_held])
def test_what_a_digest_said_and_is_so_no_more_is_corrected_once(
    db: Connection, muoi: int, mai: int, happens: Callable[[Connection, int, datetime], None]
) -> None:
    told(db, at(8))
    happens(db, muoi, at(8, "14:00"))
    assert told(db, at(8, "14:01")) == []  # collected until the next morning
    ((who, digest),) = told(db, at(9))
    assert (who, digest.cells, [cell.name for cell, _ in digest.changed]) == (mai, (), ["Chi bộ thôn Muối"])
    assert digest.corrects == (date(2026, 11, 8),)
    assert [cell.name for cell in digest.left if cell.owed.unit_id != muoi] == ["Chi bộ thôn An Phú"]
    for day in (10, 11, 12):
        assert told(db, at(day)) == []


def test_several_changes_are_one_correction_and_a_night_is_never_disturbed(
    db: Connection, muoi: int, phu: int, mai: int
) -> None:
    told(db, at(8))
    met(db, muoi, at(8, "19:00"))
    met(db, phu, at(8, "23:00"))
    assert told(db, at(8, "23:30")) == []
    assert told(db, at(9, "07:59")) == []
    ((_, digest),) = told(db, at(9))
    assert corrected(digest) == [(name, "met") for name in BOTH]
    assert digest.left == ()


def test_what_changed_and_changed_back_is_corrected_for_nobody(db: Connection, muoi: int, mai: int) -> None:
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    obligations.unmeet(db, SWEEP, muoi, NOVEMBER, at(8, "15:00"))
    assert told(db, at(9)) == []


def test_a_correction_is_itself_corrected(db: Connection, muoi: int, mai: int) -> None:
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    told(db, at(9))
    obligations.unmeet(db, SWEEP, muoi, NOVEMBER, at(9, "15:00"))
    ((_, digest),) = told(db, at(10))
    assert [(cell.name, before) for cell, before in digest.changed] == [("Chi bộ thôn Muối", "met")]
    assert digest.corrects == (date(2026, 11, 9),)
    assert told(db, at(11)) == []


def test_a_correction_that_is_so_no_more_when_it_goes_out_says_nothing(db: Connection, muoi: int, mai: int) -> None:
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    swept(db, at(9))
    obligations.unmeet(db, SWEEP, muoi, NOVEMBER, at(9))
    assert taken(db, at(9)) == []


def test_every_reader_is_corrected_in_what_he_was_told_and_nobody_else(
    db: Connection, muoi: int, mai: int, ha: int, vinh: int
) -> None:
    until(db, 13)
    met(db, muoi, at(13, "14:00"))
    digests = dict(told(db, at(14)))
    assert set(digests) == {mai, ha}
    assert digests[mai].corrects == (date(2026, 11, 8),)
    assert digests[ha].corrects == (date(2026, 11, 13),)
    assert said(told(db, at(23))) == [(vinh, "next_committee", ["Chi bộ thôn An Phú"])]


def test_a_correction_and_the_days_own_digest_are_one_message(
    db: Connection, commune: int, muoi: int, mai: int
) -> None:
    day_later = a_cell(db, commune, "Chi bộ thôn Đoài", "4")
    people.begin_post(db, mai, day_later, Role.UPPER_MEMBER, OPENED)
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    ((_, digest),) = told(db, at(9))
    assert [cell.name for cell in digest.cells] == ["Chi bộ thôn Đoài"]
    assert corrected(digest) == [("Chi bộ thôn Muối", "met")]
    assert [cell.name for cell in digest.left] == ["Chi bộ thôn An Phú"]


def test_a_digest_that_never_arrived_is_not_corrected(db: Connection, muoi: int, mai: int) -> None:
    swept(db, at(8))
    claimed = claim(db, "one", at(8), LEASE, ZONE)
    assert isinstance(claimed, Claimed)
    outbox.dead(db, claimed, "refused")
    met(db, muoi, at(8, "14:00"))
    assert told(db, at(9)) == []


def test_who_follows_the_cell_no_more_or_blocked_is_not_corrected(
    db: Connection, muoi: int, phu: int, mai: int
) -> None:
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    met(db, phu, at(8, "14:00"))
    mine = (post.c.person_id == mai, post.c.unit_id == muoi)
    db.execute(update(post).where(*mine).values(valid_to=date(2026, 11, 9)))
    ((_, digest),) = told(db, at(9))
    assert corrected(digest) == [("Chi bộ thôn An Phú", "met")]
    db.execute(update(person).where(person.c.id == mai).values(blocked=1))
    obligations.unmeet(db, SWEEP, phu, NOVEMBER, at(9, "14:00"))
    swept(db, at(10))
    assert db.execute(select(table.c.id).where(table.c.state == "pending")).all() == []


def test_a_closed_cell_corrects_nothing(db: Connection, muoi: int, mai: int) -> None:
    """Matrix 54."""
    told(db, at(8))
    close(db, muoi, date(2026, 11, 9))
    swept(db, at(9))
    assert taken(db, at(9)) == []


def test_an_old_digest_is_left_as_it_is(db: Connection, muoi: int, mai: int) -> None:
    """The month is locked by then; the summary says what was told since."""
    told(db, at(8))
    met(db, muoi, at(12, month=12))
    assert told(db, at(12, "09:00", month=12)) == []


def test_a_committee_is_corrected_about_the_month_that_is_over(db: Connection, muoi: int, phu: int, ha: int) -> None:
    until(db, 30)
    ((_, first),) = told(db, at(1, month=12))
    assert [cell.name for cell in first.cells] == BOTH
    met(db, phu, at(1, "10:00", 12))
    ((_, digest),) = told(db, at(2, month=12))
    assert (corrected(digest), digest.corrects) == ([("Chi bộ thôn An Phú", "met")], (date(2026, 12, 1),))


def test_a_correction_after_a_restored_backup_says_that_it_may_have_come(db: Connection, muoi: int, mai: int) -> None:
    """Matrix 58."""
    told(db, at(8))
    met(db, muoi, at(8, "14:00"))
    quarantine.begin(db, at(9, "07:00"), restored=True)
    assert told(db, at(9)) == []
    quarantine.release(db, at(9, "09:00"))
    claimed = claim(db, "one", at(9, "09:00"), LEASE, ZONE)
    assert claimed is not None
    assert claimed.again
