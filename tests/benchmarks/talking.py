"""The bots talked to in turn, three times over: answers a second, how long they took, start and memory."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demo.acts import ACTS, Act
from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from tests.benchmarks import district
from tests.benchmarks.peers import AIOGRAM, BARE, ECHO, OURS, PEERS, Peer, Running, fresh, running
from tests.benchmarks.phones import Heard, Talker, Talks, listened
from tests.benchmarks.table import Row, told

FASTER_THAN_BARE = {1: 1.0, 50: 2.5, 500: 2.5}
"""Answers a second inside a form beside the bare conversation's, by number of phones; never fewer than aiogram's."""
LATER_THAN_AIOGRAM = 2 / 3
"""The p95 at 500 phones beside aiogram's."""
SLOWER_START, LARGER = 1.5, 2.0
"""Start to first reply, and idle memory, beside the echo bot's."""
REST = 1.5
"""Seconds of rest before memory is read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many phones talk for how many seconds (one whole talk at least), and how often what is short is measured."""

    crowds: dict[int, float]
    times: int
    runs: int


QUICK = Plan({1: 2.0, 50: 4.0}, 7, 3)
FULL = Plan({1: 6.0, 50: 12.0, 500: 12.0}, 21, 3)


@dataclass(slots=True)
class Measured:
    """One peer's figures, one entry a run."""

    first: list[float] = field(default_factory=list)
    starting: list[float] = field(default_factory=list)
    """Seconds of its core used until then."""
    idle: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    talks: defaultdict[int, list[Talks]] = field(default_factory=lambda: defaultdict(list))

    def median(self, crowd: int, figure: Callable[[Heard], float], *, inside: bool) -> float:
        """The median of the runs."""
        return statistics.median(figure(each.inside if inside else each.whole) for each in self.talks[crowd])


Found = dict[str, Measured]


async def run_peer(peer: Peer, plan: Plan, people: tuple[int, ...], folder: Path, into: Measured) -> None:
    """One run of one peer from its start to its end."""
    telegram = Telegram(DemoClock(folder / "clock").now, everyone_met=True)
    with (folder / "bot.log").open("wb") as log:
        async with serving(telegram) as server, running(peer, telegram, server.url, folder, log) as bot:
            into.first.append(await first_reply(telegram, people[-1], bot))
            into.starting.append(bot.worked())
            await asyncio.sleep(REST)
            into.idle.append(bot.memory())
            phones = [Talker(telegram, user, peer.lines) for user in people[: max(plan.crowds)]]
            await listened(phones[: min(50, max(plan.crowds))], 0.0, bot.worked)
            for crowd, seconds in plan.crowds.items():
                into.talks[crowd].append(await listened(phones[:crowd], seconds, bot.worked))
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


async def measured(plan: Plan, seeded: Path, folder: Path) -> Found:
    """Every peer in turn, three times over."""
    with district.opened(seeded) as db:
        people = district.talkers(db)
    there = [peer for peer in PEERS if peer.installed]
    found = {peer.name: Measured() for peer in there}
    for number in range(1, plan.runs + 1):
        for peer in there:
            told(f"run {number} of {plan.runs}: {peer.name}")
            await run_peer(peer, plan, people, fresh(folder, seeded), found[peer.name])
    return found


def rows(plan: Plan, found: Found) -> list[Row]:
    """All that these runs say."""
    return [*(row for crowd in plan.crowds for row in _of_crowd(found, crowd)), *_sizes(found)]


def _of_crowd(found: Found, crowd: int) -> list[Row]:
    many = f"{crowd} phone{'s' * (crowd > 1)}"
    made = [
        _rate(f"{many}, {what}: {name}", each, crowd, inside=inside)
        for inside, what in ((True, "in the form"), (False, "whole talk"))
        for name, each in found.items()
        if name != ECHO.name or not inside
    ]
    made.append(_beside(found, crowd, BARE, f"{many}, in the form", FASTER_THAN_BARE.get(crowd), inside=True))
    if AIOGRAM.name in found:
        above = 1.0 if crowd in FASTER_THAN_BARE and crowd > 1 else None
        made.append(_beside(found, crowd, AIOGRAM, f"{many}, in the form", above, inside=True))
    made.append(_beside(found, crowd, BARE, f"{many}, whole talk", None, inside=False))
    if AIOGRAM.name in found:
        ours, other = (found[peer.name].median(crowd, _p95, inside=True) for peer in (OURS, AIOGRAM))
        goal = LATER_THAN_AIOGRAM if crowd == max(FASTER_THAN_BARE) else None
        made.append(Row(f"{many}, in the form: p95 of this bot / {AIOGRAM.name}", ours / other, "×", goal))
    return made


def _rate(name: str, each: Measured, crowd: int, *, inside: bool) -> Row:
    p50, p95, cost, busy = (
        each.median(crowd, figure, inside=inside)
        for figure in (lambda heard: heard.within(0.5), _p95, _cost, lambda heard: heard.busy)
    )
    note = f"p50 {p50:,.1f} ms, p95 {p95:,.1f} ms; {cost:.2f} ms CPU each; the load's core {busy:.0%} busy"
    return Row(name, each.median(crowd, _rate_of, inside=inside), "answers/s", note=note)


def _beside(found: Found, crowd: int, peer: Peer, what: str, goal: float | None, *, inside: bool) -> Row:
    """Answers a second beside the peer's: each run's ratio is said, so that noise is seen, and the ratio by CPU."""
    ours, theirs = (found[one.name] for one in (OURS, peer))
    pairs = [
        (a.inside, b.inside) if inside else (a.whole, b.whole)
        for a, b in zip(ours.talks[crowd], theirs.talks[crowd], strict=True)
    ]
    ratios = [a.rate / b.rate for a, b in pairs]
    cheaper = statistics.median(b.cost / a.cost for a, b in pairs)
    note = "runs " + ", ".join(f"{ratio:.2f}" for ratio in ratios) + f"; by CPU an answer {cheaper:.2f}"
    return Row(f"{what}: this bot / {peer.name}", statistics.median(ratios), "×", goal, "at least", note)


def _rate_of(heard: Heard) -> float:
    return heard.rate


def _cost(heard: Heard) -> float:
    return heard.cost


def _p95(heard: Heard) -> float:
    return heard.within(0.95)


def _sizes(found: Found) -> list[Row]:
    """Start and memory, ours beside the echo bot's."""
    made = []
    for name, each in found.items():
        cost = f"{statistics.median(each.starting):.2f} s CPU"
        made += [
            Row(f"start to first reply: {name}", statistics.median(each.first), "s", note=cost),
            Row(f"memory idle: {name}", statistics.median(each.idle), "MB"),
            Row(f"memory after the talks: {name}", statistics.median(each.loaded), "MB"),
        ]
    for what, goal, figure in (
        ("start to first reply", SLOWER_START, lambda each: each.first),
        ("start to first reply, CPU", SLOWER_START, lambda each: each.starting),
        ("memory idle", LARGER, lambda each: each.idle),
    ):
        ours, bare = (statistics.median(figure(found[peer.name])) for peer in (OURS, ECHO))  # type: ignore[no-untyped-call]
        made.append(Row(f"{what}: this bot / {ECHO.name}", ours / bare, "×", goal))
    return made
