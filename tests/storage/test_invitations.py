"""Requirements on invitations: only the hash kept, one person through, imported holders claimed, secretaries replaced."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.errors import Refused
from bot.domain.invitations import Invitation, Joined, Why
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.units import UnitKind
from storage import invitations, people, units
from storage.tables import audit, invitation, person

START = date(2024, 1, 1)
HOURS = 72


@pytest.fixture
def tree(db: Connection) -> dict[str, int]:
    district = units.add(db, UnitKind.DISTRICT, "D", "Đảng bộ huyện Mẫu", None, START)
    commune = units.add(db, UnitKind.COMMUNE, "A", "Đảng bộ xã An", district, START)
    cell = units.add(db, UnitKind.CELL, "A1", "Chi bộ thôn Muối", commune, START)
    other = units.add(db, UnitKind.COMMUNE, "B", "Đảng bộ xã Bình", district, START)
    return {"D": district, "A": commune, "A1": cell, "B": other}


def holder(db: Connection, name: str, unit_id: int, role: Role, telegram_id: int | None = None) -> int:
    person_id = people.create(db, name)
    people.begin_post(db, person_id, unit_id, role, START)
    if telegram_id is not None:
        people.join(db, person_id, telegram_id, datetime(2024, 1, 1).astimezone())
    return person_id


def link(db: Connection, unit_id: int, role: Role, now: datetime, person_id: int | None = None) -> str:
    return invitations.invite(db, SWEEP, unit_id, role, person_id, None, now, HOURS)


def joined(found: Joined | Why) -> Joined:
    assert isinstance(found, Joined)
    return found


def test_only_the_hash_of_the_token_is_kept(db: Connection, tree: dict[str, int], now: datetime) -> None:
    """Matrix 80."""
    token = link(db, tree["A1"], Role.DEPUTY, now)
    assert len(token) == 43
    (row,) = db.execute(select(invitation))
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(tuple(row))
    assert all(token not in str(tuple(each)) for each in db.execute(select(audit)))


def test_a_stranger_who_accepts_becomes_a_person_with_the_post(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    found = joined(invitations.accept(db, link(db, tree["A1"], Role.DEPUTY, now), 77, " An\x00 <b>", now))
    known = people.by_telegram(db, 77)
    assert known is not None
    assert (known.id, known.name) == (found.person.id, "An <b>")
    assert not found.claimed
    assert [held.role for held in people.posts_of(db, known.id, now.date())] == [Role.DEPUTY]


def test_a_link_lets_one_person_through(db: Connection, tree: dict[str, int], now: datetime) -> None:
    """Matrix 80."""
    token = link(db, tree["A1"], Role.DEPUTY, now)
    joined(invitations.accept(db, token, 77, "An", now))
    assert invitations.accept(db, token, 77, "An", now) is Why.USED
    assert invitations.accept(db, token, 78, "Bình", now) is Why.USED
    assert people.by_telegram(db, 78) is None


def test_a_link_past_its_hour_or_revoked_lets_nobody_through(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    """Matrix 80."""
    token = link(db, tree["A1"], Role.DEPUTY, now)
    assert invitations.accept(db, token, 77, "An", now + timedelta(hours=HOURS)) is Why.EXPIRED
    (row,) = db.execute(select(invitation.c.id))
    assert invitations.revoke(db, SWEEP, row.id, None, now)
    assert not invitations.revoke(db, SWEEP, row.id, None, now)
    assert invitations.accept(db, token, 77, "An", now) is Why.REVOKED
    assert people.by_telegram(db, 77) is None


def test_a_link_into_a_closed_cell_lets_nobody_through(db: Connection, tree: dict[str, int], now: datetime) -> None:
    token = link(db, tree["A1"], Role.DEPUTY, now)
    units.close(db, tree["A1"], now.date())
    assert invitations.accept(db, token, 77, "An", now) is Why.CLOSED
    with pytest.raises(Refused, match="not-found"):
        link(db, tree["A1"], Role.DEPUTY, now)


def test_the_one_imported_holder_is_claimed_and_keeps_name_and_post(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    imported = holder(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    found = joined(invitations.accept(db, link(db, tree["A1"], Role.SECRETARY, now), 77, "an_dep_trai", now))
    assert (found.person.id, found.person.name, found.claimed) == (imported, "Nguyễn Văn An", True)
    assert len(people.holders(db, SWEEP, tree["A1"], now.date())) == 1


def test_of_several_imported_holders_none_is_guessed_but_the_named_one_is_claimed(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    holder(db, "Lê Thị Lan", tree["A1"], Role.COMMITTEE_MEMBER)
    second = holder(db, "Phạm Văn Hùng", tree["A1"], Role.COMMITTEE_MEMBER)
    open_link = link(db, tree["A1"], Role.COMMITTEE_MEMBER, now)
    assert not joined(invitations.accept(db, open_link, 76, "Ai đó", now)).claimed
    named = link(db, tree["A1"], Role.COMMITTEE_MEMBER, now, second)
    assert joined(invitations.accept(db, named, 77, "Hùng", now)).person.id == second


def test_a_new_secretary_ends_the_post_of_the_one_before(db: Connection, tree: dict[str, int], now: datetime) -> None:
    before = holder(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY, telegram_id=70)
    found = joined(invitations.accept(db, link(db, tree["A1"], Role.SECRETARY, now), 77, "Bình", now))
    assert [who.id for who in found.replaced] == [before]
    assert people.posts_of(db, before, now.date()) == ()
    secretaries = [who.id for held, who in people.holders(db, SWEEP, tree["A1"], now.date())]
    assert secretaries == [found.person.id]


def test_somebody_who_has_joined_keeps_his_person_and_takes_over_the_imported_one(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    mine = holder(db, "Nguyễn Văn An", tree["A"], Role.ADMIN, telegram_id=77)
    imported = holder(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    found = joined(invitations.accept(db, link(db, tree["A1"], Role.SECRETARY, now), 77, "An", now))
    assert found.person.id == mine
    assert {held.role for held in people.posts_of(db, mine, now.date())} == {Role.ADMIN, Role.SECRETARY}
    assert people.posts_of(db, imported, now.date()) == ()


def test_the_fifth_wrong_token_within_the_hour_locks_even_the_right_one(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    """Matrix 82."""
    token = link(db, tree["A1"], Role.DEPUTY, now)
    for number in range(5):
        assert invitations.look(db, f"wrong{number}", now, 77) is Why.UNKNOWN
    assert invitations.accept(db, token, 77, "An", now) is Why.LOCKED
    assert isinstance(invitations.look(db, token, now, 78), Invitation)
    later = now + timedelta(hours=1)
    assert joined(invitations.accept(db, token, 77, "An", later)).role is Role.DEPUTY


def test_nobody_invites_outside_or_above_what_his_posts_allow(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    """Matrix 77."""
    admin = holder(db, "Vũ Thị Thanh", tree["A"], Role.ADMIN, telegram_id=1)
    scope = Scope(admin, (tree["A"],))
    assert invitations.invite(db, scope, tree["A1"], Role.SECRETARY, None, admin, now, HOURS)
    for unit_id, role, key in (
        (tree["A"], Role.ADMIN, "invitation-no-right"),
        (tree["A1"], Role.ADMIN, "invitation-no-such-post"),
        (tree["A"], Role.SECRETARY, "invitation-no-such-post"),
        (tree["B"], Role.ADMIN, "not-found"),
        (tree["D"], Role.ADMIN, "not-found"),
        (999_999, Role.ADMIN, "not-found"),
    ):
        with pytest.raises(Refused) as refused:
            invitations.invite(db, scope, unit_id, role, None, admin, now, HOURS)
        assert refused.value.key == key
    secretary = holder(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY, telegram_id=2)
    own = Scope(secretary, (tree["A1"],))
    assert invitations.invite(db, own, tree["A1"], Role.DEPUTY, None, secretary, now, HOURS)
    with pytest.raises(Refused, match="invitation-no-right"):
        invitations.invite(db, own, tree["A1"], Role.SECRETARY, None, secretary, now, HOURS)


def test_an_invitation_for_somebody_who_does_not_wait_for_that_post_is_refused(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    elsewhere = holder(db, "Lê Thị Lan", tree["A"], Role.ADMIN)
    with pytest.raises(Refused, match="not-found"):
        link(db, tree["A1"], Role.DEPUTY, now, elsewhere)


def test_a_second_link_to_the_same_secretarys_post_revokes_the_first(
    db: Connection, tree: dict[str, int], now: datetime
) -> None:
    first = link(db, tree["A1"], Role.SECRETARY, now)
    second = link(db, tree["A1"], Role.SECRETARY, now)
    assert invitations.look(db, first, now) is Why.REVOKED
    assert isinstance(invitations.look(db, second, now), Invitation)
    member = link(db, tree["A1"], Role.COMMITTEE_MEMBER, now)
    link(db, tree["A1"], Role.COMMITTEE_MEMBER, now)
    assert isinstance(invitations.look(db, member, now), Invitation)


def test_a_link_is_revoked_only_from_above(db: Connection, tree: dict[str, int], now: datetime) -> None:
    link(db, tree["A1"], Role.SECRETARY, now)
    (row,) = db.execute(select(invitation.c.id))
    stranger = holder(db, "Đỗ Văn Dũng", tree["B"], Role.ADMIN, telegram_id=3)
    with pytest.raises(Refused, match="not-found"):
        invitations.revoke(db, Scope(stranger, (tree["B"],)), row.id, stranger, now)


def test_who_did_what_is_written_down(db: Connection, tree: dict[str, int], now: datetime) -> None:
    found = joined(invitations.accept(db, link(db, tree["A1"], Role.SECRETARY, now), 77, "An", now))
    rows = db.execute(select(audit.c.act, audit.c.person_id, audit.c.unit_id)).all()
    assert [tuple(row) for row in rows] == [("invited", None, tree["A1"]), ("joined", found.person.id, tree["A1"])]
    assert db.execute(select(person.c.joined_at).where(person.c.id == found.person.id)).scalar() == now
