"""Requirements on /moi: down to the one post by buttons or by name, nothing outside the subtree, one link."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import Role
from bot.domain.units import UnitKind
from storage import people
from storage.tables import invitation, outbox
from tests.conftest import NOW
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit

LINK = re.compile(r"https://t\.me/chi_bo_bot\?start=([A-Za-z0-9_-]{43})")


@pytest.fixture
def places(db: Connection) -> dict[str, int]:
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Mẫu")
    near = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An", district)
    far = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình", district)
    made = {"D": district, "A": near, "B": far}
    made |= {f"A{n}": add_cell(db, near, f"Chi bộ thôn Số {n}") for n in range(1, 12)}
    made["M"] = add_cell(db, near, "Chi bộ thôn Muối")
    made["B1"] = add_cell(db, far, "Chi bộ thôn Muối Dưới")
    return made


def chat(db: Connection, person_id: int) -> Chat:
    return Chat(db, people.get(db, person_id).telegram_id or 0)


@pytest.fixture
def admin(db: Connection, places: dict[str, int]) -> Chat:
    return chat(db, add_person(db, places["A"], "Vũ Thị Thanh", Role.ADMIN))


def test_an_admin_gets_a_link_by_name_post_and_confirmation(
    db: Connection, admin: Chat, places: dict[str, int]
) -> None:
    add_person(db, places["M"], "Nguyễn Văn An", joined=False)
    admin.type("/moi muối")
    assert "Bí thư: Nguyễn Văn An (chưa vào)" in admin.text
    admin.press("Bí thư")
    assert "đồng chí Nguyễn Văn An làm Bí thư Chi bộ thôn Muối" in admin.text
    assert "72 giờ" in admin.text
    admin.press("Tạo đường dẫn")
    assert LINK.search(admin.text)
    assert "20:00 08/11/2026" in admin.text
    (row,) = db.execute(select(invitation))
    assert (row.unit_id, row.role, row.expires_at - row.created_at) == (places["M"], "secretary", timedelta(hours=72))


def test_the_picture_is_a_png_of_the_link(admin: Chat) -> None:
    admin.type("/moi muối")
    admin.press("Phó bí thư")
    admin.press("Tạo đường dẫn")
    file = admin.screens[0].file
    assert file is not None
    assert file.picture
    assert file.make().startswith(b"\x89PNG")


def test_every_choice_can_be_typed_by_its_number(admin: Chat) -> None:
    admin.type("/invite")
    assert "1. Chi bộ thôn Số 1" in admin.text
    assert "Trang 1/2" in admin.text
    admin.press("Trang sau")
    assert "9. Chi bộ thôn Số 9" in admin.text
    admin.type("12")
    assert "Chi bộ thôn Muối" in admin.text
    admin.type("2")
    assert "Phó bí thư Chi bộ thôn Muối" in admin.text
    admin.type("1")
    assert LINK.search(admin.text)


def test_an_admin_finds_nothing_outside_his_subtree(admin: Chat, places: dict[str, int]) -> None:
    admin.type("/moi muối dưới")
    assert "Không tìm thấy" in admin.text
    for code in (
        f"inv:u:{places['B1']}:0",
        f"inv:w:{places['B1']}:secretary",
        f"inv:m:{places['B1']}:secretary:0",
        f"inv:u:{places['D']}:0",
        "inv:u:999999:0",
        "inv:r:999999",
        "inv:w:1:king",
    ):
        admin.code(code)
        assert admin.text == "Hệ thống không tìm thấy nội dung này."
        assert not admin.buttons


def test_an_admin_gives_no_posts_of_his_own_committee(db: Connection, admin: Chat, places: dict[str, int]) -> None:
    admin.code(f"inv:m:{places['A']}:admin:0")
    assert "chưa được giao" in admin.text
    above = chat(db, add_person(db, places["D"], "Đỗ Minh Quang", Role.ADMIN))
    above.code(f"inv:m:{places['A']}:admin:0")
    assert LINK.search(above.text)


def test_a_secretary_invites_his_deputy_and_committee_only(db: Connection, places: dict[str, int]) -> None:
    secretary = chat(db, add_person(db, places["M"], "Nguyễn Văn An"))
    secretary.type("/moi")
    assert [button.label[:6] for button in secretary.buttons] == ["1. Phó", "2. Chi"]
    secretary.code(f"inv:m:{places['M']}:secretary:0")
    assert "chưa được giao" in secretary.text


def test_a_deputy_may_not_even_ask(db: Connection, places: dict[str, int]) -> None:
    deputy = chat(db, add_person(db, places["M"], "Trần Văn Bình", Role.DEPUTY))
    deputy.type("/moi")
    assert "không thuộc nhiệm vụ" in deputy.text


def test_of_several_who_wait_the_one_is_chosen_and_named(db: Connection, admin: Chat, places: dict[str, int]) -> None:
    add_person(db, places["M"], "Lê Thị Lan", Role.COMMITTEE_MEMBER, joined=False)
    second = add_person(db, places["M"], "Phạm Văn Hùng", Role.COMMITTEE_MEMBER, joined=False)
    admin.type("/moi muối")
    admin.press("Chi ủy viên")
    admin.press("Phạm Văn Hùng")
    admin.press("Tạo đường dẫn")
    assert "Phạm Văn Hùng" in admin.text
    assert db.execute(select(invitation.c.person_id)).scalar() == second


def test_the_admin_is_warned_that_a_secretary_is_replaced(db: Connection, admin: Chat, places: dict[str, int]) -> None:
    add_person(db, places["M"], "Nguyễn Văn An")
    admin.type("/moi muối")
    admin.press("Bí thư")
    assert "⚠" in admin.text
    assert "Nguyễn Văn An thôi giữ chức vụ này" in admin.text


def test_a_link_can_be_taken_back_by_its_button(admin: Chat, db: Connection) -> None:
    admin.type("/moi muối")
    admin.press("Bí thư")
    admin.press("Tạo đường dẫn")
    found = LINK.search(admin.text)
    assert found is not None
    revoke = admin.button("Thu hồi")
    admin.code(revoke.code)
    assert "Đã thu hồi" in admin.text
    admin.code(revoke.code)
    assert "từ trước" in admin.text
    stranger = Chat(db, 555)
    stranger.type(f"/start {found[1]}")
    assert "đã được thu hồi" in stranger.text


def test_nothing_is_made_when_the_admin_thinks_better_of_it(admin: Chat, db: Connection) -> None:
    admin.type("/moi muối")
    admin.press("Bí thư")
    admin.press("Thôi")
    assert db.execute(select(invitation)).first() is None
    assert db.execute(select(outbox)).first() is None
    assert admin.now == NOW
