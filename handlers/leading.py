"""The form that leads the chair through the agenda, at the edge: it begins as the meeting's own does, held today."""

from __future__ import annotations

from typing import Any

from bot.forms.reading.outcome import Given
from bot.texts import Voice
from handlers import meetings
from handlers.context import Context
from handlers.talk import Begun


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """As the meeting's own form begins, but held today."""
    begun = meetings.begin(ctx, unit_id, about)
    begun.given.usual["held_on"] = ctx.today
    return begun


def title(given: Given, say: Voice) -> str:
    """``Điều hành · Chi bộ thôn Muối``."""
    return say("leading-title", unit=given.usual.get("title", ""))
