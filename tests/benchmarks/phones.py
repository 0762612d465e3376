"""Phones that talk in a closed loop: each sends a line, waits for the answer, and sends the next.

A talk has three parts that all phones go through together, so that what is asked *inside* the form is counted by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from demo.acts import ACTS, Act
from demo.telegram import Telegram

PATIENCE = 120.0
"""Seconds without an answer after which the bench gives up."""


class Part(IntEnum):
    """Where in its talk a line stands."""

    OPENING = 0
    INSIDE = 1
    ENDING = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a phone, ``{n}`` in it a number that changes, and words that the answer to it holds."""

    text: str
    expects: str = ""
    when: str = ""
    """Sent only when the last answer holds these words."""
    part: Part = Part.INSIDE


@dataclass(slots=True)
class Heard:
    """What phones heard: how long each answer took, how long they talked, and what that cost the bot."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0
    worked: float = 0.0
    """Seconds that the bot used of its core."""
    load: float = 0.0
    """Seconds that the load generator with the made-up Telegram used of its own."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted

    @property
    def cost(self) -> float:
        """Milliseconds of its core that the bot used for an answer: what noise on the machine changes least."""
        return 1000 * self.worked / len(self.seconds)

    @property
    def busy(self) -> float:
        """Share of its core that the load itself used."""
        return self.load / self.lasted

    def within(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def add(self, other: Heard) -> None:
        """This and the other, one after the other."""
        self.seconds += other.seconds
        self.lasted += other.lasted
        self.worked += other.worked
        self.load += other.load


@dataclass(slots=True)
class Talker:
    """One phone with its place in its conversation, which it goes through again and again."""

    telegram: Telegram
    user: int
    lines: Sequence[Line]
    at: int = 0
    thinks: float = 0.0
    """Seconds from an answer to the next line."""
    heard: str = ""
    """The last answer."""

    async def talk(self, heard: Heard) -> None:
        """Without end; what it heard is noted."""
        while True:
            for part in Part:
                await self.go_through(part, heard)

    async def go_through(self, part: Part, heard: Heard) -> None:
        """All lines of one part of the talk."""
        queue = self.telegram.listen(self.telegram.bot, self.user)
        try:
            while (line := self.lines[self.at % len(self.lines)]).part is part:
                if line.when in self.heard:
                    heard.seconds.append(await self._said(line, queue))
                    if self.thinks:
                        await asyncio.sleep(self.thinks)
                self.at += 1
        finally:
            self.telegram.unlisten(queue)

    async def _said(self, line: Line, queue: asyncio.Queue[dict[str, object]]) -> float:
        number = 1 + (self.user + self.at // len(self.lines)) % 97
        text = line.text.replace("{n}", str(number))
        begun = time.perf_counter()
        ACTS["send"](Act(self.telegram, self.telegram.bot, self.user, {"text": text}))
        said = self.heard = await self._answer(queue)
        if line.expects not in said:
            raise AssertionError(f"{text!r} was answered with {said!r}")
        return time.perf_counter() - begun

    async def _answer(self, queue: asyncio.Queue[dict[str, object]]) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await queue.get()
                message = event.get("message")
                if event["type"] == "message" and event["outgoing"] and isinstance(message, dict):
                    return str(message.get("text", ""))


@dataclass(slots=True)
class Talks:
    """What a group of phones heard: in all, and inside the form."""

    whole: Heard = field(default_factory=Heard)
    inside: Heard = field(default_factory=Heard)


async def listened(talkers: Sequence[Talker], seconds: float, worked: Callable[[], float]) -> Talks:
    """What these phones hear in whole talks, all talking at once, for so many seconds and one talk at least."""
    talks, until = Talks(), time.perf_counter() + seconds
    while True:
        for part in Part:
            heard = await _together(talkers, part, worked)
            talks.whole.add(heard)
            if part is Part.INSIDE:
                talks.inside.add(heard)
        if time.perf_counter() >= until:
            return talks


async def _together(talkers: Sequence[Talker], part: Part, worked: Callable[[], float]) -> Heard:
    heard, before = Heard(), worked()
    begun, used = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for talker in talkers:
            group.create_task(talker.go_through(part, heard))
    heard.lasted, heard.load = time.perf_counter() - begun, time.process_time() - used
    heard.worked = worked() - before
    return heard
