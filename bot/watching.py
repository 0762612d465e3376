"""The watchdog: ends a program that no longer tries, so that systemd starts it anew; and answers systemd's own.

It runs beside the scheduler, not in it: a dead scheduler is one of the things it must notice.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import structlog
from sqlalchemy import Connection

from bot.domain.liveness import LIMITS, Limits, Readings, Standing, stuck
from storage import inbox, outbox
from storage.store import Store

log = structlog.get_logger()
LOOK = 15.0
"""Seconds between two looks."""
HELD = 30.0
"""A look that comes so much later than it should: the whole program was held (a debugger, a machine asleep)."""
READ_WITHIN = 10.0
END_WITHIN = 19.0
"""Seconds in which the program must be gone once it is to end; systemd waits for 30."""


@dataclass(slots=True)
class Parts:
    """Where the watchdog looks; times are those of ``time.monotonic``."""

    bot_id: int
    asked: Callable[[], float]
    """When Telegram was last asked for updates."""
    ticked: Callable[[], float]
    """When the sweep last came to its end."""
    pausing: Callable[[], bool]
    """Whether the sender sends nothing for a reason."""
    halted: Callable[[], bool] = bool
    """Whether a chat stands still on purpose, trying again, because the records take nothing."""
    in_hand: Callable[[], object] | None = None
    """The update that this process has had in hand for longest, where others handle theirs; None: all are its own."""


def give_up(parts: tuple[str, ...], readings: Readings) -> NoReturn:
    """The end of the program, at once: whatever hangs would hang an orderly end as well. Nothing committed is lost."""
    log.critical("watchdog.stuck", parts=",".join(parts), **{part: round(getattr(readings, part)) for part in parts})
    faulthandler.dump_traceback()
    os._exit(1)


@dataclass(slots=True)
class Watchdog:
    """``run`` it beside everything; ``begin`` once Telegram has been reached, for until then nothing else runs."""

    store: Store
    now: Callable[[], datetime]
    limits: Limits = LIMITS
    passed: Callable[[], float] = time.monotonic
    end: Callable[[tuple[str, ...], Readings], object] = give_up
    look_every: float = LOOK
    stuck: tuple[str, ...] = ()
    """What the last look found."""
    _parts: Parts | None = None
    _began: float = 0.0
    _read: float = 0.0
    _inbox: Standing = field(default_factory=Standing)
    _outbox: Standing = field(default_factory=Standing)

    def begin(self, parts: Parts) -> None:
        """From now on these are to move."""
        self._parts = parts
        self._anew()

    def _anew(self) -> None:
        self._began = self._read = self.passed()
        self._inbox, self._outbox = Standing(), Standing()

    async def run(self) -> None:
        """Looks for ever; tells systemd each time that the loop runs."""
        while True:
            notify("WATCHDOG=1")
            before = self.passed()
            await asyncio.sleep(self.look_every)
            if self.passed() - before > self.look_every + HELD:
                self._anew()  # the whole program was held: nothing stood still alone
            if self._parts is not None:
                await self.look(self._parts)

    async def look(self, parts: Parts) -> None:
        """One look; the end of the program when something is stuck."""
        readings = await self.readings(parts)
        self.stuck = stuck(readings, self.limits)
        if self.stuck:
            self.end(self.stuck, readings)

    async def readings(self, parts: Parts) -> Readings:
        """How long each part has stood still by now; queues that cannot be read stand as they stood."""
        heads = self._inbox.first, self._outbox.first
        try:
            async with asyncio.timeout(READ_WITHIN):
                heads = await self.store.read(_heads, parts.bot_id, self.now())
            self._read = self.passed()
            if parts.in_hand is not None:
                heads = parts.in_hand(), heads[1]
        except Exception as exc:  # noqa: BLE001 - how long it has been so is one of the readings
            log.warning("watchdog.unread", error=type(exc).__name__)
        passed = self.passed()
        return Readings(
            poll=passed - max(parts.asked(), self._began),
            tick=passed - max(parts.ticked(), self._began),
            outbox=self._outbox.seconds(None if parts.pausing() else heads[1], passed),
            inbox=self._inbox.seconds(None if parts.halted() else heads[0], passed),
            store=passed - self._read,
        )


def _heads(db: Connection, bot_id: int, now: datetime) -> tuple[object, object]:
    """The oldest update that waits, and the message that goes next."""
    return inbox.first(db, bot_id), outbox.first(db, now)


def notify(*words: str) -> None:
    """Tells systemd (``READY=1``, ``WATCHDOG=1``, ``STOPPING=1``, ``STATUS=…``); nobody, when it did not start us."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.sendto("\n".join(words).encode(), address.replace("@", "\0", 1) if address[0] == "@" else address)


def end_in_time(seconds: float = END_WITHIN) -> None:
    """The program is to end: what hangs is cut off then (an update waits in the inbox, a message for its lease)."""
    timer = threading.Timer(seconds, _cut_off)
    timer.daemon = True
    timer.start()


def _cut_off() -> NoReturn:
    log.critical("stop.cut_off")
    faulthandler.dump_traceback()
    os._exit(1)
