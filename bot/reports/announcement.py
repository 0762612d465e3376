"""A broadcast as its reader sees it: written once, for the preview and for the message itself."""

from __future__ import annotations

from datetime import date

from bot.texts import Voice
from bot.texts.screen import Button, Rows

ROUTE = "bro"


def announcement(say: Voice, unit: str, text: str, since: date | None = None) -> str:
    """HTML; ``since``: the reader is reminded of what he got that day."""
    head = say("broadcast-head", unit=unit) if since is None else say("broadcast-head-again", unit=unit, day=since)
    return f"{head}\n{say('answer-text', text=text)}\n\n{say('broadcast-foot')}"


def seen_button(say: Voice, broadcast_id: int) -> Rows:
    """[1. Đã xem]"""
    return ((Button(f"1. {say.plain('broadcast-seen')}", f"{ROUTE}:seen:{broadcast_id}"),),)
