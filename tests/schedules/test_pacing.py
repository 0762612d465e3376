"""Several senders on one PostgreSQL keep one pace (``pytest --postgresql``); they read the server's clock, no test does."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, select, update

from schedules.sender import LEASE
from storage import outbox, pacing, pulse
from storage.store import Store
from storage.tables import outbox as table
from tests.conftest import ZONE
from tests.postgresql import Server
from tests.schedules.conftest import MORNING, district
from tests.schedules.test_sender import states


@pytest.fixture(autouse=True)
def on_postgresql(postgresql: Server | None) -> None:
    if postgresql is None:
        pytest.skip("of PostgreSQL only: pytest --postgresql")


def next_at(db: Connection) -> float:
    found = pulse.last(db, pacing.PACE)
    assert found is not None
    return float(found.detail)


async def claim(store: Store, rate: float) -> tuple[outbox.Claimed | None, float]:
    return await store.write(pacing.claim, "one", MORNING, LEASE, ZONE, rate)


async def test_each_claim_of_whichever_sender_gets_the_next_place(store: Store, database_url: str) -> None:
    await store.write(district, 8)
    other = Store(database_url)
    await other.open()
    await claim(store, 10)
    first = await store.read(next_at)
    found = await asyncio.gather(*(claim(each, 10) for each in (store, other) * 3))
    assert await store.read(next_at) == pytest.approx(first + 6 / 10)
    assert len({claimed.ids for claimed, _ in found if claimed is not None}) == 6, "and none is claimed twice"
    await other.close()


async def test_whose_place_is_far_off_lets_the_message_go_and_takes_no_place(store: Store) -> None:
    await store.write(district, 2)
    await claim(store, 1 / 60)
    before = await store.read(next_at)
    with pytest.raises(pacing.Paused):
        await claim(store, 1 / 60)
    assert await store.read(next_at) == before
    assert sorted(await store.read(states)) == ["pending", "sending"]


async def test_a_pause_is_everybody_s(store: Store) -> None:
    """Matrix 44."""
    await store.write(district, 2)
    await store.write(pacing.pause, 60.0, MORNING)
    until = await store.read(next_at)
    await store.write(pacing.pause, 5.0, MORNING)
    assert await store.read(next_at) == until, "a shorter one ends no longer one"
    with pytest.raises(pacing.Paused):
        await claim(store, 20)
    assert set(await store.read(states)) == {"pending"}


async def test_nothing_to_send_takes_no_place(store: Store) -> None:
    await store.write(district, 1)
    await store.write(lambda db: db.execute(update(table).values(state="expired")))
    assert await claim(store, 20) == (None, 0.0)
    assert await store.read(pulse.last, pacing.PACE) is None
    assert await store.read(lambda db: db.execute(select(table.c.id)).first()) is not None
