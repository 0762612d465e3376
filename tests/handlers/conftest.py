"""A whole bot on a real store, against the made-up Telegram, with phones to hold."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain.people import SWEEP, Role
from bot.domain.units import CellProfile, UnitKind
from demo.phone import Phone
from demo.server import Server, serving
from demo.telegram import Telegram
from handlers import application, commands, routing
from handlers.access import House
from handlers.application import AnyApplication
from handlers.commands import Command, Route
from storage import people, units
from storage.store import Store, once
from storage.tables import inbox
from tests import canaries
from tests.conftest import NOW, ZONE
from tests.small_district import assign, hold, resolve

TOKEN = "7100000001:AAtests-this-token-opens-nothing-anywhere"
SECRETARY, ADMIN, STRANGER = 7_000_001, 7_000_002, 7_000_003


async def until(check: Callable[[], bool | Awaitable[bool]], seconds: float = 5.0) -> None:
    """Waits for something that nobody announces."""
    async with asyncio.timeout(seconds):
        while not (found if isinstance(found := check(), bool) else await found):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def small_district(db: Connection) -> None:
    """One commune with one cell; a secretary and an admin who have joined. Beside it one that is none of their business."""
    day = NOW.date() - timedelta(days=400)
    commune = units.add(db, UnitKind.COMMUNE, "X1", "Đảng bộ xã Lục Nam", None, day)
    cell = units.add(db, UnitKind.CELL, "C1", "Chi bộ thôn Muối", commune, day)
    for name, telegram_id, unit_id, role in (
        ("Nguyễn Văn An", SECRETARY, cell, Role.SECRETARY),
        ("Đỗ Thị Hà", ADMIN, commune, Role.ADMIN),
    ):
        person = people.create(db, name)
        people.join(db, person, telegram_id, NOW)
        people.begin_post(db, person, unit_id, role, day)
    beside = units.add(db, UnitKind.COMMUNE, "X2", "Đảng bộ xã Khuất Mắt", None, day)
    hidden = units.add(db, UnitKind.CELL, "C2", "Chi bộ thôn Muối Khuất", beside, day)
    units.set_profile(db, SWEEP, CellProfile(hidden, day, "3", "19:30", 90, "Đình làng Khuất", official=30))
    people.begin_post(db, people.create(db, "Khuất Thị Kín", "0900 000 099"), hidden, Role.SECRETARY, day)
    hold(db, hidden, NOW.date())
    resolve(db, hidden, NOW.date(), "Sửa mái đình làng Khuất")
    assign(db, hidden, NOW.date(), what="Quyên góp ngói cho đình")


@dataclass
class Stage:
    """The made-up Telegram, the store and the running bot."""

    server: Server
    store: Store
    clock: Callable[[], datetime]
    running: AnyApplication | None = None
    phones: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def telegram(self) -> Telegram:
        return self.server.telegram

    async def phone(self, user: int) -> Phone:
        phone = Phone(self.server, user)
        self.phones.push_async_callback(phone.close)
        return phone

    async def start(self, *, polling: bool = True) -> AnyApplication:
        self.running = application.build(
            token=TOKEN,
            api_url=self.server.url,
            proxy="",
            store=self.store,
            clock=self.clock,
            house=House(ZONE),
        )
        await self.running.initialize()
        await application.start(self.running, polling=polling)
        return self.running

    async def states(self) -> dict[str, int]:
        """How many rows of the inbox stand in which state."""

        def count(db: Connection) -> dict[str, int]:
            found = list(db.execute(select(inbox.c.state)).scalars())
            return {state: found.count(state) for state in set(found)}

        await self.store.write(lambda _: None)  # whatever was to be kept soon is kept with it
        return await self.store.read(count)

    async def stop(self) -> None:
        running, self.running = self.running, None
        if running is not None:
            await application.stop(running)


@asynccontextmanager
async def housing(store: Store) -> AsyncIterator[Stage]:
    telegram = Telegram(lambda: NOW)
    telegram.add_bot(TOKEN)
    for user, name in ((SECRETARY, "An"), (ADMIN, "Hà"), (STRANGER, "Lạ")):
        telegram.add_user(user, name, "")
    async with serving(telegram) as server:
        house = Stage(server, store, lambda: NOW)
        try:
            yield house
        finally:
            await house.stop()
            await house.phones.aclose()
        await once(store.url, nothing_foreign, telegram)  # the store may have been closed by the test


def nothing_foreign(db: Connection, telegram: Telegram) -> None:
    """Matrix 76 and 96: in no byte that reached anybody is anything of a unit that he may not see, nor the token."""
    for sent in telegram.log:
        said = "\n".join((sent.text, str(sent.args), *(name + canaries.unpacked(made) for name, made in sent.files)))
        assert TOKEN not in said
        found = canaries.foreign(db, sent.chat_id, canaries.plain(said), NOW.date())
        assert not found, f"foreign to {sent.chat_id}: {found}\n{said}"


@pytest.fixture
async def house(store: Store) -> AsyncIterator[Stage]:
    """Not started yet: ``await house.start()``."""
    await store.write(small_district)
    async with housing(store) as made:
        yield made


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """``tables(Command(…), Route(…))``: more rows in the bot's tables."""

    def add(*rows: Command | Route) -> None:
        more = tuple(row for row in rows if isinstance(row, Command))
        monkeypatch.setattr(commands, "COMMANDS", (*commands.COMMANDS, *more))
        ways = tuple(row for row in rows if isinstance(row, Route))
        monkeypatch.setattr(commands, "ROUTES", (*commands.ROUTES, *ways))
        forget()

    def forget() -> None:
        routing._commands.cache_clear()
        routing._routes.cache_clear()

    yield add
    monkeypatch.undo()
    forget()
