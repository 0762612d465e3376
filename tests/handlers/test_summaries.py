"""/tonghop, /chuahop and /chibo as people see them: small districts, every button pressed."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.people import Person, Post, Role, scope_of
from bot.domain.periods import Month
from bot.domain.rules import Rules
from bot.domain.units import UnitKind
from bot.texts import voice
from bot.texts.screen import Screen
from handlers import caring, cells, charts, exports, growing, growth_years, history, missing, nudging, summaries
from handlers.context import Context, Incoming
from handlers.places import ROUTE, place_of
from tests.conftest import NOW, ZONE
from tests.small_district import (
    OPENED,
    add_cell,
    add_member,
    add_person,
    add_unit,
    admit,
    assign,
    give_score,
    hold,
    mark,
    oblige,
    remind,
    resolve,
)

COMMANDS = {
    "tonghop": summaries.tonghop,
    "chuahop": missing.chuahop,
    "chibo": cells.chibo,
    "bieudo": charts.bieudo,
    "xuat": exports.xuat,
}
ROUTES = {
    "sum": summaries.pressed,
    "mis": missing.pressed,
    "car": caring.press,
    "cel": cells.pressed,
    "cha": charts.pressed,
    "xua": exports.pressed,
    "nha": nudging.press,
    "gro": growing.press,
    "his": history.press_history,
    "yea": growth_years.press,
}


def november(day: int) -> date:
    return date(2026, 11, day)


class Asker:
    """Somebody with posts who types commands and presses buttons."""

    def __init__(self, db: Connection, *roots: int, language: str = "vi", now: datetime = NOW) -> None:
        self.db = db
        self.now = now
        self.posts = tuple(Post(number, 1, root, Role.ADMIN, OPENED) for number, root in enumerate(roots, 1))
        self.person = Person(1, "Đỗ Minh Quang", telegram_id=7_000_001, language=language)

    def context(self, kind: str, args: tuple[str, ...]) -> Context:
        incoming = Incoming(1, 1, kind, 1, 1, "Quang", 1, self.now.astimezone(UTC))
        return Context(
            db=self.db,
            now=self.now.astimezone(UTC),
            zone=ZONE,
            incoming=incoming,
            person=self.person,
            posts=self.posts,
            scope=scope_of(1, self.posts),
            say=voice(self.person.language),
            rules=Rules(),
            args=args,
        )

    def types(self, text: str) -> Screen:
        name, *words = text.removeprefix("/").split()
        return self._one(COMMANDS[name](self.context("text", tuple(words))))

    def presses(self, code: str) -> Screen:
        route, *parts = code.split(":")
        return self._one(ROUTES[route](self.context("press", tuple(parts))))

    def _one(self, answer: Screen | tuple[Screen, ...]) -> Screen:
        assert isinstance(answer, Screen)
        assert len(html.unescape(re.sub("<[^>]*>", "", answer.text))) <= 4096
        assert all(row for row in answer.rows)
        for row in answer.rows:
            for button in row:
                assert len(button.code.encode()) <= 64
        return answer


def labels(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row]


def code(screen: Screen, label: str) -> str:
    """The code of the first button whose label ends so."""
    return next(button.code for row in screen.rows for button in row if button.label.endswith(label))


class Place:
    """A district, two communes; November so far in the first, a canary in the second."""

    def __init__(self, db: Connection) -> None:
        self.district = add_unit(db, UnitKind.DISTRICT, "Đảng bộ huyện Lục Nam")
        self.commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam", self.district)
        self.other = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Bảo Đài", self.district)
        self.muoi = add_cell(db, self.commune, "Chi bộ thôn Muối")
        self.sau = add_cell(db, self.commune, "Chi bộ thôn Khe Sâu")
        self.phu = add_cell(db, self.commune, "Chi bộ thôn An Phú")
        self.dinh = add_cell(db, self.commune, "Chi bộ thôn Đình")
        self.canary = add_cell(db, self.other, "Chi bộ thôn Hoàng Yến")
        add_person(db, self.muoi, "Nguyễn Văn An")
        dung = add_person(db, self.sau, "Đỗ Văn Dũng")
        add_person(db, self.phu, "Vũ Thị Hoa", joined=False)
        add_person(db, self.dinh, "Lê Văn Hải", blocked=True)
        add_person(db, self.canary, "Hoàng Thị Yến", joined=False)
        for cell in (self.muoi, self.dinh, self.canary):
            oblige(db, cell, planned_on=november(3))
        oblige(db, self.sau, planned_on=november(2))
        oblige(db, self.phu, planned_on=november(1))
        hold(db, self.muoi, november(3), 26, 30)
        hold(db, self.canary, november(3))
        oblige(db, self.muoi, Month(2026, 10), planned_on=date(2026, 10, 3))
        hold(db, self.muoi, date(2026, 10, 3), 30, 30)
        remind(db, self.sau, dung, "evening")
        remind(db, self.sau, dung, "after")
        remind(db, self.sau, dung, "before", state="expired")
        remind(db, self.sau, dung, "after", period=Month(2026, 10))
        resolve(db, self.muoi, november(3), "Mở đường ngõ 2")
        assign(db, self.muoi, november(1))
        assign(db, self.muoi, november(30), what="Vận động 12 hộ", progress=0.75)


@pytest.fixture
def place(db: Connection) -> Place:
    return Place(db)


def test_the_summary_says_the_month_in_about_seven_short_lines(db: Connection, place: Place) -> None:
    screen = Asker(db, place.commune).types("/tonghop")
    assert screen.text.splitlines() == [
        "<b>Đảng bộ xã Lục Nam</b> · tháng 11/2026, đến 20:00 05/11",
        "4 chi bộ: đã họp 1 (25%; cùng ngày tháng trước 1)",
        "Đúng ngày 1 · chưa đến hạn 1 · quá hạn 2",
        "Dự họp trung bình 86,7% (cùng ngày tháng trước 100%); 1 chi bộ dưới 90%",
        "Chuyên đề quý IV: 0/4",
        "Nghị quyết 1 · nhiệm vụ xong 0, đang làm 2, quá hạn 1",
        "Quá hạn: Chi bộ thôn An Phú, Chi bộ thôn Khe Sâu",
        "Chưa vào hệ thống 1 · không liên lạc được 1",
    ]
    assert "1. Quá hạn 2" in labels(screen)
    assert "◀ T10" in labels(screen)
    assert not any(label.endswith("▶") for label in labels(screen))


def test_a_number_opens_its_list_and_a_line_its_card_and_back(db: Connection, place: Place) -> None:
    asker = Asker(db, place.commune)
    first = asker.types("/tonghop")
    assert not first.replace
    overdue = asker.presses(code(first, "Quá hạn 2"))
    assert overdue.replace
    assert overdue.text.splitlines() == [
        "<b>Quá hạn 2</b> · tháng 11/2026 · Đảng bộ xã Lục Nam",
        "1. Chi bộ thôn An Phú: dự kiến 01/11, quá 4 ngày; bí thư chưa vào hệ thống; đ/c Vũ Thị Hoa, 09xx xxx xxx",
        "2. Chi bộ thôn Khe Sâu: dự kiến 02/11, quá 3 ngày; đã nhắc 2 lần; đ/c Đỗ Văn Dũng",
    ]
    card = asker.presses(code(overdue, "2"))
    assert card.text.startswith("<b>Chi bộ thôn Khe Sâu</b> · Đảng bộ xã Lục Nam")
    back = asker.presses(code(card, "Quay lại"))
    assert back == overdue
    assert asker.presses(code(back, "Quay lại")).text == first.text


def test_every_button_from_the_summary_on_leads_somewhere(db: Connection, place: Place) -> None:
    for asker in (
        Asker(db, place.district),
        Asker(db, place.commune),
        Asker(db, place.muoi, place.sau),
        Asker(db, place.muoi),
    ):
        screens = [asker.types(f"/{name}") for name in COMMANDS]
        seen: set[str] = set()
        while screens and len(seen) < 300:
            for row in screens.pop().rows:
                for button in row:
                    aside = button.code.startswith(("gro:n", "doc:"))
                    if button.code not in seen and "2025" not in button.code and not aside:
                        seen.add(button.code)
                        screens.append(asker.presses(button.code))
        assert len(seen) > 20


def test_each_number_on_the_page_of_all_lists_is_the_length_of_its_list(db: Connection, place: Place) -> None:
    asker = Asker(db, place.commune)
    more = asker.presses(code(asker.types("/tonghop"), "Số khác"))
    seen = set()
    while True:
        for line in more.text.splitlines()[1:]:
            number, count = line.split(".")[0], int(line.rsplit(" ", 1)[-1])
            listed = asker.presses(code(more, number))
            assert len(listed.text.splitlines()) == count + 1
            seen.add(number)
        if "Trang sau ▶" not in labels(more):
            break
        more = asker.presses(code(more, "Trang sau ▶"))
    assert len(seen) > 12


def test_a_full_month_stays_within_a_screen(db: Connection) -> None:
    """Every line of the summary at once: unexcused, too short, thematic, scored, grown, compared twice."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    cells = [add_cell(db, commune, f"Chi bộ thôn {number}") for number in range(4)]
    for period in (Month(2025, 11), Month(2026, 10), Month(2026, 11)):
        for number, cell in enumerate(cells[: 4 if period == Month(2026, 11) else 3]):
            oblige(db, cell, period, planned_on=period.day(1))
            if number < 3:
                kinds = "regular thematic" if number == 0 else "regular"
                more: dict[str, Any] = {
                    "unexcused": number,
                    "minutes": 60 + 30 * number,
                    "conclusion": "Nhất trí",
                    "kinds": kinds,
                }
                meeting = hold(db, cell, period.day(2), 26 + number, 30, recorded_at=NOW, **more)
                if number < 2:
                    give_score(db, meeting, 95)
    resolve(db, cells[0], november(2))
    assign(db, cells[0], november(1))
    admit(db, cells[0], november(2))
    admit(db, cells[1], november(2), kind="recognition")
    screen = Asker(db, commune).types("/tonghop")
    assert screen.text.splitlines() == [
        "<b>Đảng bộ xã Lục Nam</b> · tháng 11/2026, đến 20:00 05/11",
        "4 chi bộ: đã họp 3 (75%; cùng ngày tháng trước 3, cùng kỳ năm trước 3)",
        "Đúng ngày 3 · quá hạn 1",
        "Dự họp trung bình 90% (cùng ngày tháng trước 90%, cùng kỳ năm trước 90%); 1 chi bộ dưới 90%",
        "Vắng không lý do: 3 đồng chí ở 2 buổi · 1 buổi chưa đủ thời lượng (trung bình 90 phút)",
        "Chuyên đề quý IV: 1/4. Chấm điểm: Tốt 2 · chưa chấm 1",
        "Nghị quyết 1, kết luận 3 · nhiệm vụ xong 0, đang làm 1, quá hạn 1 · kết nạp 1 · công nhận chính thức 1",
        "Quá hạn: Chi bộ thôn 3",
        "Đảng ủy viên về dự 0/3; 3 chi bộ từ 6 tháng chưa có ai về dự",
        "Chưa vào hệ thống 4 · ghi muộn 3",
    ]


