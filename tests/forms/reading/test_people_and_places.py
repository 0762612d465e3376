"""People, places, kinds, votes and resolution numbers beyond the examples."""

from __future__ import annotations

import pytest

from bot.domain.meetings import Kind
from bot.domain.resolutions import Vote
from bot.forms.reading.kinds import read_kinds
from bot.forms.reading.outcome import Ask, Found, NotUnderstood, Understood
from bot.forms.reading.people import find_chair, find_clerk, find_upper_member, read_person
from bot.forms.reading.places import find_place
from bot.forms.reading.resolutions import find_number, wants_none
from bot.forms.reading.votes import read_vote
from tests.forms.reading.cell import GIVEN, TWO_HUNGS, VOTING


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("đ/c An", "Nguyễn Văn An"),
        ("BT Nguyễn Văn An", "Nguyễn Văn An"),
        ("văn hùng", "Phạm Văn Hùng"),
        ("binh ạ", "Trần Thị Bình"),
        ("Ông Vi Văn Tám", "Vi Văn Tám"),
        ("Nguyeenx Vawn An", "Nguyễn Văn An"),
        ("Đỗ Thị <b>", None),
        ("tôi", None),
        ("3", None),
    ],
)
def test_a_person_is_the_one_on_the_roster_or_as_typed(text: str, name: str | None) -> None:
    reading = read_person(text, GIVEN)
    assert reading == Understood(name) if name else isinstance(reading, NotUnderstood)


def value(found: Found[str] | None) -> object:
    if found is None:
        return None
    assert isinstance(found.reading, Understood)
    return found.reading.value


def test_chair_and_clerk_keep_apart() -> None:
    for text in ("đ/c An chủ trì, thư ký đ/c Bình", "chủ trì: An, thư ký: Bình", "chu tri dc an, thu ky dc binh"):
        assert value(find_chair(text, GIVEN)) == "Nguyễn Văn An"
        assert value(find_clerk(text, GIVEN)) == "Trần Thị Bình"


def test_the_upper_member_is_found_as_typed() -> None:
    for text in ("đ/c Mai ĐUV về dự", "có đ/c Mai, đảng ủy viên, về dự", "ĐUV: đ/c Mai"):
        assert value(find_upper_member(text, GIVEN)) == "Mai"


def test_a_chair_whose_name_two_people_bear_is_asked() -> None:
    found = find_chair("đ/c Hùng chủ trì", TWO_HUNGS)
    assert found is not None
    assert isinstance(found.reading, Ask)
    assert found.reading.choices == ("Phạm Văn Hùng", "Đỗ Mạnh Hùng")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("họp tại NVH thôn từ 19h30", "Nhà văn hóa thôn"),
        ("hop tai nha van hoa thon luc 19h", "Nhà văn hóa thôn"),
        ("ở nhà đ/c An", "Nhà đ/c An"),
        ("địa điểm: hội trường xã", "Hội trường xã"),
        ("tối 3/11 ở NVH, đủ cả", "Nhà văn hóa"),
    ],
)
def test_a_place_is_found_and_written_out(text: str, place: str) -> None:
    assert value(find_place(text, GIVEN)) == place


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("thường kỳ", {Kind.REGULAR}),
        ("có chuyên đề", {Kind.REGULAR, Kind.THEMATIC}),
        ("chuyên đề", {Kind.THEMATIC}),
        ("thường kỳ và chuyên đề", {Kind.REGULAR, Kind.THEMATIC}),
        ("hop chi uy", {Kind.COMMITTEE}),
        ("bất thường", {Kind.EXTRAORDINARY}),
        ("họp tổ đảng", {Kind.GROUP}),
    ],
)
def test_kinds_are_a_set(text: str, kinds: set[Kind]) -> None:
    assert read_kinds(text, GIVEN) == Understood(frozenset(kinds))


@pytest.mark.parametrize(
    ("text", "vote"),
    [
        ("26/26 đảng viên tán thành, đạt tỷ lệ 100%", Vote(26, voters=26)),
        ("tán thành 26, không tán thành 1, ý kiến khác 1", Vote(26, 1, 1, 28)),
        ("26", Vote(26, voters=28)),
        ("nhất trí", Vote(28, voters=28)),
    ],
)
def test_a_vote_is_read(text: str, vote: Vote) -> None:
    assert read_vote(text, VOTING) == Understood(vote)


def test_a_vote_that_does_not_add_up_is_asked_or_warned_of() -> None:
    over = read_vote("27/26", VOTING)
    assert isinstance(over, Ask)
    assert over.choices == (Vote(26, voters=27), Vote(26, voters=26))
    assert isinstance(read_vote("29", VOTING), Ask)
    assert isinstance(read_vote("90%", VOTING), Ask)
    missing = read_vote("26/28", VOTING)
    assert isinstance(missing, Understood)
    assert [each.key for each in missing.warnings] == ["reading-vote-missing"]
    assert isinstance(read_vote("nhất trí cao", GIVEN), NotUnderstood)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("số 05-NQ/CB", "05-NQ/CB"),
        ("nghị quyết số 5", "05-NQ/CB"),
        ("03-NQ/CĐ-CB", "03-NQ/CĐ-CB"),
        ("NQ đổ bê tông", None),
    ],
)
def test_a_resolution_number_is_found(text: str, number: str | None) -> None:
    assert value(find_number(text)) == number


@pytest.mark.parametrize(
    ("text", "none"),
    [
        ("không có", True),
        ("ko", True),
        ("chỉ kết luận", True),
        ("Không có, chỉ kết luận ạ", True),
        ("có", False),
        ("NQ số 5", False),
    ],
)
def test_no_resolution_is_understood(text: str, *, none: bool) -> None:
    assert wants_none(text) is none
