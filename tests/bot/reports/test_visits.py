"""Requirements on the lines of upper members: one a person and meeting, several sources brought to one answer."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Month
from bot.domain.visits import Visit, Word
from bot.reports.summary import Facts
from bot.reports.visits import Attended, Basis, Coming, Follower, Words, comings

MONTH, DAY = Month(2026, 11), date(2026, 11, 3)
NAMES = {1: "Đặng Thị Mai", 2: "Vũ Văn Bắc"}
KEY = (7, MONTH)


def words(
    *said: tuple[int, Word, str], guest: str = "", since: date = date(2026, 1, 1), until: date | None = None
) -> Words:
    visits = [
        Visit(number, 7, MONTH, person, word, DAY, remark) for number, (person, word, remark) in enumerate(said, 1)
    ]
    return Words({KEY: [Follower(7, 1, NAMES[1], since, until)]}, {KEY: visits}, NAMES, {KEY: guest})


def told(given: Words, day: date | None = DAY) -> tuple[Coming, ...]:
    return comings(7, Facts(MONTH, planned_on=day), given)


def test_who_follows_has_a_line_though_nobody_knows_whether_he_came() -> None:
    assert told(words()) == (Coming("Đặng Thị Mai", Attended.UNKNOWN),)


def test_who_follows_the_cell_on_another_day_alone_has_none() -> None:
    assert told(words(since=date(2026, 11, 4))) == ()
    assert told(words(until=DAY)) == ()


def test_a_plan_counts_for_its_day_alone() -> None:
    assert told(words((1, Word.WILL, ""))) == (Coming("Đặng Thị Mai", Attended.WILL, Basis.OWN),)
    assert told(words((1, Word.WILL_NOT, ""))) == (Coming("Đặng Thị Mai", Attended.WILL_NOT, Basis.OWN),)
    assert told(words((1, Word.WILL, "")), date(2026, 11, 9)) == (Coming("Đặng Thị Mai", Attended.UNKNOWN),)


def test_minutes_and_own_word_are_one_line() -> None:
    mai = "đặng thị  mai"
    assert told(words(guest=mai)) == (Coming("Đặng Thị Mai", Attended.CAME, Basis.MINUTES),)
    assert told(words((1, Word.CAME, "Nền nếp tốt"), guest=mai)) == (
        Coming("Đặng Thị Mai", Attended.CAME, Basis.BOTH, "Nền nếp tốt"),
    )
    assert told(words((1, Word.DID_NOT, ""), guest=mai)) == (Coming("Đặng Thị Mai", Attended.CAME, Basis.AGAINST),)
    assert told(words((1, Word.CAME, ""), (1, Word.DID_NOT, ""))) == (
        Coming("Đặng Thị Mai", Attended.DID_NOT, Basis.OWN),
    )


def test_a_guest_who_does_not_follow_the_cell_has_a_line_of_his_own() -> None:
    assert told(words(guest="Hoàng Văn Cả")) == (
        Coming("Đặng Thị Mai", Attended.UNKNOWN),
        Coming("Hoàng Văn Cả", Attended.CAME, Basis.MINUTES),
    )


@given(
    said=st.lists(st.tuples(st.sampled_from([1, 2]), st.sampled_from(Word), st.just("")), max_size=6),
    guest=st.sampled_from(["", *NAMES.values(), "Hoàng Văn Cả"]),
)
def test_somebody_came_exactly_when_the_minutes_or_a_last_word_say_so(
    said: list[tuple[int, Word, str]], guest: str
) -> None:
    last = {person: word for person, word, _ in said if not word.plan}
    visited = bool(guest) or Word.CAME in last.values()
    lines = told(words(*said, guest=guest))
    assert any(line.attended is Attended.CAME for line in lines) == visited
    assert len({line.who for line in lines}) == len(lines)