def test_each_new_list_tells_what_put_a_cell_into_it(db: Connection, place: Place) -> None:
    extra = add_cell(db, place.commune, "Chi bộ thôn Gốm")
    oblige(db, extra, planned_on=november(1))
    hold(db, extra, november(1), 28, 30, recorded_at=NOW, minutes=60, unexcused=2, kinds="regular thematic")
    asker = Asker(db, place.commune)

    def listed(name: str) -> list[str]:
        return asker.presses(f"sum:{place.commune}:2026-11+1:{name}:0").text.splitlines()[1:]

    met = "họp 01/11; có mặt 28/30 (93,3%); ghi muộn 05/11"
    assert listed("unexcused") == [f"1. Chi bộ thôn Gốm: vắng không lý do 2; {met}"]
    assert listed("short") == [f"1. Chi bộ thôn Gốm: 60 phút; {met}"]
    assert listed("on_time")[0] == f"1. Chi bộ thôn Gốm: {met}"
    assert listed("with_thematic") == ["1. Chi bộ thôn Gốm: chuyên đề 01/11"]
    assert listed("without_thematic")[0] == "1. Chi bộ thôn An Phú: chưa có buổi nào"
    assert len(listed("without_thematic")) == 4
    assert len(listed("not_scored")) == 2
    year = asker.presses(f"sum:{place.commune}:2026-01+12:with_thematic:0").text
    assert "1. Chi bộ thôn Gốm, Quý IV: chuyên đề 01/11" in year


