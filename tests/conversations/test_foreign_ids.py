"""Ids in buttons that are somebody else's: answered like ids of nothing, and kept in the audit, once a press."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.broadcasts import Broadcast, Part, Words
from bot.domain.growth import Growth, GrowthKind
from bot.domain.members import Standing
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import UnitKind
from bot.texts.screen import Button
from storage import broadcasts, corrections, drafts, growth, members
from storage.entry import Entry
from storage.members import Act
from storage.tables import audit, meeting, person, post, resolution
from tests.conftest import NOW
from tests.conversations.talk import Talk
from tests.small_district import add_cell, add_person, add_unit, assign, hold, resolve

NOVEMBER = Month(2026, 11)
STRANGER = "Lạ"
PEOPLE = {
    "Nguyễn Văn An": Role.SECRETARY,
    "Trần Thị Bình": Role.DEPUTY,
    "Lê Thị Lan": Role.COMMITTEE_MEMBER,
    "Đặng Thị Mai": Role.UPPER_MEMBER,
    "Lương Thị Hà": Role.ADMIN,
}
SECRET = "Mở đường ngõ hai"
ABSENT = (777_000_001, 999_999_999_999_999_999)
SHAPES: dict[str, str] = {
    "unit": (
        "car:{}:0 cel:{} cel:{}:n cel:{}:p cel:in:{}:0 sum:{}:2026-10+1 sum:{}:2026-10+1:units:0 mis:{}:2026-10+1 don:u:{}:0 his:u:{}:0 "
        "tsk:u:{} rec:m:{} rem:now:{}:2026-11 rem:paper:{}:2026-11 inv:u:{}:0 inv:m:{}:deputy:0 day:{} mem:u:{} "
        "rul:all:{}:0 rul:one:{}:spelling rul:not:{}:spelling rul:not:{}:1 han:g:{} han:m:{} gro:u:{} gro:n:{} tpl:u:{} out:u:{} doc:a:{}:2026-11 req:l:{}:0"
    ),
    "meeting": "his:m:{} his:v:{} cor:{} doc:m:{} doc:t:{} sco:n:{} req:u:{} gro:m:{}:1",
    "resolution": "doc:r:{} tim:r:{} sha:ask:{} sha:yes:{}",
    "task": "tsk:t:{} tsk:d:{} tsk:p:{} tsk:x:{} tim:t:{}",
    "draft": "f:{}:1:confirm f:{}:1:resume f:{}:1:drop",
    "request": "req:o:{} req:y:{} req:n:{}",
    "member": "mem:m:{}",
    "growth": "gro:w:{}",
    "post": "out:p:{} out:y:{}",
    "broadcast": "bro:see:{} bro:go:{} bro:edit:{} bro:drop:{} bro:not:{}:0 bro:rem:{} bro:rel:{}:1 bro:seen:{}",
}
"""Codes as the bot makes them, by what the id in them is of."""
CODES = [(kind, shape) for kind, shapes in SHAPES.items() for shape in shapes.split()]


@pytest.fixture
def theirs(db: Connection) -> dict[str, int]:
    return lay(db)


def lay(db: Connection) -> dict[str, int]:
    """Two communes: everything of a cell in the one, by kind; people with every post in the other."""
    here, there = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam"), add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo")
    own, cell = add_cell(db, here, "Chi bộ thôn Muối"), add_cell(db, there, "Chi bộ thôn Khe Sâu")
    for name, role in PEOPLE.items():
        add_person(db, here if role is Role.ADMIN else own, name, role)
    owner = add_person(db, cell, "Vi Văn Sơn")
    day = NOVEMBER.day(3)
    hold(db, cell, day)
    resolve(db, cell, day, SECRET)
    held = db.execute(select(meeting.c.id)).scalar_one()
    entry = Entry(owner, NOW, reason=SECRET)
    draft = drafts.start(db, person_id=owner, unit_id=cell, chat_id=1, form="meeting", form_version=1, now=NOW)
    return {
        "unit": cell,
        "meeting": held,
        "resolution": db.execute(select(resolution.c.id)).scalar_one(),
        "task": assign(db, cell, day, what=SECRET),
        "draft": draft.id,
        "request": corrections.ask(db, SWEEP, cell, NOVEMBER, entry, meeting_id=held, corrects=False),
        "member": members.add(db, SWEEP, cell, SECRET, Standing.OFFICIAL, day, Act(owner, NOW)),
        "growth": growth.record(db, SWEEP, Growth(cell, GrowthKind.ADMISSION, "Lê Văn Nam", day), Entry(owner, NOW)),
        "broadcast": broadcasts.keep(
            db, SWEEP, there, Broadcast(Part(), frozenset(Role), Words(SECRET)), owner, NOW, draft.id
        ),
        "post": db.execute(select(post.c.id).where(post.c.person_id == owner)).scalar_one(),
    }


def noted(db: Connection) -> list[dict[str, Any]]:
    found = select(audit.c.person_id, audit.c.unit_id, audit.c.about).where(audit.c.act == "press-refused")
    return [dict(row) for row in db.execute(found.order_by(audit.c.id)).mappings()]


def pressing(db: Connection) -> Talk:
    """Everybody's phone, by name."""
    known = {name: user for name, user in db.execute(select(person.c.name, person.c.telegram_id))}  # noqa: C416 - typed
    return Talk(db, {**known, STRANGER: 4_242}, NOW)


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_foreign_id_is_answered_like_an_absent_one_and_audited(
    db: Connection, theirs: dict[str, int], data: st.DataObject
) -> None:
    """Matrix 75: users by buttons by ids."""
    who = data.draw(st.sampled_from(sorted(PEOPLE)))
    kind, shape = data.draw(st.sampled_from(CODES))
    absent = data.draw(st.sampled_from(ABSENT))
    answers = []
    for number in (theirs[kind], absent):
        point = db.begin_nested()
        talk = pressing(db)
        answers.append(talk.gives_press(who, Button("x", shape.format(number))))
        rows = noted(db)
        point.rollback()
        assert len(rows) == 1, f"{who} {shape} of {number}: {answers[-1]}"
        assert rows[0]["person_id"] == person_of(db, who)
        assert rows[0]["about"]["button"] == ":".join(part for part in shape.split(":")[:2] if part.isalpha())
        assert not {SECRET, str(number)} & set(map(str, rows[0]["about"].values()))
    assert answers[0] == answers[1], shape
    assert answers[0].strip()


