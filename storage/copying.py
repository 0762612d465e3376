"""All records from one database into an empty other one, SQLite or PostgreSQL, and compared row by row before they are kept.

Values go over as the databases hold them, past the types of the program, so that nothing is read and written anew. The
copy is one transaction of the target: whatever ends it early leaves the target empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, aclosing, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import (
    URL,
    Column,
    Connection,
    Row,
    Table,
    TableClause,
    delete,
    event,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator
from sqlalchemy.util import greenlet_spawn

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP
from storage import audit, fence, instance, migrations, moved, quarantine, sqlite
from storage.ordering import by_bytes
from storage.store import sqlite_path
from storage.tables import metadata, piece_mark, search_entry

UNIT = 2000
"""Rows that are read, written and counted at a time."""
PATIENCE = 1
"""Seconds for which another program may be at work on a SQLite file."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a table has, and SHA-256 over their values in the order of the key."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Copied:
    """What was found of a table on both sides."""

    table: str
    source: Fingerprint
    target: Fingerprint

    @property
    def same(self) -> bool:
        """Nothing was lost, doubled or changed."""
        return self.source == self.target


@dataclass(frozen=True, slots=True)
class Done:
    """Every table, and how many messages are held when the source was a backup (None: it was not)."""

    tables: tuple[Copied, ...]
    held: int | None


def named(url: str) -> str:
    """The database in words: never the user, the password or the options of the address."""
    if (path := sqlite_path(url)) is not None:
        return str(path)
    parsed = make_url(url)
    return f"PostgreSQL {parsed.database or ''} on {parsed.host or 'localhost'}:{parsed.port or 5432}"


def prepare(source: str, target: str) -> None:
    """Refuses what cannot be copied, and makes the tables of a target that has none; call it outside a running loop."""
    there, here = sqlite_path(target), sqlite_path(source)
    if named(source) == named(target):
        raise BadSetting("FROM and TO are the same database.")
    if here is not None:
        if not here.exists():
            raise BadSetting(f"There is no database at {here}.")
        refuse_another_step(source, migrations.stored(here))
    if there is not None and there.exists():
        refuse_another_step(target, migrations.stored(there))
    elif there is not None and instance.lock_of(there).exists():
        raise BadSetting(f"A bot has run on {there}, which is gone: name a new file.")
    else:
        migrations.upgrade(target, only_fresh=True)


def refuse_another_step(url: str, found: str | None) -> None:
    """BadSetting unless the database is at this program's step."""
    if found == (newest := migrations.newest()):
        return
    if found is None:
        raise BadSetting(f"{named(url)} is not a database of this program.")
    if found > newest:
        raise BadSetting(f"{named(url)} is at step {found}, newer than this program knows ({newest}).")
    raise BadSetting(
        f"{named(url)} is at step {found}, the program at {newest}: migrate it first (start this program's bot on it "
        "once, or: python -m bot hold), then stop it."
    )


async def move(source: str, target: str, now: datetime, tell: Tell) -> Done:
    """Copy, compare, keep; BadSetting, and an empty target, when a bot runs on the source or a table differs.

    The source is marked before the target is kept, so that at no moment two databases may send. A SQLite source on which
    no bot has ever run is taken for a backup, older than the world: it stays as it is, and the target begins in quarantine.
    """
    path = sqlite_path(source)
    backup = path is not None and not instance.lock_of(path).exists()
    guard: AbstractContextManager[None] = nullcontext() if backup else instance.only_one(path)
    with guard:
        async with _opened(target) as into, _opened(source) as out_of:
            tables = await greenlet_spawn(_moved, out_of, into, (source, target), now, tell)
            held = await greenlet_spawn(quarantine.begin, into, now, restored=True) if backup else None
            if not backup:
                await greenlet_spawn(moved.mark, out_of, now, named(target))
    return Done(tables, held)


def _moved(
    source: Connection, target: Connection, urls: tuple[str, str], now: datetime, tell: Tell
) -> tuple[Copied, ...]:
    for db, url in zip((source, target), urls, strict=True):
        if db.dialect.name == "postgresql":
            _refuse_company(db, url)
    if (full := first_with_rows(target)) is not None:
        raise BadSetting(f"{named(urls[1])} is not empty (table {full}): name an empty database, or empty that one.")
    tables = copy(source, target, tell)
    if wrong := [each.table for each in tables if not each.same]:
        for each in tables:
            tell(told(each))
        raise BadSetting(f"The copy differs in {', '.join(wrong)}: nothing was kept in {named(urls[1])}; use it not.")
    audit.note(target, now, None, None, "database-copied", {"rows": sum(each.target.rows for each in tables)})
    return tables


def told(each: Copied) -> str:
    """One line: the table, its rows, and whether it is the same."""
    if each.same:
        return f"{each.table:<20} {each.source.rows:>9} rows  {each.source.digest[:16]}  same"
    return f"{each.table:<20} {each.source.rows:>9} rows became {each.target.rows}  DIFFERS"


# --- copying and comparing -------------------------------------------------------------------------------------------


