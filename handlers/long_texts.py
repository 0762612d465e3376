"""One message of somebody's that Telegram could only carry as several: more than 4,096 characters are cut by his own app,
and the parts follow each other at once. The rest completes what its beginning answered; it is no answer by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers.context import Incoming
from handlers.screens import LONGEST_TEXT, units

CUT = 3_800
"""Characters from which a message may be the beginning of a longer one: apps cut at a space or a line's end before 4,096."""
TOGETHER = timedelta(seconds=3)
"""Its parts are sent within that time; nobody types and sends another answer so soon."""
MOST = 24_000
"""Characters kept of what was put together: no answer is so long, and it says so."""
ENDS = (".", "!", "?", ":", ";", "…")
"""After a whole sentence the app dropped the end of a line at the cut, else a space; of a full message it dropped nothing."""
_KEY = "cut"
"""Of a draft's data, beside the progress."""


def kept(data: dict[str, Any], incoming: Incoming, text: str, before: dict[str, Any]) -> dict[str, Any]:
    """The draft's data with what a rest would need: the words so far and the progress ``before`` they were read."""
    if incoming.kind != "text" or incoming.forwarded or len(incoming.text) < CUT:
        return data
    glue = "" if units(incoming.text) >= LONGEST_TEXT else "\n" if incoming.text.endswith(ENDS) else " "
    return {**data, _KEY: {"text": text[:MOST] + glue, "sent": incoming.sent_at.isoformat(), "before": before}}


def joined(data: dict[str, Any] | None, incoming: Incoming) -> tuple[str, dict[str, Any]] | None:
    """The whole text and the progress to read it with, when this message is the rest of the one before; else None."""
    begun = (data or {}).get(_KEY)
    if begun is None or incoming.kind != "text" or incoming.forwarded or not incoming.text:
        return None
    apart = incoming.sent_at - datetime.fromisoformat(begun["sent"])
    if not timedelta(0) <= apart <= TOGETHER:
        return None
    return f"{begun['text']}{incoming.text}", begun["before"]
