"""Several processes on one PostgreSQL, here as several applications in one loop (``pytest --postgresql``)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from sqlalchemy import Connection, select, text, update

from bot.domain.people import SWEEP, Role
from demo.acts import ACTS, Act
from demo.server import Server, serving
from demo.telegram import Telegram
from handlers import application, listening, sharing
from handlers.access import House
from handlers.application import AnyApplication, desk_of
from handlers.webhook import SECRET_HEADER, Webhook
from storage import invitations, people, tables
from storage.locks import Locks, Seat
from storage.store import Store
from tests import postgresql as servers
from tests.conftest import NOW, ZONE
from tests.handlers.conftest import ADMIN, SECRETARY, STRANGER, TOKEN, small_district, until
from tests.handlers.test_listening import SECRET, free_port

BOT = int(TOKEN.partition(":")[0])


@pytest.fixture(autouse=True)
def on_postgresql(postgresql: servers.Server | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")
    monkeypatch.setattr(sharing, "DEBTS", 0.1)


@dataclass
class Replica:
    """One process's part: its store, its locks, its application."""

    store: Store
    locks: Locks
    running: AnyApplication
    ends: AsyncExitStack

    async def dies(self) -> None:
        """Its session ends; what it had in hand it does not finish."""
        for task in (*desk_of(self.running).sharing._loops, *desk_of(self.running).sharing._tasks):  # type: ignore[union-attr]
            task.cancel()
        await self.locks.close()


@dataclass
class Town:
    """The made-up Telegram, and as many replicas as a test starts."""

    url: str
    server: Server
    ends: AsyncExitStack
    replicas: list[Replica] = field(default_factory=list)

    @property
    def telegram(self) -> Telegram:
        return self.server.telegram

    async def replica(self, *, polls: bool = False, takes: bool = True) -> Replica:
        ends = await self.ends.enter_async_context(AsyncExitStack())
        store = Store(self.url)
        await store.open()
        ends.push_async_callback(store.close)
        seats: set[Seat] = {"leader"} if takes else set()
        locks = Locks(self.url, BOT, frozenset(seats | {"poller"} if polls else seats))
        ends.push_async_callback(locks.close)
        locks.begin()
        await until(lambda: locks.alive)
        running = application.build(
            token=TOKEN,
            api_url=self.server.url,
            proxy="",
            store=store,
            clock=lambda: NOW,
            house=House(ZONE),
            locks=locks,
            takes=takes,
        )
        await running.initialize()
        ends.push_async_callback(application.stop, running)
        await application.start(running, polling=polls)
        made = Replica(store, locks, running, ends)
        self.replicas.append(made)
        return made

    def says(self, user: int, *texts: str) -> list[Any]:
        """Updates as Telegram would post them; they wait for the poller, too."""
        bot = self.telegram.bot
        for each in texts:
            ACTS["send"](Act(self.telegram, bot, user, {"text": each}))
        return [each.update for each in bot.updates.queue]

    async def states(self) -> list[tuple[int, str, bool]]:
        """Of each update: its number, its state, and whether it was answered."""
        found = select(tables.inbox.c.update_id, tables.inbox.c.state, tables.inbox.c.answered_at.is_not(None))
        return await self.replicas[0].store.read(lambda db: [tuple(row) for row in db.execute(found)])


@pytest.fixture
async def town(store: Store, database_url: str) -> AsyncIterator[Town]:
    await store.write(small_district)
    telegram = Telegram(lambda: NOW, everyone_met=True)
    telegram.add_bot(TOKEN)
    telegram.limits.on = False
    async with serving(telegram) as server, AsyncExitStack() as ends:
        yield Town(database_url, server, ends)


async def test_one_polls_both_answer_and_nothing_is_answered_twice(town: Town) -> None:
    """Matrix 5, 12 and 39."""
    for _ in range(2):
        await town.replica(polls=True)
    people_ = range(7_000_100, 7_000_120)
    for user in people_:
        town.says(user, "/start", "xin chào", "/trogiup")
    await until(lambda: sum(len(town.telegram.texts_to(user)) for user in people_) >= 60, 20)
    await until(lambda: not any(desk_of(each.running).sharing.in_hand for each in town.replicas))  # type: ignore[union-attr]
    assert [len(town.telegram.texts_to(user)) for user in people_] == [3] * 20
    assert {state for _, state, _ in await town.states()} == {"done"}
    assert sorted(each.locks.holds("poller") for each in town.replicas) == [False, True]


async def test_the_form_goes_on_whoever_takes_the_next_answer(town: Town) -> None:
    """Matrix 22: each answer by whichever process is first."""
    for _ in range(3):
        await town.replica(polls=True)
    for count, words in enumerate(("/hop", "3", "19h30-21h"), 1):
        town.says(SECRETARY, words)
        await until(lambda count=count: len(town.telegram.texts_to(SECRETARY)) == count)  # type: ignore[misc]
    drafts_ = await town.replicas[0].store.read(lambda db: db.execute(select(tables.draft.c.revision)).scalar_one())
    assert drafts_ >= 3