def person_of(db: Connection, who: str) -> int:
    return int(db.execute(select(person.c.id).where(person.c.name == who)).scalar_one())


def test_the_same_press_served_twice_is_audited_once(db: Connection, theirs: dict[str, int]) -> None:
    """Matrix 5 and 75."""
    talk = pressing(db)
    for _ in range(2):
        talk.gives_press("Nguyễn Văn An", Button("x", f"his:m:{theirs['meeting']}"))
        talk.updates -= 1
    assert len(noted(db)) == 1


def test_what_a_person_may_press_is_not_audited(db: Connection, theirs: dict[str, int]) -> None:
    talk = pressing(db)
    for code in (f"his:m:{theirs['meeting']}", f"tsk:t:{theirs['task']}", f"f:{theirs['draft']}:99:resume", "c:hop"):
        assert "Không tìm thấy" not in talk.gives_press("Vi Văn Sơn", Button("x", code))
    assert noted(db) == []


def test_what_a_code_holds_beside_its_kind_is_not_kept(db: Connection, theirs: dict[str, int]) -> None:
    """Matrix 75 and 84."""
    talk = pressing(db)
    for code in ("his:secretword:1", "secret:m:1", "his:m:secret", "req:SECRET:1"):
        talk.gives_press("Nguyễn Văn An", Button("x", code))
    assert "secret" not in str(noted(db)).lower()
    assert len(noted(db)) >= 3


def test_a_stranger_s_forged_invitation_is_audited_by_his_number(db: Connection, theirs: dict[str, int]) -> None:
    """Matrix 75."""
    pressing(db).gives_press(STRANGER, Button("x", "join:q:none"))
    assert [(row["person_id"], row["about"]["telegram_id"]) for row in noted(db)] == [(None, 4_242)]
