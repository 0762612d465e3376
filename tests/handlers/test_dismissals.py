"""Requirements on taking a post back: at once, from above only, the person told, his drafts put aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import SWEEP, Role
from bot.domain.units import UnitKind
from schedules.letters import letter
from storage import invitations, people
from storage.claims import claim
from storage.tables import audit, draft, outbox
from tests.conftest import NOW, ZONE
from tests.handlers.chat import Chat
from tests.small_district import add_cell, add_person, add_unit


@pytest.fixture
def commune(db: Connection) -> int:
    return add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã An")


@pytest.fixture
def cell(db: Connection, commune: int) -> int:
    return add_cell(db, commune, "Chi bộ thôn Muối")


def chat(db: Connection, person_id: int) -> Chat:
    return Chat(db, people.get(db, person_id).telegram_id or 0)


@pytest.fixture
def admin(db: Connection, commune: int) -> Chat:
    return chat(db, add_person(db, commune, "Vũ Thị Thanh", Role.ADMIN))


@pytest.fixture
def secretary(db: Connection, cell: int) -> Chat:
    return chat(db, add_person(db, cell, "Nguyễn Văn An <b>"))


def posts(db: Connection, who: Chat) -> tuple[object, ...]:
    known = people.by_telegram(db, who.user_id)
    return people.posts_of(db, known.id, NOW.date()) if known else ()


def test_an_admin_takes_a_post_back_from_the_cells_card(
    db: Connection, cell: int, admin: Chat, secretary: Chat
) -> None:
    """Matrix 78, 84 and 88: old buttons and the open draft are refused at the next update; the id tells people apart."""
    secretary.type("/hop")
    old = secretary.buttons[0].code
    admin.type("/donvi muối")
    admin.press("Thu hồi chức vụ")
    admin.press("Bí thư: Nguyễn Văn An <b>")
    assert f"mã Telegram {secretary.user_id}" in admin.text
    assert posts(db, secretary)
    admin.press("Thu hồi")
    assert "Đã thu hồi chức vụ Bí thư Chi bộ thôn Muối của đồng chí Nguyễn Văn An <b>" in admin.text
    assert posts(db, secretary) == ()
    assert db.execute(select(draft.c.state)).scalar() == "paused"
    assert [row.payload["key"] for row in db.execute(select(outbox))] == ["dismissed-notice"]
    assert db.execute(select(audit.c.act).order_by(audit.c.id.desc())).scalars().first() == "post-taken-back"
    for told in (secretary.code(old), secretary.type("28/30"), secretary.type("/hop"), secretary.type("/lichsu")):
        assert "Muối" not in told
    admin.code(admin.buttons[0].code if admin.buttons else "out:y:1")
    assert len(db.execute(select(outbox)).all()) == 1


def test_the_typed_number_serves_as_well_and_thinking_better_of_it_ends_nothing(
    db: Connection, cell: int, admin: Chat, secretary: Chat
) -> None:
    admin.code(f"out:u:{cell}")
    admin.type("1")
    admin.type("2")
    assert "Không thu hồi" in admin.text
    assert posts(db, secretary)


def test_nobody_takes_back_outside_or_above_what_he_may_give(
    db: Connection, commune: int, cell: int, admin: Chat, secretary: Chat
) -> None:
    """Matrix 75 and 77."""
    far = chat(db, add_person(db, add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bình"), "Xa", Role.ADMIN))
    deputy = chat(db, add_person(db, cell, "Phó", Role.DEPUTY))
    numbers = {who.user_id: people.posts_of(db, people.by_telegram(db, who.user_id).id, NOW.date())[0].id  # type: ignore[union-attr]
               for who in (admin, secretary, deputy, far)}  # fmt: skip
    for asker, victim in ((far, secretary), (secretary, admin), (deputy, secretary), (admin, admin), (secretary, far)):
        for way in ("p", "y"):
            asker.code(f"out:{way}:{numbers[victim.user_id]}")
            assert posts(db, victim), (asker, victim)
    for code in (f"out:u:{commune}", "out:p:99", "out:y:-1", "out:x", "out"):
        assert "Xa" not in secretary.code(code)
    secretary.code(f"out:y:{numbers[deputy.user_id]}")
    assert posts(db, deputy) == ()


def test_a_forwarded_invitation_is_undone_by_one_press_under_the_notice(
    db: Connection, cell: int, commune: int, admin: Chat
) -> None:
    """Matrix 81 and 84: the inviter reads the account's own name and number, and one press ends the post."""
    inviter = people.by_telegram(db, admin.user_id)
    assert inviter is not None
    named = add_person(db, cell, "Hoàng Văn Cường", joined=False)
    token = invitations.invite(db, SWEEP, cell, Role.SECRETARY, named, inviter.id, NOW, 72)
    thief = Chat(db, 555, name="Kẻ Lạ")
    thief.type(f"/start {token}")
    thief.press("Đúng")
    claimed = claim(db, "test", NOW, timedelta(minutes=5), ZONE)
    assert claimed is not None
    told = letter(claimed, NOW.date())
    assert "Hoàng Văn Cường" in told.text
    assert "“Kẻ Lạ”, mã số 555" in told.text
    assert "1. Thu hồi" in told.text
    admin.code(told.choices[0])
    assert "Đã thu hồi" in admin.text
    assert posts(db, thief) == ()
    for words in ("/hop", "/chibo", "/lichsu", "1"):
        assert "Muối" not in thief.type(words)
