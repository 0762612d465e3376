"""One fact, two sources: whether a member of the committee above came."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Month
from bot.domain.visits import Differs, Said, Visit, Word, differs, said_by

DAY, OTHER = date(2026, 11, 3), date(2026, 11, 20)


def words(*told: tuple[Word, date]) -> list[Visit]:
    return [Visit(number, 7, Month(2026, 11), 9, word, day) for number, (word, day) in enumerate(told, 1)]


@given(st.lists(st.tuples(st.sampled_from(Word), st.sampled_from([DAY, OTHER]))))
def test_the_newest_word_counts_and_a_plan_for_another_day_does_not(told: list[tuple[Word, date]]) -> None:
    found = said_by(words(*told), DAY).get(9, Said())
    plans = [word for word, day in told if word.plan and day == DAY]
    after = [word for word, _ in told if not word.plan]
    assert (found.plan.word if found.plan else None) == (plans[-1] if plans else None)
    assert found.came == ((after[-1] is Word.CAME) if after else None)


@pytest.mark.parametrize(
    ("minutes", "word", "expected"),
    [
        ("", Word.CAME, Differs.NOT_IN_MINUTES),
        ("Đặng Thị Mai", Word.DID_NOT, Differs.ONLY_IN_MINUTES),
        ("Đặng Thị Mai", Word.CAME, None),
        ("", Word.DID_NOT, None),
        (None, Word.CAME, None),
        ("", Word.WILL, None),
    ],
)
def test_minutes_and_word_are_held_against_each_other(
    minutes: str | None, word: Word, expected: Differs | None
) -> None:
    assert differs(minutes, said_by(words((word, DAY)), DAY).values()) is expected
