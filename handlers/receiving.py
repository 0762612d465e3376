"""Receiving: updates are kept in the inbox before Telegram hears that they came, then handled chat by chat in order.

python-telegram-bot confirms an update when it enters a queue in memory; a kill would lose it (reliability.md 2.1).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import BaseUpdateProcessor, ExtBot

from handlers.errors import PollTrouble, TokenRefused, where
from handlers.screens import asked_pause
from storage import inbox, outages, pulse
from storage.failpoints import failpoint
from storage.inbox import Received
from storage.store import Store

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
SIDE_BY_SIDE = 256
"""Updates of different chats handled at once."""
MOST_ANSWERED = 30
"""Updates of one chat behind which an earlier one gets no answer of its own; a meeting typed in an outage is fewer."""
POLL_SECONDS = 30
PULSE_EVERY = timedelta(minutes=1)
KEPT = timedelta(days=30)
"""How long handled updates are remembered, without their text; Telegram itself repeats none older than a day."""
T = TypeVar("T")
Raw = Mapping[str, Any]


class InboxBot(ExtBot[None]):
    """A bot whose ``get_updates`` keeps what it fetched before anything else happens to it."""

    def __init__(
        self,
        *args: Any,
        store: Store,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        apology: str = "",
        kept: Callable[[], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._store = store
        self._clock = clock
        self._apology = apology
        self._apologised: set[int] = set()
        self._zone = zone
        self._polled_at: datetime | None = None
        self._heard_at = 0.0
        self._asked_at = 0.0
        self._trouble = PollTrouble()
        self._albums: Counter[str] = Counter()
        self._kept = kept
        """Hears that updates are in the inbox, from which whoever takes their chat will read them; None: they go through
        this process's memory."""

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 - Telegram's, not asyncio's
        allowed_updates: Sequence[str] | None = None,
        **_: Any,
    ) -> tuple[Update, ...]:
        """Fetched, parsed one by one, kept; an update that cannot be read comes back empty, so that it is confirmed."""
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else (timeout or 0)
        data = {"offset": offset, "limit": limit, "timeout": int(seconds), "allowed_updates": allowed_updates}
        raws = await self.asking(self._post("getUpdates", data, read_timeout=seconds + 10))
        read = [self._read(raw) for raw in raws]
        await self.keep([row for _, row in read])
        updates = tuple(update for update, _ in read)
        if self._kept is None:
            self.expect(updates)
        return updates

    async def asking(self, call: Awaitable[T]) -> T:
        """What Telegram answers when it is asked for news; its failures are said sparingly, and none ends the asking."""
        try:
            failpoint("wait", "asking")
            answer = await call
        except InvalidToken:
            self._trouble.failed(refused := TokenRefused("401/404 on getUpdates"))
            self._asked_at = time.monotonic()
            raise refused from None
        except TelegramError as exc:
            self._trouble.failed(exc)
            self._asked_at = time.monotonic() + (asked_pause(exc) if isinstance(exc, RetryAfter) else 0)
            raise
        self._trouble.over()
        self._asked_at = time.monotonic()
        return answer

    @property
    def asked_at(self) -> float:
        """When Telegram was last asked, whatever came of it (``time.monotonic``): who asks is alive."""
        return self._asked_at

    async def keep(self, rows: Sequence[Received]) -> None:
        """Makes the updates durable; TelegramError, on which the poller waits and asks again, when they cannot be."""
        now = self._clock()
        beat = self._polled_at is None or abs(now - self._polled_at) >= PULSE_EVERY
        if not rows and not beat:
            return
        if self._polled_at is None or time.monotonic() - self._heard_at > outages.LONG.total_seconds():
            await self._back(now)
        try:
            await self._store.write(_keep, self.id, rows, now, beat=beat)
        except Exception as exc:
            log.critical("inbox.not_writable", error=type(exc).__name__)
            await self.apologise({row.chat_id for row in rows if row.chat_id is not None and row.chat_id > 0})
            raise TelegramError("inbox not writable") from exc
        self._polled_at, self._heard_at = now, time.monotonic()
        self._apologised.clear()
        if rows and self._kept is not None:
            self._kept()

    async def _back(self, now: datetime) -> None:
        """Telegram is heard for the first time in this run, or in a long time."""
        try:
            gap = await self._store.write(outages.back, now, self._zone)
        except Exception as exc:  # noqa: BLE001 - telling about the past must not stop what comes in now
            log.critical("outage.untold", error=type(exc).__name__, where=where(exc))
            return
        if gap is not None:
            log.critical("outage.over", since=str(gap.down), until=str(gap.up), told=gap.told, above=gap.above)

    async def apologise(self, chats: set[int]) -> None:
        """Once an outage each person whose message cannot be kept hears so; it waits at Telegram or in the inbox."""
        new = chats - self._apologised if self._apology else set()
        self._apologised |= new
        failpoint("wait", "apology")
        await asyncio.gather(
            *(self.send_message(chat, self._apology, parse_mode="HTML") for chat in new), return_exceptions=True
        )

    def read(self, raw: Raw) -> tuple[Update, Received]:
        """One update from elsewhere (a webhook), and the row that keeps it; ``expect`` it once it is kept."""
        return self._read(raw)

    def _read(self, raw: Raw) -> tuple[Update, Received]:
        text = json.dumps(raw)
        kind, chat_id = _about(raw)
        try:
            return Update.de_json(dict(raw), self), Received(raw["update_id"], text, chat_id, kind)
        except Exception as exc:  # noqa: BLE001 - whatever is wrong with it, the next one must come through
            log.critical("update.unreadable", update_id=raw["update_id"], error=type(exc).__name__)
            error = type(exc).__name__
            return Update(raw["update_id"]), Received(raw["update_id"], text, chat_id, kind, "dead", error)

    def expect(self, updates: Sequence[Update]) -> None:
        """They are kept and will be handled: of an album so many parts are still to come."""
        messages = (update.message for update in updates)
        self._albums.update(each.media_group_id for each in messages if each is not None and each.media_group_id)

    def ends_album(self, album: str) -> bool:
        """True for the last part of the album that has been received so far: that one is answered."""
        self._albums[album] -= 1
        if self._albums[album] > 0:
            return False
        del self._albums[album]
        return True

    async def replay(self) -> list[Update]:
        """What was kept and not handled when the program last ended, in order; what is unreadable by now is dead."""
        read = [self._read(json.loads(raw)) for _, raw in await self._store.read(inbox.waiting, self.id)]
        for _, row in read:
            if row.state == "dead":
                await self._store.write(inbox.mark_dead, self.id, row.update_id, row.error)
        updates = [update for update, row in read if row.state == "new"]
        self.expect(updates)
        return updates


