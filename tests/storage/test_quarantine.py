from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.units import UnitKind
from storage import outbox, quarantine
from storage.outbox import Row
from storage.quarantine import Released
from storage.tables import audit
from storage.tables import outbox as table
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit, remind

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def secretary(db: Connection) -> int:
    """With one reminder in each state, the rung named like it."""
    cell = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")
    person_id = add_person(db, cell, "Nguyễn Văn An")
    for state in ("pending", "sending", "uncertain", "sent", "dead", "held"):
        remind(db, cell, person_id, state, state=state)
    db.execute(update(table).values(kind="reminder"))
    return person_id


def put(db: Connection, who: int, key: str, kind: str = "notice", due_in: timedelta | None = None) -> None:
    due_at = None if due_in is None else NOW + due_in
    outbox.put(db, [Row(key, who, None, kind, {}, LATER, LATER + timedelta(days=1), due_at=due_at)], LATER)


def rows(db: Connection) -> dict[str, tuple[str, int]]:
    """State and doubt by the rung or key."""
    found = db.execute(select(table.c.dedupe_key, table.c.state, table.c.ambiguous))
    return {(key.split(":") + [""] * 4)[4] or key: (state, doubt) for key, state, doubt in found}


def acts(db: Connection) -> list[str]:
    return list(db.execute(select(audit.c.act)).scalars())


def test_a_hold_stops_what_is_on_its_way_and_doubts_only_what_was_being_sent(db: Connection, secretary: int) -> None:
    assert quarantine.begin(db, NOW) == 3
    assert rows(db) == {
        "pending": ("held", 0),
        "sending": ("held", 1),
        "uncertain": ("held", 1),
        "sent": ("sent", 0),
        "dead": ("dead", 0),
        "held": ("held", 0),
    }
    assert quarantine.waiting(db) == 3


def test_a_restore_doubts_all_that_was_on_its_way(db: Connection, secretary: int) -> None:
    quarantine.begin(db, NOW, restored=True)
    assert [rows(db)[name] for name in ("pending", "sending", "uncertain")] == [("held", 1)] * 3


def test_in_quarantine_what_is_queued_is_held_and_doubted_when_it_was_due_before(
    db: Connection, secretary: int
) -> None:
    quarantine.begin(db, NOW, restored=True)
    put(db, secretary, "due before", "reminder", timedelta(hours=-1))
    put(db, secretary, "due after", "reminder", timedelta(minutes=1))
    put(db, secretary, "somebody's act")
    assert [rows(db)[key] for key in ("due before", "due after", "somebody's act")] == [
        ("held", 1),
        ("held", 0),
        ("held", 0),
    ]


def test_what_is_queued_in_a_hold_is_not_doubted(db: Connection, secretary: int) -> None:
    quarantine.begin(db, NOW)
    put(db, secretary, "due before", "reminder", timedelta(hours=-1))
    assert rows(db)["due before"] == ("held", 0)


def test_a_hold_after_a_restore_keeps_the_doubt(db: Connection, secretary: int) -> None:
    quarantine.begin(db, NOW, restored=True)
    quarantine.begin(db, LATER)
    put(db, secretary, "due before", "reminder", timedelta(hours=-1))
    assert rows(db)["due before"] == ("held", 1)


def test_a_release_lets_go_what_the_quarantine_held_and_nothing_else(db: Connection, secretary: int) -> None:
    quarantine.begin(db, NOW, restored=True)
    put(db, secretary, "due after", "reminder", timedelta(minutes=1))
    put(db, secretary, "broadcast", "broadcast", timedelta(hours=-1))
    assert quarantine.release(db, LATER) == Released(pending=4, labelled=3, expired=0, held=1)
    assert rows(db) == {
        "pending": ("pending", 1),
        "sending": ("pending", 1),
        "uncertain": ("pending", 1),
        "sent": ("sent", 0),
        "dead": ("dead", 0),
        "held": ("held", 0),
        "due after": ("pending", 0),
        "broadcast": ("held", 1),
    }
    put(db, secretary, "afterwards")
    assert rows(db)["afterwards"] == ("pending", 0)
    assert acts(db) == ["quarantine-begun", "quarantine-released"]


def test_discarding_sends_only_what_was_surely_not_sent(db: Connection, secretary: int) -> None:
    quarantine.begin(db, NOW, restored=True)
    put(db, secretary, "due after", "reminder", timedelta(minutes=1))
    assert quarantine.release(db, LATER, discard=True) == Released(pending=1, labelled=0, expired=3, held=0)
    assert rows(db)["due after"] == ("pending", 0)
    assert [rows(db)[name] for name in ("pending", "sending", "uncertain")] == [("expired", 1)] * 3


def test_a_release_without_quarantine_changes_nothing(db: Connection, secretary: int) -> None:
    before = rows(db)
    assert quarantine.release(db, LATER) == Released(0, 0, 0, 0)
    assert rows(db) == before
