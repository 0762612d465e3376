"""A bot's queue of updates: offsets, long polling, one poller at a time, and what a test may do to it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from demo.refusals import refuse

Json = dict[str, Any]

KEPT = timedelta(hours=24)
"""Telegram forgets an update after this."""
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "inline_query",
        "message_reaction",
        "message_reaction_count",
        "channel_post",
        "edited_channel_post",
    }
)
CONFLICT = "terminated by other getUpdates request; make sure that only one bot instance is running"
CONFLICT_PAUSE = 3.0
"""Seconds: a second conflict within this time is told only after it, as Telegram does."""


@dataclass(slots=True)
class Waiting:
    """One update not yet confirmed."""

    update: Json
    at: datetime
    served: bool = False
    insists: bool = False
    """Stays until served once, whatever the offset says (an update served again, an id that fell)."""

    @property
    def id(self) -> int:
        """Its update_id."""
        return int(self.update["update_id"])


@dataclass(slots=True)
class Updates:
    """Updates wait here in order until the bot confirms them by a higher offset (or its webhook answers 200)."""

    queue: deque[Waiting] = field(default_factory=deque)
    next_id: int = 100_000_001
    allowed: tuple[str, ...] = ()
    """Kinds the bot asked for; empty: all but those that Telegram sends on request only."""
    last_batch: tuple[Json, ...] = ()
    polled_at: float = 0.0
    """Monotonic seconds of the last getUpdates."""
    _poll: asyncio.Future[None] | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _next_conflict: float = 0.0
    _odd: bool = False

    @property
    def waited_for(self) -> bool:
        """A poll waits now."""
        return self._poll is not None and not self._poll.done()

    def push(self, kind: str, payload: Any, now: datetime) -> int | None:
        """Queues an update; gives its id, or None when the bot does not want its kind."""
        if (self.allowed and kind not in self.allowed) or (not self.allowed and kind in NOT_BY_DEFAULT):
            return None
        update_id = self.next_id
        self.next_id += 1
        self.queue.append(Waiting({"update_id": update_id, kind: payload}, now, insists=self._odd))
        self._wake()
        return update_id

    def serve_again(self, now: datetime) -> int:
        """The last batch comes once more, as after a confirmation that got lost; gives how many."""
        self._odd = True
        still = {waiting.id: waiting for waiting in self.queue}
        for update in reversed(self.last_batch):
            if (waiting := still.get(update["update_id"])) is None:
                self.queue.appendleft(Waiting(update, now, insists=True))
            else:
                waiting.served, waiting.insists = False, True
        self._wake()
        return len(self.last_batch)

    def jump(self, next_id: int) -> None:
        """The next update gets this id, higher or lower than those before (Telegram does so after a quiet week)."""
        self.next_id = next_id
        self._odd = True

    def drop(self) -> None:
        """Forgets everything that waits (drop_pending_updates)."""
        self.queue.clear()

    def confirm(self, offset: int) -> None:
        """Forgets what an offset confirms; a negative one keeps the last so many only."""
        if offset < 0:
            while len(self.queue) > -offset:
                self.queue.popleft()
            return
        if offset == 0 or not self.queue:
            return
        if self._odd:
            last = max((i for i, w in enumerate(self.queue) if w.served and w.id == offset - 1), default=-1)
            kept = [
                w for i, w in enumerate(self.queue) if (w.insists and not w.served) or (i > last and w.id >= offset)
            ]
            self.queue = deque(kept)
            return
        while self.queue and self.queue[0].id < offset:
            self.queue.popleft()

    def batch(self, limit: int, now: datetime) -> list[Json]:
        """Up to ``limit`` updates from the oldest on; those older than a day are gone."""
        while self.queue and now - self.queue[0].at > KEPT:
            self.queue.popleft()
        served = []
        for waiting, _ in zip(self.queue, range(limit), strict=False):
            waiting.served = True
            served.append(waiting.update)
        if served:
            self.last_batch = tuple(served)
        return served

    async def poll(
        self,
        offset: int,
        limit: int,
        seconds: float,
        now: Callable[[], datetime],
    ) -> list[Json]:
        """getUpdates: answers at once when something waits, else when something comes or time is up.

        A poll that waits is ended with 409 by the next one that would wait.
        """
        self.polled_at = time.monotonic()
        self.confirm(offset)
        if (served := self.batch(limit, now())) or seconds <= 0:
            return served
        self.end_poll(CONFLICT)
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            return []
        except Exception:
            await self._pause_conflict()
            raise
        finally:
            mine.cancel()
            if self._poll is mine:
                self._poll = None
        return self.batch(limit, now())

    def end_poll(self, why: str) -> None:
        """Ends a poll that waits, with 409."""
        if why and self._poll is not None and not self._poll.done():
            self._poll.set_exception(refuse(why, 409))

    async def wait(self) -> None:
        """Returns when something is queued (for the webhook's messenger)."""
        self._arrived.clear()
        if not self.queue:
            await self._arrived.wait()

    def _wake(self) -> None:
        self._arrived.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    async def _pause_conflict(self) -> None:
        now = time.monotonic()
        if now < self._next_conflict:
            await asyncio.sleep(CONFLICT_PAUSE)
        else:
            self._next_conflict = now + CONFLICT_PAUSE
