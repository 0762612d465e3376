"""Laws of the readers: they never raise, what is shown reads back, and spelling does not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.meetings import Attendance, Hours
from bot.domain.resolutions import Vote
from bot.forms.reading import (
    attendance,
    clocks,
    days,
    kinds,
    numbers,
    people,
    places,
    points,
    resolutions,
    spelling,
    tasks,
    telex,
    terms,
    votes,
    words,
)
from bot.forms.reading.outcome import Ask, Found, NotUnderstood, Tense, Understood
from tests.forms.reading.cell import GIVEN, KNOWN, TASK, TWO_HUNGS, USUAL, VOTING, WHOLE
from tests.forms.reading.test_examples import CASES

READERS: dict[str, Callable[[str], Any]] = {
    "day held": lambda text: days.read_day(text, GIVEN, Tense.HELD),
    "day due": lambda text: days.read_day(text, GIVEN, Tense.DUE),
    "period": lambda text: days.read_period(text, GIVEN),
    "postponement": lambda text: days.read_postponement(text, GIVEN),
    "clock": lambda text: clocks.read_clock(text, GIVEN),
    "minutes": lambda text: clocks.read_minutes(text, GIVEN),
    "hours": lambda text: clocks.read_hours(text, GIVEN, USUAL),
    "hours alone": lambda text: clocks.read_hours(text, GIVEN, None),
    "number": lambda text: numbers.read_number(text, GIVEN),
    "count": lambda text: numbers.read_count(text, GIVEN),
    "percent": lambda text: numbers.read_percent(text, GIVEN),
    "money": lambda text: numbers.read_money(text, GIVEN),
    "measure": lambda text: numbers.read_measure(text, GIVEN),
    "attendance": lambda text: attendance.read_attendance(text, TWO_HUNGS, None),
    "attendance known": lambda text: attendance.read_attendance(text, GIVEN, KNOWN),
    "attendance without base": lambda text: attendance.read_attendance(text, replace(GIVEN, base=0), None),
    "absences": lambda text: attendance.read_absences(text, TWO_HUNGS, KNOWN),
    "absences alone": lambda text: attendance.read_absences(text, GIVEN, None),
    "vote": lambda text: votes.read_vote(text, VOTING),
    "vote alone": lambda text: votes.read_vote(text, GIVEN),
    "person": lambda text: people.read_person(text, TWO_HUNGS),
    "kinds": lambda text: kinds.read_kinds(text, GIVEN),
    "task": lambda text: tasks.read_task(text, TWO_HUNGS),
    "progress": lambda text: tasks.read_progress(text, GIVEN, TASK),
    "term": lambda text: terms.read_term(text, GIVEN),
    "points": lambda text: points.read_points(text, 10),
    "yes or no": words.read_yes_no,
    "held": words.read_held,
    "band": words.read_band,
}
FINDERS: dict[str, Callable[[str], Found[Any] | None]] = {
    "day held": lambda text: days.find_day(text, GIVEN, Tense.HELD),
    "day due": lambda text: days.find_day(text, GIVEN, Tense.DUE),
    "hours": lambda text: clocks.find_hours(text, GIVEN, USUAL),
    "attendance": lambda text: attendance.find_attendance(text, TWO_HUNGS, None),
    "vote": lambda text: votes.find_vote(text, VOTING),
    "chair": lambda text: people.find_chair(text, TWO_HUNGS),
    "clerk": lambda text: people.find_clerk(text, GIVEN),
    "upper member": lambda text: people.find_upper_member(text, GIVEN),
    "place": lambda text: places.find_place(text, GIVEN),
    "kinds": lambda text: kinds.find_kinds(text, GIVEN),
    "topic": kinds.find_topic,
    "number": resolutions.find_number,
    "task": lambda text: next(iter(tasks.find_tasks(text, GIVEN)), None),
}
PLAIN: tuple[Callable[[str], object], ...] = (
    words.control_word,
    words.is_as_last_month,
    words.expand,
    lambda text: words.read_choice(text, 5),
    lambda text: tasks.read_numbered(text, 3),
    resolutions.wants_none,
    spelling.fold,
    spelling.repair,
    spelling.spelled,
    spelling.is_legacy_font,
    lambda text: spelling.same(text, "Chi ủy"),
)

_WORDS = sorted({word for text, *_ in CASES for word in text.split()} | set(WHOLE.split()))
vietnamese = st.lists(
    st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from([*"/-:.,()%'", "mà", "và", "vì", "giao", "vắng", "đ/c", "Hùng", "An", "Nam", "ốm"]),
        st.integers(0, 99999).map(str),
        st.text(max_size=4),
    ),
    max_size=10,
).map(" ".join)
anything = st.one_of(st.text(max_size=60), vietnamese)


@given(anything)
@settings(max_examples=100, deadline=None)
def test_no_reader_raises_on_any_text(text: str) -> None:
    for read in READERS.values():
        reading = read(text)
        assert isinstance(reading, Understood | Ask | NotUnderstood)
        if isinstance(reading, Ask):
            assert len(reading.choices) <= 3
    for plain in PLAIN:
        plain(text)


@given(anything)
@settings(max_examples=100, deadline=None)
def test_what_a_finder_finds_lies_inside_the_text(text: str) -> None:
    cleaned = spelling.clean(text)
    for find in FINDERS.values():
        found = find(cleaned)
        if found is not None:
            assert 0 <= found.start < found.end <= len(cleaned)
            assert isinstance(found.reading, Understood | Ask)


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = spelling.clean(text)
    assert spelling.clean(once) == once


@given(st.text(max_size=80))
def test_folding_for_finders_keeps_the_length(text: str) -> None:
    assert len(spelling.level(text)) == len(spelling.flat(text)) == len(text)


@given(st.dates(date(2001, 1, 1), date(2090, 12, 31)), st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_a_shown_day_reads_to_the_same_on_any_later_day(day: date, later: int) -> None:
    now = GIVEN.now.replace(year=day.year, month=day.month, day=day.day) + timedelta(days=later)
    known = replace(GIVEN, now=now)
    for tense in Tense:
        reading = days.read_day(f"{day:%d/%m/%Y}", known, tense)
        assert isinstance(reading, Understood)
        assert reading.value == day


@given(st.integers(0, 23 * 60 + 58), st.integers(1, 360))
@example(10 * 60 + 30, 60)
@example(0, 90)
@settings(deadline=None)
def test_shown_hours_read_to_the_same(start: int, lasting: int) -> None:
    end = min(start + lasting, 24 * 60 - 1)
    shown = Hours(clocks.written(start), clocks.written(end), end - start)
    assert clocks.read_hours(f"{shown.starts_at}–{shown.ends_at}", GIVEN, USUAL) == Understood(shown)
    assert clocks.read_hours(f"{shown.starts_at}–{shown.ends_at} ({end - start} phút)", GIVEN, None) == Understood(
        shown
    )
    assert clocks.read_clock(shown.starts_at, GIVEN) == Understood(shown.starts_at)
    assert clocks.read_minutes(f"{lasting} phút", GIVEN) == Understood(lasting)


@given(st.integers(1, 40), st.data())
@settings(deadline=None)
def test_shown_attendance_reads_to_the_same(base: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(1, base))
    reading = attendance.read_attendance(f"{present}/{base}", replace(GIVEN, base=base, total=base), None)
    assert reading == Understood(Attendance(present, base))


@given(st.integers(1, 40), st.data())
@settings(deadline=None)
def test_a_shown_vote_reads_to_the_same(voters: int, data: st.DataObject) -> None:
    agree = data.draw(st.integers(0, voters))
    reading = votes.read_vote(f"{agree}/{voters}", replace(GIVEN, present=voters))
    assert isinstance(reading, Understood)
    assert reading.value == Vote(agree, voters=voters)


@given(st.integers(0, 10**9))
@settings(deadline=None)
def test_a_count_written_the_vietnamese_way_reads_to_the_same(value: int) -> None:
    assert numbers.read_count(f"{value:,}".replace(",", "."), GIVEN) == Understood(value)


UNAMBIGUOUS = [
    (read, text)
    for read, texts in (
        ("day held", ("mùng 3", "ngày 3 tháng 11", "hôm qua", "tối thứ ba", "thứ bảy tuần trước", "chủ nhật")),
        ("day due", ("trước ngày 30 tháng 11", "thứ hai tuần sau", "ngày mai", "mùng 3 âm lịch")),
        ("period", ("tháng trước", "quý tư", "tháng mười", "6 tháng đầu năm", "năm ngoái")),
        ("postponement", ("lùi sang mùng 6 vì mưa bão", "dời sang thứ bảy", "lùi 2 ngày")),
        ("clock", ("7 giờ rưỡi tối", "8 giờ kém 15 tối", "hai giờ chiều")),
        ("minutes", ("một tiếng rưỡi", "hai tiếng", "90 phút")),
        ("hours", ("từ 19 giờ 30 đến 21 giờ 15", "tan lúc 21h15", "7 giờ rưỡi đến 9 giờ tối")),
        ("count", ("hai mươi mốt", "một trăm linh năm")),
        ("measure", ("1,5 cây số", "gần 300 hộ")),
        ("attendance", ("vắng đ/c Lan ốm", "có mặt 28/30", "vắng 2 có lý do", "đông đủ")),
        ("absences", ("một đồng chí có phép, một đồng chí không phép",)),
        ("vote", ("25 đồng ý, 2 không đồng ý", "nhất trí 100%")),
        ("person", ("đồng chí Nguyễn Văn An", "Bình")),
        ("kinds", ("thường kỳ và chuyên đề", "họp chi ủy", "bất thường")),
        ("progress", ("được 9/12 hộ", "đã hoàn thành", "chậm vì mưa")),
        ("held", ("dạ chưa ạ", "đã họp rồi", "để sau")),
    )
    for text in texts
]


@pytest.mark.parametrize(("read", "text"), UNAMBIGUOUS, ids=[text for _, text in UNAMBIGUOUS])
def test_composition_case_and_accents_do_not_matter(read: str, text: str) -> None:
    expected = READERS[read](text)
    assert isinstance(expected, Understood)
    for variant in (
        unicodedata.normalize("NFD", text),
        text.upper(),
        spelling.flat(text),
        f" {text}\u200b ",
        f"{text}.",
    ):
        reading = READERS[read](variant)
        assert isinstance(reading, Understood), (variant, reading)
        assert reading.value == expected.value, variant


COMMON = [
    "đồng",
    "chí",
    "họp",
    "tháng",
    "chi",
    "bộ",
    "đảng",
    "ủy",
    "viên",
    "thường",
    "kỳ",
    "chuyên",
    "đề",
    "nghị",
    "quyết",
    "biểu",
    "quyết",
    "tán",
    "thành",
    "nhất",
    "trí",
    "người",
    "đường",
    "vắng",
    "mặt",
    "có",
    "lý",
    "do",
    "ngày",
    "mùng",
    "hoãn",
    "lùi",
    "hủy",
    "quý",
    "giao",
    "việc",
    "thôn",
    "xóm",
    "ngõ",
    "hộ",
    "gia",
    "đình",
    "nguyễn",
    "trần",
    "thị",
    "bình",
    "hùng",
    "được",
    "xong",
    "chậm",
    "trước",
    "tối",
    "sáng",
    "chiều",
    "giờ",
    "phút",
    "tiếng",
    "rưỡi",
    "kết",
    "luận",
    "biên",
    "bản",
    "nhà",
    "văn",
    "hóa",
    "khuya",
    "giếng",
    "gì",
    "quyển",
    "thuở",
]
_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_MARKS = {"\u0302": ("", "6"), "\u031b": ("w", "7"), "\u0306": ("w", "8")}


def keyed(word: str, *, vni: bool, tone_last: bool) -> str:
    """The keys that type the word, its tone after the vowel or after the whole word."""
    keys, last = "", ""
    for letter in word:
        decomposed = unicodedata.normalize("NFD", letter)
        base, marks = decomposed[0], decomposed[1:]
        keys += ("d9" if vni else "dd") if base == "đ" else base
        for mark in marks:
            if mark in _MARKS:
                keys += _MARKS[mark][1] if vni else (_MARKS[mark][0] or base)
        tone = "".join((_VNI if vni else _TELEX).get(mark, "") for mark in marks)
        keys, last = (keys, last + tone) if tone_last else (keys + tone, last)
    return keys + last


@pytest.mark.parametrize("word", COMMON)
def test_keys_of_common_words_are_repaired(word: str) -> None:
    for tone_last in (True, False):
        telexed = keyed(word, vni=False, tone_last=tone_last)
        assert telex.from_telex(telexed) in ({word} if telexed != word else {None})
        numbered = keyed(word, vni=True, tone_last=tone_last)
        assert telex.from_vni(numbered) in ({word} if numbered != word else {None})


@pytest.mark.parametrize(
    "text", ["T3", "m3", "1km5", "ngo2", "photo", "is", "Facebook", "NQ 05", "An", "Bus 5", "quý 4"]
)
def test_what_is_no_residue_stays(text: str) -> None:
    assert spelling.repair(text) == text
