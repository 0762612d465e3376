"""What a form needs at the edge: the facts it begins with, its title, and how its record is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.domain.people import RECORDERS
from bot.domain.rules import Rules
from bot.forms.form import Form
from bot.forms.reading.outcome import Given, Note
from bot.texts import Voice
from handlers.context import Answer, Context
from storage.drafts import Draft


@dataclass(frozen=True, slots=True)
class Begun:
    """How a conversation begins: what is known, what is answered already, which cards count as confirmed."""

    given: Given
    answers: dict[str, Any] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    about: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    """Where it begins when that is not the first unanswered question (``review:``)."""
    notes: tuple[Note, ...] = ()
    """What is said above its first screen."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The conversation is not over: what was told goes on as another talk, at its review."""

    form: str
    about: dict[str, Any]
    answers: dict[str, Any]
    """More answers, by path (dumped)."""
    said: Note


def as_given(given: Given) -> Given:
    """Facts that need no more than what was kept."""
    return given


def records_for(ctx: Context, unit_id: int) -> bool:
    """Whether the person records for that cell today."""
    return any(post.unit_id == unit_id for post in ctx.holds(*RECORDERS))


@dataclass(frozen=True, slots=True)
class Talk:
    """One row of FORMS."""

    form: Callable[[Rules], Form]
    begin: Callable[[Context, int, dict[str, Any]], Begun]
    title: Callable[[Given, Voice], str]
    """HTML: ``Chi bộ thôn Muối · sinh hoạt tháng 11``."""
    end: Callable[[Context, Draft, Any, dict[str, Any]], Answer | Turned]
    """Keeps the record within the transaction and says the receipt; or turns into another talk."""
    may: Callable[[Context, int], bool] = records_for
    """Whether the person may lead this conversation for the unit, asked again at every reply: no right outlives its post."""
    leads_to: str = ""
    """The form that goes on with what was told, instead of a record of its own."""
    renew: Callable[[Context, int, Given], Given] | None = None
    """What may have changed since the facts were frozen, when the conversation is begun again."""
    files: bool = False
    """Whether any file may be sent into it, not pictures and recordings alone."""
    facts: Callable[[Given], Given] = as_given
    """Facts as the form's readers want them (values of the domain out of plain JSON)."""
