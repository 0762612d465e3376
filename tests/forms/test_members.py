"""A roster as typed: names one a line with what stands behind them; the law of its answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.domain.members import Left, Standing
from bot.forms.engine import Outcome, advance, begin
from bot.forms.form import Form, Reply
from bot.forms.members import GroupAnswer, MembersAnswer, WordAnswer, leaving_form, members_form, standing_form
from bot.forms.reading.members import NewMember, read_group, read_left, read_members, read_standing
from bot.forms.reading.outcome import Given, Listed, NotUnderstood, Understood
from bot.forms.showing import show
from bot.texts import voice
from tests.conftest import NOW

GIVEN = Given(NOW, usual={"title": "Chi bộ thôn Muối", "unit_id": 1, "not_before": "2026-01-01", "since": NOW.date()})
FULL, P = Standing.OFFICIAL, Standing.PROBATIONARY


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("Nguyễn Văn An", NewMember("Nguyễn Văn An")),
        ("1. Nguyễn Văn An", NewMember("Nguyễn Văn An")),
        ("12) đ/c Trần Thị Bình", NewMember("Trần Thị Bình")),
        ("- lê thị lan (dự bị)", NewMember("Lê Thị Lan", P)),
        ("LÊ THỊ LAN DỰ BỊ", NewMember("Lê Thị Lan", P)),
        ("le thi lan du bi", NewMember("Le Thi Lan", P)),
        ("Phạm Văn Hùng – tổ 2, dự bị", NewMember("Phạm Văn Hùng", P, "tổ 2")),
        ("Phạm Văn Hùng, tổ đảng số 3", NewMember("Phạm Văn Hùng", FULL, "tổ 3")),
        ("Vi Thị Cảnh miễn SH", NewMember("Vi Thị Cảnh", Standing.EXEMPT)),
        ("Vi Thị Cảnh\tđược miễn công tác và sinh hoạt đảng", NewMember("Vi Thị Cảnh", Standing.EXEMPT)),
        ("Mông Văn Tài SHT", NewMember("Mông Văn Tài", Standing.TEMPORARY_IN)),
        ("Mông Văn Tài; sinh hoạt tạm thời nơi khác", NewMember("Mông Văn Tài", Standing.TEMPORARY_OUT)),
        ("Mông Văn Tài, làm nhiệm vụ đặc biệt", NewMember("Mông Văn Tài", Standing.SPECIAL_DUTY)),
        # words that are names, too
        ("Nguyễn Văn Dự", NewMember("Nguyễn Văn Dự")),
        ("Nguyen Thi Mien", NewMember("Nguyen Thi Mien")),
        ("Vũ Tổ Quốc", NewMember("Vũ Tổ Quốc")),
    ],
)
def test_a_line_is_a_name_with_what_he_is(line: str, member: NewMember) -> None:
    assert read_members(line) == Understood((member,))


@pytest.mark.parametrize("line", ["An", "28", "abc 123 def", "x" * 90, "dự bị", "Nguyễn Văn An http://a.vn/x y"])
def test_the_line_that_is_no_name_is_named(line: str) -> None:
    reading = read_members(f"Nguyễn Văn An\n\n{line}")
    assert isinstance(reading, NotUnderstood)
    assert reading.why.values.get("number") == 2


names = st.lists(st.sampled_from(["Nguyễn", "Văn", "Thị", "Lan", "Hùng", "Đỗ", "Ưng"]), min_size=2, max_size=4).map(
    " ".join
)
members = st.builds(NewMember, names, st.sampled_from(Standing), st.sampled_from(["", "tổ 1", "tổ 12"]))


@drawn(st.lists(members, min_size=1, max_size=40).map(tuple))
def test_what_is_shown_of_each_reads_back_to_it(told: tuple[NewMember, ...]) -> None:
    """The law of answers: kept as JSON, and read again from the words in which it was said."""
    answer, say = MembersAnswer(), voice("vi")
    assert answer.load(answer.dump(told)) == told
    for each in told:
        shown = say.without_tags(answer.show((each,), say)).partition(": ")[2]
        assert read_members(shown) == Understood((each,))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_offered_is_understood_when_typed(language: str) -> None:
    say = voice(language)
    for kind, prefix, read in ((Standing, "standing", read_standing), (Left, "left", read_left)):
        answer = WordAnswer(kind, prefix, read)
        for value in answer.choices(GIVEN, None):
            assert answer.load(answer.dump(value)) == value
            assert answer.parse(Reply(say.plain(f"{prefix}-{value}")), GIVEN, None) == Understood(value), value
    group = GroupAnswer()
    assert [group.load(group.dump(each)) for each in ("", "tổ 2")] == ["", "tổ 2"]
    assert read_group("tổ đảng số 2") == read_group("2") == Understood("tổ 2")
    assert read_group("không") == Understood("")


def typed(form: Form, *replies: str, given: Given = GIVEN) -> tuple[Outcome, str]:
    progress, outcome = begin(form), Outcome.OPEN
    for reply in replies:
        turn = advance(form, progress, Reply(reply), given)
        progress, outcome = turn.progress, turn.outcome
    return outcome, show(form, progress, given, voice("vi")).text


def test_who_is_on_the_roster_is_not_added_twice_unless_his_group_tells_him_apart() -> None:
    listed = replace(GIVEN, members=(Listed(1, "Lê Thị Lan", FULL), Listed(2, "Phạm Văn Hùng (1)", FULL)))
    outcome, said = typed(
        members_form(), "Lê thị lan\nPhạm Văn Hùng\nVi Văn Sơn\nVi Văn Sơn\nPhạm Văn Hùng, tổ 2", given=listed
    )
    assert outcome is Outcome.OPEN
    assert "2 đồng chí: Vi Văn Sơn, Phạm Văn Hùng (tổ 2)" in said
    assert "không ghi lại: Lê thị lan, Phạm Văn Hùng, Vi Văn Sơn" in said
    assert "Không có tên mới" in typed(members_form(), "Lê Thị Lan", given=listed)[1]


@pytest.mark.parametrize("form", [standing_form(), leaving_form()], ids=lambda form: form.name)
def test_a_change_lies_neither_ahead_nor_before_the_last_one(form: Form) -> None:
    assert typed(form, "1", "06/11/2026")[0] is Outcome.OPEN
    outcome, said = typed(form, "1", "31/12/2025")
    assert outcome is Outcome.OPEN
    assert "từ ngày 01/01/2026" in said
    assert typed(form, "1", "hôm nay")[0] is Outcome.SUBMITTED


def test_an_entry_by_mistake_needs_no_day() -> None:
    assert typed(leaving_form(), "ghi nhầm")[0] is Outcome.SUBMITTED
