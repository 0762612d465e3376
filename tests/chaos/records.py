"""The bot's records as the harness looks at them: a file of SQLite, or a database of PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

Rows = list[tuple[Any, ...]]


class Unreadable(Exception):
    """Locked, or left in the middle of a commit by the kill."""


class Records(Protocol):
    """Whatever they are kept in."""

    async def rows(self, statement: str) -> Rows:
        """What it finds; Unreadable just now."""

    async def sound(self) -> bool:
        """Whether the database is whole."""


@dataclass(frozen=True)
class File:
    """SQLite's."""

    path: Path

    async def rows(self, statement: str) -> Rows:
        """Read at once: nothing here waits."""
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=0)) as db:
                return db.execute(statement).fetchall()
        except sqlite3.Error as exc:
            raise Unreadable from exc

    async def sound(self) -> bool:
        """By its own check."""
        return await self.rows("PRAGMA integrity_check") == [("ok",)]


@dataclass
class Server:
    """PostgreSQL's."""

    url: str
    _engine: AsyncEngine | None = field(default=None, repr=False)
    _busy: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def rows(self, statement: str) -> Rows:
        """One at a time, on a connection of its own."""
        async with self._busy:
            if self._engine is None:
                sees_all = {"server_settings": {"bot.scope": "all"}}  # the fence stands before the tables' owner, too
                self._engine = create_async_engine(self.url, pool_size=1, max_overflow=0, connect_args=sees_all)
            async with self._engine.connect() as connection:
                return [tuple(row) for row in await connection.exec_driver_sql(statement)]

    async def sound(self) -> bool:
        """The server answers; it has no such check of its own."""
        return await self.rows("SELECT 1") == [(1,)]

    async def close(self) -> None:
        """No connection is left."""
        if self._engine is not None:
            await self._engine.dispose()
