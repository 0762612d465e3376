"""The bot as a real process (``python -m bot run``), and the plan of its deaths: the same for the same seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from storage.failpoints import DIED
from tests.chaos.forked import FORKS, TOKEN, Hook, bot

ROOT = Path(__file__).parents[2]
PLACES = (
    *("write:_keep", "commit:_keep", "committed:_keep", "written:_keep", "called:getUpdates"),
    *("write:handle", "commit:handle", "committed:handle", "written:handle", "read:told", "write:finish"),
    *("call:sendMessage", "called:sendMessage", "call:answerCallbackQuery", "commit:answered", "commit:shown"),
    *("commit:open_period", "commit:sweep", "committed:sweep", "commit:claim", "committed:claim", "written:claim"),
    *(
        "commit:sent",
        "committed:sent",
        "commit:recover",
        "commit:later",
        "commit:uncertain",
        "read:waiting",
        "read:_owed",
    ),
)
"""Failpoints at which it is killed (``storage.failpoints``)."""
SHARED_PLACES = (
    *PLACES,
    *("wait:look", "wait:take", "wait:rows", "wait:turn", "wait:soon", "wait:settled", "wait:free"),
    *("wait:debts", "wait:show", "wait:poll", "commit:pause"),
)
"""The same where several replicas share the records."""
FAULTS: tuple[tuple[str, ...], ...] = (
    *((),) * 6,
    ("close_after", "sendMessage"),
    ("bad_gateway_after", "sendMessage"),
    ("close", "sendMessage"),
)
FAULTS += (("too_many", "sendMessage"), ("unauthorized", "getUpdates"), ("conflict", "getUpdates"))
"""What Telegram does wrong meanwhile; mostly nothing."""
LONGEST = 10.0
"""Seconds after which a process is killed that has neither met its failpoint nor said enough."""
MOST_SAID = 60
"""Messages after which one is killed that has not met its failpoint."""
START = 300.0
COMMANDS = 10
"""One start in so many is that of the command itself."""


@dataclass(frozen=True, slots=True)
class Death:
    """One cycle: how it ends, what Telegram does wrong in it, and how far the clock is moved."""

    place: str
    """A failpoint with its time (``commit:handle#3``); empty: SIGKILL."""
    said: int
    """After how many messages it is killed: a busy machine makes a cycle longer, not emptier."""
    begun: float
    """Not 0: it is killed so many seconds after its start instead, whatever it has come to."""
    fault: tuple[str, ...]
    hours: float
    command: bool = False
    """Started by its command, not forked: one in ten."""


def deaths(seed: int, cycles: int, places: tuple[str, ...] = PLACES) -> Iterator[Death]:
    """The plan: half of the deaths at a failpoint, half at any moment, the start among them."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(cycles):
        command = number % COMMANDS == COMMANDS - 1
        place = f"{chance.choice(places)}#{chance.choice((1, 1, 2, 3, 5, 9))}"
        said, begun = chance.randrange(MOST_SAID), chance.uniform(0.01, 2.0 if command else 0.3)
        fault, hours = chance.choice(FAULTS), chance.choice((0.0, 1.0, 5.0, 11.0))
        how = chance.random()
        at_start = begun if how > 0.9 else 0.0
        yield Death(place if how < 0.5 else "", said, at_start, fault, hours, command)


class Process:
    """One run of the bot: the command itself, or forked from a process that has imported everything, which is far cheaper."""

    def __init__(self, folder: Path, url: str, database: str = "", hook: Hook | None = None) -> None:
        self._folder, self._url, self._database, self._hook = folder, url, database, hook
        self._running: asyncio.subprocess.Process | BaseProcess | None = None
        self._runs = 0
        self.up = 0
        """Which run this is; 0 unless it has asked for updates and has not died."""

    async def start(self, failpoint: str = "", *, command: bool = False) -> None:
        """Begins a run; it dies at that failpoint. ``command``: as ``python -m bot run``."""
        self._runs += 1
        if not command:
            self._running = FORKS.Process(target=bot, args=self._words(failpoint), daemon=True)
            self._running.start()
            return
        with (self._folder / "bot.log").open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--clock", str(self._folder / "clock")),
                cwd=ROOT,
                env=os.environ | self._environment() | {"FAILPOINT": failpoint},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def _words(self, failpoint: str) -> tuple[str, str, str, str, Hook | None]:
        return str(self._folder), self._url, failpoint, self._database, self._hook

    def _environment(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self._url,
            "TELEGRAM_PROXY_URL": "",
            "DATABASE_URL": f"sqlite:///{self._folder}/bot.db",
            "ADMIN_IDS": "",
            "WEBHOOK_URL": "",
            "LISTEN": "",
        }

    def polls(self) -> None:
        """It has asked for updates."""
        self.up = self._runs

    async def _ended(self) -> int:
        """Its exit code, once it has ended."""
        match self._running:
            case None:
                raise RuntimeError("not started")
            case BaseProcess() as forked:
                while (code := forked.exitcode) is None:  # noqa: ASYNC110 - a process announces nothing here
                    await asyncio.sleep(0.01)
                return code
            case process:
                return await process.wait()

    async def dies(self, within: float) -> bool:
        """True when it has ended by itself within so many seconds; AssertionError when it did so unbidden."""
        try:
            async with asyncio.timeout(max(within, 0.0)):
                code = await self._ended()
        except TimeoutError:
            return False
        self.up = 0
        if code not in (DIED, -signal.SIGKILL):
            raise AssertionError(f"the bot ended by itself with {code}: see {self._folder}/bot.log")
        return True

    async def kill(self) -> None:
        """Kill -9."""
        self.up = 0
        with suppress(ProcessLookupError):
            self._signal(signal.SIGKILL)
        await self._ended()

    def _signal(self, number: signal.Signals) -> None:
        if self._running is not None and self._running.pid is not None:
            os.kill(self._running.pid, number)

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; its exit code, and how many seconds it took."""
        begun = time.monotonic()
        self._signal(signal.SIGTERM)
        return await self._ended(), time.monotonic() - begun
