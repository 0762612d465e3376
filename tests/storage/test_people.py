"""Requirements on people and posts: identity, dated posts, who stands above."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role, Scope
from bot.domain.units import UnitKind
from storage import people, units
from storage.tables import audit

DAY = date(2026, 11, 5)
START = date(2024, 1, 1)


@pytest.fixture
def tree(db: Connection) -> dict[str, int]:
    district = units.add(db, UnitKind.DISTRICT, "D", "Đảng bộ huyện Mẫu", None, START)
    commune = units.add(db, UnitKind.COMMUNE, "A", "Đảng bộ xã An", district, START)
    cell = units.add(db, UnitKind.CELL, "A1", "Chi bộ thôn Muối", commune, START)
    return {"D": district, "A": commune, "A1": cell}


def member(db: Connection, name: str, unit_id: int, role: Role, telegram_id: int | None = None) -> int:
    person_id = people.create(db, name)
    people.begin_post(db, person_id, unit_id, role, START)
    if telegram_id is not None:
        people.join(db, person_id, telegram_id, datetime(2024, 1, 1).astimezone())
    return person_id


def test_a_person_is_known_by_the_numeric_id_alone(db: Connection, now: datetime) -> None:
    person_id = people.create(db, "Nguyễn Văn An", "0900 000 001")
    assert people.by_telegram(db, 77) is None
    assert people.join(db, person_id, 77, now)
    assert not people.join(db, person_id, 78, now)
    known = people.by_telegram(db, 77)
    assert known is not None
    assert (known.id, known.name, known.phone) == (person_id, "Nguyễn Văn An", "0900 000 001")
    with pytest.raises(Refused):
        people.get(db, 999)


def test_language_and_blocking_are_kept(db: Connection, now: datetime) -> None:
    person_id = people.create(db, "Nguyễn Văn An")
    people.join(db, person_id, 77, now)
    people.set_language(db, person_id, "en")
    people.set_blocked(db, 77, True)
    assert (people.get(db, person_id).language, people.get(db, person_id).blocked) == ("en", True)
    people.set_blocked(db, 77, False)
    assert people.get(db, person_id).blocked is False


def test_a_post_counts_from_its_first_day_to_the_day_before_its_end(db: Connection, tree: dict[str, int]) -> None:
    person_id = member(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    (held,) = people.posts_of(db, person_id, DAY)
    assert people.posts_of(db, person_id, START - timedelta(days=1)) == ()
    assert people.end_post(db, held, DAY)
    assert not people.end_post(db, held, DAY)
    assert people.posts_of(db, person_id, DAY) == ()
    assert len(people.posts_of(db, person_id, DAY - timedelta(days=1))) == 1


def test_beginning_a_post_twice_makes_one(db: Connection, tree: dict[str, int]) -> None:
    person_id = member(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    people.begin_post(db, person_id, tree["A1"], Role.SECRETARY, DAY)
    assert len(people.posts_of(db, person_id, DAY)) == 1


def test_holders_come_in_the_order_of_the_roles_and_only_within_the_scope(db: Connection, tree: dict[str, int]) -> None:
    upper = member(db, "Hoàng Văn Em", tree["A1"], Role.UPPER_MEMBER)
    deputy = member(db, "Trần Thị Bình", tree["A1"], Role.DEPUTY)
    secretary = member(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    assert [who.id for _, who in people.holders(db, SWEEP, tree["A1"], DAY)] == [secretary, deputy, upper]
    assert people.holders(db, Scope(1, ()), tree["A1"], DAY) == ()
    assert [who.id for who in people.upper_members(db, tree["A1"], DAY)] == [upper]


def test_the_admins_above_are_the_nearest_who_have_joined(db: Connection, tree: dict[str, int], now: datetime) -> None:
    assert people.admins_above(db, tree["A1"], DAY) == ()
    near = member(db, "Đỗ Văn Dũng", tree["A"], Role.ADMIN)
    assert [who.id for who in people.admins_above(db, tree["A1"], DAY)] == [near]
    far = member(db, "Vũ Thị Hoa", tree["D"], Role.ADMIN, telegram_id=5)
    assert [who.id for who in people.admins_above(db, tree["A1"], DAY)] == [far]
    people.join(db, near, 6, now)
    assert [who.id for who in people.admins_above(db, tree["A1"], DAY)] == [near]
    assert [who.id for who in people.admins_above(db, tree["A"], DAY)] == [far]
    assert people.admins_above(db, tree["D"], DAY) == ()


def test_leaving_ends_every_post_and_is_written_down(db: Connection, tree: dict[str, int], now: datetime) -> None:
    person_id = member(db, "Nguyễn Văn An", tree["A1"], Role.SECRETARY)
    people.begin_post(db, person_id, tree["A"], Role.ADMIN, START)
    assert len(people.leave(db, person_id, now)) == 2
    assert people.posts_of(db, person_id, DAY) == ()
    assert [row.act for row in db.execute(select(audit))] == ["post-left", "post-left"]


def test_root_admins_are_made_once_and_only_where_there_is_a_root(db: Connection, now: datetime) -> None:
    assert people.ensure_root_admins(db, (11,), now) is False
    assert people.by_telegram(db, 11) is None
    root = units.add(db, UnitKind.DISTRICT, "D", "Đảng bộ huyện Mẫu", None, START)
    assert people.ensure_root_admins(db, (11, 12), now)
    assert people.ensure_root_admins(db, (11, 12), now)
    assert [who.telegram_id for _, who in people.holders(db, SWEEP, root, DAY)] == [11, 12]
