"""Phones that talk in a closed loop: each sends a line, waits for the answer, and sends the next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from demo.acts import ACTS, Act
from demo.telegram import Telegram

PATIENCE = 60.0
"""Seconds without an answer after which the bench gives up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a phone, ``{n}`` in it a number that changes, and words that the answer to it holds."""

    text: str
    expects: str = ""
    when: str = ""
    """Sent only when the last answer holds these words."""


@dataclass(slots=True)
class Heard:
    """What a group of phones heard: how long each answer took, how long they talked, and what the load itself cost."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0
    busy: float = 0.0
    """Share of its core that the load generator with the made-up Telegram used."""
    answers: int = 0
    """All, those after the end too."""
    worked: float = 0.0
    """Seconds that the bot used of its core for them."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.lasted

    @property
    def cost(self) -> float:
        """Milliseconds of its core that the bot used for an answer: what noise on the machine changes least."""
        return 1000 * self.worked / self.answers

    def within(self, share: float) -> float:
        """Milliseconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


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

    async def talk(self, heard: Heard, until: float) -> None:
        """Lines until the moment has come; answers that come after it do not count."""
        queue = self.telegram.listen(self.telegram.bot, self.user)
        try:
            while time.perf_counter() < until:
                line = self.lines[self.at % len(self.lines)]
                if line.when not in self.heard:
                    self.at += 1
                    continue
                number = 1 + (self.user + self.at // len(self.lines)) % 97
                begun = time.perf_counter()
                text = line.text.replace("{n}", str(number))
                ACTS["send"](Act(self.telegram, self.telegram.bot, self.user, {"text": text}))
                said = self.heard = await self._answer(queue)
                ended = time.perf_counter()
                if line.expects not in said:
                    raise AssertionError(f"{text!r} was answered with {said!r}")
                self.at += 1
                heard.answers += 1
                if ended <= until:
                    heard.seconds.append(ended - begun)
                if self.thinks:
                    await asyncio.sleep(self.thinks)
        finally:
            self.telegram.unlisten(queue)

    async def _answer(self, queue: asyncio.Queue[dict[str, object]]) -> str:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await queue.get()
                message = event.get("message")
                if event["type"] == "message" and event["outgoing"] and isinstance(message, dict):
                    return str(message.get("text", ""))


async def listened(talkers: Sequence[Talker], seconds: float, worked: Callable[[], float]) -> Heard:
    """What these phones hear within so many seconds, all talking at once; ``worked`` tells what the bot has used."""
    heard, before = Heard(), worked()
    begun, used = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for talker in talkers:
            group.create_task(talker.talk(heard, begun + seconds))
    heard.lasted = seconds
    heard.worked = worked() - before
    heard.busy = (time.process_time() - used) / (time.perf_counter() - begun)
    return heard
