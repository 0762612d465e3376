"""The form of a broadcast: which part and whom, by presses or by words; the words fit beside what goes with them."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.domain.broadcasts import LONGEST, LONGEST_WITH_FILE, Broadcast, Only, Part, Words
from bot.domain.people import Role
from bot.forms.broadcast import SETS, PartAnswer, RolesAnswer, WordsAnswer, broadcast_form
from bot.forms.engine import Outcome, Turn, advance, begin
from bot.forms.form import Reply
from bot.forms.progress import values_of
from bot.forms.reading.outcome import Given, NotUnderstood, Understood
from tests.conftest import NOW

BELOW = [[11, "Chi bộ thôn Muối"], [12, "Chi bộ thôn Khe Sâu"], [13, "Chi bộ thôn An Phú"], [14, "Chi bộ thôn Phú"]]
GIVEN = Given(NOW, usual={"title": "Đảng bộ xã Lục Nam", "below": BELOW, "committees": True})
FORM = broadcast_form()


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("tất cả", Part()),
        ("Toàn bộ bên dưới", Part()),
        ("chỉ các chi bộ", Part(Only.CELLS)),
        ("dang uy cap duoi", Part(Only.COMMITTEES)),
        ("khe sâu", Part(Only.ALL, ((12, "Chi bộ thôn Khe Sâu"),))),
        ("Muối; an phu", Part(Only.ALL, ((11, "Chi bộ thôn Muối"), (13, "Chi bộ thôn An Phú")))),
    ],
)
def test_a_part_is_told_in_words(typed: str, part: Part) -> None:
    assert PartAnswer().parse(Reply(typed), GIVEN, None) == Understood(part)


@pytest.mark.parametrize("typed", ["thôn", "Bảo Sơn", "Muối, Bảo Sơn", "phú"])
def test_a_name_of_none_or_of_several_is_asked_again(typed: str) -> None:
    assert isinstance(PartAnswer().parse(Reply(typed), GIVEN, None), NotUnderstood)


@pytest.mark.parametrize(
    ("typed", "roles"),
    [
        ("bí thư", {Role.SECRETARY}),
        ("phó bí thư và đảng ủy viên", {Role.DEPUTY, Role.UPPER_MEMBER}),
        ("bi thu, pho bi thu, chi uy vien", {Role.SECRETARY, Role.DEPUTY, Role.COMMITTEE_MEMBER}),
        ("cả chi ủy", SETS["cell_committee"]),
        ("secretaries and upper members", {Role.SECRETARY, Role.UPPER_MEMBER}),
        ("mọi người", set(Role)),
    ],
)
def test_whom_is_told_in_words(typed: str, roles: set[Role]) -> None:
    assert RolesAnswer().parse(Reply(typed), GIVEN, None) == Understood(frozenset(roles))


@drawn(st.data())
def test_a_part_put_together_by_presses_holds_what_was_pressed(data: st.DataObject) -> None:
    """The law of answers put together by presses: each press survives being kept."""
    known: Part | None = None
    chosen: set[int] = set()
    answer = PartAnswer()
    for _ in range(data.draw(st.integers(0, 8))):
        taps = [tap for tap in answer.taps(GIVEN, known) if tap.listed]
        tap = data.draw(st.sampled_from(taps))
        known = answer.load(answer.dump(tap.then()))
        chosen ^= {int(tap.key[:-1])}
        assert known is not None
        assert set(known.ids) == chosen
    done = [tap for tap in answer.taps(GIVEN, known) if tap.done]
    assert len(done) == (1 if chosen else 3)


@drawn(st.sets(st.sampled_from(Role), min_size=1), st.text(min_size=1), st.lists(st.text(min_size=1), max_size=1))
def test_what_is_kept_is_read_back(roles: set[Role], text: str, photos: list[str]) -> None:
    told = RolesAnswer()
    assert told.load(told.dump(frozenset(roles))) == roles
    words = Words(text, tuple(photos))
    assert WordsAnswer().load(WordsAnswer().dump(words)) == words


def played(*replies: Reply) -> Turn:
    turn = Turn(begin(FORM))
    for reply in replies:
        turn = advance(FORM, turn.progress, reply, GIVEN)
    return turn


def record(turn: Turn) -> Broadcast:
    assert turn.outcome is Outcome.SUBMITTED
    told = FORM.build(values_of(FORM, turn.progress), GIVEN)
    assert isinstance(told, Broadcast)
    return told


def test_three_answers_make_it() -> None:
    told = record(played(Reply("1"), Reply("2"), Reply("Họp giao ban lúc 7 giờ 30")))
    assert told == Broadcast(Part(), SETS["heads"], Words("Họp giao ban lúc 7 giờ 30"))


def test_of_committees_only_their_admins_are_told() -> None:
    told = record(played(Reply("chỉ đảng ủy"), Reply("Báo cáo quý trước ngày 20")))
    assert told.roles == {Role.ADMIN}


def test_a_file_may_come_at_any_step_and_the_last_one_counts() -> None:
    turn = played(Reply(photos=("p1",)), Reply("1"), Reply("1"), Reply(photos=("document:d1",)), Reply("Xem giấy mời"))
    assert record(turn).words == Words("Xem giấy mời", ("document:d1",))


def test_a_file_sent_by_mistake_is_taken_out() -> None:
    turn = played(Reply("1"), Reply("1"), Reply(photos=("document:d1",)), Reply("bỏ tệp"), Reply("Xem giấy mời"))
    assert record(turn).words == Words("Xem giấy mời")


def test_a_recording_is_no_file_to_send() -> None:
    turn = played(Reply("1"), Reply("1"), Reply(photos=("voice:v1",)))
    assert [each.key for each in turn.progress.notes][:1] == ["broadcast-no-such-file"]


@pytest.mark.parametrize(("photos", "most"), [((), LONGEST), (("p1",), LONGEST_WITH_FILE)])
def test_words_that_do_not_fit_are_refused_with_the_limit(photos: tuple[str, ...], most: int) -> None:
    fits, long = "ă" * most, "ă" * (most + 1)
    assert isinstance(WordsAnswer().parse(Reply(fits, photos), GIVEN, None), Understood)
    reading = WordsAnswer().parse(Reply(long, photos), GIVEN, None)
    assert isinstance(reading, NotUnderstood)
    assert (reading.why.values["most"], reading.why.values["length"]) == (most, most + 1)
