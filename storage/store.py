"""The two doors to the records: ``store.write(work, …)`` and ``store.read(work, …)``.

``work`` is a plain function of a Core connection. It touches nothing else, may be run twice, never waits and never
sends. On SQLite all writes go through one thread that commits waiting units together; on PostgreSQL each is a
transaction of its own. Cancelling the caller does not undo what it has asked for.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import structlog
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import BadSetting
from storage import fence, sqlite
from storage.failpoints import failpoint

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[Concatenate[Connection, P], T]


PREPARED = 500
"""Statements that a connection to PostgreSQL keeps prepared: planning one of the large ones costs more than running it. The
connection used last is used next, so that few of them learn all."""


def sqlite_path(url: str) -> Path | None:
    """The file of a ``sqlite:///path`` address, None for PostgreSQL; BadSetting for anything else."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSetting("DATABASE_URL is not an address (sqlite:///path or postgresql+asyncpg://…).") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return Path(parsed.database)
        case "postgresql" if parsed.drivername == "postgresql+asyncpg":
            return None
        case _:
            raise BadSetting("DATABASE_URL must be sqlite:///path or postgresql+asyncpg://…")


class Store:
    """The records of one database; ``open`` it in the running loop, ``close`` it in the same one."""

    def __init__(self, url: str) -> None:
        self.path = sqlite_path(url)
        self.url = url
        self._writer: sqlite.Writer | None = None
        self._readers: sqlite.Readers | None = None
        """Of SQLite, made by the first read."""
        self._engine: AsyncEngine | None = None
        """Of PostgreSQL."""
        self._tasks: set[asyncio.Future[Any]] = set()
        self._soon: set[asyncio.Future[Any]] = set()
        """Of PostgreSQL: what was to be kept soon."""

    async def open(self) -> None:
        """Connects; BadSetting when the database is missing, another program's, or cannot be written."""
        if self.path is None:
            from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - slow, for PostgreSQL only

            self._engine = create_async_engine(
                self.url,
                pool_size=8,
                max_overflow=0,
                pool_pre_ping=True,
                pool_use_lifo=True,
                connect_args={"prepared_statement_cache_size": PREPARED},
            )
            return
        sqlite.checked(self.path)
        if sqlite.journal_mode() != "wal":
            log.info("store.rollback_journal", why="this SQLite has the WAL-reset bug", version=sqlite3.sqlite_version)
        writer = sqlite.Writer(self.path)
        await writer.open()
        self._writer = writer

    async def close(self) -> None:
        """Keeps what was queued, then gives up every connection; may be called twice."""
        while self._tasks:
            await asyncio.wait(self._tasks)
        writer, readers, engine = self._writer, self._readers, self._engine
        self._writer = self._readers = self._engine = None
        try:
            if writer is not None:
                await writer.close()
        finally:
            if readers is not None:
                await readers.close()
            if engine is not None:
                await engine.dispose()

    async def write(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns, once it is committed; what it raises, once it is rolled back."""
        failpoint("write", work)
        if self._writer is not None:
            made = await self._writer.submit(work, args, kwargs)
        else:
            made = await asyncio.shield(self._kept(self._in_transaction(work, args, kwargs)))
        failpoint("written", work)
        return cast("T", made)

    def write_soon(self, work: Work[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Kept with the next commit, in a moment at the latest, without waiting; a failure is logged, ``close`` waits for it."""
        if self._writer is not None:
            self._writer.submit_soon(work, args, kwargs)
            return
        future = self._kept(self._in_transaction(work, args, kwargs))
        self._soon.add(future)
        future.add_done_callback(self._soon.discard)
        future.add_done_callback(partial(_log_failure, work))

    async def settled(self) -> None:
        """Once what was to be kept soon until now is kept (PostgreSQL: others look into the same records)."""
        if self._soon:
            failpoint("wait", "soon")
            await asyncio.wait(tuple(self._soon))

    async def read(self, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns from one consistent state, on a connection that cannot write."""
        failpoint("read", work)
        if self._engine is not None:
            return await self._read_there(self._engine, work, args, kwargs)
        if self.path is None or self._writer is None:
            raise RuntimeError("the store is closed")
        if self._readers is None:
            self._readers = sqlite.Readers(self.path)
        failpoint("reading", work)
        return cast("T", await self._readers.read(work, args, kwargs))

    async def _read_there(self, engine: AsyncEngine, work: Callable[..., T], args: Any, kwargs: Any) -> T:
        failpoint("reading", work)
        async with engine.connect() as connection:
            failpoint("reading", work)
            await connection.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
            failpoint("reading", work)
            return await connection.run_sync(_fenced, work, args, kwargs)

    async def _in_transaction(self, work: Callable[..., T], args: Any, kwargs: Any) -> T:
        if self._engine is None:
            raise RuntimeError("the store is closed")
        failpoint("begin", work)
        async with self._engine.begin() as connection:
            failpoint("commit", work)
            return await connection.run_sync(_fenced, work, args, kwargs)

    def _kept(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Future[Any]:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _fenced(db: Connection, work: Callable[..., T], args: Any, kwargs: Any) -> T:
    fence.begin(db, work)
    return work(db, *args, **kwargs)


def _log_failure(work: Callable[..., Any], future: asyncio.Future[Any]) -> None:
    if not future.cancelled() and (exc := future.exception()) is not None:
        sqlite.not_kept(work, exc)


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """A part of a unit of work that fails alone: what it did is undone, and what it raised goes on to whoever asked for it."""
    raw = db.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        with db.begin_nested():
            yield
        return
    if not raw.in_transaction:  # ended by an error of SQLite's: a savepoint would begin another one and commit it
        raise RuntimeError("the transaction has ended")
    raw.execute("SAVEPOINT part")  # by itself: SQLAlchemy's own costs more than what stands in it (hot.py)
    try:
        yield
    except BaseException:
        raw.execute("ROLLBACK TO part")
        raw.execute("RELEASE part")
        raise
    raw.execute("RELEASE part")


async def once(url: str, work: Work[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """One unit of work on a store opened for it (the command line)."""
    store = Store(url)
    await store.open()
    try:
        return await store.write(work, *args, **kwargs)
    finally:
        await store.close()
