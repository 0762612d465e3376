"""One run: the made-up Telegram and the phones in this process, the bot in another that is killed and started again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from tests.chaos.forked import TOKEN, Hook
from tests.chaos.killing import LONGEST, MOST_SAID, START, Death, Process, deaths
from tests.chaos.phones import Person, everybody
from tests.chaos.records import File, Records, Unreadable
from tests.chaos.town import BEGINS, lay
from tests.chaos.verdict import FIRST, Verdict, judge
from tests.conftest import ZONE

SETTLES = 300.0
"""Seconds in which, at the end, everybody must have been answered."""
EARLIEST, LATEST = 8, 18
"""Local hours between which the clock is moved: at night nobody is written to."""
STOPS = 20.0
UNDER_WAY = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')"


@dataclass
class Run:
    """What a cycle works with."""

    records: Records
    telegram: Telegram
    clock: DemoClock
    process: Process
    hooked: bool = False
    """Telegram posts to it; it is not started by the command then, which wants a certificate."""

    async def cycle(self, death: Death) -> None:
        """One life of the bot."""
        self.telegram.faults.clear()
        if death.fault:
            self.telegram.faults.add(*death.fault, times=2)
        calls = self._calls
        await self.process.start(death.place, command=death.command and not self.hooked)
        if death.begun:
            await self.process.dies(death.begun)
        elif await self._hears(calls):
            self.move(death.hours)
            await self._says(MOST_SAID if death.place else death.said)
        await self.process.kill()

    async def _says(self, messages: int) -> None:
        """Until it has said so much, or died of itself."""
        loop = asyncio.get_running_loop()
        calls, until = self.telegram.calls["sendmessage"] + messages, loop.time() + LONGEST
        while self.telegram.calls["sendmessage"] < calls and loop.time() < until:
            if await self.process.dies(0.01):
                return

    @property
    def _calls(self) -> int:
        """How often a bot has said to Telegram that it is there."""
        return self.telegram.calls["setwebhook" if self.hooked else "getupdates"]

    async def _hears(self, calls: int) -> bool:
        """Once it has asked for updates, or said where to post them; False when it died before."""
        async with asyncio.timeout(START):
            while self._calls == calls:
                if await self.process.dies(0.02):
                    return False
        self.process.polls()
        return True

    def move(self, hours: float) -> None:
        """The clock on by so much, and out of the night."""
        moved = (self.clock.now() + timedelta(hours=hours)).astimezone(ZONE)
        if not EARLIEST <= moved.hour < LATEST:
            moved = moved.replace(hour=EARLIEST) + timedelta(days=moved.hour >= LATEST)
        self.clock.set(moved)

    async def in_peace(self, people: list[Person]) -> None:
        """Everybody finishes, what is under way gets its outcome, and the bot stops as it should."""
        self.telegram.faults.clear()
        for person in people:
            person.leaving = True
        calls = self._calls
        await self.process.start(command=not self.hooked)
        await self._hears(calls)
        await self._until(lambda: all(person.gone for person in people), 0.1)
        self.move(0.2)
        await self.until_final()
        code, seconds = await self.process.stop()
        if code or seconds > STOPS:
            raise AssertionError(f"the bot ended with {code} after {seconds:.0f} s")

    async def _until(self, so: Callable[[], bool], pause: float) -> None:
        until = asyncio.get_running_loop().time() + SETTLES
        while not so() and asyncio.get_running_loop().time() < until:
            await self.process.dies(pause)

    async def until_final(self) -> None:
        """Nothing is under way in the outbox; while something is, more time passes for it."""
        until = asyncio.get_running_loop().time() + SETTLES
        while await self._under_way() and asyncio.get_running_loop().time() < until:
            self.move(0.2)
            await self.process.dies(2.5)

    async def _under_way(self) -> bool:
        try:
            return bool((await self.records.rows(UNDER_WAY))[0][0])
        except Unreadable:  # somebody writes
            return True


async def run(
    folder: Path, cycles: int, seed: int, cells: int, tell: Callable[[str], None], hook: Hook | None = None
) -> Verdict:
    """All cycles, then one run in peace; what became of everything. ``hook``: Telegram posts."""
    lay(folder / "bot.db", cells)
    clock = DemoClock(folder / "clock")
    clock.set(BEGINS)
    telegram = Telegram(lambda: datetime.now(UTC), everyone_met=True)  # its own clock is not moved: it keeps 24 h
    telegram.add_bot(TOKEN)
    telegram.limits.on = False
    async with serving(telegram) as server:
        process = Process(folder, server.url, hook=hook)
        town = Run(records := File(folder / "bot.db"), telegram, clock, process, hook is not None)
        people = everybody(telegram, lambda: process.up, cells, seed, records)
        async with living(people):
            for number, death in enumerate(deaths(seed, cycles), 1):
                await town.cycle(death)
                if number % 25 == 0:
                    sent = telegram.bot.updates.next_id - FIRST
                    tell(f"{number} cycles, {sent} updates, {clock.now():%d/%m/%Y}")
            await town.in_peace(people)
    for person in people:
        (folder / f"phone-{person.cell}.txt").write_text("\n".join(person.diary), encoding="utf-8")
    return await judge(cycles, telegram, people, records)


@asynccontextmanager
async def living(people: list[Person]) -> AsyncIterator[None]:
    """Everybody goes on until the end."""
    lives = [asyncio.create_task(person.live()) for person in people]
    try:
        yield
    finally:
        for life in lives:
            life.cancel()
        for ended in await asyncio.gather(*lives, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
