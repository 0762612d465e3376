"""Several replicas on one PostgreSQL, one of them killed at a time: ``make chaos REPLICAS=3``."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from bot.duties import Share
from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from tests.chaos.forked import TOKEN, Hook
from tests.chaos.harness import STOPS, Run, living
from tests.chaos.killing import MOST_SAID, SHARED_PLACES, START, Death, Process, deaths
from tests.chaos.phones import Person, everybody
from tests.chaos.records import Server
from tests.chaos.town import BEGINS, lay_shared
from tests.chaos.verdict import FIRST, Verdict, judge
from tests.handlers.test_listening import free_port


@dataclass
class Fleet(Run):
    """What a cycle works with; ``process`` is the one that is killed next."""

    replicas: list[Process] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311
    changes: int = 1
    """Grows with each death: phones then wait until all is said."""

    async def begin(self) -> None:
        """All of them, until each has reached Telegram."""
        for each in self.replicas:
            await self._started(each, "")

    async def cycle(self, death: Death) -> None:
        """One is killed whatever it does, lives once more until its death, and comes again; the others go on."""
        self.telegram.faults.clear()
        if death.fault:
            self.telegram.faults.add(*death.fault, times=2)
        self.process = self.chance.choice(self.replicas)
        await self._killed()
        if death.begun:
            await self.process.start(death.place)
            await self.process.dies(death.begun)
        elif await self._started(self.process, death.place):
            self.move(death.hours)
            await self._says(MOST_SAID if death.place else death.said)
        await self._killed()
        for each in self.replicas:
            if each is not self.process:
                await each.dies(0)  # AssertionError when it ended unbidden
        await self._started(self.process, "")

    async def _killed(self) -> None:
        await self.process.kill()
        self.changes += 1

    async def _started(self, process: Process, failpoint: str) -> bool:
        calls = self.telegram.calls["getme"]
        await process.start(failpoint)
        async with asyncio.timeout(START):
            while self.telegram.calls["getme"] == calls:
                if await process.dies(0.02):
                    self.changes += 1
                    return False
        return True

    async def in_peace(self, people: list[Person]) -> None:
        """Everybody finishes, what is under way gets its outcome, and all stop as they should."""
        self.telegram.faults.clear()
        for person in people:
            person.leaving = True
        await self._until(lambda: all(person.gone for person in people), 0.1)
        self.move(0.2)
        await self.until_final()
        for each in self.replicas:
            code, seconds = await each.stop()
            if code or seconds > STOPS:
                raise AssertionError(f"a replica ended with {code} after {seconds:.0f} s")


async def run(
    folder: Path,
    database: str,
    cycles: int,
    seed: int,
    cells: int,
    shares: Sequence[Share],
    tell: Callable[[str], None],
    *,
    hooked: bool = False,
) -> Verdict:
    """All cycles, then a while in peace; what became of everything. ``shares``: the part of the work of each replica."""
    await lay_shared(database, cells)
    clock = DemoClock(folder / "clock")
    clock.set(BEGINS)
    telegram = Telegram(lambda: datetime.now(UTC), everyone_met=True)
    telegram.add_bot(TOKEN)
    telegram.limits.on = False
    records = Server(database)
    ports = [free_port() for _ in shares] if hooked else []
    dealt = [port for port, share in zip(ports, shares, strict=False) if share != "worker"]
    async with serving(telegram) as server, _dealing(dealt) as address:
        each = zip(ports, shares, strict=False)
        hooks: list[Hook | None] = [Hook(address, port, share) for port, share in each] or [None] * len(shares)
        town = Fleet(
            records=records,
            telegram=telegram,
            clock=clock,
            process=Process(folder, server.url, database),
            replicas=[Process(folder, server.url, database, hook) for hook in hooks],
            chance=random.Random(seed),  # noqa: S311
        )
        people = everybody(telegram, lambda: town.changes, cells, seed, records, settles=True)
        await town.begin()
        async with living(people):
            for number, death in enumerate(deaths(seed, cycles, SHARED_PLACES), 1):
                await town.cycle(death)
                if number % 25 == 0:
                    sent = telegram.bot.updates.next_id - FIRST
                    tell(f"{number} cycles, {sent} updates, {clock.now():%d/%m/%Y}")
            await town.in_peace(people)
    for person in people:
        (folder / f"phone-{person.cell}.txt").write_text("\n".join(person.diary), encoding="utf-8")
    verdict = await judge(cycles, telegram, people, records)
    await records.close()
    return verdict


@asynccontextmanager
async def _dealing(ports: list[int]) -> AsyncIterator[str]:
    """The balancer: each delivery to the next replica that takes it; its address, nothing without ports."""
    if not ports:
        yield ""
        return
    turn = 0

    async def deal(request: web.Request) -> web.Response:
        nonlocal turn
        body, turn = await request.read(), turn + 1
        headers = {name: value for name, value in request.headers.items() if name.startswith(("X-", "Content-Type"))}
        for offset in range(len(ports)):
            url = f"http://127.0.0.1:{ports[(turn + offset) % len(ports)]}/telegram/hook"
            try:
                async with session.post(url, data=body, headers=headers) as got:
                    if got.status != 503:
                        return web.Response(status=got.status)
            except (ClientError, OSError, TimeoutError):
                continue
        return web.Response(status=503)

    app = web.Application()
    app.router.add_post("/telegram/hook", deal)
    runner = web.AppRunner(app, access_log=None)
    async with ClientSession(timeout=ClientTimeout(total=10)) as session:
        await runner.setup()
        port = free_port()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield f"http://127.0.0.1:{port}/telegram/hook"
        finally:
            await runner.cleanup()