def test_members_often_absent_are_counted_without_a_name(db: Connection, place: Place) -> None:
    who = add_member(db, place.muoi, "Hoàng Văn Vắng")
    for month in (9, 10, 11):
        period = Month(2026, month)
        if month == 9:
            oblige(db, place.muoi, period, planned_on=period.day(3))
            hold(db, place.muoi, period.day(3))
        mark(db, place.muoi, period, who, "excused")
    asker = Asker(db, place.commune)
    more = asker.presses(f"sum:{place.commune}:2026-11+1:more:0")
    assert more.text.splitlines()[-1] == ("Vắng từ 3 kỳ liền trở lên: 1 đảng viên (chỉ bí thư chi bộ biết tên)")
    assert "kỳ liền" not in asker.presses(f"sum:{place.commune}:2026-10+1:more:0").text


def test_the_month_before_the_quarter_and_the_year_are_a_press_away(db: Connection, place: Place) -> None:
    asker = Asker(db, place.commune)
    now = asker.types("/tonghop")
    october = asker.presses(code(now, "◀ T10"))
    assert october.text.startswith("<b>Đảng bộ xã Lục Nam</b> · tháng 10/2026\n1 chi bộ: đã họp 1 (100%)")
    assert asker.presses(code(october, "T11 ▶")).text == now.text
    quarter = asker.presses(code(now, "Quý"))
    assert "quý IV/2026" in quarter.text
    assert "4 chi bộ, 5 kỳ: đã họp 2 (40%)" in quarter.text
    year = asker.presses(code(quarter, "Năm"))
    assert "năm 2026" in year.text
    assert asker.presses(code(year, "Tháng")).text == now.text


