"""What the messages say: the models of domain.md section 8 and talks.md, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.levels import LEVELS
from bot.domain.periods import Month
from bot.domain.reminders import ACTIONS, Obligation, State
from bot.texts import LANGUAGES
from schedules.digest_letters import LINES
from schedules.letters import Letter, letter
from storage.outbox import Claimed, Digest, Notice, Reminder, Silent

TODAY = date(2026, 11, 3)
OWED = Obligation(1, 7, Month(2026, 11), planned_on=TODAY, planned_at="19:30")


def reminder(rung: str, unit: str = "Chi bộ thôn Muối", owed: Obligation = OWED, tasks: int = 0) -> Reminder:
    return Reminder(owed.unit_id, unit, rung, owed, "secretary", tasks)


def said(
    *parts: Reminder | Digest | Notice,
    today: date = TODAY,
    language: str = "vi",
    again: bool = False,
    plain: bool = False,
) -> Letter:
    claimed = Claimed("t", ((1, {}),), "reminder", 5, "Nguyễn Văn An", 99, language, parts, 1, again, plain)  # type: ignore[arg-type]
    made = letter(claimed, today)
    return replace(made, text=made.text.replace("\u00a0", " "))


def test_three_days_before_it_names_the_day_the_hour_and_what_is_open() -> None:
    assert said(reminder("before", tasks=2), today=date(2026, 10, 31)).text == (
        "Kính gửi đồng chí Bí thư Chi bộ thôn Muối.\n"
        "Còn 3 ngày đến kỳ sinh hoạt tháng 11: thứ Ba 03/11/2026, 19:30. 2 nhiệm vụ chưa có kết quả.\n"
        "1. Chuẩn bị   2. Hoãn"
    )


def test_a_late_announcement_counts_the_days_anew() -> None:
    assert "Ngày mai là kỳ sinh hoạt tháng 11" in said(reminder("before"), today=date(2026, 11, 2)).text
    assert "Hôm nay là kỳ sinh hoạt tháng 11" in said(reminder("before"), today=TODAY).text


def test_the_evening_question_is_that_of_the_model_talk() -> None:
    made = said(reminder("evening"))
    assert made.text == (
        "Kính gửi đồng chí Bí thư Chi bộ thôn Muối.\n"
        "Hôm nay, thứ Ba 03/11/2026, là ngày sinh hoạt thường kỳ tháng 11. Chi bộ đã sinh hoạt chưa?\n"
        "1. Ghi ngay   2. Đã họp, ghi sau   3. Hoãn"
    )
    assert made.choices == ("rem:now:7:2026-11", "rem:held:7:2026-11", "rem:lui:7:2026-11")


def test_the_evening_question_that_had_to_wait_does_not_say_today() -> None:
    text = said(reminder("evening"), today=date(2026, 11, 4)).text
    assert "Hôm nay" not in text
    assert "thứ Ba 03/11/2026" in text


def test_two_days_later_paper_is_the_fourth_choice() -> None:
    made = said(reminder("after"), today=date(2026, 11, 5))
    assert "chưa nhận được biên bản sinh hoạt tháng 11" in made.text
    assert made.text.endswith("1. Ghi ngay   2. Đã họp, ghi sau   3. Hoãn   4. Đã nộp bản giấy")
    assert made.choices[3] == "rem:paper:7:2026-11"


def test_the_upper_member_is_told_like_the_model_and_may_look_at_the_cell() -> None:
    made = said(Digest("upper", "", (Silent(OWED, "Chi bộ thôn Khe Sâu"),)), today=date(2026, 11, 8))
    assert "Đến 08/11, Chi bộ thôn Khe Sâu chưa có thông tin sinh hoạt tháng 11 (dự kiến 03/11)." in made.text
    assert made.choices == ("cel:7:n",)


def test_several_cells_are_one_message_with_a_line_and_a_number_each() -> None:
    other = Obligation(2, 8, Month(2026, 10), planned_on=date(2026, 10, 5))
    made = said(reminder("evening"), reminder("after", "Chi bộ thôn An Phú", other))
    assert made.text.split("\n") == [
        "Kính gửi đồng chí Nguyễn Văn An.",
        "Có 2 việc sinh hoạt chi bộ cần đồng chí:",
        "1. Chi bộ thôn Muối: hôm nay sinh hoạt tháng 11",
        "2. Chi bộ thôn An Phú: chưa có biên bản tháng 10 (dự kiến 05/10)",
        "Nhắn số để ghi. Nếu hoãn hoặc đã nộp bản giấy, nhắn /lich.",
    ]
    assert made.choices == ("rem:now:7:2026-11", "rem:now:8:2026-10")


def test_an_upper_member_of_thirty_cells_gets_one_short_message() -> None:
    cells = tuple(Silent(OWED, f"Chi bộ {number:02d}") for number in range(30))
    made = said(Digest("upper", "", cells), today=date(2026, 11, 8))
    assert "30 chi bộ đồng chí theo dõi" in made.text
    assert f"… và {30 - LINES} chi bộ nữa." in made.text
    assert len(made.text.split("\n")) == LINES + 4
    assert len(made.choices) == LINES


def test_the_digest_says_how_each_cell_stands() -> None:
    postponed = Obligation(2, 8, Month(2026, 11), planned_on=TODAY, postponed_to=date(2026, 12, 2))
    held = Obligation(3, 9, Month(2026, 11), said_held_on=date(2026, 11, 4))
    free = Obligation(4, 10, Month(2026, 11))
    cells = (
        Silent(OWED, "Muối", ended=True, often=(4, 2)),
        Silent(postponed, "An Phú", ended=True, often=(1, 1)),
        Silent(held, "Đoài", ended=True, often=(3, 0)),
        Silent(free, "Khe Sâu", ended=True),
    )
    digest = Digest("committee", "Đảng bộ xã Lục Nam", cells, {Month(2026, 11): 60})
    made = said(digest, today=date(2026, 12, 1))
    assert made.text.split("\n") == [
        "Hết tháng 11/2026, Đảng bộ xã Lục Nam: 4 trong 60 chi bộ chưa ghi sinh hoạt.",
        "1. Muối: dự kiến 03/11; chưa đúng hạn 4 tháng trong năm, 2 tháng liền",
        "2. An Phú: hoãn đến 02/12",
        "3. Đoài: đã họp, chưa ghi; chưa đúng hạn 3 tháng trong năm",
        "4. Khe Sâu: chưa báo ngày",
        "Nhắn số để xem chi bộ, /chuahop để xem và nhắc tất cả.",
    ]


def test_a_level_is_told_of_new_cells_by_name_and_of_those_before_by_number() -> None:
    cells = (Silent(OWED, "Muối", often=(2, 2)), Silent(replace(OWED, id=2, unit_id=8), "An Phú", above="xã Bảo Sơn"))
    digest = Digest("next_committee", "Đảng bộ huyện Lục Nam", cells, left=(Silent(OWED, "Đoài"),))
    assert said(digest, today=date(2026, 11, 23)).text.split("\n") == [
        "Đến 23/11, Đảng bộ huyện Lục Nam: 2 chi bộ đã lâu chưa có thông tin sinh hoạt.",
        "1. Muối: tháng 11, dự kiến 03/11; chưa đúng hạn 2 tháng trong năm, 2 tháng liền",
        "2. An Phú (xã Bảo Sơn): tháng 11, dự kiến 03/11",
        "Trong các chi bộ đã báo trước đây, 1 chi bộ vẫn chưa ghi.",
        "Nhắn số để xem chi bộ, /chuahop để xem và nhắc tất cả.",
    ]


def test_a_correction_names_the_day_what_changed_and_the_list_as_it_is_now() -> None:
    met = replace(OWED, state=State.MET)
    moved = replace(OWED, postponed_to=date(2026, 11, 20))
    changed = (
        (Silent(met, "An Phú"), "day@2026-11-03"),
        (Silent(replace(met, paper_at=datetime(2026, 11, 9, tzinfo=UTC)), "Bãi"), "day@2026-11-03"),
        (Silent(moved, "Cầu"), "day@2026-11-03"),
        (Silent(replace(OWED, state=State.EXCUSED), "Dõng"), "day@2026-11-03"),
        (Silent(replace(OWED, said_held_on=TODAY), "Đoài"), "day@2026-11-03"),
        (Silent(OWED, "Gốm"), "met"),
        (Silent(replace(OWED, planned_on=date(2026, 11, 9)), "Hạ"), "day@2026-11-03"),
    )
    digest = Digest(
        "committee", "xã", (), changed=changed, corrects=(date(2026, 11, 13),), left=(Silent(OWED, "Muối"),)
    )
    assert said(digest, today=date(2026, 11, 14)).text.split("\n") == [
        "<b>Sửa bản tin ngày 13/11:</b>",
        "- An Phú: tháng 11 đã ghi",
        "- Bãi: tháng 11 đã nộp bản giấy",
        "- Cầu: tháng 11 hoãn đến 20/11",
        "- Dõng: tháng 11 được miễn báo cáo",
        "- Đoài: tháng 11 đã họp, chưa ghi",
        "- Gốm: tháng 11 lại chưa có biên bản",
        "- Hạ: tháng 11 dự kiến 09/11",
        "Đến nay còn 1 chi bộ đã báo chưa ghi:",
        "1. Muối: tháng 11, dự kiến 03/11",
        "Nhắn số để xem chi bộ, /chuahop để xem và nhắc tất cả.",
    ]
    last = said(Digest("upper", "", (), changed=changed[:1], corrects=(TODAY,)), today=date(2026, 11, 14)).text
    assert last.endswith("Đến nay không còn chi bộ nào đã báo mà chưa ghi.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_spoken_to_in_both_languages_and_briefly(level: str, language: str) -> None:
    cells = tuple(Silent(replace(OWED, id=number), f"<Chi bộ {number}&") for number in range(90))
    changed = tuple((each, "met") for each in cells)
    days = (date(2026, 11, 8), date(2026, 11, 9))
    text = said(Digest(level, "xã", cells, {}, changed, days, cells), today=TODAY, language=language).text
    assert "digest-" not in text
    assert "<Chi" not in text
    assert len(text) < 4096
    assert len(text.split("\n")) <= 3 * (LINES + 2) + 3


def test_a_notice_is_said_in_the_reader_s_language() -> None:
    values = {"unit": "Chi bộ thôn Muối", "period": Month(2026, 11), "day": date(2026, 11, 6), "reason": "bão"}
    notice = Notice("reminder-notice-postponed", values)
    assert said(notice).text == ("Chi bộ thôn Muối lùi sinh hoạt tháng 11/2026 sang thứ Sáu 06/11/2026, lý do: bão.")
    assert "postpones the meeting of month 11/2026 to Friday 06/11/2026" in said(notice, language="en").text


def test_a_month_of_another_year_is_said_with_its_year() -> None:
    owed = Obligation(1, 7, Month(2026, 12), planned_on=date(2026, 12, 30))
    assert "tháng 12/2026" in said(reminder("after", owed=owed), today=date(2027, 1, 2)).text


def test_a_message_that_may_have_come_says_so_first() -> None:
    assert said(reminder("evening"), again=True).text.startswith("(Gửi lại, có thể đồng chí đã nhận)\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rung", ACTIONS)
def test_every_rung_speaks_both_languages_in_at_most_seven_lines(rung: str, language: str) -> None:
    for parts in ((reminder(rung),), (reminder(rung), reminder(rung))):
        text = said(*parts, language=language).text
        assert len(text.split("\n")) <= 7
        assert "reminder-" not in text
        assert "{" not in text


nasty = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)


@given(nasty, nasty, st.sampled_from(sorted(ACTIONS)), st.booleans())
def test_whatever_a_name_holds_is_text_and_never_html(unit: str, person: str, rung: str, plain: bool) -> None:  # noqa: FBT001
    """Matrix 51: user text in every template."""
    part = reminder(rung, f"<b>{unit}&")
    claimed = Claimed("t", ((1, {}),), "reminder", 5, f"<i>{person}", 99, "vi", (part,), 1, again=False, plain=plain)
    text = letter(claimed, TODAY).text
    assert "<" not in text
    assert f"<b>{unit}&" in unescape(text)


def test_two_months_of_one_cell_have_buttons_that_tell_them_apart() -> None:
    november = Obligation(1, 7, Month(2026, 11), planned_on=TODAY)
    december = Obligation(2, 7, Month(2026, 12), planned_on=date(2026, 12, 3))
    made = said(reminder("after", owed=november), reminder("before", owed=december), today=date(2026, 12, 1))
    labels = [button.label for row in made.rows for button in row]
    assert labels == ["1. Chi bộ thôn Muối, tháng 11", "2. Chi bộ thôn Muối, tháng 12"]


def test_a_choice_is_not_parted_from_its_number_at_the_end_of_a_line() -> None:
    claimed = Claimed(
        "t", ((1, {}),), "reminder", 5, "An", 99, "vi", (reminder("evening"),), 1, again=False, plain=False
    )
    assert "2.\u00a0Đã\u00a0họp,\u00a0ghi\u00a0sau" in letter(claimed, TODAY).text
