"""When something fails: the operator's log hears first and with ids only, then the person is told."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from telegram.error import Conflict, NetworkError, TelegramError

from handlers.context import Incoming

log = structlog.get_logger()
MINUTE, HOUR = 60.0, 3600.0


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


class TokenRefused(NetworkError):
    """401 or 404 on getUpdates: the token was revoked, or a box in between answers for Telegram."""


@dataclass(slots=True)
class PollTrouble:
    """What is said of fetching that fails: once a minute, what needs somebody once an hour, and when it is over."""

    passed: Callable[[], float] = time.monotonic
    _failures: int = 0
    _since: float = 0.0
    _told: bool = False
    _said: dict[str, float] = field(default_factory=dict)

    def failed(self, exc: TelegramError) -> None:
        """The poller waits ever longer (up to 30 s) and asks again."""
        if not self._failures:
            self._since = self.passed()
        self._failures += 1
        match exc:
            case Conflict():
                if self._once("poll.conflict", HOUR):
                    log.critical("poll.conflict", why="another program asks Telegram with this token")
            case TokenRefused():
                if self._once("poll.refused", HOUR):
                    log.critical("poll.refused", why="401 or 404 on getUpdates")
            case _:
                if self._once("poll.failed", MINUTE):
                    log.warning("poll.failed", error=type(exc).__name__, failures=self._failures)

    def over(self) -> None:
        """Telegram has answered."""
        if self._told:
            log.info("poll.again", failures=self._failures, seconds=round(self.passed() - self._since))
        self._failures, self._told = 0, False

    def _once(self, what: str, seconds: float) -> bool:
        now = self.passed()
        if now - self._said.get(what, -seconds) < seconds:
            return False
        self._said[what] = now
        self._told = True
        return True


def where(exc: BaseException) -> str:
    """The innermost frames as ``file:line``, which hold no content."""
    frames = traceback.extract_tb(exc.__traceback__)[-4:]
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