def _keep(db: Any, bot_id: int, rows: Sequence[Received], now: datetime, *, beat: bool) -> None:
    inbox.store(db, bot_id, rows, now)
    if beat:
        pulse.beat(db, "poll", now)
        inbox.prune(db, now - KEPT)


def _about(raw: Raw) -> tuple[str, int | None]:
    """Kind and chat of a raw update, whatever shape it has."""
    for kind in ALLOWED_UPDATES:
        if isinstance(part := raw.get(kind), dict):
            inner = part.get("message") if kind == "callback_query" else part
            chat = inner.get("chat") if isinstance(inner, dict) else None
            number = chat.get("id") if isinstance(chat, dict) else None
            return kind, number if isinstance(number, int) else None
    return "", None


class ChatOrder(BaseUpdateProcessor):
    """Each chat's updates one after another, chats side by side; the chat's turn is taken before one of the slots."""

    def __init__(self, slots: int = SIDE_BY_SIDE) -> None:
        super().__init__(1 << 20)  # PTB's own limit stands before the chat's turn: it must never be reached
        self._slots = asyncio.Semaphore(slots)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for the chat's turn, then for a slot."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            failpoint("wait", "slot")
            async with self._slots:
                failpoint("wait", "attend")
                await coroutine
            return
        async with self.turn(chat.id):
            failpoint("wait", "attend")
            await coroutine

    def behind(self, chat_id: int) -> int:
        """How many of the chat's updates wait behind the one whose turn it is."""
        return max(self._waiting.get(chat_id, 0) - 1, 0)

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """The chat's turn, first come first served, and one of the slots."""
        lock = self._turns.setdefault(chat_id, asyncio.Lock())
        self._waiting[chat_id] = self._waiting.get(chat_id, 0) + 1
        try:
            failpoint("wait", "turn")
            async with lock:
                failpoint("wait", "slot")
                async with self._slots:
                    yield
        finally:
            self._waiting[chat_id] -= 1
            if not self._waiting[chat_id]:
                del self._waiting[chat_id], self._turns[chat_id]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
