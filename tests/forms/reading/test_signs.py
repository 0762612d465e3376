"""A pattern that is searched only where one of its signs stands finds whatever it would find without them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forms import answers
from bot.forms.reading import (
    absent_people,
    attendance_counts,
    clocks,
    day_patterns,
    kinds,
    people,
    places,
    resolutions,
    tasks,
    votes,
)
from bot.forms.reading.patterns import Signed, _compiled

FOUND = [
    *(shape[0] for shape in day_patterns._SHAPES),
    *(each for each in vars(attendance_counts).values() if isinstance(each, Signed)),
    *(each for each in vars(absent_people).values() if isinstance(each, Signed)),
    *(each[0] for each in absent_people._COUNTS),
    *(
        each
        for module in (answers, clocks, kinds, people, places, resolutions, tasks, votes)
        for each in vars(module).values()
        if isinstance(each, Signed)
    ),
]
SIGNED = [each for each in FOUND if isinstance(each, Signed)]
WITH_A_CLOCK = ("_RANGE", "_LOOSE_RANGE", "_START_END", "_START_FOR", "_END_ONLY", "_START_ONLY")


def test_the_long_patterns_have_signs() -> None:
    assert len(SIGNED) == len(FOUND) > 45


@pytest.mark.parametrize("signed", SIGNED, ids=lambda each: each.source[:40])
@settings(max_examples=12)
@given(data=st.data())
def test_a_sign_stands_in_whatever_is_found(signed: Signed, data: st.DataObject) -> None:
    compiled = _compiled(signed.source)
    text = data.draw(st.from_regex(compiled))
    plainly, found = compiled.search(text), signed.search(text)
    assert (plainly and plainly.span()) == (found and found.span())
    assert [each.span() for each in compiled.finditer(text)] == [each.span() for each in signed.finditer(text)]


@pytest.mark.parametrize("name", WITH_A_CLOCK)
@settings(max_examples=20)
@given(data=st.data())
def test_an_hour_of_the_day_is_seen_at_once(name: str, data: st.DataObject) -> None:
    compiled = _compiled(getattr(clocks, name)._source)
    text = data.draw(st.from_regex(compiled))
    assert compiled.search(text) is None or clocks._ANY_CLOCK.search(text) is not None
