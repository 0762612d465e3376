"""Requirements on /toi and /ngonngu."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, update

from bot.domain.people import Role
from bot.domain.units import UnitKind
from storage import people
from storage.tables import outbox, person
from tests.conftest import NOW
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit


@pytest.fixture
def me(db: Connection) -> Chat:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")
    add_person(db, commune, "Vũ Thị Thanh", Role.ADMIN)
    person_id = add_person(db, add_cell(db, commune, "Chi bộ thôn Muối"), "Nguyễn Văn An")
    people.begin_post(db, person_id, add_cell(db, commune, "Chi bộ thôn Đồng"), Role.DEPUTY, NOW.date())
    return Chat(db, people.get(db, person_id).telegram_id or 0)


def test_a_person_sees_his_posts_and_what_is_kept_of_him(me: Chat) -> None:
    me.type("/toi")
    for word in ("Nguyễn Văn An", "Bí thư Chi bộ thôn Muối", "Phó bí thư Chi bộ thôn Đồng", "0900 000 012"):
        assert word in me.text


def test_all_that_is_kept_of_a_person_is_shown_to_him(me: Chat, db: Connection) -> None:
    who = people.by_telegram(db, me.user_id)
    assert who is not None
    db.execute(update(person).where(person.c.id == who.id).values(joined_at=NOW))
    me.type("/hop")
    me.type("1")
    me.type("Tạm dừng")
    me.type("/toi")
    for word in (str(me.user_id), "Vào hệ thống: thứ Năm 05/11", "Tạm dừng: Chi bộ thôn Muối", "Tiếng Việt"):
        assert word in me.text


def test_the_language_is_chosen_by_press_or_number_and_kept(me: Chat, db: Connection) -> None:
    me.type("/ngonngu")
    me.type("2")
    assert me.text == "The bot will speak English with you."
    me.type("/toi")
    assert "Secretary of Chi bộ thôn Muối" in me.text
    me.code("me:lang:vi")
    me.code("me:lang:xx")
    assert me.text == "Hệ thống không tìm thấy nội dung này."


def test_leaving_is_asked_first_and_then_ends_every_post(me: Chat, db: Connection) -> None:
    me.type("/toi")
    me.press("Rời hệ thống")
    assert "kết thúc từ hôm nay" in me.text
    me.press("Ở lại")
    assert len(people.posts_of(db, people.by_telegram(db, me.user_id).id, NOW.date())) == 2  # type: ignore[union-attr]
    me.code("me:leave:yes")
    assert "2 chức vụ" in me.text
    assert people.posts_of(db, people.by_telegram(db, me.user_id).id, NOW.date()) == ()  # type: ignore[union-attr]
    assert {row.payload["key"] for row in db.execute(select(outbox))} == {"left-notice"}
    me.type("/toi")
    assert "chưa giữ chức vụ nào" in me.text
    assert "me:leave" not in {button.code for button in me.buttons}
