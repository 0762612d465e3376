"""What became of a send, told by the error it ended in: the table of reliability.md 3.3.

Errors are known by their names and attributes, so that this edge needs no messenger's library: whatever was *surely
not sent* says so itself, or by its cause; whatever is not known here is unknown, and never sent again unlabelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a send that raised ended."""

    SLOW_DOWN = "slow_down"
    """Not sent; everybody pauses for ``seconds``."""
    NOT_SENT = "not_sent"
    """Never left this machine: tried again."""
    BLOCKED = "blocked"
    """The person has blocked the bot, or his account is gone."""
    NO_CHAT = "no_chat"
    """There is no such chat."""
    BAD_TEXT = "bad_text"
    """Telegram does not take what we wrote: our fault, not sent."""
    MOVED = "moved"
    """The chat is ``chat_id`` now; not sent."""
    BAD_TOKEN = "bad_token"  # noqa: S105 - the name of an outcome
    """Not sent; perhaps a middle box answers for Telegram: the sender stops for a while."""
    UNKNOWN = "unknown"
    """It may have been delivered."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The kind, with what it needs; ``reason`` is kept with the message and holds no address."""

    kind: Kind
    reason: str
    seconds: float = 0.0
    chat_id: int = 0


NEVER_LEFT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ClientConnectorError", "ConnectionTimeoutError"}
)
"""Causes that surely happened before the request was out (httpx's and aiohttp's names)."""


def classify(error: BaseException) -> Outcome:
    """What became of the message whose sending raised ``error``."""
    names = {cls.__name__ for cls in type(error).__mro__}
    reason = type(error).__name__
    if "RetryAfter" in names:
        return Outcome(Kind.SLOW_DOWN, reason, seconds=_seconds(error))
    if surely_not_sent(error):
        return Outcome(Kind.NOT_SENT, reason)
    if "Forbidden" in names:
        return Outcome(Kind.BLOCKED, f"{reason}: {error}")
    if "ChatMigrated" in names:
        return Outcome(Kind.MOVED, reason, chat_id=int(getattr(error, "new_chat_id", 0)))
    if "InvalidToken" in names:
        return Outcome(Kind.BAD_TOKEN, reason)
    if "BadRequest" in names:
        gone = "chat not found" in str(error).lower()
        return Outcome(Kind.NO_CHAT if gone else Kind.BAD_TEXT, f"{reason}: {error}")
    return Outcome(Kind.UNKNOWN, reason)


def surely_not_sent(error: BaseException) -> bool:
    """Whether the error, or what caused it, happened before anything had left."""
    for each in (error, error.__cause__):
        if each is None:
            continue
        if getattr(each, "surely_not_sent", False) or type(each).__name__ in NEVER_LEFT:
            return True
    return False


def _seconds(error: Any) -> float:
    """The pause asked for; the library's public attribute warns of its own change of type, so the private one first."""
    asked: Any = getattr(error, "_retry_after", None)
    if asked is None:
        asked = getattr(error, "retry_after", 1)
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