@pytest.mark.parametrize(
    ("typed", "unit", "span"),
    [
        ("/tonghop quý 4", "huyện Lục Nam", "quý IV/2026"),
        ("/tonghop quý 3", "huyện Lục Nam", "quý III/2026"),
        ("/tonghop tháng 9", "huyện Lục Nam", "tháng 09/2026"),
        ("/tonghop 2025", "huyện Lục Nam", "năm 2025"),
        ("/tonghop sáu tháng đầu năm", "huyện Lục Nam", "6 tháng đầu năm 2026"),
        ("/tonghop 6 thang dau nam 2025", "huyện Lục Nam", "6 tháng đầu năm 2025"),
        ("/tonghop xã Bảo Đài tháng 9", "xã Bảo Đài", "tháng 09/2026"),
        ("/tonghop xã Bảo Đài sáu tháng đầu năm", "xã Bảo Đài", "6 tháng đầu năm 2026"),
        ("/tonghop T10", "huyện Lục Nam", "tháng 10/2026"),
        ("/tonghop bảo đài", "xã Bảo Đài", "tháng 11/2026"),
        ("/tonghop bao dai quy 4", "xã Bảo Đài", "quý IV/2026"),
        ("/tonghop T10 bảo đài", "xã Bảo Đài", "tháng 10/2026"),
        ("/tonghop năm 2026 xã lục nam", "xã Lục Nam", "năm 2026"),
    ],
)
def test_words_after_the_command_name_unit_and_period(
    db: Connection, place: Place, typed: str, unit: str, span: str
) -> None:
    head = Asker(db, place.district).types(typed).text.splitlines()[0]
    assert unit in head
    assert span in head


