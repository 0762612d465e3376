"""A long outage of ours: whoever may have lost something is told once, and nobody else is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import Role
from bot.domain.units import UnitKind
from bot.texts import voice
from storage import drafts, outages, pulse
from storage.tables import audit, outbox, person
from tests.conftest import NOW, ZONE
from tests.small_district import add_cell, add_person, add_unit, oblige

DOWN = datetime(2026, 11, 2, 18, 0, tzinfo=ZONE)
UP = datetime(2026, 11, 4, 6, 30, tzinfo=ZONE)
MONTH_END = datetime(2026, 12, 1, tzinfo=ZONE)


@pytest.fixture
def commune(db: Connection) -> int:
    pulse.beat(db, "poll", DOWN)
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")


def a_cell(db: Connection, commune: int, name: str, planned: date | None, **facts: Any) -> tuple[int, int]:
    """The cell and its secretary."""
    cell = add_cell(db, commune, f"Chi bộ thôn {name}")
    about: dict[str, Any] = {"planned_on": planned, "due_at": MONTH_END, "grace_until": MONTH_END} | facts
    oblige(db, cell, **about)
    return cell, add_person(db, cell, f"Bí thư {name}")


def told(db: Connection) -> dict[int, tuple[str, dict[str, object]]]:
    rows = db.execute(select(outbox.c.recipient_id, outbox.c.payload)).all()
    return {row.recipient_id: (row.payload["key"], row.payload["values"]) for row in rows}


def test_who_was_due_or_was_recording_is_told_which_hours_and_the_committee_how_many(
    db: Connection, commune: int
) -> None:
    """Matrix 14."""
    admin = add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    due, secretary = a_cell(db, commune, "Muối", date(2026, 11, 3))
    deputy = add_person(db, due, "Phó bí thư", Role.DEPUTY)
    add_person(db, due, "Chưa vào", Role.COMMITTEE_MEMBER, joined=False)
    add_person(db, due, "Theo dõi", Role.UPPER_MEMBER)
    a_cell(db, commune, "Sau", date(2026, 11, 20))
    a_cell(db, commune, "Đã ghi", date(2026, 11, 3), state="met")
    _, postponed = a_cell(db, commune, "Hoãn", date(2026, 11, 1), postponed_to=date(2026, 11, 4))
    recording, writer = a_cell(db, commune, "Đang ghi", date(2026, 11, 25))
    drafts.start(
        db, person_id=writer, unit_id=recording, chat_id=1, form="meeting", form_version=1, now=DOWN - timedelta(days=1)
    )
    gap = outages.back(db, UP, ZONE)
    assert gap == outages.Gap(DOWN, UP, 4, 1)
    said = {"down": "18:00 02/11/2026", "up": "06:30 04/11/2026", "lost": "10:30 03/11/2026"}
    hours = ("outage-lost", said)
    assert told(db) == {
        **dict.fromkeys((secretary, deputy, postponed, writer), hours),
        admin: ("outage-above", {**said, "count": 3}),
    }


def test_the_months_end_in_between_counts_for_cells_without_a_day(db: Connection, commune: int) -> None:
    """Matrix 14."""
    _, secretary = a_cell(db, commune, "Muối", None, due_at=UP - timedelta(hours=5))
    outages.back(db, UP, ZONE)
    assert told(db).keys() == {secretary}


def test_it_is_noted_and_told_once_however_often_the_program_starts(db: Connection, commune: int) -> None:
    """Matrix 14."""
    a_cell(db, commune, "Muối", date(2026, 11, 3))
    for minutes in range(3):
        outages.back(db, UP + timedelta(minutes=minutes), ZONE)
    assert len(told(db)) == 1
    noted = db.execute(select(audit.c.act, audit.c.about)).all()
    assert [(act, about["told"]) for act, about in noted] == [("outage", 1)]
    pulse.beat(db, "poll", UP)
    assert outages.back(db, UP + timedelta(minutes=1), ZONE) is None
    assert outages.back(db, UP + timedelta(hours=30), ZONE) is not None


@pytest.mark.parametrize("gap", [timedelta(minutes=5), timedelta(hours=5), timedelta(hours=20)])
def test_a_shorter_outage_loses_nothing_and_tells_nobody(db: Connection, commune: int, gap: timedelta) -> None:
    """Matrix 13: Telegram keeps what was sent meanwhile."""
    a_cell(db, commune, "Muối", date(2026, 11, 3))
    assert outages.back(db, DOWN + gap, ZONE) is None
    assert told(db) == {}


def test_the_first_start_of_all_is_no_outage(db: Connection) -> None:
    assert outages.back(db, NOW, ZONE) is None


def test_a_clock_moved_by_hand_is_no_outage(db: Connection, commune: int) -> None:
    a_cell(db, commune, "Muối", date(2026, 11, 3))
    pulse.beat(db, "tick", UP, (UP - timedelta(minutes=1)).isoformat())  # as the sweep keeps it when the clock jumped
    assert outages.back(db, UP, ZONE) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sentences_name_the_hours(language: str) -> None:
    say = voice(language)
    said = say("outage-lost", down="18:00 02/11/2026", up="06:30 04/11/2026", lost="10:30 03/11/2026")
    assert all(hour in said for hour in ("18:00 02/11/2026", "06:30 04/11/2026", "10:30 03/11/2026"))
    for count in (1, 3):
        above = say(
            "outage-above", down="18:00 02/11/2026", up="06:30 04/11/2026", lost="10:30 03/11/2026", count=count
        )
        assert "10:30 03/11/2026" in above


def test_who_left_or_blocked_is_not_written_to(db: Connection, commune: int) -> None:
    _, secretary = a_cell(db, commune, "Muối", date(2026, 11, 3))
    db.execute(person.update().where(person.c.id == secretary).values(blocked=1))
    gap = outages.back(db, UP, ZONE)
    assert gap is not None
    assert (gap.told, told(db)) == (0, {})
