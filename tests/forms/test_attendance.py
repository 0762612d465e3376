"""Attendance by names: presses put it together, each asks for a state, and whoever was absent is explained in turn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.domain.meetings import Absence, Attendance
from bot.domain.members import Mark, Marked, Standing
from bot.domain.rules import Rules
from bot.forms.attendance import REASONS, AttendanceAnswer, next_unsaid, roll_of
from bot.forms.engine import Turn, advance, begin
from bot.forms.form import Reply
from bot.forms.given import dump_given, load_given
from bot.forms.meeting import meeting_form
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Given, Listed, NotUnderstood, Understood
from bot.forms.showing import show
from bot.forms.spots import where
from bot.texts import voice
from tests.conftest import NOW

NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Phạm Văn Hùng (tổ 1)", "Phạm Văn Hùng (tổ 2)", "Lê Thị Lan", "Đỗ Văn Minh")
MEMBERS = (
    *(Listed(number, name, Standing.OFFICIAL) for number, name in enumerate(NAMES, 11)),
    Listed(21, "Vi Thị Cảnh", Standing.EXEMPT),
    Listed(22, "Vi Văn Sơn", Standing.TEMPORARY_IN),
)
FORM = meeting_form(Rules())
GIVEN = Given(
    now=NOW,
    base=len(NAMES),
    roster=tuple(each.called for each in MEMBERS),
    members=MEMBERS,
    usual={"unit_id": 1, "taken": [], "title": "Chi bộ thôn Muối", "month": "11/2026"},
)
ANSWER = AttendanceAnswer()
WHY = AttendanceAnswer(only_absences=True)
ids = st.sampled_from([each.id for each in MEMBERS[: len(NAMES)]])
presses = st.lists(st.tuples(ids, st.sampled_from("+-")), max_size=12)


def at_attendance() -> Progress:
    """The meeting form at the question who came."""
    progress = begin(FORM, confirmed=frozenset({"usual"}))
    told = {"kinds": ["regular"], "held_on": "2026-11-03", "hours": {"starts_at": "19:30"}, "place": "NVH"}
    return replace(
        progress, answers={**told, "chair": "An", "clerk": "Bình", "upper_member": ""}, at="question:attendance"
    )


def pressed(progress: Progress, *keys: str) -> Turn:
    turn = Turn(progress)
    for key in keys:
        turn = advance(FORM, Progress.load(turn.progress.dump()), Reply(press=f"t:{key}"), GIVEN)
    return turn


def tapped(progress: Progress) -> Attendance:
    return ANSWER.load(progress.tapped["attendance"])


@drawn(presses)
def test_the_last_press_of_each_name_counts(keys: list[tuple[int, str]]) -> None:
    turn = pressed(at_attendance(), *(f"{key}{sign}" for key, sign in keys))
    absent = {key for key in dict(keys) if dict(keys)[key] == "+"}
    if keys and turn.progress.tapped:
        told = tapped(turn.progress)
        assert (told.present, told.base) == (len(NAMES) - len(absent), len(NAMES))
        assert {each.name for each in told.absences} == {each.called for each in MEMBERS if each.id in absent}
    else:
        assert not absent
    assert turn.progress.answers == at_attendance().answers, "not an answer yet"


@drawn(ids, presses)
def test_a_press_twice_holds_once_and_taken_back_leaves_nothing(key: int, before: list[tuple[int, str]]) -> None:
    start = pressed(at_attendance(), *(f"{each}{sign}" for each, sign in before), f"{key}-").progress
    once, twice = pressed(start, f"{key}+").progress, pressed(start, f"{key}+", f"{key}+").progress
    assert tapped(once) == tapped(twice)
    back = pressed(once, f"{key}-").progress
    assert sorted(each.name for each in tapped(back).absences) == sorted(
        each.name for each in (tapped(start).absences if start.tapped else ())
    )


@drawn(st.sets(ids), st.data())
def test_everyone_absent_is_asked_about_until_all_are_explained(absent: set[int], data: st.DataObject) -> None:
    turn = pressed(at_attendance(), *(f"{key}+" for key in sorted(absent)), "done" if absent else "all")
    for _ in absent:
        assert str(where(FORM, turn.progress, GIVEN)) == "question:absences"
        turn = pressed(turn.progress, data.draw(st.sampled_from([*REASONS, "none"])))
    assert str(where(FORM, turn.progress, GIVEN)) == "question:content"
    told = values_of(FORM, turn.progress)["attendance"]
    assert told.absent == len(absent) == told.excused + told.unexcused
    roll = roll_of(told, GIVEN)
    assert roll is not None
    assert {each.member_id for each in roll.marks} == absent
    assert roll.expected == tuple(range(11, 11 + len(NAMES)))
    assert (roll.strength.official, roll.strength.exempt, roll.strength.temporary_in) == (6, 1, 1)


@drawn(presses)
def test_what_a_press_leads_to_is_kept_and_gone_on_from(keys: list[tuple[int, str]]) -> None:
    """The law of answers put together by presses."""
    turn = pressed(at_attendance(), *(f"{key}{sign}" for key, sign in keys))
    known = tapped(turn.progress) if turn.progress.tapped else None
    for tap in ANSWER.taps(GIVEN, known):
        value = tap.then()
        assert ANSWER.load(ANSWER.dump(value)) == value
        assert tap.done or ANSWER.taps(GIVEN, value)
        for reason in WHY.taps(GIVEN, value):
            assert WHY.load(WHY.dump(reason.then())) == reason.then()


def test_facts_with_a_roster_are_kept_as_json() -> None:
    assert load_given(FORM, dump_given(FORM, GIVEN), NOW) == GIVEN


def test_presses_leave_the_screen_where_it_is() -> None:
    turn = pressed(at_attendance(), "15+")
    assert turn.stays
    assert pressed(turn.progress, "15+").stays
    assert not pressed(turn.progress, "done").stays


@pytest.mark.parametrize("key", ["", "99+", "p9", "p-1", "15", "x", "p" + "9" * 30, "ill"])
def test_a_key_that_no_button_carried_changes_nothing(key: str) -> None:
    turn = pressed(at_attendance(), key)
    assert turn.progress.tapped == {}
    assert turn.progress.answers == at_attendance().answers
    assert show(FORM, turn.progress, GIVEN, voice("vi"))


def test_numbers_told_stand_and_names_pressed_are_counted() -> None:
    told = values_of(FORM, advance(FORM, at_attendance(), Reply("5/6"), GIVEN).progress)["attendance"]
    assert (told.present, told.absent, told.absences) == (5, 1, ())
    named = advance(FORM, at_attendance(), Reply("2, 6"), GIVEN).progress
    assert [each.name for each in tapped(named).absences] == ["Nguyễn Văn An", "Lê Thị Lan"]


@pytest.mark.parametrize(
    ("words", "absences"),
    [
        ("vắng đ/c Lan ốm", [Absence("Đỗ Văn Minh"), Absence("Lê Thị Lan", True, "ốm")]),
        ("Lan ốm", [Absence("Đỗ Văn Minh"), Absence("Lê Thị Lan", True, "ốm")]),
        ("vắng đ/c Minh không phép", [Absence("Đỗ Văn Minh", False)]),
        ("có mặt 4/6, vắng đ/c Lan ốm", [Absence("Đỗ Văn Minh"), Absence("Lê Thị Lan", True, "ốm")]),
    ],
)
def test_names_typed_are_added_to_names_pressed(words: str, absences: list[Absence]) -> None:
    known = tapped(pressed(at_attendance(), "16+").progress)
    reading = ANSWER.parse(Reply(words), GIVEN, known)
    assert not isinstance(reading, NotUnderstood)
    values = (reading.value,) if isinstance(reading, Understood) else reading.choices
    assert any(sorted(map(str, each.absences)) == sorted(map(str, absences)) for each in values)
    assert all(each.absent == len(absences) for each in values)


@pytest.mark.parametrize("words", ["bàn việc thu hoạch lúa mùa, dọn kênh mương", "dọn kênh mương", "chào hệ thống"])
def test_words_that_name_no_member_are_no_absentees(words: str) -> None:
    assert isinstance(ANSWER.parse(Reply(words), GIVEN, None), NotUnderstood)


def test_an_absentee_who_is_on_no_roster_is_kept_and_said() -> None:
    progress = advance(FORM, at_attendance(), Reply("vắng đ/c Tám ốm"), GIVEN).progress
    assert "Không có trong danh sách của chi bộ: Tám" in show(FORM, progress, GIVEN, voice("vi")).text


def test_a_name_that_two_bear_is_asked_about_with_both() -> None:
    turn = advance(FORM, at_attendance(), Reply("vắng đ/c Hùng ốm"), GIVEN)
    said = show(FORM, turn.progress, GIVEN, voice("vi")).text
    assert "Phạm Văn Hùng (tổ 1)" in said
    assert "Phạm Văn Hùng (tổ 2)" in said


def test_who_need_not_attend_is_never_counted_absent() -> None:
    turn = advance(FORM, at_attendance(), Reply("vắng đ/c Lan ốm, đ/c Cảnh ốm"), GIVEN)
    told = values_of(FORM, turn.progress)["attendance"]
    assert [each.name for each in told.absences] == ["Lê Thị Lan"]
    assert (told.present, told.excused) == (5, 1)
    assert "Vi Thị Cảnh" in show(FORM, turn.progress, GIVEN, voice("vi")).text


@pytest.mark.parametrize(
    ("words", "excused", "reason"),
    [("ốm", True, "ốm"), ("con gái sinh cháu", True, "con gái sinh cháu"), ("không", False, ""), ("có", True, "")],
)
def test_the_reason_of_the_one_asked_about_may_be_typed(words: str, excused: bool, reason: str) -> None:  # noqa: FBT001
    turn = pressed(at_attendance(), "15+", "done")
    told = values_of(FORM, advance(FORM, turn.progress, Reply(words), GIVEN).progress)["attendance"]
    assert told.absences == (Absence("Lê Thị Lan", excused, reason),)
    assert next_unsaid(told) is None


def test_late_and_early_are_marked_by_member() -> None:
    turn = advance(FORM, at_attendance(), Reply("5/6, vắng đ/c Lan ốm, đ/c An đến muộn 15p, đ/c Bình về sớm"), GIVEN)
    roll = roll_of(values_of(FORM, turn.progress)["attendance"], GIVEN)
    assert roll is not None
    marks = {Marked(15, Mark.EXCUSED, "ốm"), Marked(11, Mark.LATE), Marked(12, Mark.LEFT_EARLY)}
    assert set(roll.marks) == marks


def test_a_cell_without_a_roster_is_asked_for_numbers_as_before() -> None:
    bare = replace(GIVEN, members=())
    assert ANSWER.taps(bare, None) == ()
    assert WHY.taps(bare, Attendance(5, 6, absences=(Absence("Lan"),))) == ()
    said = show(FORM, at_attendance(), bare, voice("vi")).text
    assert "Chạm tên" not in said
    assert roll_of(Attendance(6, 6), bare) is None


def test_absentees_told_by_number_may_be_named_by_pressing_until_all_are() -> None:
    progress = advance(FORM, at_attendance(), Reply("4/6"), GIVEN).progress
    said = voice("vi").without_tags(show(FORM, progress, GIVEN, voice("vi")).text)
    assert "1. Vắng 2, đều có lý do" in said
    assert "Lê Thị Lan" in said
    turn = pressed(progress, "15+", "15-", "15+")
    assert turn.stays
    assert "vắng: Lê Thị Lan" in show(FORM, turn.progress, GIVEN, voice("vi")).text
    turn = pressed(turn.progress, "16+")
    assert not turn.stays
    assert "Lê Thị Lan vắng vì sao?" in show(FORM, turn.progress, GIVEN, voice("vi")).text
    told = values_of(FORM, pressed(turn.progress, "ill", "none").progress)["attendance"]
    assert told == Attendance(
        4,
        6,
        1,
        1,
        (Absence("Lê Thị Lan", True, "ốm"), Absence("Đỗ Văn Minh", False)),
    )


@pytest.mark.parametrize(("key", "counts"), [("excused", (2, 0)), ("unexcused", (0, 2))])
def test_absentees_told_by_number_may_stay_unnamed(key: str, counts: tuple[int, int]) -> None:
    progress = advance(FORM, at_attendance(), Reply("4/6"), GIVEN).progress
    turn = pressed(progress, key)
    told = values_of(FORM, turn.progress)["attendance"]
    assert (told.excused, told.unexcused) == counts
    assert str(where(FORM, turn.progress, GIVEN)) == "question:content"


@pytest.mark.parametrize(
    ("said", "absent"),
    [
        ("có mặt 4/6, Lan ốm, Minh đi làm xa", {("Lê Thị Lan", "ốm"), ("Đỗ Văn Minh", "đi làm xa")}),
        ("có mặt 5 trên 6, chị lan ốm", {("Lê Thị Lan", "ốm")}),
        ("có mặt 5/6, đ/c Minh bận việc nhà", {("Đỗ Văn Minh", "bận việc nhà")}),
        ("có mặt 4/6, trời mưa, đường lầy", set()),
        ("có mặt 4/6, Lan ốm", set()),
        ("có mặt 5/6, nhất trí cao", set()),
    ],
)
def test_names_with_reasons_after_the_numbers_are_the_absent(said: str, absent: set[tuple[str, str]]) -> None:
    """Nobody types *vắng* when the numbers say it; weather is nobody, and part of the names is asked for whole."""
    turn = advance(FORM, at_attendance(), Reply(said), GIVEN)
    told = values_of(FORM, turn.progress)["attendance"]
    assert told.base - told.present in {1, 2}
    assert {(each.name, each.reason) for each in told.absences} == absent
