"""After every test from end to end: nobody was sent a byte of what is not his, and no log holds content or a token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from demo.server import Server, serving
from demo.telegram import Telegram
from storage.store import Store
from tests import canaries
from tests.conftest import NOW
from tests.handlers.conftest import ADMIN, SECRETARY, nothing_foreign, small_district
from tests.handlers.conftest import TOKEN as BOT_TOKEN

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


@pytest.fixture
async def server(database_url: str) -> AsyncIterator[Server]:
    store = Store(database_url)
    await store.open()
    await store.write(small_district)
    await store.close()
    telegram = Telegram(lambda: NOW, everyone_met=True)
    telegram.add_bot(BOT_TOKEN)
    for user in (SECRETARY, ADMIN):
        telegram.add_user(user, "x", "")
    async with serving(telegram) as made:
        yield made


@pytest.fixture(autouse=True)
def nothing_told_to_others(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Matrix 76, 96 and 97."""
    yield
    engine = create_engine(database_url)
    with engine.connect() as db:
        names, data = canaries.texts(db)
        for value in request.node.funcargs.values():
            telegram = getattr(value, "telegram", value)
            if isinstance(telegram, Telegram):
                nothing_foreign(db, telegram)
    engine.dispose()
    written = set().union(*names.values(), *data.values())
    for path in tmp_path.rglob("*.log"):
        log = path.read_text(encoding="utf-8", errors="replace")
        assert not TOKEN.search(log), path
        assert not {word for word in written if word in log}, path
