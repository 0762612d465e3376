"""How names, numbers, shares and days come out in each language."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.texts import LANGUAGES, Html, voice

VI, EN = voice("vi"), voice("en")
DAY = date(2026, 11, 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_with_marks_of_html_is_escaped(language: str) -> None:
    assert voice(language)("answer-name", name="<b>An & Bình</b>") == "&lt;b&gt;An &amp; Bình&lt;/b&gt;"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_html_already_is_left_as_it_is(language: str) -> None:
    assert voice(language)("answer-name", name=Html("<b>An</b> &amp; Bình")) == "<b>An</b> &amp; Bình"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_has_neither_tags_nor_entities(language: str) -> None:
    speaking = voice(language)
    assert speaking.plain("answer-name", name="Tổ 1 & 2 <mới>") == "Tổ 1 & 2 <mới>"
    assert speaking.plain("answer-name", name=Html("<b>Chốt</b>")) == "Chốt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_key_is_shown_escaped_and_is_not_known(language: str) -> None:
    speaking = voice(language)
    assert speaking("no<such>key") == "no&lt;such&gt;key"
    assert not speaking.knows("no-such-key")
    assert not speaking.knows("form-review.nothing")
    assert speaking.knows("form-review")
    assert speaking.knows("form-review.hint")


def test_a_language_not_spoken_here_is_vietnamese() -> None:
    assert voice("fr").language == "vi"
    assert voice("").language == "vi"


def test_thousands_and_decimals_are_written_as_each_language_does() -> None:
    assert (VI.number(1130), EN.number(1130)) == ("1.130", "1,130")
    assert (VI.number(1.5), EN.number(1.5)) == ("1,5", "1.5")
    assert (VI("answer-minutes", minutes=1130), EN("answer-minutes", minutes=1130)) == ("1.130 phút", "1,130 minutes")
    assert (VI("answer-name", name=1.5), EN("answer-name", name=1.5)) == ("1,5", "1.5")


@pytest.mark.parametrize(
    ("share", "vi", "en"),
    [
        (28 / 30, "93,3%", "93.3%"),
        (25 / 30, "83,3%", "83.3%"),
        (1.0, "100%", "100%"),
        (0.0, "0%", "0%"),
        (0.9, "90%", "90%"),
        (0.9995, "100%", "100%"),
    ],
)
def test_a_share_has_one_decimal_only_when_it_needs_it(share: float, vi: str, en: str) -> None:
    assert (VI.percent(share), EN.percent(share)) == (vi, en)


def test_a_share_may_be_rounded_to_whole_numbers() -> None:
    assert (VI.percent(41 / 60, digits=0), EN.percent(0.755, digits=0)) == ("68%", "76%")


def test_a_day_has_its_weekday_and_the_day_before_the_month_in_both_languages() -> None:
    assert (VI.day(DAY), EN.day(DAY)) == ("thứ Ba 03/11/2026", "Tuesday 03/11/2026")
    assert (VI.day(date(2026, 11, 8)), EN.day(date(2026, 11, 8))) == ("chủ nhật 08/11/2026", "Sunday 08/11/2026")
    assert (VI.short_day(DAY), EN.short_day(DAY)) == ("03/11", "03/11")


def test_a_date_within_a_sentence_is_written_as_a_day_and_a_moment_with_its_clock() -> None:
    assert VI("answer-name", name=DAY) == "thứ Ba 03/11/2026"
    assert EN("answer-name", name=DAY) == "Tuesday 03/11/2026"
    assert VI("answer-name", name=datetime(2026, 11, 5, 20, 0)) == "20:00 05/11/2026"  # noqa: DTZ001


def test_english_counts_one_and_many() -> None:
    assert EN("answer-photos", count=1) == "1 photo"
    assert EN("answer-photos", count=2) == "2 photos"
    assert EN("answer-photos", count=1130) == "1,130 photos"


def test_named_absentees_tell_of_more_only_when_there_are_more() -> None:
    assert VI("answer-excused-named", people="Lan", more=0) == "vắng có lý do: Lan"
    assert VI("answer-excused-named", people="Lan", more=2) == "vắng có lý do: Lan và 2 đồng chí khác"
    assert EN("answer-excused-named", people="Lan", more=0) == "absent, excused: Lan"
    assert EN("answer-excused-named", people="Lan", more=1) == "absent, excused: Lan and 1 other"
    assert EN("answer-excused-named", people="Lan", more=2) == "absent, excused: Lan and 2 others"


def test_steps_and_control_words_are_those_of_the_design() -> None:
    assert VI("form-step", number=3, of=9) == "Bước 3/9"
    assert EN("form-step", number=3, of=9) == "Step 3/9"
    names = ("back", "skip", "pause", "cancel", "edit", "confirm")
    assert [VI(f"control-{name}") for name in names] == ["Quay lại", "Bỏ qua", "Tạm dừng", "Hủy", "Sửa", "Chốt"]
    assert [EN(f"control-{name}") for name in names] == ["Back", "Skip", "Pause", "Cancel", "Edit", "Confirm"]
