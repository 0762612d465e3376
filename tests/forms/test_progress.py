"""How far a conversation has come: its answers as values."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.rules import Rules
from bot.forms.meeting import meeting_form
from bot.forms.progress import Progress, values_of

FORM = meeting_form(Rules())


def test_values_belong_to_the_caller() -> None:
    progress = Progress(answers={"place": "Nhà văn hóa thôn"})
    values_of(FORM, progress)["place"] = "chỗ khác"
    assert values_of(FORM, progress) == {"place": "Nhà văn hóa thôn"}


def test_changed_answers_are_read_anew() -> None:
    before = Progress(answers={"place": "Nhà văn hóa thôn"})
    values_of(FORM, before)
    after = replace(before, answers={**before.answers, "place": "trụ sở"})
    assert values_of(FORM, after)["place"] == "trụ sở"
    assert after != before


def test_another_form_reads_the_same_answers_its_own_way() -> None:
    progress = Progress(answers={"place": "Nhà văn hóa thôn"})
    values_of(FORM, progress)
    assert values_of(replace(FORM, parts=()), progress) == {}