def test_a_name_that_several_units_bear_is_asked_about(db: Connection, place: Place) -> None:
    asker = Asker(db, place.district)
    screen = asker.types("/tonghop lục nam T10")
    assert screen.text.splitlines()[1:] == ["1. Đảng bộ huyện Lục Nam", "2. Đảng bộ xã Lục Nam"]
    assert "xã Lục Nam</b> · tháng 10/2026" in asker.presses(code(screen, "2")).text


def test_unknown_words_are_answered_with_an_example(db: Connection, place: Place) -> None:
    assert "không tìm thấy" in Asker(db, place.district).types("/tonghop <b>đâu đó</b>").text
    assert "&lt;b&gt;" in Asker(db, place.district).types("/tonghop <b>đâu đó</b>").text
    assert "không tìm thấy" in Asker(db, place.commune).types("/chibo hoàng yến").text


def test_commune_stands_beside_commune(db: Connection, place: Place) -> None:
    asker = Asker(db, place.district)
    screen = asker.presses(code(asker.types("/tonghop"), "Theo đơn vị"))
    assert screen.text.splitlines()[1:] == [
        "1. Đảng bộ xã Lục Nam: đã họp 1/4; quá hạn 2; dự họp 86,7%",
        "2. Đảng bộ xã Bảo Đài: đã họp 1/1; dự họp 93,3%",
    ]
    commune = asker.presses(code(screen, "1"))
    assert commune.text == Asker(db, place.commune).types("/tonghop").text
    assert "huyện" in asker.presses(code(commune, "Quay lại")).text


def test_who_has_not_met_is_told_apart_from_who_cannot_be_reached(db: Connection, place: Place) -> None:
    screen = Asker(db, place.commune).types("/chuahop")
    assert screen.text.splitlines()[1:] == [
        "1. Quá hạn 2: Chi bộ thôn An Phú, Chi bộ thôn Khe Sâu",
        "2. Không liên lạc được 1: Chi bộ thôn Đình",
        "3. Chưa vào hệ thống 1: Chi bộ thôn An Phú",
    ]
    listed = Asker(db, place.commune).presses(code(screen, "2"))
    assert "1. Chi bộ thôn Đình: đ/c Lê Văn Hải" in listed.text
    assert Asker(db, place.commune).presses(code(listed, "Quay lại")).text == screen.text


def test_a_postponed_meeting_tells_its_new_day_and_reason(db: Connection, place: Place) -> None:
    oblige(
        db,
        add_cell(db, place.commune, "Chi bộ thôn Gốm"),
        planned_on=november(3),
        postponed_to=november(6),
        postponed_reason="bão",
    )
    asker = Asker(db, place.commune)
    listed = asker.presses(code(asker.types("/tonghop"), "Hoãn 1"))
    assert "1. Chi bộ thôn Gốm: dự kiến 03/11, hoãn đến 06/11; lý do: bão" in listed.text


def test_a_long_list_is_paged_by_buttons(db: Connection, place: Place) -> None:
    for number in range(18):
        oblige(db, add_cell(db, place.commune, f"Chi bộ số {number:02d}"), planned_on=november(1))
    asker = Asker(db, place.commune)
    page = asker.presses(code(asker.types("/tonghop"), "Quá hạn 20"))
    names = re.findall(r"^\d+\. (.*?):", page.text, re.MULTILINE)
    assert "trang 1/3" in page.text
    assert len(names) == 8
    second = asker.presses(code(page, "Trang sau ▶"))
    assert second.text.splitlines()[1].startswith("9. ")
    third = asker.presses(code(second, "Trang sau ▶"))
    names += re.findall(r"^\d+\. (.*?):", second.text + "\n" + third.text, re.MULTILINE)
    assert len(set(names)) == 20
    assert "Trang sau ▶" not in labels(third)
    assert asker.presses(code(third, "◀ Trang trước")) == second


