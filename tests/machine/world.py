"""The world of the made-up stories: the whole bot over one file, the made-up Telegram, a clock, and a death at any moment."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.pool import NullPool

from bot.texts.screen import Rows
from demo.acts import ACTS, Act
from demo.faults import Fault
from demo.server import Server
from demo.telegram import Sent, Telegram
from handlers import application, forms, screens
from handlers.access import House
from handlers.application import AnyApplication, Desk
from schedules.reminders import tick
from schedules.sender import Sender
from storage import outbox, pulse
from storage.store import Store
from storage.tables import inbox
from storage.tables import outbox as outbox_table
from tests.conftest import ZONE
from tests.machine.town import BEGINS, POSTS

TOKEN = "7100000001:AAmachine-this-token-opens-nothing-anywhere"
IMPATIENT = 0.25
"""Seconds that the bot waits for an answer of Telegram, so that a call that hangs ends soon."""
SETTLES = 10.0
UNLABELLED, LABELLED = False, True
AGAIN = "(Gửi lại"
SPEAKING = ("send", "edit", "answer")


@dataclass
class Bot:
    """One life of the bot."""

    number: int
    store: Store
    running: AnyApplication
    sender: Sender
    tasks_before: set[asyncio.Task[Any]]

    @property
    def desk(self) -> Desk:
        desk: Desk = self.running.bot_data["desk"]
        return desk


@dataclass
class World:
    """Everything there is; its methods are the acts of a story, each played until all is quiet again."""

    folder: Path
    now: datetime = BEGINS
    telegram: Telegram = field(init=False)
    server: Server = field(init=False)
    bot: Bot | None = None
    lives: int = 0
    deliveries: list[tuple[str, bool]] = field(default_factory=list)
    """(dedupe key, labelled) of every proactive message that reached its reader, as Telegram saw it."""
    _slept: float = 0.0

    @property
    def path(self) -> Path:
        return self.folder / "bot.db"

    def __post_init__(self) -> None:
        self.telegram = Telegram(lambda: self.now, everyone_met=True)
        self.telegram.add_bot(TOKEN)
        self.telegram.limits.on = False
        for user, name, *_ in POSTS:
            self.telegram.add_user(user, name)
        self.server = Server(self.telegram)
        self.engine: Engine = create_engine(f"sqlite:///{self.path}", poolclass=NullPool)

    def look(self) -> Connection:
        """The records as they stand; to be closed by the caller."""
        return self.engine.connect()

    # --- the bot lives and dies

    async def start(self) -> None:
        """A new life over the same file."""
        self.lives += 1
        before = asyncio.all_tasks()
        store = Store(f"sqlite:///{self.path}")
        await store.open()
        running = application.build(
            token=TOKEN, api_url=self.server.url, proxy="", store=store, clock=lambda: self.now, house=House(ZONE)
        )
        await running.initialize()
        desk: Desk = running.bot_data["desk"]
        desk.transports[0]._read = IMPATIENT
        await application.start(running)
        sender = Sender(
            store,
            partial(self._deliver, running),
            lambda: self.now,
            ZONE,
            in_flight=1,
            worker=f"life{self.lives}",
            clock=lambda: self._slept,
            sleep=self._sleep,
            jitter=lambda: 0.0,
            placed=forms.placed,
        )
        self.bot = Bot(self.lives, store, running, sender, before)
        await self.settle()

    async def _sleep(self, seconds: float) -> None:
        self._slept += seconds
        await asyncio.sleep(0)

    async def _deliver(self, running: AnyApplication, chat_id: int, text: str, rows: Rows) -> int:
        """Sends; what the made-up Telegram then has in its log is what came, whatever the bot is told."""
        mine = select(outbox_table.c.dedupe_key).where(
            outbox_table.c.state == "sending", outbox_table.c.claimed_by.startswith(f"life{self.lives}/")
        )
        with self.look() as db:
            keys = list(db.execute(mine).scalars())
        before = len(self.telegram.sent_to(chat_id, "sendmessage"))
        try:
            return await screens.deliver(running.bot, chat_id, text, rows)
        finally:
            if len(self.telegram.sent_to(chat_id, "sendmessage")) > before:
                self.deliveries += [(key, AGAIN in text) for key in keys]

    async def stop(self) -> None:
        """An orderly end."""
        if self.bot is not None:
            bot, self.bot = self.bot, None
            await application.stop(bot.running)
            await bot.store.close()

    async def die(self) -> None:
        """As kill -9: whatever is under way goes no further."""
        if self.bot is None:
            return
        bot, self.bot = self.bot, None
        dying = asyncio.all_tasks() - bot.tasks_before - {asyncio.current_task()}
        for task in dying:
            task.cancel()
        await asyncio.gather(*dying, return_exceptions=True)
        if bot.running.job_queue is not None:
            bot.running.job_queue.scheduler.shutdown(wait=False)
        for transport in bot.desk.transports:
            await transport.shutdown()
        await bot.store.close()

    # --- quiet

    async def settle(self) -> None:
        """Until every update has been fetched and handled, and nothing more is said."""
        async with asyncio.timeout(SETTLES):
            while not await self._quiet():  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.002)

    async def _quiet(self) -> bool:
        bot = self.bot
        if bot is None:
            return True
        updates = self.telegram.bot.updates
        if updates.queue or not updates.waited_for or bot.running.update_queue.qsize() or bot.desk.tasks:
            return False
        if bot.desk.order._waiting:
            return False
        await bot.store.write(lambda _: None)  # whatever is to be kept soon is kept with it
        with self.look() as db:
            return db.execute(select(inbox.c.update_id).where(inbox.c.state == "new")).first() is None

    # --- acts

    def act(self, user: int, kind: str, **data: Any) -> None:
        """What somebody does with his phone."""
        ACTS[kind](Act(self.telegram, self.telegram.bot, user, data))

    async def acts(self, user: int, kind: str, times: int = 1, **data: Any) -> list[Sent]:
        """The same, and what the bot says to him then."""
        before = len(self.telegram.log)
        for _ in range(times):
            self.act(user, kind, **data)
        await self.settle()
        return [sent for sent in self.telegram.log[before:] if sent.chat_id == user]

    async def write(self, work: Callable[..., Any], *args: Any) -> Any:
        """Something that happens in the records without a phone."""
        if self.bot is None:
            raise RuntimeError("no bot")
        return await self.bot.store.write(work, *args)

    async def tick(self, *, jumped: bool) -> None:
        """The minute's sweep, and everything that it sends; ``jumped``: the clock was moved while the bot was up."""
        if self.bot is None:
            return
        await self.write(pulse.beat, "poll", self.now)
        await tick(self.bot.store, self.now, ZONE, jumped=jumped)
        await self.send()

    async def send(self) -> None:
        """Everything that is due goes out."""
        if self.bot is not None:
            await self.bot.store.write(outbox.recover, self.now)
            await self.bot.sender.drain()
            await self.settle()

    async def dies_during(self, fault: Fault, work: Coroutine[Any, Any, Any]) -> None:
        """Dies while a call to Telegram is under way: whether Telegram has carried it out, the bot never hears."""
        task = asyncio.create_task(work)
        with suppress(TimeoutError):
            async with asyncio.timeout(1.0):
                while not fault.met and not task.done():  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
        await self.die()
        with suppress(asyncio.CancelledError, Exception):
            await task
        self.telegram.faults.clear()

    async def begin(self, laid: Path) -> None:
        """A copy of the town, and the first life."""
        shutil.copy(laid, self.path)
        await self.server.start()
        await self.start()

    async def end(self) -> None:
        """Takes everything down."""
        self.telegram.faults.clear()
        await self.die()
        await self.server.stop()
        self.engine.dispose()


def later(world: World, **by: float) -> None:
    """The clock moves."""
    world.now += timedelta(**by)
