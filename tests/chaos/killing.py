"""The bot as a real process (``python -m bot run``), and the plan of its deaths: the same for the same seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.failpoints import DIED

ROOT = Path(__file__).parents[2]
TOKEN = "7100000000:AAchaos-this-token-opens-nothing-anywhere"
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
FAULTS: tuple[tuple[str, ...], ...] = (
    *((),) * 6,
    ("close_after", "sendMessage"),
    ("bad_gateway_after", "sendMessage"),
    ("close", "sendMessage"),
)
FAULTS += (("too_many", "sendMessage"), ("unauthorized", "getUpdates"), ("conflict", "getUpdates"))
"""What Telegram does wrong meanwhile; mostly nothing."""
LONGEST = 4.0
"""Seconds after which a process that has not met its failpoint is killed."""
START = 60.0


@dataclass(frozen=True, slots=True)
class Death:
    """One cycle: how it ends, what Telegram does wrong in it, and how far the clock is moved."""

    place: str
    """A failpoint with its time (``commit:handle#3``); empty: SIGKILL after so many ``seconds``."""
    seconds: float
    fault: tuple[str, ...]
    hours: float


def deaths(seed: int, cycles: int) -> Iterator[Death]:
    """The plan: half of the deaths at a failpoint, half at any moment, the start among them."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(cycles):
        place = f"{chance.choice(PLACES)}#{chance.choice((1, 1, 2, 3, 5, 9))}"
        seconds = chance.uniform(-1.5, 2.5)
        fault, hours = chance.choice(FAULTS), chance.choice((0.0, 1.0, 5.0, 11.0))
        yield Death(place if chance.random() < 0.5 else "", seconds, fault, hours)


class Process:
    """One run of the bot."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        self._running: asyncio.subprocess.Process | None = None
        self._runs = 0
        self.up = 0
        """Which run this is; 0 unless it has asked for updates and has not died."""

    async def start(self, failpoint: str = "") -> None:
        """Begins a run; it dies at that failpoint."""
        self._runs += 1
        with (self._folder / "bot.log").open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--clock", str(self._folder / "clock")),
                cwd=ROOT,
                env=os.environ | self._environment() | {"FAILPOINT": failpoint},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

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

    @property
    def _process(self) -> asyncio.subprocess.Process:
        if self._running is None:
            raise RuntimeError("not started")
        return self._running

    async def dies(self, within: float) -> bool:
        """True when it has ended by itself within so many seconds; AssertionError when it did so unbidden."""
        try:
            async with asyncio.timeout(max(within, 0.0)):
                code = await self._process.wait()
        except TimeoutError:
            return False
        self.up = 0
        if code not in (DIED, -signal.SIGKILL):
            raise AssertionError(f"the bot ended by itself with {code}: see {self._folder}/bot.log")
        return True

    async def kill(self) -> None:
        """Kill -9."""
        self.up = 0
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; its exit code, and how many seconds it took."""
        begun = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        return await self._process.wait(), time.monotonic() - begun
