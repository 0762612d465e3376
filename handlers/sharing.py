"""Several processes on one PostgreSQL: each takes chats whose updates wait, whoever received them (decision 0017).

A chat is one process's at a time, by its lock; its updates are read from the inbox in order and handled in its turn.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from handlers import making_up
from handlers.errors import where
from handlers.receiving import SIDE_BY_SIDE, Came
from storage.failpoints import failpoint
from storage.locks import Locks, Lost

if TYPE_CHECKING:
    from handlers.application import Desk

log = structlog.get_logger()
LOOK = 1.0
"""Seconds between looks into the inbox when nobody says that something came."""
DEBTS = 2.0
"""Seconds between the leader's looks for replies that were lost."""
STANDS = 0.25
"""Seconds between looks whether it is ours to poll."""


class Poll(Protocol):
    """Begins or ends asking Telegram for updates."""

    async def __call__(self, *, on: bool) -> None:
        """``on``: begin."""


@dataclass(slots=True)
class Sharing:
    """What one process does in the company of others; ``start`` it with the application."""

    desk: Desk
    locks: Locks
    takes: bool = True
    """Handles updates; False: only receives them."""
    asks: bool = False
    """Asks Telegram how its webhook goes, whoever else does."""
    in_hand: dict[int, int] = field(default_factory=dict)
    """By update: its chat."""
    left: set[int] = field(default_factory=set)
    """Updates whose handling broke in a way that nobody foresaw: they stand until the next start."""
    looked_at: float = 0.0
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _chats: Counter[int] = field(default_factory=Counter)
    _debts: making_up.Debts = field(default_factory=making_up.Debts)
    _loops: list[asyncio.Task[None]] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, poll: Poll | None) -> None:
        """Begins; ``poll`` begins or ends polling."""
        self.locks.heard = self._welcomes
        loops = [self._takes(), self._makes_up()] if self.takes else []
        if poll is not None:
            loops.append(self._polls(poll))
        self._loops = [asyncio.create_task(each) for each in loops]

    async def stop(self) -> None:
        """Takes nothing more, finishes what is in hand, and lets the chats go."""
        self._stopping.set()
        self.locks.woken.set()
        failpoint("wait", "loops")
        await asyncio.gather(*self._loops, return_exceptions=True)
        if self._tasks:
            failpoint("wait", "hand")
            await asyncio.wait(self._tasks)
        with suppress(Lost):
            failpoint("wait", "free")
            await self.locks.free(tuple(self.locks.chats))

    def oldest(self) -> object:
        """The update that has been in hand for longest, or that nobody looks any more; None while all is well."""
        if not self.takes or not self.looked_at:
            return None
        if time.monotonic() - self.looked_at > 30 * LOOK and self.locks.alive:
            return "look"
        return next(iter(self.in_hand), None)

    async def _takes(self) -> None:
        while not self._stopping.is_set():
            self.locks.woken.clear()
            try:
                failpoint("wait", "look")
                await self._look()
            except Lost:
                log.info("sharing.alone")
            except Exception as exc:  # noqa: BLE001 - the next look is the retry
                log.critical("sharing.look", error=type(exc).__name__, where=where(exc))
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK):
                    failpoint("wait", "woken")
                    await self.locks.woken.wait()

    async def _look(self) -> None:
        """Chats that are done with go, others come, and what waits in ours is begun."""
        failpoint("wait", "free")
        await self.locks.free([chat for chat in self.locks.chats if not self._chats[chat]])
        if len(self.in_hand) < 4 * SIDE_BY_SIDE:
            failpoint("wait", "take")
            await self.locks.take()
        failpoint("wait", "rows")
        found = await self.locks.rows(self.in_hand.keys() | self.left)
        self.looked_at = time.monotonic()
        read = [(chat, self.desk.bot.read(json.loads(raw))) for _, chat, raw in found]
        await self.desk.bot.bury([came for _, came in read])
        begun = [(chat, came) for chat, came in read if came.row.state == "new"]
        self.desk.bot.expect([came for _, came in begun])
        for chat, came in begun:
            self._begin(chat, came)

    def _begin(self, chat: int, came: Came) -> None:
        self.in_hand[came.row.update_id] = chat
        self._chats[chat] += 1
        self._beside(self._handle(chat, came))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, chat: int, came: Came) -> None:
        """In its chat's turn, like any update."""
        try:
            failpoint("wait", "turn")
            async with self.desk.order.turn(chat):
                failpoint("wait", "attend")
                await self.desk.attend(came)
        except Exception as exc:  # noqa: BLE001 - the others must go on
            self.left.add(came.row.update_id)
            log.critical("update.left", update_id=came.row.update_id, error=type(exc).__name__, where=where(exc))
        finally:
            failpoint("wait", "settled")
            await self._done_with(chat)
            self.in_hand.pop(came.row.update_id, None)

    async def _makes_up(self) -> None:
        while not await self._stopped_within(DEBTS):
            if not self.locks.holds("leader"):
                self._debts = making_up.Debts()
                continue
            try:
                failpoint("wait", "debts")
                for chat_id, since in await self._debts.look(self.desk):
                    failpoint("wait", "take")
                    if await self.locks.take_one(chat_id):
                        self._chats[chat_id] += 1
                        self._beside(self._pay(chat_id, since))
            except Lost:
                continue
            except Exception as exc:  # noqa: BLE001 - the next look is the retry
                log.critical("sharing.debts", error=type(exc).__name__, where=where(exc))

    async def _pay(self, chat_id: int, since: datetime | None) -> None:
        try:
            failpoint("wait", "show")
            await making_up.show_again(self.desk, chat_id, since)
        finally:
            failpoint("wait", "settled")
            await self._done_with(chat_id)

    async def _done_with(self, chat: int) -> None:
        """The last of a chat gives it back once all that was to be kept soon is kept: nobody then takes it for owed."""
        failpoint("wait", "soon")
        await self.desk.store.settled()
        self._chats[chat] -= 1
        if not self._chats[chat]:
            del self._chats[chat]
            self.desk.flooding.discard(chat)
            self.locks.woken.set()

    async def _polls(self, poll: Poll) -> None:
        """Exactly one process asks Telegram; the others stand by."""
        polling = False
        while not await self._stopped_within(STANDS):
            if (ours := self.locks.holds("poller")) != polling:
                try:
                    failpoint("wait", "poll")
                    await poll(on=ours)
                    polling = ours
                except Exception as exc:  # noqa: BLE001 - tried again
                    log.critical("sharing.poll", error=type(exc).__name__, where=where(exc))

    async def _stopped_within(self, seconds: float) -> bool:
        """Whether it is to end; waits so long for that."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                failpoint("wait", "stop")
                await self._stopping.wait()
        return self._stopping.is_set()

    def _welcomes(self, chat_id: int, codes: dict[int, str]) -> None:
        if codes:
            self.desk.house.welcomed[chat_id] = codes
        else:
            self.desk.house.welcomed.pop(chat_id, None)
