"""Fixtures: a real SQLite with all tables, and a clock that stands where the reference puts it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from sqlalchemy import Connection, create_engine, event

from storage import migrations, sqlite
from storage.store import Store
from storage.tables import metadata

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=ZONE)
"""Thursday 05/11/2026 20:00, the test clock of domain.md section 7."""

# On CI the same examples are tried each time; by hand new ones are, and what they find becomes an @example.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("by-hand", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "by-hand")


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def db() -> Iterator[Connection]:
    """A connection to a fresh database in memory, inside a transaction; storage functions are called with it."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def on_connect(raw: object, _: object) -> None:
        for name, value in sqlite.PRAGMAS.items():
            raw.execute(f"PRAGMA {name}={value}")  # type: ignore[attr-defined]

    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with today's tables and no rows, made once by the migrations; copy it before use."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    migrations.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """The address of a fresh database file."""
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store over a fresh file."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()
