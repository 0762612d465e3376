"""Requests are kept once and settled once; what is unlocked is so until its moment; nothing is seen from beside."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from storage import corrections, meetings, obligations
from storage.entry import Entry
from storage.tables import audit, unit_tree, unlocking
from tests.conftest import NOW
from tests.small_district import MONTH, add_cell, add_person, add_unit, correct, hold, oblige

AT = NOW.astimezone(UTC)


@pytest.fixture
def cell(db: Connection) -> tuple[int, int, Scope, Scope]:
    """A cell, its secretary, his sight, and a stranger's."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    muoi, beside = add_cell(db, commune, "Chi bộ thôn Muối"), add_cell(db, commune, "Chi bộ thôn Khe Sâu")
    who = add_person(db, muoi, "Nguyễn Văn An")
    return muoi, who, Scope(who, (muoi,)), Scope(who, (beside,))


def test_a_request_is_kept_once_and_settled_once(db: Connection, cell: tuple[int, int, Scope, Scope]) -> None:
    muoi, who, own, _ = cell
    record = hold(db, muoi, MONTH.day(3))
    entry = Entry(who, AT, 7, {"place": "NVH thôn"}, "ghi nhầm nơi")
    asked = corrections.ask(db, own, muoi, MONTH, entry, meeting_id=record, version=1)
    assert corrections.ask(db, own, muoi, MONTH, entry, meeting_id=record, version=1) == asked
    found = corrections.get(db, own, asked)
    assert (found.state, found.reason, found.answers) == ("waiting", "ghi nhầm nơi", {"place": "NVH thôn"})
    corrections.decide(db, own, found, who, AT, allowed=True)
    with pytest.raises(Refused, match="request-settled"):
        corrections.decide(db, own, found, who, AT, allowed=False)
    assert corrections.waiting(db, own, muoi) == ()
    acts = list(db.execute(select(audit.c.act).order_by(audit.c.id)).scalars())
    assert acts == ["correction-asked", "request-allowed"]


def test_nothing_of_another_cell_is_seen_or_settled(db: Connection, cell: tuple[int, int, Scope, Scope]) -> None:
    muoi, who, own, beside = cell
    entry = Entry(who, AT, 7, {}, "quên")
    asked = corrections.ask(db, own, muoi, MONTH, entry, meeting_id=None, corrects=False)
    for act in (
        lambda: corrections.get(db, beside, asked),
        lambda: corrections.ask(db, beside, muoi, MONTH, Entry(who, AT, 8), meeting_id=None),
        lambda: corrections.decide(db, beside, corrections.get(db, own, asked), who, AT, allowed=True),
        lambda: corrections.unlock(db, beside, muoi, MONTH, entry, meeting_id=None, until=AT),
    ):
        with pytest.raises(Refused, match="not-found"):
            act()
    assert corrections.waiting(db, beside, muoi) == ()


def test_what_is_unlocked_is_so_until_its_moment_and_never_changed(
    db: Connection, cell: tuple[int, int, Scope, Scope]
) -> None:
    muoi, who, own, beside = cell
    entry, until = Entry(who, AT, reason="ghi nhầm"), AT + timedelta(days=1)
    corrections.unlock(db, own, muoi, MONTH, entry, meeting_id=None, until=until)
    assert corrections.unlocked(db, own, muoi, AT) == {(MONTH, None): until}
    assert corrections.unlocked(db, own, muoi, until) == {}
    assert corrections.unlocked(db, beside, muoi, AT) == {}
    with pytest.raises(DBAPIError), db.begin_nested():
        db.execute(unlocking.update().values(reason="khác"))


def test_versions_are_read_in_order_and_only_within_the_scope(
    db: Connection, cell: tuple[int, int, Scope, Scope]
) -> None:
    muoi, _, own, beside = cell
    record = hold(db, muoi, MONTH.day(3))
    correct(db, record, MONTH.day(3), 27, 30)
    found = meetings.versions(db, own, record)
    assert [each.recorded.meeting.attendance.present for each in found] == [28, 27]
    with pytest.raises(Refused, match="not-found"):
        meetings.versions(db, beside, record)
    assert meetings.of_body(db, beside, muoi, "", 5) == ()
    assert meetings.bodies(db, beside, muoi) == {}


def test_a_month_whose_record_moved_away_owes_one_again(db: Connection, cell: tuple[int, int, Scope, Scope]) -> None:
    muoi, _, own, beside = cell
    oblige(db, muoi, state="met")
    obligations.unmeet(db, beside, muoi, MONTH, AT)
    owed = obligations.of(db, own, muoi, MONTH)
    assert owed is not None
    assert owed.state == "met"
    obligations.unmeet(db, own, muoi, MONTH, AT)
    owed = obligations.of(db, own, muoi, MONTH)
    assert owed is not None
    assert owed.state == "open"
    assert Month.of(MONTH.day(3)) == MONTH


def test_the_committee_s_list_is_what_waits_below_it_oldest_first(
    db: Connection, cell: tuple[int, int, Scope, Scope]
) -> None:
    muoi, who, own, beside = cell
    committee = db.execute(select(unit_tree.c.ancestor_id).where(unit_tree.c.descendant_id == muoi)).scalars().all()
    above = max(set(committee) - {muoi})
    asked = [
        corrections.ask(
            db, own, muoi, MONTH, Entry(who, AT - timedelta(hours=n), n, {}, "lý do"), meeting_id=None, corrects=False
        )
        for n in range(1, 4)
    ]
    admin = Scope(who, (above,))
    assert [each.id for each in corrections.waiting_below(db, admin, above)] == asked[::-1]
    corrections.decide(db, admin, corrections.get(db, admin, asked[1]), who, AT, allowed=False)
    assert [each.id for each in corrections.waiting_below(db, admin, above)] == [asked[2], asked[0]]
    assert corrections.count_below(db, admin, above) == 2
    assert (corrections.count_below(db, beside, above), corrections.waiting_below(db, beside, above)) == (0, ())
