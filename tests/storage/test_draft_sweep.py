"""Matrix 31: what was left unfinished is kept, its owner is told once, and he may go on with it whenever he likes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection, select

from bot.domain.people import SWEEP
from bot.domain.rules import Rules
from bot.domain.unfinished import abandoned, to_be_told
from bot.domain.units import UnitKind
from storage import draft_sweep, drafts, people, practice, rules
from storage.claims import claim
from storage.drafts import Draft
from storage.outbox import Claimed, Unfinished
from storage.tables import outbox
from tests.conftest import ZONE
from tests.small_district import add_cell, add_person, add_unit, close

LEFT = datetime(2026, 11, 3, 21, 30, tzinfo=ZONE)
LEASE = timedelta(minutes=2)


def days(number: int, hour: int = 8) -> datetime:
    """So many days after the day on which it was left."""
    return LEFT.replace(hour=hour, minute=0) + timedelta(days=number)


@pytest.fixture
def cell(db: Connection) -> int:
    return add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), "Chi bộ thôn Muối")


@pytest.fixture
def an(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


@pytest.fixture
def held(db: Connection, cell: int, an: int) -> Draft:
    return begun(db, cell, an)


def begun(db: Connection, unit_id: int, person_id: int, form: str = "meeting") -> Draft:
    return drafts.start(
        db, person_id=person_id, unit_id=unit_id, chat_id=1, form=form, form_version=1, now=LEFT, data={"a": 1}
    )


def swept(db: Connection, now: datetime) -> tuple[int, int]:
    done = draft_sweep.sweep(db, now, ZONE)
    return done.queued, done.left


def claimed(db: Connection, now: datetime) -> Claimed | None:
    return claim(db, "test", now, LEASE, ZONE)


def ends(db: Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in db.execute(select(outbox.c.state, outbox.c.last_error).order_by(outbox.c.id))]


def now_of(db: Connection, held: Draft) -> Draft:
    found = drafts.by_id(db, held.person_id, held.id)
    assert found is not None
    return found


@pytest.mark.parametrize("state", ["open", "paused"])
def test_three_quiet_weeks_make_one_notice(db: Connection, held: Draft, state: str) -> None:
    """Matrix 31."""
    if state == "paused":
        drafts.close(db, held, "paused", LEFT)
    assert swept(db, days(20)) == (0, 0)
    assert [swept(db, days(22)), swept(db, days(22)), swept(db, days(29))] == [(1, 0), (0, 0), (0, 0)]
    found = claimed(db, days(22))
    assert found is not None
    assert [part.draft.id for part in found.parts if isinstance(part, Unfinished)] == [held.id]
    assert now_of(db, held).data == {"a": 1}


def test_it_waits_for_the_morning(db: Connection, held: Draft) -> None:
    """Matrix 31 and 41."""
    swept(db, days(21, 23))
    assert claimed(db, days(21, 23)) is None
    assert claimed(db, days(22, 8)) is not None


def test_one_who_went_on_meanwhile_hears_nothing(db: Connection, held: Draft) -> None:
    """Matrix 31 and 43."""
    swept(db, days(21, 23))
    drafts.save(db, held, {"a": 2}, 2, days(21, 23))
    assert claimed(db, days(22)) is None
    assert ends(db) == [("expired", "moved on")]


@pytest.mark.parametrize("state", ["submitted", "abandoned"])
def test_what_was_finished_or_dropped_meanwhile_is_not_told_of(db: Connection, held: Draft, state: str) -> None:
    """Matrix 31."""
    swept(db, days(21, 23))
    drafts.close(db, held, state, days(21, 23))  # type: ignore[arg-type]
    assert claimed(db, days(22)) is None
    assert ends(db) == [("expired", state)]
    assert (drafts.open_of(db, held.person_id), drafts.paused_of(db, held.person_id)) == (None, ())


def test_after_a_month_it_counts_as_abandoned_and_can_be_gone_on_with(db: Connection, held: Draft) -> None:
    """Matrix 31."""
    swept(db, days(22))
    assert swept(db, days(33)) == (0, 1)
    left = now_of(db, held)
    assert (left.state, left.left, left.data) == ("abandoned", True, {"a": 1})
    assert drafts.open_of(db, held.person_id) is None
    (offered,) = drafts.paused_of(db, held.person_id)
    again = drafts.resume(db, offered, days(40))
    assert (again.state, again.left, again.data) == ("open", False, {"a": 1})
    assert now_of(db, held) == again


def test_nobody_is_told_twice_of_one_draft(db: Connection, held: Draft) -> None:
    """Matrix 31: gone on with and left once more, it is given up quietly."""
    swept(db, days(22))
    drafts.save(db, held, {"a": 2}, 2, days(23))
    assert swept(db, days(50)) == (0, 0)
    assert swept(db, days(60)) == (0, 1)
    assert len(ends(db)) == 1


def test_a_late_first_look_tells_before_it_gives_up(db: Connection, held: Draft) -> None:
    """Matrix 31: down for two months, or a program that did not know of this before."""
    assert swept(db, days(60)) == (1, 0)
    assert swept(db, days(68)) == (0, 0)
    assert swept(db, days(69)) == (0, 1)


def test_practice_and_dissolved_cells_are_let_lie(db: Connection, cell: int, an: int) -> None:
    unit_id = practice.begin(db, an, "Chi bộ tập dùng", LEFT)
    begun(db, unit_id, an)
    other = add_person(db, cell, "Trần Thị Bình")
    begun(db, cell, other)
    close(db, cell, days(5).date())
    assert swept(db, days(22)) == (0, 0)


def test_who_lost_his_post_hears_nothing_and_his_successor_gets_it(db: Connection, held: Draft, cell: int) -> None:
    swept(db, days(22))
    people.end_post(db, people.posts_of(db, held.person_id, days(22).date())[0], days(22).date())
    assert claimed(db, days(22)) is None
    assert ends(db) == [("expired", "no longer holds the post")]
    swept(db, days(33))
    successor = add_person(db, cell, "Trần Thị Bình")
    assert drafts.pass_on(db, cell, successor, 5, days(34), days(34).date()) == (held.id,)
    assert [(each.id, each.left) for each in drafts.paused_of(db, successor)] == [(held.id, False)]


def test_a_committee_may_set_other_days(db: Connection, held: Draft, cell: int) -> None:
    rules.set_rule(db, SWEEP, cell, "draft_notice_days", 7, None, LEFT)
    assert swept(db, days(8)) == (1, 0)


@given(quiet=some.integers(0, 200), since=some.integers(0, 200), told=some.integers(7, 90), left=some.integers(7, 120))
def test_nothing_is_given_up_before_its_owner_was_told_and_had_his_days(
    quiet: int, since: int, told: int, left: int
) -> None:
    """Matrix 31."""
    now, kept = days(300), Rules(draft_notice_days=told, draft_left_days=left)
    updated_at, noticed_at = now - timedelta(days=quiet), now - timedelta(days=since)
    if abandoned(updated_at, noticed_at, now, kept):
        assert to_be_told(updated_at, now, kept)
        assert since >= left - told
