"""Taking a message that tells several things apart: each question's finder, one after the other, blanks what it used."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.forms.form import Form, Repeat
from bot.forms.progress import Progress, applies, questions, so_far, values_of
from bot.forms.reading.outcome import Ask, Given, Note, Understood
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import level

FILLERS = pattern(
    r"\b(?:và|với|thì|là|ạ|nhé|nha|dạ|vâng|thưa|tại|ở|lúc|hồi|vào|ngày|buổi|tối|chi bộ|họp|sinh hoạt|chuyên đề(?: quý \w+)?|đã|có|at|on|the|and|we|met)\b"
)
"""Words that carry no answer, with or without diacritics."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one message told: values and open questions by path, and the words nothing could use."""

    values: dict[str, Any]
    asks: dict[str, Ask[Any]]
    warnings: tuple[Note, ...]
    unread: str
    """What to say was not understood; empty for fillers only."""
    left: str = ""
    lists: dict[str, str] = field(default_factory=dict)
    """What it told of lists of records, by the list's key."""
    """Everything that no finder used, for the question that takes the rest."""


def take(form: Form, progress: Progress, text: str, given: Given, *, first: str = "") -> Taken:
    """Everything that the form's questions find in ``text``, the present question (``first``) before the others."""
    values = values_of(form, progress)
    lists = tuple(f"{part.key}." for part in form.parts if isinstance(part, Repeat))
    asked = [(path, question) for path, question in questions(form, progress) if not path.startswith(lists or "\0")]
    asked.sort(key=lambda pair: (not pair[1].foremost, pair[0] != first))
    told: dict[str, Any] = {}
    asks: dict[str, Ask[Any]] = {}
    warnings: list[Note] = []
    lists_told, rest = _lists(form, text, values)
    now, facts = values, form.know(given, values)
    for path, question in asked:
        if not applies(path, question, now):
            continue
        found = question.answer.find(rest, facts, so_far(path, question, progress, now, facts))
        if found is None:
            continue
        rest = rest[: found.start] + " " * (found.end - found.start) + rest[found.end :]
        match found.reading:
            case Understood(value, notes):
                told[path] = value
                warnings += notes
                now = {**values, **told}
                facts = form.know(given, now)
            case Ask():
                asks[path] = found.reading
    return Taken(told, asks, tuple(warnings), _unread(rest) if told or asks else "", leftover(rest), lists_told)


def _lists(form: Form, text: str, values: dict[str, Any]) -> tuple[dict[str, str], str]:
    """The parts of the message that tell records of a list, and the message without them."""
    found: dict[str, str] = {}
    for part in form.parts:
        span = part.find(text) if isinstance(part, Repeat) and part.when(values) else None
        if span is not None:
            found[part.key] = text[span[0] : span[1]].strip()
            text = text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :]
    return found, text


def told_of_lists(form: Form, text: str, values: dict[str, Any]) -> Taken | None:
    """A message that tells records of a list and nothing else, whatever was asked; None for any other."""
    lists, rest = _lists(form, text, values)
    return Taken({}, {}, (), "", "", lists) if lists and not leftover(rest) else None


def leftover(text: str) -> str:
    """What is left of a message once finds are blanked out: spaces and loose punctuation tidied."""
    tidy = re.sub(r"\s*([,;.])(\s*[,;.])+", r"\1", re.sub(r"[ \t]+", " ", text))
    return re.sub(r"^[\s,;.:\-]+|[\s,;:\-.]+$", "", tidy)


def _unread(text: str) -> str:
    words = FILLERS.sub(" ", level(text))
    return leftover(text) if len(re.findall(r"\w{2,}", words)) > 0 else ""
