"""Requirements on bringing a district in: who has not joined by commune, and the sheet that is printed for them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Connection, insert, select

from bot.domain.errors import Refused
from bot.domain.invitations import Why
from bot.domain.people import SWEEP, Role, Scope, scope_of
from bot.domain.units import UnitKind
from storage import invitations, onboarding, people, rules
from storage.tables import invitation, joining, setting
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


def test_committees_without_an_admin_are_waited_for_when_admins_are_invited(
    db: Connection, ids: dict[str, int]
) -> None:
    admin_of(db, ids["A"])
    waiting = onboarding.awaited(db, SWEEP, ids["D"], NOW.date(), (Role.ADMIN,))
    assert [(each.unit, each.role, each.name) for each in waiting] == [("Đảng bộ xã Bình", Role.ADMIN, "")]
    with pytest.raises(Refused, match="not-found"):
        onboarding.awaited(db, Scope(1, (ids["A"],)), ids["D"], NOW.date())


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


def asked(db: Connection, ids: dict[str, int], admin: Chat, role: Role = Role.SECRETARY, cell: str = "A2") -> Chat:
    """Somebody who has opened a link where the committee wants to say yes first."""
    who = people.by_telegram(db, admin.user_id)
    assert who is not None
    rules.set_rule(db, admin_scope(db, admin), ids["A"], "join_approval", "on", who.id, NOW)
    token = invitations.invite(db, admin_scope(db, admin), ids[cell], role, None, who.id, NOW, 72)
    stranger = Chat(db, 555, name="Người Lạ")
    stranger.type(f"/start {token}")
    stranger.press("Đúng")
    return stranger


def test_a_forwarded_link_waits_for_the_word_where_the_committee_has_set_so(
    db: Connection, ids: dict[str, int]
) -> None:
    """Matrix 81, with the setting: pending until confirmed, and the link is used up."""
    admin = admin_of(db, ids["A"])
    stranger = asked(db, ids, admin)
    assert "Cấp ủy cấp trên sẽ duyệt" in stranger.text
    assert people.by_telegram(db, 555) is None
    other = Chat(db, 556)
    (row,) = db.execute(select(joining))
    token_used = db.execute(select(invitation.c.used_at, invitation.c.used_by)).one()
    assert token_used.used_at is not None
    assert token_used.used_by is None
    other.type("/start nonsense")
    assert people.by_telegram(db, 556) is None
    admin.code(f"onb:y:{row.id}")
    joined = people.by_telegram(db, 555)
    assert joined is not None
    assert joined.name == "Nguyễn Văn Số 2"
    assert [held.unit_id for held in people.posts_of(db, joined.id, NOW.date())] == [ids["A2"]]


def test_who_is_not_approved_stays_a_stranger(db: Connection, ids: dict[str, int]) -> None:
    admin = admin_of(db, ids["A"])
    stranger = asked(db, ids, admin)
    (row,) = db.execute(select(joining))
    admin.code(f"onb:n:{row.id}")
    admin.code(f"onb:y:{row.id}")
    assert "đã được trả lời" in admin.text
    assert people.by_telegram(db, 555) is None
    stranger.type("/hop")
    assert "chưa được duyệt" in stranger.text


def test_nobody_approves_for_a_unit_that_is_not_below_him(db: Connection, ids: dict[str, int]) -> None:
    """Matrix 75 and 77."""
    asked(db, ids, admin_of(db, ids["A"]))
    (row,) = db.execute(select(joining))
    for other in (admin_of(db, ids["B"]), Chat(db, people.get(db, secretary(db, ids["A1"])).telegram_id or 0)):
        for act in ("o", "y", "n"):
            other.code(f"onb:{act}:{row.id}")
            assert "Người Lạ" not in other.text
    assert people.by_telegram(db, 555) is None
    assert db.execute(select(joining.c.state)).scalar() == "waiting"


def secretary(db: Connection, cell: int) -> int:
    return next(who.id for held, who in people.holders(db, SWEEP, cell, NOW.date()) if held.role is Role.SECRETARY)


def test_where_nobody_could_say_the_word_the_link_joins_at_once(db: Connection, ids: dict[str, int]) -> None:
    """The first admin of all, invited on the machine itself."""
    db.execute(insert(setting).values(unit_id=ids["D"], name="join_approval", value="on"))
    token = invitations.invite(db, SWEEP, ids["D"], Role.ADMIN, None, None, NOW, 72)
    first = Chat(db, 557, name="Quản Trị")
    first.type(f"/start {token}")
    first.press("Đúng")
    assert people.by_telegram(db, 557) is not None
