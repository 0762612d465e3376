"""Requirements on handing over: the link dies with its maker's post, drafts follow, a stand-in's post ends by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.errors import Refused
from bot.domain.invitations import Joined, Why
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.units import UnitKind
from storage import drafts, invitations, people, reach, stand_ins
from storage.drafts import Draft
from storage.tables import draft, person, post
from tests.conftest import NOW
from tests.small_district import add_cell, add_person, add_unit

TODAY = date(2026, 11, 5)


@pytest.fixture
def cell(db: Connection) -> int:
    return add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An"), "Chi bộ thôn Muối")


@pytest.fixture
def secretary(db: Connection, cell: int) -> int:
    return add_person(db, cell, "Nguyễn Văn An")


def handing(db: Connection, cell: int, by: int) -> str:
    return invitations.invite(db, Scope(by, (cell,)), cell, Role.SECRETARY, None, by, NOW, 72, successor=True)


def take(db: Connection, token: str, telegram_id: int = 555) -> Joined:
    done = invitations.accept(db, token, telegram_id, "Lê Văn Nam", NOW)
    assert isinstance(done, Joined)
    return done


def telegram(db: Connection, person_id: int) -> int:
    return int(db.execute(select(person.c.telegram_id).where(person.c.id == person_id)).scalar_one())


def started(db: Connection, person_id: int, cell: int, form: str = "meeting") -> Draft:
    at = NOW.astimezone(UTC)
    return drafts.start(
        db, person_id=person_id, unit_id=cell, chat_id=1, form=form, form_version=1, now=at, data={"answers": {"a": 1}}
    )


def test_a_secretary_gives_his_own_post_and_no_other_cells(db: Connection, cell: int, secretary: int) -> None:
    assert take(db, handing(db, cell, secretary)).replaced[0].id == secretary
    assert people.posts_of(db, secretary, TODAY) == ()
    deputy = add_person(db, cell, "Trần Thị Bình", Role.DEPUTY)
    with pytest.raises(Refused, match="invitation-no-right"):
        handing(db, cell, deputy)


def test_the_link_is_not_for_its_maker_and_dies_with_his_post(db: Connection, cell: int, secretary: int) -> None:
    token = handing(db, cell, secretary)
    assert invitations.accept(db, token, telegram(db, secretary), "An", NOW) is Why.OWN
    (held,) = people.posts_of(db, secretary, TODAY)
    people.end_post(db, held, TODAY)
    assert invitations.accept(db, token, 555, "Lê Văn Nam", NOW) is Why.REVOKED
    assert people.by_telegram(db, 555) is None


def test_drafts_of_the_one_before_are_the_successors_put_aside(db: Connection, cell: int, secretary: int) -> None:
    other = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình"), "Chi bộ thôn Khe Sâu")
    aside = drafts.close(db, started(db, secretary, cell, "resolution"), "paused", NOW.astimezone(UTC))
    elsewhere = drafts.close(db, started(db, secretary, other), "paused", NOW.astimezone(UTC))
    open_one = started(db, secretary, cell)
    done = take(db, handing(db, cell, secretary))
    assert set(done.drafts) == {open_one.id, aside.id}
    for number in done.drafts:
        his = drafts.by_id(db, done.person.id, number)
        assert his is not None
        assert (his.state, his.chat_id, his.data) == ("paused", 555, {"answers": {"a": 1}})
    assert drafts.by_id(db, done.person.id, open_one.id).revision == open_one.revision + 1  # type: ignore[union-attr]
    assert drafts.open_of(db, secretary) is None
    assert [each.id for each in drafts.paused_of(db, secretary)] == [elsewhere.id]


def test_a_deputys_draft_and_a_verdict_from_above_stay_where_they_are(
    db: Connection, cell: int, secretary: int
) -> None:
    deputy = add_person(db, cell, "Trần Thị Bình", Role.DEPUTY)
    upper = add_person(db, cell, "Đặng Thị Mai", Role.UPPER_MEMBER)
    kept = {started(db, deputy, cell).id: deputy, started(db, upper, cell, "verdict").id: upper}
    assert take(db, handing(db, cell, secretary)).drafts == ()
    assert {row.id: row.person_id for row in db.execute(select(draft.c.id, draft.c.person_id))} == kept


def test_what_was_left_by_one_dismissed_earlier_is_passed_on_too(db: Connection, cell: int, secretary: int) -> None:
    begun = started(db, secretary, cell)
    people.leave(db, secretary, NOW)
    token = invitations.invite(db, SWEEP, cell, Role.SECRETARY, None, None, NOW, 72)
    assert take(db, token).drafts == (begun.id,)


# --- standing in -----------------------------------------------------------------------------------------------------


def test_a_stand_in_is_reminded_and_records_from_his_first_to_his_last_day(
    db: Connection, cell: int, secretary: int
) -> None:
    member = add_person(db, cell, "Lê Thị Lan", Role.COMMITTEE_MEMBER)
    term = (date(2026, 11, 10), date(2026, 11, 20))
    stand_ins.begin(db, Scope(secretary, (cell,)), cell, member, term, secretary, NOW)

    def reminded(day: date) -> bool:
        return any(member in found for found in reach.of_cells(db, [cell], day).of_cell.values())

    assert [reminded(date(2026, 11, day)) for day in (9, 10, 20, 21)] == [False, True, True, False]
    roles = [each.role for each in people.posts_of(db, member, date(2026, 11, 21))]
    assert roles == [Role.COMMITTEE_MEMBER]


def test_a_stand_in_is_ended_early_as_any_post(db: Connection, cell: int, secretary: int) -> None:
    member = add_person(db, cell, "Lê Thị Lan", Role.COMMITTEE_MEMBER)
    term = (TODAY, date(2026, 11, 20))
    number = stand_ins.begin(db, Scope(secretary, (cell,)), cell, member, term, secretary, NOW)
    (held,) = (each for each in people.posts_of(db, member, TODAY) if each.id == number)
    assert held.for_a_while
    assert people.end_post(db, held, date(2026, 11, 7))
    assert not people.end_post(db, held, date(2026, 11, 8))
    assert [each.role for each in people.posts_of(db, member, date(2026, 11, 7))] == [Role.COMMITTEE_MEMBER]


def test_who_may_not_give_a_deputys_post_lets_nobody_stand_in(db: Connection, cell: int, secretary: int) -> None:
    member = add_person(db, cell, "Lê Thị Lan", Role.COMMITTEE_MEMBER)
    deputy = add_person(db, cell, "Trần Thị Bình", Role.DEPUTY)
    term = (TODAY, date(2026, 11, 20))
    other = add_cell(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình"), "Chi bộ thôn Khe Sâu")
    stranger = add_person(db, other, "Vi Văn Sơn")
    mine = Scope(secretary, (cell,))
    for scope, who, by, why in (
        (mine, member, deputy, "invitation-no-right"),
        (mine, deputy, secretary, "stand-in-deputy"),
        (mine, stranger, secretary, "not-found"),
        (Scope(stranger, (other,)), member, stranger, "not-found"),
    ):
        with pytest.raises(Refused, match=why):
            stand_ins.begin(db, scope, cell, who, term, by, NOW)
    assert db.execute(select(post.c.id).where(post.c.valid_to.is_not(None))).first() is None


def test_a_link_for_a_while_leads_into_a_post_that_ends(db: Connection, cell: int, secretary: int) -> None:
    add_person(db, cell, "Trần Thị Bình", Role.DEPUTY, joined=False)  # imported, waits for a link of her own
    term = (date(2026, 11, 1), date(2026, 11, 7))
    mine = Scope(secretary, (cell,))
    token = invitations.invite(db, mine, cell, Role.DEPUTY, None, secretary, NOW, 72, term=term)
    done = take(db, token)
    assert not done.claimed
    assert done.person.name == "Lê Văn Nam"
    held = db.execute(select(post).where(post.c.id == done.post_id)).one()
    assert (held.valid_from, held.valid_to) == (TODAY, date(2026, 11, 8))
    assert done.until_on == date(2026, 11, 7)
    late = invitations.invite(db, mine, cell, Role.DEPUTY, None, secretary, NOW, 720, term=term)
    after: datetime = NOW + timedelta(days=3)
    assert invitations.accept(db, late, 556, "Ai Đó", after) is Why.EXPIRED