def copy(source: Connection, target: Connection, tell: Tell) -> tuple[Copied, ...]:
    """Every table in the order in which they point to each other, numbers and search index after them; then read back."""
    tables = [*(table for table in metadata.sorted_tables if table is not piece_mark), piece_mark]
    sources = [_copied(source, target, table, tell) for table in tables[:-1]]
    target.execute(delete(piece_mark))  # what the triggers of the copied rows have written
    sources.append(_copied(source, target, piece_mark, tell))
    for table in tables:
        _number_on(target, table)
    if target.dialect.name == "sqlite":
        target.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
    else:
        target.execute(text(f"ANALYZE {search_entry.name}"))
    tell("reading back")
    return tuple(
        Copied(table.name, found, fingerprint(target, table)) for table, found in zip(tables, sources, strict=True)
    )


def fingerprint(db: Connection, table: Table) -> Fingerprint:
    """Of the rows that are there."""
    seen = _Seen()
    for rows in _read(db, table):
        seen.add(rows)
    return seen.found()


def first_with_rows(db: Connection) -> str | None:
    """The first table that is not empty."""
    for table in metadata.sorted_tables:
        if db.execute(select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
            return table.name
    return None


def _copied(source: Connection, target: Connection, table: Table, tell: Tell) -> Fingerprint:
    seen, into = _Seen(), insert(_plain(table))
    try:
        for rows in _read(source, table):
            target.execute(into, [dict(row._mapping) for row in rows])  # noqa: SLF001 - its public name
            seen.add(rows)
            tell(f"{table.name}: {seen.rows} rows")
    except DBAPIError as exc:  # its own words hold the row
        why = type(getattr(exc.orig, "__cause__", None) or exc.orig or exc).__name__
        raise BadSetting(
            f"Table {table.name}, after row {seen.rows} (and before row {seen.rows + UNIT + 1}) in the order of its key: "
            f"a value cannot be copied ({why}). Nothing was kept."
        ) from None
    return seen.found()


class _Seen:
    """Rows counted and hashed: each value with its kind and length, so that no two rows read the same."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, rows: Sequence[Row[Any]]) -> None:
        self.rows += len(rows)
        self._hash.update(
            "".join(f"{'|'.join(map(_canonical, row))}\n" for row in rows).encode("utf-8", "surrogatepass")
        )

    def found(self) -> Fingerprint:
        return Fingerprint(self.rows, self._hash.hexdigest())


def _canonical(value: Any) -> str:
    match value:
        case None:
            return "-"
        case str():
            return f"t{len(value)}:{value}"
        case float():
            return f"r{value.hex()}"
        case int():
            return f"i{value}"
        case _:
            return f"b{bytes(value).hex()}"


def _plain(table: Table) -> TableClause:
    return sa.table(table.name, *(sa.column(each.name, _kept(each)) for each in table.columns))


def _kept(column: Column[Any]) -> Any:
    """The type that the database knows: text for days, moments and JSON."""
    return column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type


def _read(db: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows in the order of the key (texts byte by byte), some at a time; not the mark of an earlier copy."""
    plain = _plain(table)
    order = [_in_bytes(plain.c[key.name]) for key in table.primary_key.columns]
    statement = select(plain).order_by(*order)
    if table.name == "pulse":
        statement = statement.where(plain.c.name != moved.MOVED)
    yield from db.execute(statement, execution_options={"yield_per": UNIT}).partitions()


def _in_bytes(column: Any) -> Any:
    return by_bytes(column) if isinstance(column.type, sa.Text) else column


def _number_on(db: Connection, table: Table) -> None:
    """PostgreSQL counts ids by itself: the next one comes after the newest that was copied."""
    if db.dialect.name == "sqlite" or list(table.primary_key.columns.keys()) != ["id"]:
        return
    newest = db.execute(select(func.max(table.c.id))).scalar()
    if newest is not None:
        db.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))


# --- the two databases ------------------------------------------------------------------------------------------------


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Connection]:
    """A connection in one transaction, which no other writer joins; on PostgreSQL it may be used in a greenlet only."""
    path = sqlite_path(url)
    if path is not None:
        with _file(path) as connection:
            yield connection
        return
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - slow, for PostgreSQL only

    engine = create_async_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    try:
        try:
            opened = await engine.connect()
        except Exception as exc:  # noqa: BLE001 - whatever the driver says may hold the address
            raise BadSetting(f"{named(url)} cannot be used: {type(exc).__name__}.") from None
        async with aclosing(opened), opened.begin():
            if opened.sync_connection is None:
                raise RuntimeError("not connected")
            await opened.run_sync(fence.enclose, SWEEP)
            yield opened.sync_connection
    finally:
        await engine.dispose()


def _file(path: Path) -> AbstractContextManager[Connection]:
    made = sa.create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"isolation_level": None, "timeout": PATIENCE},
        poolclass=NullPool,
    )

    @event.listens_for(made, "connect")
    def on_connect(raw: Any, _: object) -> None:
        for name, value in {**sqlite.PRAGMAS, "busy_timeout": PATIENCE * 1000}.items():
            raw.execute(f"PRAGMA {name}={value}")

    @event.listens_for(made, "begin")
    def on_begin(connection: Connection) -> None:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except DBAPIError:
            raise BadSetting(f"{path} is in use by another program; stop it first.") from None

    return made.begin()


_COMPANY = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
    "AND pid <> pg_backend_pid()"
)


def _refuse_company(db: Connection, url: str) -> None:
    """PostgreSQL has no file to lock: nobody else may be connected."""
    if db.execute(_COMPANY).scalar_one():
        raise BadSetting(f"Others are connected to {named(url)} (a bot?): stop them first.")
    known = db.execute(text("SELECT to_regclass('alembic_version')")).scalar()
    found = db.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    refuse_another_step(url, found)