def test_a_page_that_is_no_more_shows_the_first(db: Connection, place: Place) -> None:
    asker = Asker(db, place.commune)
    listed = asker.presses(code(asker.types("/tonghop"), "Quá hạn 2"))
    assert asker.presses(f"sum:{place.commune}:2026-11+1:overdue:7") == listed


def test_a_card_shows_twelve_months_people_and_what_is_open(db: Connection, place: Place) -> None:
    screen = Asker(db, place.commune).types("/chibo muoi")
    assert screen.text.splitlines() == [
        "<b>Chi bộ thôn Muối</b> · Đảng bộ xã Lục Nam",
        "12 tháng (2/2 kỳ đã họp):",
        "T12 – · T1 – · T2 –",
        "T3 – · T4 – · T5 –",
        "T6 – · T7 – · T8 –",
        "T9 – · T10 ✓ đúng · T11 ✓ đúng",
        "Buổi gần nhất 03/11: có mặt 26/30 (86,7%)",
        "Chuyên đề quý IV: 0/1.",
        "Bí thư Nguyễn Văn An (đã vào)",
        "Chưa ghi kết nạp nào; năm 2026 công nhận chính thức 0",
        "Nhiệm vụ đang làm 2, quá hạn 1 · nghị quyết năm nay 1",
    ]
    tasks = Asker(db, place.commune).presses(code(screen, "Việc đang làm 2"))
    assert "1. Dọn vệ sinh kênh mương: Trần Thị Bình; hạn 01/11, quá 4 ngày (Chi bộ thôn Muối)" in tasks.text
    assert "2. Vận động 12 hộ: Trần Thị Bình; được 75%; hạn 30/11 (Chi bộ thôn Muối)" in tasks.text
    assert Asker(db, place.commune).presses(code(tasks, "Quay lại")).text == screen.text


def test_a_phone_is_masked_until_asked_for(db: Connection, place: Place) -> None:
    asker = Asker(db, place.commune)
    card = asker.types("/chibo An Phú")
    assert "0900" not in card.text
    assert "0900 000 012" in asker.presses(code(card, "Số điện thoại")).text


def test_without_words_the_way_goes_down_the_tree(db: Connection, place: Place) -> None:
    asker = Asker(db, place.district)
    top = asker.types("/chibo")
    assert "1. Đảng bộ xã Lục Nam" in top.text
    below = asker.presses(code(top, "1"))
    assert "1. Chi bộ thôn Muối" in below.text
    card = asker.presses(code(below, "1"))
    assert card.text.startswith("<b>Chi bộ thôn Muối</b>")
    assert asker.presses(code(card, "Quay lại")).text == below.text


def test_a_secretary_sees_the_own_cell(db: Connection, place: Place) -> None:
    asker = Asker(db, place.muoi)
    assert asker.types("/chibo").text.startswith("<b>Chi bộ thôn Muối</b>")
    assert "1 chi bộ: đã họp 1 (100%" in asker.types("/tonghop").text


def test_an_upper_member_sees_his_cells_together_and_one_by_one(db: Connection, place: Place) -> None:
    asker = Asker(db, place.muoi, place.sau, place.phu)
    screen = asker.types("/tonghop")
    assert screen.text.startswith("<b>Các đơn vị đồng chí theo dõi</b>")
    assert "3 chi bộ: đã họp 1" in screen.text
    assert "Chi bộ thôn Muối: đã họp 1/1" in asker.presses(code(screen, "Theo đơn vị")).text
    assert len(asker.types("/chibo").text.splitlines()) == 4


def test_an_admin_who_is_secretary_too_starts_at_the_top(db: Connection, place: Place) -> None:
    assert (
        Asker(db, place.muoi, place.commune).types("/tonghop").text == Asker(db, place.commune).types("/tonghop").text
    )


