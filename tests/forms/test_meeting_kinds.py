"""Each kind of session asks what makes sense for it, and is warned of by its own rules (domain.md 3.1, 3.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.meetings import Attendance, Hours, Kind, bodies, of_cell, one_session, principal
from bot.domain.rules import Rules
from bot.forms.engine import Turn, advance, begin
from bot.forms.form import Reply
from bot.forms.meeting import Session, meeting_form
from bot.forms.progress import Progress, values_of
from bot.forms.reading.kinds import read_kinds
from bot.forms.reading.outcome import Ask, Given, Understood
from bot.forms.reading.party_groups import find_party_group, read_party_group
from bot.forms.showing import show
from bot.forms.spots import open_spot
from bot.texts import voice
from tests.forms.reading.cell import GIVEN, ROSTER

RULES = Rules()
FORM = meeting_form(RULES)
COMMITTEE = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Lan")
USUAL: dict[str, Any] = {
    "title": "Chi bộ thôn Muối",
    "month": "11/2026",
    "unit_id": 1,
    "held_on": date(2026, 11, 3),
    "hours": Hours("19:30", "21:00", 90),
    "place": "Nhà văn hóa thôn",
    "chair": "Nguyễn Văn An",
    "clerk": "Trần Thị Bình",
    "upper_member": "",
    "taken": [],
    "thematic_days": ["2026-07-03", "2026-10-03"],
    "groups": ["Tổ đảng số 1", "Tổ đảng số 3"],
    "committee_meeting/held_on": date(2026, 11, 5),
    "committee_meeting/place": "Nhà bí thư",
    "committee_meeting/chair": "Nguyễn Văn An",
    "committee_meeting/clerk": "Trần Thị Bình",
    "committee_meeting/hours": Hours("19:00", "20:00", 60),
    "committee_meeting/base": 3,
    "committee_meeting/roster": list(COMMITTEE),
    "group_meeting/held_on": date(2026, 11, 5),
    "thematic/held_on": date(2026, 11, 5),
    "thematic/place": "Nhà văn hóa thôn",
    "thematic/chair": "Nguyễn Văn An",
    "thematic/clerk": "Trần Thị Bình",
    "thematic/upper_member": "",
}
CELL = replace(GIVEN, usual=USUAL)
NOT_ASKED = {"resolutions", "upper_member", "dues_announced"}


def talk(*typed: str, given: Given = CELL, answers: dict[str, Any] | None = None) -> Progress:
    turn = Turn(begin(FORM, answers))
    for text in typed:
        turn = advance(FORM, turn.progress, Reply(text), given)
    return turn.progress


def screen(progress: Progress, given: Given = CELL) -> str:
    say = voice("vi")
    return say.without_tags(show(FORM, progress, given, say).text)


def at(progress: Progress, given: Given = CELL) -> str:
    return str(open_spot(FORM, progress, FORM.know(given, values_of(FORM, progress))))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_asked_to_its_end(kind: Kind) -> None:
    """Whatever is asked for a kind can be answered, and a record comes of it."""
    told = talk(given=CELL, answers={"kinds": frozenset({kind})})
    replies = {
        "question:topic": "Dồn điền đổi thửa",
        "question:party_group": "3",
        "question:hours": "19h-20h30",
        "question:held_on": "hôm nay",
        "question:upper_member": "không",
        "question:place": "NVH thôn",
        "question:chair": "đ/c An",
        "question:clerk": "đ/c Bình",
        "question:attendance": "7/7" if kind is Kind.GROUP else "đủ",
        "question:content": "bàn việc chung",
        "gate:resolutions": "không",
        "card:usual": "1",
    }
    asked = []
    while (here := at(told)) != "review:":
        asked.append(here.partition(":")[2])
        told = advance(FORM, told, Reply(replies[here]), CELL).progress
        assert len(asked) < 12, asked
    record = FORM.build(values_of(FORM, told), FORM.know(CELL, values_of(FORM, told)))
    assert isinstance(record, Session)
    assert record.meeting.kinds == {kind}
    assert ("topic" in asked) == (kind is Kind.THEMATIC)
    assert ("party_group" in asked) == (kind is Kind.GROUP)
    assert ("resolutions" in asked) == of_cell(frozenset({kind}))
    assert record.meeting.party_group == ("Tổ đảng số 3" if kind is Kind.GROUP else "")


def test_a_committee_meeting_counts_its_own_members_and_proposes_its_own_habits() -> None:
    told = talk("họp chi ủy")
    shown = screen(told)
    assert "họp chi ủy" in shown
    assert "Nhà bí thư" in shown
    assert "19:00–20:00" in shown
    assert "cấp trên dự" not in shown
    told = talk("họp chi ủy", "đúng cả")
    assert "số phải dự 3" in screen(told)
    told = talk("họp chi ủy", "đúng cả", "vắng đ/c Lan ốm")
    assert values_of(FORM, told)["attendance"].present == 2
    assert values_of(FORM, told)["attendance"].base == 3


def test_another_body_makes_the_attendance_told_before_void_and_another_part_does_not() -> None:
    told = talk("đúng cả", "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa")
    assert "attendance" in values_of(FORM, told)
    both = advance(FORM, replace(told, at="question:kinds"), Reply("thường kỳ và chuyên đề"), CELL).progress
    assert "attendance" in values_of(FORM, both)
    committee = advance(FORM, replace(told, at="question:kinds"), Reply("chi ủy"), CELL).progress
    assert "attendance" not in values_of(FORM, committee)


def test_a_thematic_part_is_counted_in_its_quarter_and_asks_for_its_topic_and_its_minutes() -> None:
    told = talk('thường kỳ và chuyên đề: "Dồn điền đổi thửa"')
    assert "Chuyên đề quý IV: 2/1." in screen(told)
    told = advance(FORM, told, Reply("28/30, vắng 2 có phép"), CELL).progress
    assert "90 phút, dưới mức 120 phút" in screen(told)


def test_a_thematic_session_alone_is_said_not_to_replace_the_regular_one() -> None:
    told = talk('chuyên đề: "Dồn điền đổi thửa" từ 19h30 đến 21h')
    assert "không thay cho sinh hoạt thường kỳ tháng 11/2026" in screen(told)
    taken = replace(CELL, usual={**USUAL, "taken": ["2026-11"]})
    told = talk('chuyên đề: "Dồn điền đổi thửa" từ 19h30 đến 21h', given=taken)
    assert "không thay cho" not in screen(told, taken)


@pytest.mark.parametrize("kind", [Kind.EXTRAORDINARY, Kind.COMMITTEE, Kind.GROUP])
def test_only_regular_and_thematic_sessions_are_held_to_a_length(kind: Kind) -> None:
    values = {
        "kinds": frozenset({kind}),
        "held_on": date(2026, 11, 5),
        "hours": Hours("19:00", "19:30", 30),
        "attendance": Attendance(30, 30),
    }
    assert FORM.warn(values, CELL) == ()


def test_a_committee_is_not_held_to_the_cells_share_of_attendance() -> None:
    values = {"kinds": frozenset({Kind.COMMITTEE}), "held_on": date(2026, 11, 5), "attendance": Attendance(4, 5, 1)}
    assert FORM.warn(values, CELL) == ()
    cell = {**values, "kinds": frozenset({Kind.REGULAR})}
    assert [each.key for each in FORM.warn(cell, CELL)] == ["warn-attendance"]


@pytest.mark.parametrize("text", ["chi ủy và thường kỳ", "thường kỳ, họp tổ đảng", "bất thường và chuyên đề"])
def test_kinds_that_cannot_share_a_session_are_asked_about(text: str) -> None:
    reading = read_kinds(text, CELL)
    assert isinstance(reading, Ask)
    assert all(one_session(choice) for choice in reading.choices)
    assert len(reading.choices) >= 2


def test_a_whole_message_of_a_group_meeting_names_the_group() -> None:
    told = values_of(FORM, talk("Họp tổ đảng số 3 tối qua tại nhà đ/c Nam từ 19h đến 20h, có mặt 7/8"))
    assert told["kinds"] == {Kind.GROUP}
    assert told["party_group"] == "Tổ đảng số 3"
    assert told["held_on"] == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("3", "Tổ đảng số 3"),
        ("số 1", "Tổ đảng số 1"),
        ("tổ 2", "Tổ đảng số 2"),
        ("to dang so 3", "Tổ đảng số 3"),
        ("TỔ ĐẢNG SỐ 1", "Tổ đảng số 1"),
        ("tổ đảng thứ nhất", "Tổ đảng số 1"),
        ("xóm Đông", "Xóm Đông"),
    ],
)
def test_a_party_group_is_read_by_number_or_by_name(typed: str, group: str) -> None:
    assert read_party_group(typed, CELL) == Understood(group)


@pytest.mark.parametrize("typed", ["?", "12345", "a" * 200])
def test_what_names_no_group_is_asked_again(typed: str) -> None:
    assert not isinstance(read_party_group(typed, CELL), Understood)


def test_no_group_is_found_where_none_is_named() -> None:
    assert find_party_group("họp tại tổ dân phố", CELL) is None
    assert find_party_group("tổ chức lao động", CELL) is None


def test_the_rules_of_kinds() -> None:
    assert one_session(frozenset({Kind.REGULAR, Kind.THEMATIC}))
    assert not one_session(frozenset({Kind.REGULAR, Kind.EXTRAORDINARY}))
    assert not one_session(frozenset())
    assert principal(frozenset({Kind.REGULAR, Kind.THEMATIC})) is Kind.REGULAR
    assert principal(frozenset()) is None
    assert bodies(frozenset({Kind.THEMATIC})) == frozenset()
    assert bodies(frozenset({Kind.GROUP})) == {Kind.GROUP}
    assert ROSTER[0] in COMMITTEE
