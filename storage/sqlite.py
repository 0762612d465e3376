"""SQLite as this program uses it: its settings read back at each connect, one writing thread, read-only readers."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import aiosqlite
import structlog
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool

from bot.domain.errors import BadSetting
from storage.failpoints import failpoint

log = structlog.get_logger()

APPLICATION_ID = 0x43424254
"""Marks the file as ours (``CBBT``), so that another program's database is never written to."""
GROUP = 512
"""Units committed together at most: the first of them must not wait for ever."""
SOON = 0.2
"""Seconds that a unit nobody waits for may wait for another one to share its commit."""
READERS = 4
COMMIT_TRIES = 6
"""Times busy_timeout: how long a commit waits for readers when the journal is a rollback journal."""

PRAGMAS: dict[str, str | int] = {
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,  # what is deleted (raw updates, /start with a token) is overwritten
}
OF_WRITER = {"cache_spill": 0}
"""With a rollback journal, pages put out before the commit would lock the readers out."""
OF_READER = {"query_only": 1}


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """False for a SQLite with the WAL-reset bug: 3.7.0 to 3.51.2 without the back-ported fixes, and the withdrawn 3.52.0."""
    if version[:2] in ((3, 44), (3, 50)):
        return version >= ((3, 44, 6) if version[1] == 44 else (3, 50, 7))  # noqa: PLR2004
    return version >= (3, 51, 3) and version != (3, 52, 0)


def journal_mode() -> str:
    """``wal``, or ``persist`` where the SQLite in use may lose committed rows in WAL.

    A rollback journal that stays (its header zeroed at each commit) spares making and deleting a file a commit.
    """
    return "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "persist"


def prepare(raw: Any, *, writer: bool) -> None:
    """The settings on a new connection, each read back; BadSetting when one does not hold."""
    cursor = raw.cursor()
    try:
        for name, value in (PRAGMAS | (OF_WRITER if writer else OF_READER)).items():
            cursor.execute(f"PRAGMA {name}={value}")
            cursor.execute(f"PRAGMA {name}")
            if (found := cursor.fetchone()) is None or found[0] != value:
                raise BadSetting(f"SQLite does not keep PRAGMA {name}={value} (it says {found}).")
        if writer:
            cursor.execute(f"PRAGMA journal_mode={journal_mode()}")
            if (found := cursor.fetchone())[0] != journal_mode():
                raise BadSetting(f"SQLite does not take journal_mode={journal_mode()} (it says {found[0]}).")
    finally:
        cursor.close()


def checked(path: Path) -> None:
    """BadSetting with one clear line unless the file is there, ours, and can be written."""
    if not path.exists():
        raise BadSetting(f"There is no database at {path}.")
    try:
        raw = sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=rw", uri=True, timeout=5, isolation_level=None)
    except sqlite3.Error as exc:
        raise BadSetting(f"The database {path} cannot be opened: {exc}.") from exc
    with contextlib.closing(raw):
        try:
            found = raw.execute("PRAGMA application_id").fetchone()[0]
            if found != APPLICATION_ID:
                raise BadSetting(f"{path} is not a database of this program.")
            raw.execute("BEGIN IMMEDIATE")  # of itself no proof: on a read-only file it is a plain BEGIN
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
            raw.execute("ROLLBACK")
        except sqlite3.Error as exc:
            raise BadSetting(f"The database {path} cannot be used: {exc}.") from exc


def _engine(path: Path, *, writer: bool) -> Engine:
    """Makes connections in autocommit mode, each with its settings; whoever holds one says BEGIN and COMMIT himself."""
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"isolation_level": None, "timeout": 5}, poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def on_connect(raw: Any, _: object) -> None:
        prepare(raw, writer=writer)

    return engine


