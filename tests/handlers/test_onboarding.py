"""Requirements on bringing a district in: who has not joined by commune, and the sheet that is printed for them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Connection, select

from bot.domain.invitations import Why
from bot.domain.people import Role, Scope, scope_of
from bot.domain.units import UnitKind
from storage import invitations, people
from storage.tables import invitation
from tests.conftest import NOW
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit


@pytest.fixture
def ids(db: Connection) -> dict[str, int]:
    """A district of two communes: in An one of three secretaries has joined, in Bình nobody is named."""
    district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Mẫu")
    an = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An", district)
    binh = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình", district)
    made = {"D": district, "A": an, "B": binh}
    for number in range(1, 4):
        made[f"A{number}"] = add_cell(db, an, f"Chi bộ thôn Số {number}")
        add_person(db, made[f"A{number}"], f"Nguyễn Văn Số {number}", joined=number == 1)
    made["B1"] = add_cell(db, binh, "Chi bộ thôn Muối")
    add_person(db, made["A2"], "Trần Thị Phó", Role.DEPUTY, joined=False)
    return made


def admin_of(db: Connection, unit_id: int) -> Chat:
    person = add_person(db, unit_id, "Vũ Thị Thanh", Role.ADMIN)
    return Chat(db, people.get(db, person).telegram_id or 0)


def words(chat: Chat) -> list[str]:
    """Every text of the sheet, in order."""
    word: Any = Document(io.BytesIO(file_of(chat)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in word.paragraphs] + cells


def file_of(chat: Chat) -> bytes:
    file = chat.screens[-1].file
    assert file is not None
    return file.make()


def test_who_has_not_joined_is_told_by_commune_and_by_name(db: Connection, ids: dict[str, int]) -> None:
    admin = admin_of(db, ids["D"])
    admin.type("/donvi")
    admin.press("Chưa vào hệ thống: 4")
    assert "1. Đảng bộ xã Bình: 1/1 chi bộ chưa có ai vào" not in admin.text
    assert "1. Đảng bộ xã An: 2/3 chi bộ chưa có ai vào" in admin.text
    assert "2. Đảng bộ xã Bình: 1/1 chi bộ chưa có ai vào" in admin.text
    admin.type("1")
    assert "1. Bí thư Chi bộ thôn Số 2: đ/c Nguyễn Văn Số 2, " in admin.text
    assert "2. Phó bí thư Chi bộ thôn Số 2: đ/c Trần Thị Phó" in admin.text
    assert "Số 1" not in admin.text


def test_the_sheet_has_a_page_a_commune_and_a_slip_a_post(db: Connection, ids: dict[str, int]) -> None:
    admin = admin_of(db, ids["D"])
    admin.type("/donvi")
    admin.press("Chưa vào hệ thống")
    admin.press("Tờ mời để in")
    said = words(admin)
    assert [line for line in said if line.startswith("Đảng bộ")] == ["Đảng bộ xã An", "Đảng bộ xã Bình"]
    slips = [line.split("\n") for line in said if line.startswith(("Bí thư", "Phó bí thư"))]
    assert [slip[:3] for slip in slips[:3]] == [
        ["Bí thư", "Chi bộ thôn Số 2", "đ/c Nguyễn Văn Số 2"],
        ["Phó bí thư", "Chi bộ thôn Số 2", "đ/c Trần Thị Phó"],
        ["Bí thư", "Chi bộ thôn Số 3", "đ/c Nguyễn Văn Số 3"],
    ]
    assert slips[3][:2] == ["Bí thư", "Chi bộ thôn Muối"]
    pictures = [
        name for name in zipfile.ZipFile(io.BytesIO(file_of(admin))).namelist() if name.startswith("word/media")
    ]
    assert len(pictures) == 4
    assert len(db.execute(select(invitation)).all()) == 4
    assert not re.search(r"start=", "\n".join(said))


def test_a_new_sheet_leaves_no_older_link_open(db: Connection, ids: dict[str, int]) -> None:
    admin = admin_of(db, ids["A"])
    old = invitations.invite(db, admin_scope(db, admin), ids["A2"], Role.SECRETARY, None, None, NOW, 72)
    admin.type("/donvi")
    admin.press("Chưa vào hệ thống")
    admin.press("Tờ mời để in")
    assert invitations.look(db, old, NOW) is Why.REVOKED


def admin_scope(db: Connection, admin: Chat) -> Scope:
    who = people.by_telegram(db, admin.user_id)
    assert who is not None
    return scope_of(who.id, people.posts_of(db, who.id, NOW.date()))


def test_nobody_makes_a_sheet_for_a_commune_that_is_not_his(db: Connection, ids: dict[str, int]) -> None:
    """Matrix 77."""
    admin = admin_of(db, ids["A"])
    admin.code(f"onb:s:{ids['B']}")
    assert admin.screens[-1].file is None
    admin.code(f"onb:u:{ids['D']}:0")
    assert "Bình" not in admin.text
    assert db.execute(select(invitation)).all() == []