def test_a_communes_admin_never_meets_the_canary(db: Connection, place: Place) -> None:
    """Matrix 76."""
    asker = Asker(db, place.commune)
    for command in ("/tonghop", "/chuahop", "/chibo", "/tonghop năm 2026", "/chibo hoàng yến", "/tonghop bảo đài"):
        assert not re.search("Bảo Đài</b>|Yến", asker.types(command).text.replace('"hoàng yến"', ""))
    for foreign in (place.other, place.canary, place.district, 999_999):
        for pressed in (
            f"sum:{foreign}:2026-11+1",
            f"sum:{foreign}:2026-11+1:units:0",
            f"sum:{foreign}:2026-11+1:more:0",
            f"sum:{foreign}:2026-11+1:overdue:0",
            f"mis:{foreign}:2026-11+1",
            f"mis:{foreign}:2026-11+1:not_joined:0",
            f"cel:{foreign}",
            f"cel:{foreign}:p",
            f"cel:in:{foreign}:0",
        ):
            with pytest.raises(Refused, match="not-found"):
                asker.presses(pressed)


def test_an_old_press_after_demotion_is_refused(db: Connection, place: Place) -> None:
    """Matrix 78."""
    asker = Asker(db, place.district)
    old = code(asker.types("/tonghop"), "Quá hạn 2")
    with pytest.raises(Refused, match="not-found"):
        Asker(db, place.muoi).presses(old)
    with pytest.raises(Refused, match="summary-no-unit"):
        Asker(db).presses(old)


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("1",),
        ("x", "2026-11"),
        ("1", "2026-13"),
        ("1", "2026-11+99"),
        ("1", "2026-11+0"),
        ("1", "2026-11", "overdue"),
        ("1", "2026-11", "overdue", "-1"),
        ("1", "2026-11", "overdue", "x"),
    ],
)
def test_a_code_that_names_no_place_is_refused(parts: tuple[str, ...]) -> None:
    """Matrix 75."""
    with pytest.raises(Refused, match="not-found"):
        place_of(parts, ROUTE)


def test_an_unknown_list_is_refused(db: Connection, place: Place) -> None:
    for pressed in (f"sum:{place.commune}:2026-11+1:nothing:0", "cel:x", "cel:in:x:0", f"cel:{place.muoi}:z"):
        with pytest.raises(Refused, match="not-found"):
            Asker(db, place.commune).presses(pressed)


def test_codes_fit_with_ids_of_ten_digits() -> None:
    place = replace(place_of(("1234567890", "2026-01+12", "tasks_overdue", "99"), ROUTE))
    assert len(f"cel:1234567890:p:{place.code}".encode()) <= 64


def test_a_commune_without_cells_is_answered(db: Connection) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Mới")
    asker = Asker(db, commune)
    assert asker.types("/tonghop").text.endswith("Chưa có chi bộ nào đến kỳ sinh hoạt trong tháng 11/2026.")
    assert "Không có chi bộ nào quá hạn" in asker.types("/chuahop").text
    assert "chưa có đơn vị nào" in asker.types("/chibo").text


def test_long_and_angled_names_stay_within_a_message(db: Connection) -> None:
    """Matrix 88."""
    commune = add_unit(db, UnitKind.COMMUNE, "<b>&" * 70)
    for number in range(12):
        cell = add_cell(db, commune, f"{number} " + "<i>&" * 70)
        add_person(db, cell, "<u>" * 90)
        oblige(db, cell, planned_on=november(1))
        assign(db, cell, november(1), what="<s>" * 900)
    asker = Asker(db, commune)
    for view in ("overdue", "tasks_overdue", "expected"):
        assert "<i>" not in asker.presses(f"sum:{commune}:2026-11+1:{view}:0").text
    asker.types("/tonghop")
    asker.types("/chuahop")


def test_the_same_in_english(db: Connection, place: Place) -> None:
    screen = Asker(db, place.commune, language="en").types("/tonghop")
    assert screen.text.splitlines()[:3] == [
        "<b>Đảng bộ xã Lục Nam</b> · 11/2026, until 20:00 05/11",
        "4 cells: 1 met (25%; same day of the month before 1)",
        "On time 1 · not due yet 1 · overdue 2",
    ]