class Reader(aiosqlite.Connection):
    """A read-only connection in aiosqlite's thread: a whole read goes there at once, so that a report of forty statements
    costs two hops between threads, not eighty.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(self._opened, iter_chunk_size=64)
        self._engine = engine
        self._thread.daemon = True  # a program that ends by a fault does not wait for a report

    def _opened(self) -> sqlite3.Connection:
        self._db = self._engine.connect()
        return cast("sqlite3.Connection", self._db.connection.dbapi_connection)

    async def read(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What ``work`` returns from one transaction, which sees one state."""
        return await self._here(self._seen, work, args, kwargs)

    async def _here(self, work: Callable[..., Any], *args: Any) -> Any:
        """``work`` in the thread. As its documentation has it, aiosqlite takes SQL alone; its own calls go this way."""
        execute: Callable[..., Any] = super()._execute
        return await execute(work, *args)

    def _seen(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._conn.execute("BEGIN")
        try:
            return work(self._db, *args, **kwargs)
        finally:
            self._db.rollback()
            if self._conn.in_transaction:
                self._conn.execute("ROLLBACK")

    async def end(self) -> None:
        """Closes it once what is asked of it is answered."""
        await self._here(self._db.close)
        await self.close()


class Readers:
    """At most ``READERS`` connections, each made when all others are busy."""

    def __init__(self, path: Path) -> None:
        self._engine = _engine(path, writer=False)
        self._free = asyncio.Semaphore(READERS)
        self._idle: list[Reader] = []
        self._all: list[Reader] = []

    async def read(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What ``work`` returns. A read whose caller is gone is finished before its connection is used again."""
        async with self._free:
            reader = self._idle.pop() if self._idle else await self._opened()
            try:
                return await reader.read(work, args, kwargs)
            finally:
                self._idle.append(reader)

    async def _opened(self) -> Reader:
        reader = Reader(self._engine)
        await reader
        self._all.append(reader)
        return reader

    async def close(self) -> None:
        """Waits for what is being read."""
        for reader in self._all:
            await reader.end()
        self._all.clear()
        self._engine.dispose()


Unit = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], "asyncio.Future[Any] | None"]
"""Without a future nobody waits for it."""
Outcome = tuple[Any, BaseException | None]


class Writer:
    """The one thread that writes: it takes all units that wait, runs them in one transaction and commits once.

    SQLAlchemy's own begin and commit are passed by (the DBAPI connection is in autocommit mode and the thread says
    BEGIN IMMEDIATE and COMMIT itself): they cost more than the rest, and forget the transaction when a commit fails.
    """

    def __init__(self, path: Path) -> None:
        self._engine = _engine(path, writer=True)
        self._waiting: queue.SimpleQueue[list[Unit] | None] = queue.SimpleQueue()
        self._later: list[Unit] = []
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._started: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._closed = False

    async def open(self) -> None:
        """Starts the thread; raises what its connection raises."""
        self._thread.start()
        await self._started

    def submit(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> asyncio.Future[Any]:
        """The unit queued; its future is done after the commit. Cancelling it does not undo the unit."""
        future = self._loop.create_future()
        self._queue((work, args, kwargs, future))
        self._flush()
        return future

    def submit_soon(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """The unit queued before the next one, in the same commit; by itself when none comes soon. A failure is logged."""
        self._queue((work, args, kwargs, None))
        if self._timer is None:
            self._timer = self._loop.call_later(SOON, self._flush)

    def _queue(self, unit: Unit) -> None:
        if self._closed:
            raise RuntimeError("the store is closed")
        self._later.append(unit)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._later:
            self._waiting.put(self._later)
            self._later = []

    async def close(self) -> None:
        """Lets the thread finish what was queued, and waits for it."""
        if not self._closed:
            self._closed = True
            self._flush()
            self._waiting.put(None)
        await self._loop.run_in_executor(None, self._thread.join)

    def _run(self) -> None:
        try:
            self._connect()
        except BaseException as exc:  # noqa: BLE001 - told to the opener
            self._wake(self._started.set_exception, exc)
            return
        self._wake(self._started.set_result, None)
        try:
            while (group := self._group()) is not None:
                self._wake(_tell, group, self._outcomes(group))
        finally:
            with contextlib.suppress(sqlite3.Error):
                if journal_mode() == "persist":
                    self._raw.execute("PRAGMA journal_mode=delete")  # an orderly end leaves one file
            self._db.close()
            self._engine.dispose()

    def _connect(self) -> None:
        self._db = self._engine.connect()
        self._raw: sqlite3.Connection = self._db.connection.dbapi_connection  # type: ignore[assignment]

    def _group(self) -> list[Unit] | None:
        """All that waits, at least one; None once the store is closed and the queue is empty."""
        group: list[Unit] = []
        while len(group) < GROUP:
            try:
                units = self._waiting.get(block=not group)
            except queue.Empty:
                break
            if units is None:
                if not group:
                    return None
                self._waiting.put(None)
                break
            group += units
        return group

    def _outcomes(self, group: list[Unit]) -> list[Outcome]:
        outcomes = self._together(group)
        if outcomes is None:
            return [outcome for unit in group for outcome in self._together([unit]) or []]
        return outcomes

    def _together(self, group: list[Unit]) -> list[Outcome] | None:
        """What became of each unit; None when one of several failed and nothing was kept."""
        try:
            self._raw.execute("BEGIN IMMEDIATE")
            values = [work(self._db, *args, **kwargs) for work, args, kwargs, _ in group]
            if not self._raw.in_transaction:
                raise RuntimeError("the transaction ended inside a unit of work")  # noqa: TRY301
        except BaseException as exc:  # noqa: BLE001 - told to the caller
            self._undo()
            return None if len(group) > 1 else [(None, exc)]
        failpoint("commit", *(unit[0] for unit in group))
        try:
            self._commit()
        except BaseException as exc:  # noqa: BLE001 - told to every caller of the group
            self._undo()
            return [(None, exc)] * len(group)
        failpoint("committed", *(unit[0] for unit in group))
        return [(value, None) for value in values]

    def _commit(self) -> None:
        for attempt in range(COMMIT_TRIES):
            try:
                self._raw.execute("COMMIT")
            except sqlite3.OperationalError as exc:
                if exc.sqlite_errorcode != sqlite3.SQLITE_BUSY or attempt == COMMIT_TRIES - 1:
                    raise
            else:
                return

    def _undo(self) -> None:
        try:
            self._db.rollback()
            if self._raw.in_transaction:  # hot statements alone: SQLAlchemy knows of no transaction
                self._raw.execute("ROLLBACK")
        except BaseException as exc:  # noqa: BLE001 - the connection is given up
            log.warning("store.reconnect", error=type(exc).__name__)
            with contextlib.suppress(BaseException):
                self._db.invalidate()
                self._db.close()
            self._connect()

    def _wake(self, callback: Callable[..., object], *args: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(callback, *args)


def _tell(group: list[Unit], outcomes: list[Outcome]) -> None:
    for (work, _, _, future), (value, failure) in zip(group, outcomes, strict=True):
        if future is None:
            if failure is not None:
                not_kept(work, failure)
        elif future.done():
            continue
        elif failure is None:
            future.set_result(value)
        else:
            future.set_exception(failure)


def not_kept(work: Callable[..., Any], failure: BaseException) -> None:
    """Says that what nobody waits for has failed."""
    log.error("store.write_soon", work=getattr(work, "__qualname__", "unit"), error=type(failure).__name__)
