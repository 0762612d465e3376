"""The store's promises that it keeps in another way on PostgreSQL (``pytest --postgresql``)."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import inbox, offers
from storage.inbox import Received
from storage.store import Store
from storage.tables import audit, metadata, pulse
from tests.conftest import NOW
from tests.postgresql import Server


@pytest.fixture(autouse=True)
def on_postgresql(postgresql: Server | None) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")


def put(db: Connection, name: str) -> None:
    db.execute(insert(pulse).values(name=name, at=NOW, detail=0))


def names(db: Connection) -> set[str]:
    return set(db.execute(select(pulse.c.name)).scalars())


async def test_a_failing_unit_leaves_nothing_and_others_stay(store: Store) -> None:
    def fail(db: Connection) -> None:
        put(db, "half")
        raise ValueError

    told = await asyncio.gather(store.write(put, "a"), store.write(fail), store.write(put, "b"), return_exceptions=True)
    assert [type(item) for item in told] == [type(None), ValueError, type(None)]
    assert await store.read(names) == {"a", "b"}


async def test_fifty_of_fifty_read_modify_writes_count(store: Store) -> None:
    """Matrix 64 and 74."""
    await store.write(put, "n")

    def add_one(db: Connection) -> None:
        seen = db.execute(select(pulse.c.detail).with_for_update()).scalar_one()
        db.execute(update(pulse).values(detail=seen + 1))

    async def ten() -> None:
        for _ in range(10):
            await store.write(add_one)

    await asyncio.gather(*(ten() for _ in range(5)))
    assert await store.read(lambda db: db.execute(select(pulse.c.detail)).scalar_one()) == 50


async def test_the_reader_cannot_write_and_a_cancelled_caller_undoes_nothing(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(put, "a")
    task = asyncio.create_task(store.write(put, "b"))
    await asyncio.sleep(0)
    task.cancel()
    store.write_soon(put, "c")
    await store.close()
    await store.open()
    assert await store.read(names) == {"b", "c"}


async def test_append_only_rows_stay(store: Store) -> None:
    await store.write(lambda db: db.execute(insert(audit).values(at=NOW, act="seen")))
    for change in (update(audit).values(act="other"), audit.delete()):
        with pytest.raises(DBAPIError, match="append-only"):
            await store.write(lambda db, change=change: db.execute(change))  # type: ignore[misc]


async def test_an_update_is_done_once_and_numbers_are_remembered(store: Store) -> None:
    await store.write(inbox.store, 1, [Received(5, {}, 7, "message")] * 2, NOW)
    told = await asyncio.gather(*(store.write(inbox.mark_done, 1, 5, NOW, chat_id=7) for _ in range(5)))
    assert sorted(told) == [False] * 4 + [True]
    assert await store.write(inbox.mark_done, 1, 6, NOW)
    await store.write(offers.put, 7, {1: "a"}, {}, NOW)
    await store.write(offers.put, 7, {2: "b"}, {2: "Chi bộ B"}, NOW)
    assert await store.read(offers.chosen, 7, 2) == ("b", NOW)
    assert await store.read(offers.chosen, 7, 1) is None
    assert await store.read(offers.meant, 7, "chi bo b") == "b"


async def test_a_read_sees_one_state_though_others_commit_meanwhile(store: Store, database_url: str) -> None:
    """As on SQLite: a report's figures and its list come from the same records."""
    other = Store(database_url)
    await other.open()
    writes: list[asyncio.Task[None]] = []

    def twice(db: Connection) -> tuple[set[str], set[str]]:
        before = names(db)
        writes.append(asyncio.get_running_loop().create_task(other.write(put, "between")))
        db.execute(select(func.pg_sleep(0.2)))
        return before, names(db)

    assert await store.read(twice) == (set(), set())
    await writes[0]
    assert await store.read(names) == {"between"}
    await other.close()


async def test_an_index_of_a_part_of_its_table_is_one_here_too(store: Store) -> None:
    """The tables say of which part for SQLite; a step must say so for PostgreSQL as well."""
    wanted = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    of_parts = text("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '% WHERE %'")
    assert set(await store.read(lambda db: db.execute(of_parts).scalars().all())) == wanted


async def test_after_a_crowd_the_same_connection_serves_again(store: Store) -> None:
    """It knows the statements; another would plan them anew."""
    gate = asyncio.Barrier(4)

    async def crowd() -> int:
        await gate.wait()
        return await store.read(connection_of)

    assert len(set(await asyncio.gather(*(crowd() for _ in range(4))))) > 1
    assert len({await store.read(connection_of) for _ in range(6)}) == 1


def connection_of(db: Connection) -> int:
    return int(db.execute(text("SELECT pg_backend_pid()")).scalar_one())
