"""Requirements on /donvi: down the tree by buttons, the card with its people, the subtree and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.domain.people import SWEEP, Role
from bot.domain.units import CellProfile, UnitKind
from bot.texts import voice
from handlers.units import day_words
from storage import people, units
from tests.handlers.chat import Chat
from tests.small_district import OPENED, add_cell, add_person, add_unit


@pytest.fixture
def places(db: Connection) -> dict[str, int]:
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Mẫu")
    near = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An", district)
    far = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình", district)
    made = {"D": district, "A": near, "B": far}
    made |= {f"A{n}": add_cell(db, near, f"Chi bộ thôn Số {n}") for n in range(1, 12)}
    made["M"] = add_cell(db, near, "Chi bộ thôn Muối <b>")
    made["B1"] = add_cell(db, far, "Chi bộ thôn Muối Dưới")
    units.set_profile(
        db, SWEEP, CellProfile(made["M"], OPENED, "thứ bảy đầu tháng", "19:30", 90, "Nhà văn hóa", 28, 2, exempt=2)
    )
    add_person(db, made["M"], "Nguyễn Văn An")
    add_person(db, made["M"], "Trần Văn Bình", Role.DEPUTY, joined=False)
    return made


@pytest.fixture
def admin(db: Connection, places: dict[str, int]) -> Chat:
    person_id = add_person(db, places["A"], "Vũ Thị Thanh", Role.ADMIN)
    return Chat(db, people.get(db, person_id).telegram_id or 0)


def test_the_committee_shows_its_cells_by_pages_of_eight(admin: Chat) -> None:
    admin.type("/donvi")
    assert "12 chi bộ, 1 chi bộ có người đã vào" in admin.text
    assert "Quản trị viên: Vũ Thị Thanh (đã vào)" in admin.text
    assert "8. Chi bộ thôn Số 8" in admin.text
    assert "9." not in admin.text
    admin.press("Trang sau")
    assert "12. Chi bộ thôn Muối <b>" in admin.text


def test_the_card_tells_day_place_members_and_who_has_joined(admin: Chat, places: dict[str, int]) -> None:
    admin.type("/donvi muối")
    assert "Sinh hoạt: thứ Bảy tuần đầu tháng, 19:30, khoảng 90 phút" in admin.text
    assert "Nơi họp: Nhà văn hóa" in admin.text
    assert "28 chính thức, 2 dự bị, 2 miễn sinh hoạt; số phải dự 30" in admin.text
    assert "Bí thư: Nguyễn Văn An (đã vào)" in admin.text
    assert "Phó bí thư: Trần Văn Bình (chưa vào)" in admin.text
    assert "Chi bộ thôn Muối &lt;b&gt;" in admin.screens[0].text
    assert {button.code for button in admin.buttons} >= {f"inv:u:{places['M']}:0", f"cel:{places['M']}"}


def test_the_way_down_and_back_up_ends_at_the_own_unit(db: Connection, places: dict[str, int]) -> None:
    person_id = add_person(db, places["D"], "Đỗ Minh Quang", Role.ADMIN)
    top = Chat(db, people.get(db, person_id).telegram_id or 0)
    top.type("/donvi")
    assert "1. Đảng bộ xã An: 12 chi bộ" in top.text
    top.type("2")
    assert "Đảng bộ xã Bình" in top.text
    top.type("1")
    assert "Chi bộ thôn Muối Dưới" in top.text
    top.press("Quay lại")
    top.press("Quay lại")
    assert "13 chi bộ" in top.text
    assert not any(button.label == "Quay lại" for button in top.buttons)


def test_nothing_outside_the_subtree_is_shown(admin: Chat, places: dict[str, int]) -> None:
    for unit in (places["B"], places["B1"], places["D"], 999_999):
        admin.code(f"don:{unit}:0")
        assert admin.text == "Hệ thống không tìm thấy nội dung này."
    admin.type("/donvi dưới")
    assert "Không tìm thấy đơn vị nào" in admin.text
    admin.type("/donvi thôn")
    assert "Dưới" not in admin.text


def test_an_upper_member_sees_his_cells_and_may_neither_invite_nor_change(
    db: Connection, places: dict[str, int]
) -> None:
    person_id = add_person(db, places["M"], "Lê Thị Dung", Role.UPPER_MEMBER)
    people.begin_post(db, person_id, places["A1"], Role.UPPER_MEMBER, OPENED)
    upper = Chat(db, people.get(db, person_id).telegram_id or 0)
    upper.type("/donvi")
    assert "Các đơn vị của đồng chí" in upper.text
    upper.type("1")
    assert {button.code.split(":")[0] for button in upper.buttons} == {"cel", "don"}
    upper.code(f"day:{places['A1']}:3:1")
    assert "không thuộc nhiệm vụ" in upper.text


@pytest.mark.parametrize(
    ("told", "vi", "en"),
    [
        ("3", "ngày 3", "on day 3"),
        ("cuối tháng", "ngày cuối tháng", "on the last day of the month"),
        ("chủ nhật thứ hai", "chủ nhật tuần thứ hai của tháng", "on the second Sunday of the month"),
        ("last saturday", "thứ Bảy tuần cuối tháng", "on the last Saturday of the month"),
        ("đăng ký", "theo đăng ký từng tháng", "as registered each month"),
        ("", "không cố định ngày", "on no fixed day"),
        ("khi rảnh", "khi rảnh", "khi rảnh"),
    ],
)
def test_the_meeting_day_is_said_in_the_readers_language(told: str, vi: str, en: str) -> None:
    assert (day_words(voice("vi"), told), day_words(voice("en"), told)) == (vi, en)
