"""A list that stays on the screen: quick presses all count, twice is once, and old screens change nothing once it is left."""

from __future__ import annotations

from sqlalchemy import select

from storage.tables import attendance_mark, draft, meeting_version, member
from tests.conversations.talk import Talk


def at_list(talk: Talk) -> None:
    talk.says("Hoa", "/hop")
    assert "Điểm danh, số phải dự 13" in talk.says("Hoa", "1")


def test_quick_presses_of_one_screen_all_count_and_twice_is_once(talk: Talk) -> None:
    """On a slow network the names are pressed before the first answer comes; an impatient press is made again."""
    at_list(talk)
    first = [talk.button("Hoa", name) for name in ("Mạc Thị Lan", "Tô Văn Minh", "Mạc Thị Lan")]
    for button in first:
        said = talk.gives_press("Hoa", button)
        assert "Nút này thuộc lần ghi trước" not in said
    assert "có mặt 11/13" in talk.chat("Hoa").answer
    assert "vắng: Mạc Thị Lan, Tô Văn Minh" in talk.chat("Hoa").answer
    assert all(screen.replace for screen in talk.chat("Hoa").screens[-3:]), "the list stays in its place"


def test_once_the_list_is_left_its_buttons_are_old(talk: Talk) -> None:
    at_list(talk)
    lan = talk.button("Hoa", "Mạc Thị Lan")
    talk.presses("Hoa", "1. Đủ 13/13")
    before = talk.db.execute(select(draft.c.data)).scalar_one()
    assert "Nút này thuộc lần ghi trước" in talk.gives_press("Hoa", lan)
    assert talk.db.execute(select(draft.c.data)).scalar_one()["answers"] == before["answers"]


def test_what_was_pressed_survives_a_pause(talk: Talk) -> None:
    at_list(talk)
    talk.presses("Hoa", "Mạc Thị Lan")
    talk.says("Hoa", "tạm dừng")
    assert "vắng: Mạc Thị Lan" in talk.says("Hoa", "/hop")


def test_the_record_names_the_absent_by_member_and_freezes_the_roster(talk: Talk) -> None:
    at_list(talk)
    talk.presses("Hoa", "Mạc Thị Lan")
    for words in ("1", "ốm", "bàn việc mở đường", "không", "Chốt"):
        talk.says("Hoa", words)
    names = select(member.c.name, attendance_mark.c.mark, attendance_mark.c.reason).join(
        member, member.c.id == attendance_mark.c.member_id
    )
    assert talk.db.execute(names).all() == [("Mạc Thị Lan", "excused", "ốm")]
    frozen = talk.db.execute(select(meeting_version.c.attendance)).scalar_one()
    assert len(frozen["expected"]) == 13
    assert frozen["strength"] == {
        "official": 12,
        "probationary": 1,
        "exempt": 1,
        "special_duty": 0,
        "temporary_in": 1,
        "temporary_out": 0,
    }


def test_an_ordinary_month_by_names_takes_as_few_actions(talk: Talk) -> None:
    """talks.md 1: the absent and their reasons in one message, or two presses each."""
    talk.chat("Hoa").actions = 0
    for words in ("/hop", "1", "vắng đ/c Lan ốm, đ/c Minh đi làm xa", "bàn việc mở đường", "không", "Chốt"):
        talk.says("Hoa", words)
    assert "Đã chốt" in talk.chat("Hoa").answer
    assert talk.chat("Hoa").actions <= 7
