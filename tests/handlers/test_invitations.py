"""Requirements on the first minute: two sentences, one press, the usual day proposed, the inviter told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import SWEEP, Role
from bot.domain.units import CellProfile, UnitKind
from storage import invitations, people, units
from storage.tables import invitation, metadata, outbox, person, wrong_token
from tests.conftest import NOW
from tests.handlers.chat import Chat
from tests.small_district import OPENED, add_cell, add_person, add_unit


@pytest.fixture
def cell(db: Connection) -> int:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    made = add_cell(db, commune, "Chi bộ thôn Muối")
    units.set_profile(
        db, SWEEP, CellProfile(made, OPENED, "3", "19:30", 90, "Nhà văn hóa thôn", official=28, probationary=2)
    )
    return made


@pytest.fixture
def admin(db: Connection, cell: int) -> int:
    return add_person(db, units.above(db, cell)[0], "Vũ Thị Thanh", Role.ADMIN)


def link(db: Connection, cell: int, admin: int, role: Role = Role.SECRETARY) -> str:
    return invitations.invite(db, SWEEP, cell, role, None, admin, NOW, 72)


def test_a_stranger_is_greeted_in_two_sentences_and_warned(db: Connection, cell: int, admin: int) -> None:
    stranger = Chat(db, 555)
    stranger.type(f"/start {link(db, cell, admin)}")
    greeting = stranger.text.split("\n")
    assert greeting[0] == ("Kính chào đồng chí. Đây là hệ thống ghi sinh hoạt chi bộ của Đảng bộ xã Lục Nam.")
    assert "Bí thư Chi bộ thôn Muối" in greeting[1]
    assert "Không nhập nội dung mật, số thẻ đảng viên, việc kỷ luật." in greeting[1]
    assert greeting[2:] == ["1. Đúng, tôi là Bí thư Chi bộ thôn Muối", "2. Không phải tôi"]
    assert people.by_telegram(db, 555) is None


@pytest.mark.parametrize("answer", ["1", "press"])
def test_one_press_or_the_number_joins_and_proposes_the_usual_day(
    db: Connection, cell: int, admin: int, answer: str
) -> None:
    imported = add_person(db, cell, "Hoàng Văn Cường", joined=False)
    stranger = Chat(db, 555)
    stranger.type(f"/start {link(db, cell, admin)}")
    if answer == "press":
        stranger.press("Đúng, tôi là")
    else:
        stranger.type(answer)
    known = people.by_telegram(db, 555)
    assert known is not None
    assert (known.id, known.name) == (imported, "Hoàng Văn Cường")
    assert "Chi bộ sinh hoạt ngày 3, 19:30, đúng không?" in stranger.text
    stranger.press("Đúng")
    assert "Hệ thống sẽ nhắc" in stranger.text


def test_the_inviter_is_told_once(db: Connection, cell: int, admin: int) -> None:
    """Matrix 81."""
    stranger = Chat(db, 555, name="Cường")
    token = link(db, cell, admin)
    stranger.type(f"/start {token}")
    stranger.press("Đúng")
    stranger.code(f"join:y:{token}")
    assert "đã được dùng" in stranger.text
    (row,) = db.execute(select(outbox))
    assert (row.recipient_id, row.payload["key"]) == (admin, "joined-notice")
    values = {"name": "Cường", "role": "secretary", "unit": "Chi bộ thôn Muối"}
    assert row.payload["values"] == values | {"account": "Cường", "number": "555"}


def test_the_secretary_before_is_told_that_he_was_replaced(db: Connection, cell: int, admin: int) -> None:
    before = add_person(db, cell, "Nguyễn Văn An")
    stranger = Chat(db, 555, name="Cường")
    stranger.type(f"/start {link(db, cell, admin)}")
    stranger.press("Đúng")
    assert "Đồng chí Cường nhận chức vụ Bí thư Chi bộ thôn Muối, thay đồng chí Nguyễn Văn An" in stranger.text
    assert people.posts_of(db, before, NOW.date()) != ()
    stranger.press("Đúng, nhận chức vụ")
    assert people.posts_of(db, before, NOW.date()) == ()
    told = {row.recipient_id: row.payload["key"] for row in db.execute(select(outbox))}
    assert told == {admin: "joined-notice", before: "replaced-notice"}


def test_who_says_that_it_is_not_him_leaves_no_trace_but_the_inviters_notice(
    db: Connection, cell: int, admin: int
) -> None:
    stranger = Chat(db, 555)
    stranger.type(f"/start {link(db, cell, admin)}")
    stranger.press("Không phải tôi")
    assert "chưa ghi gì" in stranger.text
    assert people.by_telegram(db, 555) is None
    assert [row.payload["key"] for row in db.execute(select(outbox))] == ["declined-notice"]
    assert db.execute(select(invitation.c.used_at)).scalar() is None


def test_no_token_is_kept_anywhere_in_the_records(db: Connection, cell: int, admin: int) -> None:
    """Matrix 80."""
    token = link(db, cell, admin)
    stranger = Chat(db, 555)
    stranger.type(f"/start {token}")
    stranger.type("1")
    stranger.press("Đúng")
    for table in metadata.sorted_tables:
        assert all(token not in str(tuple(row)) for row in db.execute(select(table))), table.name


def test_a_stranger_without_link_hears_one_polite_sentence_and_nothing_else(db: Connection, cell: int) -> None:
    stranger = Chat(db, 555)
    for text in ("/start", "/moi", "/donvi", "/tonghop", "xin chào", "1"):
        stranger.type(text)
        assert stranger.text.startswith("Kính chào đồng chí, hệ thống này chỉ dành cho")
        assert not stranger.buttons
    stranger.code(f"don:{cell}:0")
    assert stranger.text.startswith("Kính chào đồng chí, hệ thống này chỉ dành cho")


def test_guessing_is_counted_and_locked(db: Connection, cell: int, admin: int) -> None:
    """Matrix 82."""
    stranger = Chat(db, 555)
    for number in range(5):
        stranger.type(f"/start {'x' * 42}{number}")
        assert "không đúng" in stranger.text
    assert len(db.execute(select(wrong_token)).all()) == 5
    stranger.type(f"/start {link(db, cell, admin)}")
    assert "chờ một giờ" in stranger.text


def test_the_new_secretary_mends_the_day_by_two_presses(db: Connection, cell: int, admin: int) -> None:
    stranger = Chat(db, 555)
    stranger.type(f"/start {link(db, cell, admin)}")
    stranger.press("Đúng")
    stranger.press("Sửa")
    stranger.type("5")
    assert "ngày 5" in stranger.text
    stranger.press("20:00")
    assert "Chi bộ thôn Muối sinh hoạt ngày 5, 20:00." in stranger.text
    told = units.profile(db, SWEEP, cell, NOW.date())
    assert (told.meeting_day, told.starts_at, told.official, told.valid_from) == ("5", "20:00", 28, date(2026, 11, 5))


def test_a_committee_member_is_not_asked_to_mend_the_day(db: Connection, cell: int, admin: int) -> None:
    stranger = Chat(db, 555)
    stranger.type(f"/start {link(db, cell, admin, Role.COMMITTEE_MEMBER)}")
    stranger.press("Đúng")
    assert f"day:{cell}" not in {button.code for button in stranger.buttons}
    stranger.code(f"day:{cell}")
    assert "không thuộc nhiệm vụ" in stranger.text


@pytest.mark.parametrize(("role", "word"), [(Role.UPPER_MEMBER, "theo dõi"), (Role.ADMIN, "/tonghop")])
def test_others_are_told_what_they_will_get(db: Connection, cell: int, role: Role, word: str) -> None:
    unit = cell if role is Role.UPPER_MEMBER else units.above(db, cell)[0]
    token = invitations.invite(db, SWEEP, unit, role, None, None, NOW, 72)
    stranger = Chat(db, 555)
    stranger.type(f"/start {token}")
    stranger.press("Đúng")
    assert word in stranger.text


def test_a_link_from_three_days_ago_is_explained(db: Connection, cell: int, admin: int) -> None:
    token = link(db, cell, admin)
    stranger = Chat(db, 555, now=NOW + timedelta(hours=72))
    stranger.type(f"/start {token}")
    assert "hết hạn" in stranger.text
    assert db.execute(select(person).where(person.c.telegram_id == 555)).first() is None
