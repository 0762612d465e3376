"""What is known at the start of a conversation, kept with the draft as JSON: the facts are frozen while it lasts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.members import Standing
from bot.forms.form import Form
from bot.forms.progress import question_at
from bot.forms.reading.outcome import Given, Listed

NUMBERS = ("base", "total", "exempt", "official")
PLAIN = (str, int, bool, list, tuple, dict)


def dump_given(form: Form, given: Given) -> dict[str, Any]:
    """The facts as JSON; usual answers are dumped by their questions' kinds, other facts stay as they are.

    ``committee_meeting/chair`` is the usual answer to ``chair`` in another kind of session.
    """
    usual, facts = {}, {}
    for key, value in given.usual.items():
        question = question_at(form, key.rpartition("/")[2])
        if question is not None:
            usual[key] = question.answer.dump(value)
        elif isinstance(value, PLAIN):
            facts[key] = value
    return {
        **{name: getattr(given, name) for name in NUMBERS},
        "roster": list(given.roster),
        "members": [[each.id, each.called, each.standing.value] for each in given.members],
        "planned_on": given.planned_on.isoformat() if given.planned_on else None,
        "usual": usual,
        "facts": facts,
    }


def load_given(form: Form, raw: dict[str, Any], now: datetime) -> Given:
    """The facts read back at local ``now``; a usual answer that the form no longer takes is left out."""
    usual: dict[str, Any] = dict(raw.get("facts") or {})
    for key, value in (raw.get("usual") or {}).items():
        question = question_at(form, key.rpartition("/")[2])
        if question is not None:
            try:
                usual[key] = question.answer.load(value)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue
    planned = raw.get("planned_on")
    return Given(
        now=now,
        base=raw.get("base") or 0,
        total=raw.get("total") or 0,
        exempt=raw.get("exempt") or 0,
        official=raw.get("official") or 0,
        roster=tuple(raw.get("roster") or ()),
        members=tuple(Listed(key, name, Standing(word)) for key, name, word in raw.get("members") or ()),
        planned_on=date.fromisoformat(planned) if planned else None,
        usual=usual,
    )
