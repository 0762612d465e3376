"""A talk in any form, told by bytes: which form, whether the cell keeps a roster, and up to six replies."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from bot.domain.meetings import Attendance
from bot.domain.members import Standing
from bot.domain.reorganising import ActKind
from bot.domain.rule_values import VALUES
from bot.domain.rules import Rules
from bot.domain.scores import Line, table_of
from bot.forms.broadcast import broadcast_form
from bot.forms.correction import correction_form, plea_form
from bot.forms.engine import Outcome, Turn, advance, begin
from bot.forms.form import Form, Reply
from bot.forms.growth import growth_form
from bot.forms.leading import leading_form
from bot.forms.members import group_form, leaving_form, members_form, name_form, standing_form
from bot.forms.model import model_form
from bot.forms.progress import Progress, values_of
from bot.forms.reading.outcome import Listed
from bot.forms.reorganising import reorganising_form
from bot.forms.review import review_form
from bot.forms.rule import rule_form
from bot.forms.score import score_form
from bot.forms.showing import show
from bot.forms.stand_in import stand_in_form
from bot.forms.terminal import FORMS, invented
from bot.forms.visit import visit_form
from bot.texts import LANGUAGES, voice
from tests.conftest import NOW

LINES = 6
"""Replies of one talk at most."""
ALL: dict[str, Callable[[], Form]] = {
    **FORMS,
    "members": members_form,
    "standing": standing_form,
    "leaving": leaving_form,
    "group": group_form,
    "name": name_form,
    "growth": growth_form,
    "review": review_form,
    "leading": lambda: leading_form(Rules()),
    "score": lambda: score_form(Rules()),
    "score of seven": lambda: score_form(Rules(score_table="hd42-7@1")),
    "rule": rule_form,
    "broadcast": broadcast_form,
    "model": model_form,
    "visit": visit_form,
    "correction": lambda: correction_form(Rules()),
    "plea": plea_form,
    "reorganising": reorganising_form,
    "stand_in": stand_in_form,
}
ROSTER = 128
"""Of the first byte: the cell keeps a roster. The rest of it is the form."""
_MEMBERS = tuple(
    Listed(1 + n, name, Standing.OFFICIAL) for n, name in enumerate(("An", "Bình", "Hùng", "Lan", "Hùng B"))
)
_BELOW = [[2, "Chi bộ thôn Muối"], [3, "Chi bộ thôn Muối Thượng"], [4, "Đảng bộ bộ phận"]]


@cache
def _form(number: int) -> tuple[str, Form]:
    name = list(ALL)[number % len(ALL)]
    return name, ALL[name]()


def _begun(name: str, form: Form, picked: int) -> tuple[Progress, dict[str, Any]]:
    """How the bot begins that form, and what it knows then; ``picked`` chooses among what a press would have chosen."""
    facts: dict[str, Any] = {"since": NOW.date(), "not_before": "2026-01-01", "party_group": "", "name": "Lan"}
    match name:
        case "score" | "score of seven":
            table = table_of("hd42" if name == "score" else "hd42-7", 0 if name == "score" else 1)
            return begin(form, {each.key: Line(each.most, each.most) for each in table.criteria}), facts
        case "rule":
            rule = list(VALUES)[picked % len(VALUES)]
            return begin(form), facts | {
                "rule": rule,
                "rule_label": "x",
                "rule_now": "y",
                "rule_example": "z",
                "cells": 3,
            }
        case "broadcast":
            return begin(form), facts | {"below": _BELOW, "committees": bool(picked % 2)}
        case "correction":
            held = {"held_on": NOW.date(), "attendance": Attendance(28, 30, 2), "place": "Nhà văn hóa thôn"}
            begun = begin(form, held)
            return begun, facts | {"was": begun.answers, "asks": bool(picked % 2)}
        case "reorganising":
            return begin(form, {"act": list(ActKind)[picked % len(ActKind)]}), facts
        case _:
            return begin(form), facts


def _reply(line: str) -> Reply:
    """``]`` before a line presses a button of that name, ``*`` sends a picture under which it stands."""
    if line.startswith("]"):
        return Reply(press=line[1:])
    return Reply(line[1:], photos=(f"photo:{line[1:9]}",)) if line.startswith("*") else Reply(line)


def of_form(name: str) -> Callable[[bytes], bytes]:
    """Makes any talk one of that form; KeyError when there is none."""
    number = {each: place for place, each in enumerate(ALL)}[name]
    return lambda data: bytes([data[0] & ROSTER | number]) + data[1:] if data else data


def answers(data: bytes) -> None:
    """A talk: its form by the first byte, its replies by lines; the draft is kept, taken up again and shown."""
    if not data:
        return
    name, form = _form(data[0] & ~ROSTER)
    given = replace(invented(NOW), members=_MEMBERS if data[0] & ROSTER else ())
    progress, facts = _begun(name, form, sum(data[1:9]))
    given.usual.update(facts)
    turn = Turn(progress)
    for line in data[1:].decode("utf-8", "replace").split("\n")[:LINES]:
        turn = advance(form, turn.progress, _reply(line), given)
        if turn.outcome is not Outcome.OPEN:
            break
    progress = Progress.load(json.loads(json.dumps(turn.progress.dump())))
    show(form, progress, given, voice(LANGUAGES[len(data) % len(LANGUAGES)]))
    if turn.outcome is Outcome.SUBMITTED:
        values = values_of(form, progress)
        form.build(values, form.know(given, values))
