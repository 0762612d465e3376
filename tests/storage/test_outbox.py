"""The outbox: what is checked before a message goes out, and every state it can end in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Select, insert, select, update

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from storage import claims, obligations, outbox, people, units, unreachable
from storage.claims import claim
from storage.notices import tell
from storage.outbox import Claimed, Digest, Notice, Reminder
from storage.sweeping import sweep
from storage.tables import audit, draft, person, post
from storage.tables import outbox as table
from tests.small_district import OPENED, add_cell, add_person, add_unit, assign, close, hold

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
LEASE = timedelta(seconds=120)


def at(day: int, clock: str = "08:00", month: int = 11) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


EVENING = at(3, "20:25")
MORNING = at(5)


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


def a_cell(db: Connection, commune: int, name: str, day: str = "3") -> int:
    made = add_cell(db, commune, name)
    units.set_profile(db, SWEEP, CellProfile(made, OPENED, day, "19:30", 90, "Nhà văn hóa thôn"))
    return made


@pytest.fixture
def cell(db: Connection, commune: int) -> int:
    made = a_cell(db, commune, "Chi bộ thôn Muối")
    obligations.open_period(db, NOVEMBER, at(25, month=10), ZONE)
    return made


@pytest.fixture
def secretary(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


def taken(db: Connection, now: datetime, worker: str = "one") -> Claimed | None:
    return claim(db, worker, now, LEASE, ZONE)


def took(db: Connection, now: datetime) -> Claimed:
    claimed = taken(db, now)
    assert claimed is not None
    return claimed


def states(db: Connection) -> list[tuple[str, str]]:
    return [
        (row.state, row.last_error)
        for row in db.execute(select(table.c.state, table.c.last_error).order_by(table.c.id))
    ]


def in_an_entry(db: Connection, person_id: int, cell: int, last_answer: datetime) -> None:
    db.execute(
        insert(draft).values(
            person_id=person_id,
            unit_id=cell,
            chat_id=1,
            form="meeting",
            form_version=1,
            data={},
            created_at=last_answer,
            updated_at=last_answer,
        )
    )


# --- the claim -------------------------------------------------------------------------------------------------------


def test_a_claim_reads_what_is_said_from_the_records(db: Connection, cell: int, secretary: int) -> None:
    assign(db, cell, date(2026, 11, 30))
    assign(db, cell, date(2026, 10, 25), state="done")
    sweep(db, at(31, month=10), ZONE)
    claimed = took(db, at(31, month=10))
    (part,) = claimed.parts
    assert isinstance(part, Reminder)
    assert (part.unit, part.rung, part.role, part.open_tasks) == ("Chi bộ thôn Muối", "before", "secretary", 1)
    assert (claimed.person_id, claimed.person, claimed.again) == (secretary, "Nguyễn Văn An", False)
    row = db.execute(select(table)).mappings().one()
    assert (row["state"], row["attempts"], row["lease_until"]) == ("sending", 1, at(31, month=10) + LEASE)


def test_a_row_is_claimed_by_one_sender_only(db: Connection, cell: int, secretary: int) -> None:
    sweep(db, EVENING, ZONE)
    assert taken(db, EVENING, "one") is not None
    assert taken(db, EVENING, "two") is None


def test_a_meeting_recorded_just_before_the_send_expires_the_reminder(
    db: Connection, cell: int, secretary: int
) -> None:
    """Matrix 43."""
    sweep(db, EVENING, ZONE)
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), EVENING)
    assert taken(db, EVENING) is None
    assert states(db) == [("expired", "met")]


def test_postponing_saying_held_or_paper_just_before_the_send_expires_it(
    db: Connection, cell: int, secretary: int
) -> None:
    sweep(db, EVENING, ZONE)
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, EVENING)
    assert taken(db, EVENING) is None
    assert states(db) == [("expired", "moved")]


def test_a_replaced_secretary_hears_nothing_and_the_new_one_does(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 53."""
    sweep(db, MORNING, ZONE)
    db.execute(update(post).values(valid_to=date(2026, 11, 5)))
    successor = add_person(db, cell, "Trần Thị Bình")
    claimed = took(db, MORNING)
    assert claimed.person_id == successor
    assert states(db) == [("expired", "no longer holds the post"), ("sending", "")]
    assert taken(db, MORNING) is None


