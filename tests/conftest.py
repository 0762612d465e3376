"""Fixtures: a real SQLite with all tables, and a clock that stands where the reference puts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, create_engine, event

from storage.tables import metadata

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=ZONE)
"""Thursday 05/11/2026 20:00, the test clock of domain.md section 7."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def db() -> Iterator[Connection]:
    """A connection to a fresh database in memory, inside a transaction; storage functions are called with it."""
    engine = create_engine("sqlite://")

    @event.listens_for(engine, "connect")
    def on_connect(raw: object, _: object) -> None:
        raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]

    metadata.create_all(engine)
    with engine.begin() as connection:
        yield connection
    engine.dispose()