async def test_who_stands_by_takes_over_when_the_poller_dies(town: Town) -> None:
    first = await town.replica(polls=True)
    await until(lambda: first.locks.holds("poller"))
    other = await town.replica(polls=True)
    await first.dies()
    await until(lambda: other.locks.holds("poller") and other.locks.holds("leader"))
    town.says(SECRETARY, "/trogiup")
    await until(lambda: len(town.telegram.texts_to(SECRETARY)) == 1)


async def test_what_a_dead_one_had_taken_the_living_handle(town: Town) -> None:
    """Matrix 1: its chats are free the moment its session is."""
    dead, alive = await town.replica(), await town.replica()
    desk_of(dead.running).sharing._stopping.set()  # type: ignore[union-attr]
    await asyncio.sleep(1.2)  # it takes nothing more
    assert await dead.locks.take_one(SECRETARY)
    (raw,) = town.says(SECRETARY, "/trogiup")
    await desk_of(alive.running).bot.receive([desk_of(alive.running).bot.read(raw)])
    await asyncio.sleep(1.2)  # longer than a look: nobody else may handle it
    assert not town.telegram.texts_to(SECRETARY)
    await dead.dies()
    await until(lambda: len(town.telegram.texts_to(SECRETARY)) == 1)


async def test_a_reply_that_was_lost_is_made_up_for_once_by_the_leader(town: Town) -> None:
    """Matrix 4."""
    one = await town.replica()
    for row in town.says(SECRETARY, "/trogiup"):
        await desk_of(one.running).bot.receive([desk_of(one.running).bot.read(row)])
    await until(lambda: len(town.telegram.texts_to(SECRETARY)) == 1)
    await asyncio.sleep(0.3)
    assert len(town.telegram.texts_to(SECRETARY)) == 1, "nothing was owed"
    await one.store.write(lambda db: db.execute(update(tables.inbox).values(answered_at=None)))
    await until(lambda: len(town.telegram.texts_to(SECRETARY)) == 2)
    await asyncio.sleep(0.3)
    assert len(town.telegram.texts_to(SECRETARY)) == 2
    assert all(answered for _, _, answered in await town.states())


async def test_an_invitation_s_number_is_known_to_the_others_and_kept_nowhere(town: Town) -> None:
    def invite(db: Connection) -> str:
        cell = db.execute(select(tables.unit.c.id).where(tables.unit.c.code == "C1")).scalar_one()
        admin = people.by_telegram(db, ADMIN)
        assert admin is not None
        return invitations.invite(db, SWEEP, cell, Role.DEPUTY, None, admin.id, NOW, 72)

    one, other = await town.replica(), await town.replica()
    token = await one.store.write(invite)
    bot = desk_of(other.running).bot
    await bot.receive([bot.read(town.says(STRANGER, f"/start {token}")[-1])])
    await until(lambda: "Phó bí thư" in "".join(town.telegram.texts_to(STRANGER)))
    await until(lambda: all(STRANGER in desk_of(each.running).house.welcomed for each in (one, other)))
    assert not await one.store.read(lambda db: db.execute(text("SELECT count(*) FROM offer")).scalar_one())
    await bot.receive([bot.read(town.says(STRANGER, "1")[-1])])
    await until(lambda: len(town.telegram.texts_to(STRANGER)) == 2)
    await until(lambda: not any(STRANGER in desk_of(each.running).house.welcomed for each in (one, other)))


async def test_a_web_replica_only_receives_and_a_wrong_secret_leaves_nothing(town: Town) -> None:
    """Matrix 16 and 17: 200 only when the update is in the inbox, whoever handles it later."""
    web = await town.replica(takes=False)
    url = f"http://127.0.0.1:{free_port()}"
    hook = Webhook(f"{url}/telegram", SECRET)
    web.ends.push_async_callback(
        await listening.listen(web.running, "127.0.0.1", int(url.rpartition(":")[2]), hook, tuple)
    )
    (raw,) = town.says(SECRETARY, "/trogiup")

    async def post(secret: str) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{url}/telegram", json=raw, headers={SECRET_HEADER: secret}) as got,
        ):
            return got.status

    assert await post("wrong") == 403
    assert await town.states() == []
    assert await post(SECRET) == 200
    assert [state for _, state, _ in await town.states()] == ["new"]
    assert await post(SECRET) == 200, "again is no harm"
    await asyncio.sleep(0.2)
    assert not town.telegram.texts_to(SECRETARY)
    await town.replica()
    await until(lambda: len(town.telegram.texts_to(SECRETARY)) == 1)
    await web.store.close()
    assert await post(SECRET) == 503


async def test_a_process_without_its_session_is_not_ready(town: Town) -> None:
    one = await town.replica()
    assert desk_of(one.running).sharing is not None
    assert one.locks.alive
    one.locks.wanted = frozenset()
    await one.locks.close()
    assert not one.locks.alive
