"""Two states of one record side by side: what was told before and what is told now, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms.form import Form
from bot.forms.progress import Progress, question_at, questions, values_of
from bot.texts import Html, Voice

Answers = Mapping[str, Any]
"""Dumped answers by path, as a record keeps them."""
ASIDE = frozenset({"reason"})
"""Answers about the correction itself."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing told otherwise; both states as short HTML, empty where nothing was told."""

    label: str
    before: str
    after: str


def differences(form: Form, before: Answers, after: Answers, say: Voice) -> tuple[Difference, ...]:
    """What differs, in the order of the form; those only one of them tells of included."""
    was, now = Progress(answers=dict(before)), Progress(answers=dict(after))
    old, new = values_of(form, was), values_of(form, now)
    paths = dict.fromkeys(path for each in (now, was) for path, _ in questions(form, each))
    return tuple(
        Difference(_label(form, path, say), _shown(form, path, old, say), _shown(form, path, new, say))
        for path in _in_order(form, paths)
        if path not in ASIDE and old.get(path) != new.get(path)
    )


def _in_order(form: Form, paths: Mapping[str, None]) -> Iterator[str]:
    heads = {part.key: index for index, part in enumerate(form.parts)}
    yield from sorted(paths, key=lambda path: heads.get(path.partition(".")[0], -1) if "." in path else -1)


def _label(form: Form, path: str, say: Voice) -> str:
    if "." not in path:
        return say(f"{form.name}-{path}.label")
    head, number, key = path.split(".")
    listed = say(f"{form.name}-{head}.label")
    return say(
        "form-listed", label=Html(listed), number=int(number) + 1, part=Html(say(f"{form.name}-{head}-{key}.label"))
    )


def _shown(form: Form, path: str, values: Mapping[str, Any], say: Voice) -> str:
    question, value = question_at(form, path), values.get(path)
    return "" if question is None or value is None else question.answer.show(value, say)


def difference_line(each: Difference, say: Voice) -> str:
    """``Điểm danh: có mặt 27/30 (90%) → có mặt 28/30 (93,3%)``, as HTML."""
    none = say("form-none")
    return say(
        "form-changed",
        label=Html(each.label[:1].upper() + each.label[1:]),
        before=Html(each.before or none),
        after=Html(each.after or none),
    )
