"""A list's cells are reminded at once: each person once a day, nobody beyond the scope, and what fails is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.domain.errors import Refused
from bot.domain.people import Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.reports.summary import ListName
from storage import nudges, obligations
from storage.claims import claim
from storage.outbox import Reminder
from storage.tables import outbox
from tests.conftest import ZONE
from tests.small_district import add_cell, add_person, add_unit, oblige

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=ZONE)
SPAN = Span(Month(2026, 11), 1)
LATE: dict[str, Any] = {"planned_on": date(2026, 11, 3), "planned_at": "19:30"}


@pytest.fixture
def commune(db: Connection) -> int:
    """Four overdue cells: one reachable, one whose secretary has not joined, one blocked, one with nobody."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    people: dict[str, dict[str, Any] | None] = {
        "Muối": {},
        "Khe Sâu": {"joined": False},
        "An Phú": {"blocked": True},
        "Chàng": None,
    }
    for name, facts in people.items():
        cell = add_cell(db, commune, f"Chi bộ thôn {name}")
        oblige(db, cell, **LATE)
        if facts is not None:
            add_person(db, cell, f"Bí thư {name}", **facts)
    return commune


def found(db: Connection, scope: Scope, now: datetime = NOW) -> dict[str, nudges.Cell]:
    cells = nudges.cells(db, scope, None, SPAN, ListName.OVERDUE, now, Rules())
    return {cell.name.removeprefix("Chi bộ thôn "): cell for cell in cells}


def send(db: Connection, scope: Scope, now: datetime = NOW) -> list[str]:
    by = add_person(db, scope.roots[0], "Lương Thị Hà", Role.ADMIN)
    wanted, _ = nudges.send(db, scope, None, SPAN, ListName.OVERDUE, by, now, Rules(), ZONE)
    return [cell.name.removeprefix("Chi bộ thôn ") for cell in wanted]


def scope(commune: int) -> Scope:
    return Scope(1, (commune,))


def test_only_who_can_be_reached_is_written_to(db: Connection, commune: int) -> None:
    cells = found(db, scope(commune))
    assert {name: cell.waiting for name, cell in cells.items()} == {
        "Muối": True,
        "Khe Sâu": False,
        "An Phú": False,
        "Chàng": False,
    }
    assert cells["An Phú"].blocked
    assert cells["Khe Sâu"].phone
    assert send(db, scope(commune)) == ["Muối"]


def test_nobody_is_nudged_twice_a_day_but_again_the_next(db: Connection, commune: int) -> None:
    assert send(db, scope(commune)) == ["Muối"]
    assert send(db, scope(commune)) == []
    assert send(db, scope(commune), NOW + timedelta(days=1)) == ["Muối"]
    keys = db.execute(select(outbox.c.dedupe_key)).scalars().all()
    assert len(keys) == len(set(keys)) == 2


def test_a_reminder_of_the_ladder_today_counts_too(db: Connection, commune: int) -> None:
    muoi = found(db, scope(commune))["Muối"]
    row = {
        "dedupe_key": "remind:ladder",
        "recipient_id": muoi.reachable[0].id,
        "unit_id": muoi.unit_id,
        "kind": "reminder",
        "payload": {"period": "2026-11", "rung": "after", "key": "after"},
        "not_before": NOW - timedelta(hours=1),
        "expires_at": NOW + timedelta(days=1),
        "created_at": NOW,
        "state": "sent",
    }
    db.execute(insert(outbox).values(row))
    assert send(db, scope(commune)) == []
    assert nudges.outcome(tuple(found(db, scope(commune)).values())) == {"sent": 1}


def test_nothing_beyond_the_scope(db: Connection, commune: int) -> None:
    """Matrix 77."""
    other = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Đài")
    assert found(db, scope(other)) == {}
    assert send(db, scope(other)) == []
    with pytest.raises(Refused, match="not-found"):
        nudges.cells(db, scope(other), commune, SPAN, ListName.OVERDUE, NOW, Rules())


def test_at_night_it_waits_for_the_morning(db: Connection, commune: int) -> None:
    by = add_person(db, commune, "Lương Thị Hà", Role.ADMIN)
    night = NOW.replace(hour=22)
    _, at = nudges.send(db, scope(commune), None, SPAN, ListName.OVERDUE, by, night, Rules(), ZONE)
    assert at == NOW.replace(day=11, hour=7)


def test_who_records_meanwhile_is_not_written_to(db: Connection, commune: int) -> None:
    """Matrix 43."""
    muoi = found(db, scope(commune))["Muối"]
    send(db, scope(commune))
    obligations.meet(db, scope(commune), muoi.unit_id, Month(2026, 11), date(2026, 11, 4), NOW.astimezone(UTC))
    assert claim(db, "test", NOW.astimezone(UTC), timedelta(minutes=5), ZONE) is None
    assert set(db.execute(select(outbox.c.state, outbox.c.last_error)).all()) == {("expired", "met")}


def test_the_message_names_its_cell_and_month(db: Connection, commune: int) -> None:
    send(db, scope(commune))
    claimed = claim(db, "test", NOW.astimezone(UTC), timedelta(minutes=5), ZONE)
    assert claimed is not None
    (part,) = claimed.parts
    assert isinstance(part, Reminder)
    assert (part.unit, part.rung, str(part.obligation.period)) == ("Chi bộ thôn Muối", "nudge", "2026-11")