def test_a_cell_dissolved_before_the_send_gets_none_and_the_reason_is_kept(
    db: Connection, cell: int, secretary: int
) -> None:
    """Matrix 54."""
    sweep(db, MORNING, ZONE)
    close(db, cell, date(2026, 11, 5))
    assert taken(db, MORNING) is None
    assert states(db) == [("expired", "unit closed")]


def test_an_older_rung_still_waiting_gives_way_to_the_newer(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 40: only the latest goes out though both are queued."""
    sweep(db, EVENING, ZONE)
    sweep(db, MORNING, ZONE)
    claimed = took(db, MORNING)
    (part,) = claimed.parts
    assert isinstance(part, Reminder)
    assert part.rung == "after"
    assert taken(db, MORNING) is None
    assert ("expired", "superseded") in states(db)


def test_nobody_is_written_to_in_the_quiet_hours(db: Connection, cell: int, secretary: int) -> None:
    sweep(db, EVENING, ZONE)
    assert taken(db, at(3, "21:00")) is None
    assert taken(db, at(4, "06:59")) is None
    assert taken(db, at(4, "07:00")) is not None


def test_nobody_is_interrupted_in_an_entry(db: Connection, cell: int, secretary: int) -> None:
    sweep(db, MORNING, ZONE)
    in_an_entry(db, secretary, cell, MORNING - timedelta(minutes=2))
    assert taken(db, MORNING) is None
    assert taken(db, MORNING + timedelta(minutes=7, seconds=59)) is None
    assert taken(db, MORNING + timedelta(minutes=8)) is not None


def test_what_came_too_late_expires(db: Connection, cell: int, secretary: int) -> None:
    sweep(db, at(31, month=10), ZONE)
    assert taken(db, EVENING) is None
    assert states(db) == [("expired", "too late")]


def test_two_cells_and_two_months_of_one_person_are_one_message_with_every_key(
    db: Connection, commune: int, cell: int, secretary: int
) -> None:
    """Matrix 55."""
    other = a_cell(db, commune, "Chi bộ thôn An Phú")
    people.begin_post(db, secretary, other, Role.SECRETARY, OPENED)
    obligations.open_period(db, Month(2026, 10), at(25, month=9), ZONE)
    obligations.open_period(db, NOVEMBER, at(25, month=10), ZONE)
    sweep(db, MORNING, ZONE)
    claimed = took(db, MORNING)
    months = sorted((part.unit, str(part.obligation.period)) for part in claimed.parts if isinstance(part, Reminder))
    assert months == [
        ("Chi bộ thôn An Phú", "2026-10"),
        ("Chi bộ thôn An Phú", "2026-11"),
        ("Chi bộ thôn Muối", "2026-10"),
        ("Chi bộ thôn Muối", "2026-11"),
    ]
    assert taken(db, MORNING) is None
    assert outbox.sent(db, claimed, 900, ["a", "b", "c", "d"], MORNING)
    rows = db.execute(select(table.c.state, table.c.message_id, table.c.dedupe_key)).all()
    assert {(row.state, row.message_id) for row in rows} == {("sent", 900)}
    assert len({row.dedupe_key for row in rows}) == 4


def test_one_reminder_of_several_that_fell_does_not_hold_up_the_others(
    db: Connection, commune: int, cell: int, secretary: int
) -> None:
    other = a_cell(db, commune, "Chi bộ thôn An Phú")
    people.begin_post(db, secretary, other, Role.SECRETARY, OPENED)
    obligations.open_period(db, NOVEMBER, at(25, month=10), ZONE)
    sweep(db, MORNING, ZONE)
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), MORNING)
    (part,) = took(db, MORNING).parts
    assert isinstance(part, Reminder)
    assert part.unit == "Chi bộ thôn An Phú"


def test_the_digest_names_the_cells_of_its_committee_that_did_not_record(
    db: Connection, commune: int, cell: int
) -> None:
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    a_cell(db, commune, "Chi bộ thôn An Phú")
    recorded = a_cell(db, commune, "Chi bộ thôn Đoài")
    below = add_unit(db, UnitKind.PARTY_BODY, "Đảng bộ bộ phận", commune)
    add_person(db, below, "Lê Thị Lan", Role.ADMIN)
    a_cell(db, below, "Chi bộ có cấp trên riêng")
    hold(db, recorded, date(2026, 11, 3))
    obligations.open_period(db, NOVEMBER, at(25, month=10), ZONE)
    sweep(db, at(1, month=12), ZONE)
    claims = [took(db, at(1, month=12)), took(db, at(1, month=12))]
    digests = {part.unit: part for claimed in claims for part in claimed.parts if isinstance(part, Digest)}
    mine = digests["Đảng bộ xã Lục Nam"]
    assert [each.name for each in mine.cells] == ["Chi bộ thôn An Phú", "Chi bộ thôn Muối"]
    assert mine.expected == {NOVEMBER: 3}
    assert [each.name for each in digests["Đảng bộ bộ phận"].cells] == ["Chi bộ có cấp trên riêng"]


def test_the_digest_says_how_often_each_cell_was_not_in_time(db: Connection, commune: int, cell: int) -> None:
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    for month, late in ((8, True), (9, False), (10, True)):
        obligations.open_period(db, Month(2026, month), at(25, month=month - 1), ZONE)
        hold(db, cell, date(2026, month, 20 if late else 3))
    sweep(db, at(1, month=12), ZONE)
    (digest,) = took(db, at(1, month=12)).parts
    assert isinstance(digest, Digest)
    assert [(each.owed.unit_id, each.often) for each in digest.cells] == [(cell, (3, 2))]


def test_a_digest_of_which_nothing_is_left_is_not_sent(db: Connection, commune: int, cell: int) -> None:
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    sweep(db, at(1, month=12), ZONE)
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 29), at(1, month=12))
    assert taken(db, at(1, month=12)) is None
    assert states(db) == [("expired", "all met")]


def test_a_notice_goes_to_whoever_is_still_admin_above(db: Connection, commune: int, cell: int, secretary: int) -> None:
    admin = add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    obligations.postpone(db, SWEEP, cell, NOVEMBER, date(2026, 11, 6), "", "bão", secretary, MORNING)
    claimed = took(db, MORNING)
    (part,) = claimed.parts
    assert isinstance(part, Notice)
    assert (claimed.person_id, part.key) == (admin, "reminder-notice-postponed")
    assert part.values == {"period": NOVEMBER, "day": date(2026, 11, 6), "reason": "bão", "unit": "Chi bộ thôn Muối"}
    obligations.withdraw_postponement(db, SWEEP, cell, NOVEMBER, secretary, MORNING)
    db.execute(update(post).where(post.c.role == "admin").values(valid_to=date(2026, 11, 5)))
    assert taken(db, MORNING) is None
    assert states(db)[-1] == ("expired", "no longer holds the post")


# --- outcomes --------------------------------------------------------------------------------------------------------


@pytest.fixture
def claimed(db: Connection, cell: int, secretary: int) -> Claimed:
    sweep(db, MORNING, ZONE)
    return took(db, MORNING)


def test_sent_is_kept_with_the_message_and_its_moment(db: Connection, claimed: Claimed) -> None:
    assert outbox.sent(db, claimed, 900, ["rem:now:7:2026-11"], MORNING)
    row = db.execute(select(table)).mappings().one()
    assert (row["state"], row["message_id"], row["sent_at"]) == ("sent", 900, MORNING)


def test_a_surely_unsent_message_waits_ever_longer(db: Connection, claimed: Claimed) -> None:
    waits = []
    current: Claimed = claimed
    now = MORNING
    for _ in range(10):
        until = outbox.again_after(current, now)
        waits.append((until - now).total_seconds())
        assert outbox.later(db, current, until, "NotSent")
        assert taken(db, until - timedelta(seconds=1)) is None
        now, current = until, took(db, until)
    assert waits[:4] == [5, 10, 20, 40]
    assert waits == sorted(waits)
    assert waits[-1] == 600


def test_an_unknown_outcome_is_resent_once_labelled_after_two_minutes(db: Connection, claimed: Claimed) -> None:
    """Matrix 45."""
    assert outbox.uncertain(db, claimed, [], "NoAnswer", MORNING)
    assert states(db) == [("uncertain", "NoAnswer")]
    outbox.recover(db, MORNING + timedelta(seconds=119))
    assert taken(db, MORNING + timedelta(seconds=119)) is None
    outbox.recover(db, MORNING + timedelta(minutes=2))
    again = took(db, MORNING + timedelta(minutes=2))
    assert again.again
    assert db.execute(select(audit.c.act)).scalars().all() == ["outbox-resent"]
    assert outbox.uncertain(db, again, [], "NoAnswer", MORNING)
    assert [state for state, _ in states(db)] == ["unconfirmed"]
    outbox.recover(db, MORNING + timedelta(hours=1))
    assert taken(db, MORNING + timedelta(hours=1)) is None


def test_the_resend_falls_when_the_meeting_was_recorded_meanwhile(db: Connection, cell: int, claimed: Claimed) -> None:
    outbox.uncertain(db, claimed, [], "NoAnswer", MORNING)
    outbox.recover(db, MORNING + timedelta(minutes=2))
    obligations.meet(db, SWEEP, cell, NOVEMBER, date(2026, 11, 3), MORNING)
    assert taken(db, MORNING + timedelta(minutes=2)) is None
    assert states(db) == [("expired", "met")]


def test_what_must_not_come_twice_is_held_for_a_person(db: Connection, cell: int, secretary: int) -> None:
    """Matrix 37."""
    who = people.get(db, secretary)
    row = outbox.Row("letter:1", who.id, cell, "letter", {"key": "x"}, MORNING, MORNING + timedelta(days=1))
    outbox.put(db, [row], MORNING)
    outbox.uncertain(db, took(db, MORNING), [], "NoAnswer", MORNING)
    assert states(db) == [("held", "NoAnswer")]


def test_a_row_stuck_in_sending_is_recovered_after_its_lease_and_the_late_sender_is_fenced(
    db: Connection, claimed: Claimed
) -> None:
    """Matrix 36 and 57."""
    outbox.recover(db, MORNING + timedelta(seconds=119))
    assert [state for state, _ in states(db)] == ["sending"]
    outbox.recover(db, MORNING + LEASE)
    assert [state for state, _ in states(db)] == ["uncertain"]
    outbox.recover(db, MORNING + LEASE + timedelta(minutes=2))
    again = taken(db, MORNING + LEASE + timedelta(minutes=2), "two")
    assert again is not None
    assert again.again
    assert not outbox.sent(db, claimed, 1, [], MORNING)
    assert outbox.sent(db, again, 2, [], MORNING)
    assert db.execute(select(table.c.message_id)).scalar() == 2


def test_a_second_crash_while_sending_ends_as_unconfirmed(db: Connection, claimed: Claimed) -> None:
    for _ in range(2):
        outbox.recover(db, MORNING + LEASE)
        outbox.recover(db, MORNING + LEASE + timedelta(minutes=2))
        taken(db, MORNING + LEASE + timedelta(minutes=2))
    outbox.recover(db, MORNING + 2 * LEASE + timedelta(minutes=2))
    assert [state for state, _ in states(db)] == ["unconfirmed"]


def test_a_blocked_reader_is_told_of_above_once_and_revives(
    db: Connection, commune: int, cell: int, secretary: int, claimed: Claimed
) -> None:
    """Matrix 48."""
    admin = add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    unreachable.lost(db, claimed, "Forbidden", MORNING, ZONE)
    assert states(db)[0] == ("dead", "Forbidden")
    assert db.execute(select(person.c.blocked).where(person.c.id == secretary)).scalar() == 1
    told = took(db, MORNING)
    assert (told.person_id, told.parts[0].key) == (admin, "reminder-notice-unreachable")  # type: ignore[union-attr]
    unreachable.lost(db, claimed, "Forbidden", MORNING, ZONE)
    assert taken(db, MORNING) is None
    people.set_blocked(db, claimed.chat_id, blocked=False)
    assert not people.get(db, secretary).blocked


def test_rows_that_wait_for_a_blocked_reader_are_dead(db: Connection, cell: int, secretary: int) -> None:
    sweep(db, MORNING, ZONE)
    db.execute(update(person).values(blocked=1))
    assert taken(db, MORNING) is None
    assert states(db) == [("dead", "blocked")]


def test_a_refused_text_goes_once_without_formatting_and_then_ends(db: Connection, claimed: Claimed) -> None:
    """Matrix 51."""
    outbox.without_formatting(db, claimed, MORNING, "BadRequest")
    again = took(db, MORNING)
    assert again.plain
    outbox.without_formatting(db, again, MORNING, "BadRequest")
    assert states(db) == [("dead", "BadRequest")]


def test_a_migrated_chat_gets_its_new_id_and_the_message_once(db: Connection, secretary: int, claimed: Claimed) -> None:
    """Matrix 50."""
    outbox.migrated(db, claimed, -100500, MORNING)
    assert people.get(db, secretary).telegram_id == -100500
    assert took(db, MORNING).chat_id == -100500
    assert taken(db, MORNING) is None


def test_a_message_queued_twice_is_there_once(db: Connection, cell: int, secretary: int) -> None:
    who = [people.get(db, secretary)]
    for _ in range(2):
        assert tell(db, who, cell, "reminder-notice-postponed", {}, "same", MORNING) == 1
    assert outbox.counts(db, MORNING + timedelta(seconds=90)) == {"pending": 1, "waiting": 90}


# --- typed numbers ---------------------------------------------------------------------------------------------------


def test_a_typed_number_chooses_from_the_newest_message_of_three_days(
    db: Connection, secretary: int, claimed: Claimed
) -> None:
    outbox.sent(db, claimed, 900, ["rem:now:7:2026-11", "rem:held:7:2026-11"], MORNING)
    number = outbox.numbered
    assert number(db, secretary, 2, MORNING + timedelta(days=2)) == "rem:held:7:2026-11"
    assert number(db, secretary, 0, MORNING) is None
    assert number(db, secretary, 3, MORNING) is None
    assert number(db, secretary, 2, MORNING + timedelta(days=4)) is None
    assert number(db, secretary + 1, 1, MORNING) is None


def test_a_message_that_may_have_come_can_be_answered_too(db: Connection, secretary: int, claimed: Claimed) -> None:
    outbox.uncertain(db, claimed, ["rem:now:7:2026-11"], "NoAnswer", MORNING)
    assert outbox.numbered(db, secretary, 1, MORNING) == "rem:now:7:2026-11"


@pytest.mark.sqlite
@pytest.mark.parametrize("statement", [claims._FIRST, claims._WITH_IT])
def test_nothing_is_sorted_or_scanned_though_tens_of_thousands_wait(
    db: Connection, statement: Select[tuple[object]]
) -> None:
    compiled = str(statement.compile(db, compile_kwargs={"literal_binds": False}))
    steps = [row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", (1,) * compiled.count("?"))]
    assert not any("TEMP B-TREE" in step or "SCAN" in step for step in steps), steps
    assert any("ix_outbox_turn" in step or "ix_outbox_recipient_id" in step for step in steps), steps
