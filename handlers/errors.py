"""When something fails: the operator's log hears first and with ids only, then the person is told."""

from __future__ import annotations

import traceback

import structlog
from telegram.error import TelegramError

from handlers.context import Incoming

log = structlog.get_logger()


def failed_try(incoming: Incoming, attempt: int, exc: BaseException) -> None:
    """One try to handle the update failed; the trace names code, never content."""
    log.warning(
        "update.failed",
        update_id=incoming.update_id,
        chat_id=incoming.chat_id,
        kind=incoming.kind,
        attempt=attempt,
        error=type(exc).__name__,
        where=where(exc),
    )


def given_up(incoming: Incoming, exc: BaseException) -> None:
    """The last try failed: the row is dead, somebody must look."""
    log.critical(
        "update.dead",
        update_id=incoming.update_id,
        chat_id=incoming.chat_id,
        kind=incoming.kind,
        error=type(exc).__name__,
        where=where(exc),
    )


def not_told(incoming: Incoming, exc: BaseException) -> None:
    """The reply did not go out, or nobody knows whether it did; the next update or start shows it."""
    log.warning("reply.failed", update_id=incoming.update_id, chat_id=incoming.chat_id, error=type(exc).__name__)


def polling(exc: TelegramError) -> None:
    """Fetching failed; the poller waits ever longer (up to 30 s) and asks again."""
    log.warning("poll.failed", error=type(exc).__name__)


def where(exc: BaseException) -> str:
    """The innermost frames as ``file:line``, which hold no content."""
    frames = traceback.extract_tb(exc.__traceback__)[-4:]
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
