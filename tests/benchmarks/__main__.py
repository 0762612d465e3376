"""``python -m tests.benchmarks [--quick]``: prints one table and writes ``bench.json``."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demo.acts import ACTS, Act
from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from tests.benchmarks import district, inside
from tests.benchmarks.peers import BARE, OURS, PEERS, Peer, Running, cores, fresh, running
from tests.benchmarks.phones import Heard, Talker, listened
from tests.benchmarks.table import Row, as_json, rendered

RUNS = 3
FIRST_REPLY = 2.0
MEMORY = 150.0
LEAST = {1: 0.8, 50: 2.0}
"""Answers a second beside the bare conversation's, by number of phones."""
WARM = 1.5
"""Seconds of talk before what counts, and of rest before memory is read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many phones talk for how many seconds, and how often what is short is measured."""

    crowds: dict[int, float]
    times: int


QUICK = Plan({1: 2.0, 50: 3.0}, 7)
FULL = Plan({1: 5.0, 50: 8.0, 500: 10.0}, 21)


@dataclass(slots=True)
class Measured:
    """One peer's figures, one entry a run."""

    first: list[float] = field(default_factory=list)
    starting: list[float] = field(default_factory=list)
    """Seconds of its core used until then."""
    idle: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    heard: defaultdict[int, list[Heard]] = field(default_factory=lambda: defaultdict(list))

    def median(self, crowd: int, figure: Callable[[Heard], float]) -> float:
        """The median of the runs."""
        return statistics.median(figure(heard) for heard in self.heard[crowd])


async def run_peer(peer: Peer, plan: Plan, people: tuple[int, ...], folder: Path, into: Measured) -> None:
    """One run of one peer from its start to its end."""
    telegram = Telegram(DemoClock(folder / "clock").now, everyone_met=True)
    with (folder / "bot.log").open("wb") as log:
        async with serving(telegram) as server, running(peer, telegram, server.url, folder, log) as bot:
            into.first.append(await first_reply(telegram, people[-1], bot))
            into.starting.append(bot.worked())
            await asyncio.sleep(WARM)
            into.idle.append(bot.memory())
            phones = [Talker(telegram, user, peer.lines) for user in people[: max(plan.crowds)]]
            for crowd, seconds in plan.crowds.items():
                await listened(phones[:crowd], WARM, bot.worked)
                into.heard[crowd].append(await listened(phones[:crowd], seconds, bot.worked))
            into.loaded.append(bot.memory())


async def first_reply(telegram: Telegram, user: int, bot: Running) -> float:
    """Seconds from the start of the process to its first words."""
    queue = telegram.listen(telegram.bot, user)
    ACTS["send"](Act(telegram, telegram.bot, user, {"text": "/start"}))
    async with asyncio.timeout(60):
        while True:
            event = await queue.get()
            if event["type"] == "message" and event["outgoing"]:
                telegram.unlisten(queue)
                return time.perf_counter() - bot.started_at


async def measured(plan: Plan, seeded: Path, folder: Path, peers: tuple[Peer, ...]) -> dict[str, Measured]:
    """Every peer in turn, three times over."""
    with district.opened(seeded) as db:
        people = district.talkers(db)
    found = {peer.name: Measured() for peer in peers}
    for number in range(1, RUNS + 1):
        for peer in peers:
            told(f"run {number} of {RUNS}: {peer.name}")
            await run_peer(peer, plan, people, fresh(folder, seeded), found[peer.name])
    return found


def talk_rows(plan: Plan, found: dict[str, Measured]) -> list[Row]:
    """Answers a second and how long they took, at each number of phones; ours beside the bare conversation."""
    rows = []
    for crowd in plan.crowds:
        many = f"{crowd} phone{'s' * (crowd > 1)}"
        for name, each in found.items():
            p50, p95 = (each.median(crowd, lambda heard, share=share: heard.within(share)) for share in (0.5, 0.95))  # type: ignore[misc]
            cost, busy = each.median(crowd, lambda heard: heard.cost), each.median(crowd, lambda heard: heard.busy)
            note = f"p50 {p50:,.1f} ms, p95 {p95:,.1f} ms; {cost:.2f} ms CPU each; the load's core {busy:.0%} busy"
            rows.append(Row(f"{many}: {name}", each.median(crowd, lambda heard: heard.rate), "answers/s", note=note))
        ours, bare = (found[peer.name].median(crowd, lambda heard: heard.rate) for peer in (OURS, BARE))
        cheaper = found[BARE.name].median(crowd, lambda heard: heard.cost) / found[OURS.name].median(
            crowd, lambda heard: heard.cost
        )
        note = f"{spread(found, crowd)}; by CPU an answer {cheaper:.2f}"
        rows.append(Row(f"{many}: this bot / {BARE.name}", ours / bare, "×", LEAST.get(crowd), "at least", note))
    return rows


def spread(found: dict[str, Measured], crowd: int) -> str:
    """The ratio of each run, so that noise is seen."""
    pairs = zip(found[OURS.name].heard[crowd], found[BARE.name].heard[crowd], strict=True)
    return "runs " + ", ".join(f"{ours.rate / bare.rate:.2f}" for ours, bare in pairs)


def size_rows(found: dict[str, Measured]) -> list[Row]:
    """Start and memory."""
    rows = []
    for name, each in found.items():
        ours = name == OURS.name
        first, cost = statistics.median(each.first), f"{statistics.median(each.starting):.2f} s CPU"
        rows += [
            Row(f"start to first reply: {name}", first, "s", FIRST_REPLY if ours else None, note=cost),
            Row(f"memory idle: {name}", statistics.median(each.idle), "MB", MEMORY if ours else None),
            Row(f"memory after the talks: {name}", statistics.median(each.loaded), "MB", MEMORY if ours else None),
        ]
    return rows


def told(line: str) -> None:
    """Progress goes to stderr, the table to stdout."""
    print(line, file=sys.stderr, flush=True)


def bench(plan: Plan, folder: Path) -> list[Row]:
    """All rows."""
    seeded = folder / "seeded"
    seeded.mkdir()
    told(f"making a district of {district.CELLS} cells × {district.MONTHS} months")
    begun = time.perf_counter()
    district.lay(seeded)
    made = time.perf_counter() - begun
    if pinned := cores():
        os.sched_setaffinity(0, {pinned[0]})
    found = asyncio.run(measured(plan, seeded, folder / "run", PEERS))
    told("commands and sweeps")
    return [
        *talk_rows(plan, found),
        *size_rows(found),
        *inside.commands(seeded, plan.times),
        *inside.sweeps(seeded, plan.times),
        inside.importing(3),
        Row(f"seed of {district.CELLS} × {district.MONTHS}", made, "s"),
    ]


def main() -> None:
    """The table; no goal missed ends with another exit code: a bench is read, not obeyed."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="about a minute (also: QUICK=1)")
    quick = asked.parse_args().quick or os.environ.get("QUICK", "") not in {"", "0"}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = bench(QUICK if quick else FULL, Path(folder))
    print(rendered(rows))
    kept = {"quick": quick, "rows": [as_json(row) for row in rows]}
    Path("bench.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
