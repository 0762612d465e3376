"""Who keeps being absent is told to the secretary alone (domain.md 3.4, 11.2), never to the committee or a deputy."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from sqlalchemy import select

from bot.domain.meetings import Absence, Attendance, Hours, Kind, Meeting
from bot.domain.members import Mark, Marked, Roll, strength
from bot.domain.people import SWEEP
from bot.domain.periods import Month
from storage import meetings, members, rules
from storage.entry import Entry
from storage.tables import meeting, person, post
from tests.conftest import NOW
from tests.conversations.talk import Talk

TOLD = "Chỉ đồng chí Bí thư thấy phần này"


@pytest.fixture
def cell(talk: Talk) -> int:
    """The cell of Hoa; Mạc Thị Lan was absent in September and October, in October without a reason."""
    hoa = select(post.c.unit_id).join(person, person.c.id == post.c.person_id)
    cell = int(talk.db.execute(hoa.where(person.c.telegram_id == talk.people["Hoa"])).scalar_one())
    for month, mark in ((9, Mark.EXCUSED), (10, Mark.UNEXCUSED)):
        hold(talk, cell, month, mark)
    return cell


def hold(talk: Talk, cell: int, month: int, mark: Mark) -> None:
    day = date(2026, month, 3)
    known = members.roster(talk.db, SWEEP, cell, day)
    lan = next(each for each in known if each.name == "Mạc Thị Lan")
    expected = tuple(each.id for each in known if each.counts)
    roll = Roll(strength(known), expected, (Marked(lan.id, mark),))
    came = Attendance(12, 13, int(mark is Mark.EXCUSED), int(mark is Mark.UNEXCUSED), (Absence(lan.name),))
    held = Meeting(cell, Month.of(day), frozenset({Kind.REGULAR}), day, Hours(), "", "", "", came, roll=roll)
    meetings.record(talk.db, SWEEP, held, Entry(None, NOW.astimezone(UTC)))


def record(talk: Talk, who: str, attendance: str) -> str:
    for words in ("/hop", "1", attendance, "bàn việc mở đường", "không"):
        talk.says(who, words)
    return talk.says(who, "Chốt")


def test_three_times_running_is_told_after_signing_off_and_in_the_history(talk: Talk, cell: int) -> None:
    told = record(talk, "Hoa", "vắng đ/c Lan ốm")
    assert TOLD in told
    assert "Mạc Thị Lan vắng 3 kỳ thường kỳ liên tiếp, 1 kỳ chưa rõ hoặc không lý do" in told
    assert "Mạc Thị Lan vắng 3 kỳ" in talk.says("Hoa", "/lichsu")


def test_who_came_this_time_is_not_told_of(talk: Talk, cell: int) -> None:
    assert TOLD not in record(talk, "Hoa", "vắng đ/c Minh ốm")
    assert TOLD not in talk.says("Hoa", "/lichsu")


def test_a_committee_may_count_by_the_year_or_more_times(talk: Talk, cell: int) -> None:
    hold(talk, cell, 7, Mark.EXCUSED)
    rules.set_rule(talk.db, SWEEP, cell, "absences_window", "year", None, NOW)
    rules.set_rule(talk.db, SWEEP, cell, "absences_told", 4, None, NOW)
    assert "vắng 4 kỳ thường kỳ trong năm" in record(talk, "Hoa", "vắng đ/c Lan ốm")


def test_neither_deputy_nor_committee_is_told(talk: Talk, cell: int) -> None:
    bao = person.update().where(person.c.name == "Lục Văn Bảo").values(telegram_id=601)
    talk.db.execute(bao)
    talk.people["Bảo"] = 601
    assert "Đã chốt" in record(talk, "Bảo", "vắng đ/c Lan ốm")
    assert TOLD not in talk.chat("Bảo").answer
    assert TOLD not in talk.says("Bảo", "/lichsu")
    number = talk.db.execute(select(meeting.c.id).order_by(meeting.c.id.desc())).scalars().first()
    assert "12/13" in talk.says("Bảo", "", kind="press", code=f"his:m:{number}")
    for words in ("/tonghop", "/chuahop", "/chibo"):
        assert "liên tiếp" not in talk.says("Hà", words)
    assert TOLD in talk.says("Hoa", "/lichsu")
