"""Locks among processes on one PostgreSQL, and what two of them could lose to each other (``pytest --postgresql``)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, text

from bot.domain.units import UnitKind
from storage import drafts, inbox, outages, people, pulse, tables
from storage.inbox import Received
from storage.locks import Locks, Lost, Seat
from storage.store import Store
from tests.conftest import NOW, ZONE
from tests.postgresql import Server
from tests.small_district import add_unit

BOT = 7_100_000_001
BOTH: frozenset[Seat] = frozenset({"leader", "poller"})


@pytest.fixture(autouse=True)
def on_postgresql(postgresql: Server | None) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[tuple[Locks, Locks]]:
    """Those of two processes."""
    made = Locks(database_url, BOT, BOTH), Locks(database_url, BOT, BOTH)
    for each in made:
        await each.open()
    yield made
    for each in made:
        await each.close()


def end_sessions(db: Connection) -> None:
    """As the server does when it is restarted."""
    db.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bot locks'"))


async def kept(store: Store, *rows: tuple[int, int | None]) -> None:
    await store.write(inbox.store, BOT, [Received(key, {"update_id": key}, chat) for key, chat in rows], NOW)


async def test_a_post_is_one_process_s_and_falls_free_with_it(sessions: tuple[Locks, Locks]) -> None:
    one, other = sessions
    for each in (one, other, one):
        await each.stand()
    assert set(one.held) == BOTH
    assert not other.held
    await one.close()
    async with asyncio.timeout(5):
        while not other.holds("leader"):
            await other.stand()
    await other.stand()
    assert other.holds("poller")


async def test_bots_with_other_tokens_poll_beside_each_other(database_url: str, sessions: tuple[Locks, Locks]) -> None:
    await sessions[0].stand()
    other = Locks(database_url, BOT + 1, BOTH)
    await other.open()
    await other.stand()
    assert other.held.keys() == {"poller"}
    await other.close()


async def test_a_chat_is_one_process_s_and_its_updates_come_in_order(
    store: Store, sessions: tuple[Locks, Locks]
) -> None:
    one, other = sessions
    await kept(store, (3, 70), (1, 70), (2, 80), (4, None))
    await asyncio.gather(one.take(), other.take())
    assert one.chats | other.chats == {70, 80, 0}
    assert not one.chats & other.chats
    await kept(store, (5, 70))
    holder, waiting = (one, other) if 70 in one.chats else (other, one)
    assert [row[0] for row in await holder.rows({3}) if row[1] == 70] == [1, 5]
    assert not await waiting.take_one(70)
    assert not await holder.take_one(70), "not twice by one"
    await holder.free({70, 999})
    assert await waiting.take_one(70)


async def test_what_is_handled_is_taken_by_nobody(store: Store, sessions: tuple[Locks, Locks]) -> None:
    await kept(store, (1, 70))
    await store.write(inbox.mark_done, BOT, 1, NOW)
    await sessions[0].take()
    assert not sessions[0].chats
    assert not await sessions[0].rows(())


async def test_a_session_that_was_ended_holds_nothing_and_comes_again(
    store: Store, sessions: tuple[Locks, Locks]
) -> None:
    one, other = sessions
    await kept(store, (1, 70))
    await one.stand()
    await one.take()
    await store.write(end_sessions)
    with pytest.raises(Lost):
        await one.stand()
    assert not one.alive
    assert not one.held
    assert not one.chats
    keeping = asyncio.create_task(other.keep())
    async with asyncio.timeout(10):
        while not other.holds("leader"):  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.01)
    await other.take()
    assert other.chats == {70}
    keeping.cancel()


async def test_a_word_wakes_the_others(sessions: tuple[Locks, Locks]) -> None:
    one, other = sessions
    heard: list[tuple[int, dict[int, str]]] = []
    for each in sessions:
        each.woken.clear()
    other.heard = lambda chat, codes: heard.append((chat, codes))
    one.wake()
    one.welcome(70, {1: "join:y:token"})
    async with asyncio.timeout(5):
        await other.woken.wait()
        while not heard:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.01)
    assert heard == [(70, {1: "join:y:token"})]


async def test_of_fifty_hands_on_one_draft_one_is_first_and_none_is_lost(store: Store) -> None:
    """Matrix 25 and 64: 49 are refused as overtaken, read again and lose nothing."""

    def begin(db: Connection) -> None:
        db.execute(insert(tables.unit).values(id=1, kind="cell", code="C1", opened_on=NOW.date()))
        db.execute(insert(tables.person).values(id=7, name="Nguyễn Văn An", telegram_id=1007))
        about = {"person_id": 7, "unit_id": 1, "chat_id": 1007, "form": "meeting", "form_version": 1}
        drafts.start(db, **about, now=NOW, data=[])  # type: ignore[arg-type]

    def opened(db: Connection) -> drafts.Draft:
        found = drafts.open_of(db, 7)
        assert found is not None
        return found

    await store.write(begin)
    refused = 0
    together = asyncio.Barrier(50)

    async def hand(number: int) -> None:
        nonlocal refused
        draft = await store.read(opened)
        await together.wait()
        while True:
            try:
                await store.write(drafts.save, draft, [*draft.data, number], draft.revision + 1, NOW)
            except drafts.Overtaken:
                refused += draft.revision == 1
                draft = await store.read(opened)
            else:
                return

    await asyncio.gather(*map(hand, range(50)))
    final = await store.read(opened)
    assert refused == 49
    assert sorted(final.data) == list(range(50))
    assert final.revision == 51


async def test_processes_that_start_together_make_the_root_admin_once(store: Store) -> None:
    def unit(db: Connection) -> None:
        add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")

    await store.write(unit)
    await asyncio.gather(*(store.write(people.ensure_root_admins, {555}, NOW) for _ in range(6)))
    found = await store.read(lambda db: list(db.execute(select(tables.post.c.id)).scalars()))
    assert len(found) == 1


async def test_one_of_those_that_come_back_tells_of_the_outage(store: Store) -> None:
    """Matrix 14."""
    await store.write(pulse.beat, "poll", NOW - timedelta(hours=30))
    told = await asyncio.gather(*(store.write(outages.back, NOW, ZONE) for _ in range(4)))
    assert sum(gap is not None for gap in told) == 1
