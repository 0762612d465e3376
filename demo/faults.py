"""How the made-up Telegram is told to misbehave: each fault waits for the calls it spoils, so many times or for so long."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

KINDS = {
    "unauthorized": "401, as from a middle box",
    "not_found": "404, likewise",
    "conflict": "409, as from a second poller",
    "too_many": "429 with retry_after",
    "forbidden": "403 bot was blocked by the user",
    "deactivated": "403 user is deactivated",
    "chat_not_found": "400 chat not found",
    "migrated": "400 with migrate_to_chat_id (to)",
    "bad_request": "400 with any text (why)",
    "bad_gateway": "502 before anything is done",
    "server_error": "500 before anything is done",
    "garbage": "200 with something that is no JSON, before anything is done",
    "hang": "no answer, and nothing is done",
    "close": "the connection is closed, and nothing is done",
    "bad_gateway_after": "done, then 502: delivered but not confirmed",
    "hang_after": "done, then no answer",
    "close_after": "done, then the connection is closed",
    "slow": "done, but answered only after so many seconds (pause)",
}
"""Every kind with what the bot sees."""


@dataclass(slots=True)
class Fault:
    """One way of misbehaving."""

    kind: str
    method: str = "*"
    """Lower or upper case; ``*`` for every method, ``send*`` for those that begin so."""
    times: int | None = 1
    """How many calls it spoils; None: until time is up or it is taken back."""
    until: float | None = None
    """Monotonic seconds; None: until the times are used up."""
    chat_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    met: int = 0
    """Calls spoiled so far."""

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Whether it spoils this call."""
        name = self.method.lower()
        fits = name == "*" or (method.startswith(name[:-1]) if name.endswith("*") else method == name)
        return fits and (self.chat_id is None or self.chat_id == chat_id)


class Faults:
    """The faults that wait, oldest first."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(
        self,
        kind: str,
        method: str = "*",
        *,
        times: int | None = 1,
        seconds: float | None = None,
        chat_id: int | None = None,
        **values: Any,
    ) -> Fault:
        """Spoils the next ``times`` calls of ``method`` (with ``seconds``: all calls in that time)."""
        if kind not in KINDS:
            raise ValueError(f"No such fault: {kind}. There are: {', '.join(KINDS)}")
        until = None if seconds is None else time.monotonic() + seconds
        fault = Fault(kind, method, None if seconds is not None else times, until, chat_id, values)
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Behaves again."""
        self.waiting.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, counted down; ``method`` in lower case."""
        if not self.waiting:
            return None
        now = time.monotonic()
        self.waiting = [f for f in self.waiting if (f.until is None or f.until > now) and f.times != 0]
        for fault in self.waiting:
            if fault.concerns(method, chat_id):
                fault.met += 1
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
