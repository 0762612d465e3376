"""Brings a database to today's tables: numbered steps under ``versions/``, written by Alembic, run in one transaction.

Alembic is imported only when there is something to do, so that an ordinary start does not pay for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP
from storage.fence import enclose
from storage.instance import refuse_a_lost_one
from storage.locks import alone
from storage.sqlite import APPLICATION_ID
from storage.store import sqlite_path

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

log = structlog.get_logger()
HERE = Path(__file__).parent


def newest() -> str:
    """The number of the last step, ``0001``."""
    return max(path.name[:4] for path in (HERE / "versions").glob("[0-9]*.py"))


def upgrade(url: str, *, only_fresh: bool = False) -> None:
    """Makes the database, or brings it to the newest step; BadSetting when it is not ours, or newer than this program.

    Call it outside a running loop. An existing SQLite file is copied beside itself first. ``only_fresh``: a PostgreSQL
    database that has tables already must be at the newest step.
    """
    path = sqlite_path(url)
    if path is None:
        asyncio.run(_upgrade_postgres(url, only_fresh=only_fresh))
    elif not path.exists():
        refuse_a_lost_one(path)
        _create(path)
    elif (found := stored(path)) != newest():
        _refuse_newer(found)
        _copy(path, found)
        upgrade_file(path)


def upgrade_file(path: Path) -> None:
    """Brings an existing SQLite file to the newest step, all steps or none; BadSetting when it is newer than this program."""
    if (found := stored(path)) != newest():
        _refuse_newer(found)
        _upgrade_sqlite(path)
        log.info("database.migrated", before=found, after=newest())


def stored(path: Path) -> str:
    """The step that an existing SQLite file is at; BadSetting when it is not a database of this program.

    Opened for writing: a kill may have left a journal that is rolled back before anything can be read.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path.resolve().as_posix()}?mode=rw", uri=True)) as raw:
            if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise BadSetting(f"{path} is not a database of this program.")
            return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except sqlite3.Error as exc:
        raise BadSetting(f"The database {path} cannot be read: {exc}.") from exc


def config() -> Config:
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 - slow; see above

    made = Config()
    made.set_main_option("script_location", HERE.as_posix().replace("%", "%%"))
    made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    made.set_main_option("path_separator", "os")
    return made


def run(connection: Connection) -> None:
    """All missing steps on that connection; the caller commits."""
    from alembic import command  # noqa: PLC0415 - slow; see above

    made = config()
    made.attributes["connection"] = connection
    command.upgrade(made, "head")


def _create(path: Path) -> None:
    """A new file appears under its name only when it is complete: an empty one is never taken for a database."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        _upgrade_sqlite(fresh)
        fresh.chmod(0o600)
        os.replace(fresh, path)  # noqa: PTH105 - says that it replaces
    except OSError as exc:
        raise BadSetting(f"The database {path} cannot be made: {exc.strerror}.") from exc


def _copy(path: Path, found: str) -> None:
    copy = path.with_name(f"{path.name}.before-{newest()}-from-{found}")
    copy.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(path)) as raw:
            raw.execute("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
    except (sqlite3.Error, OSError) as exc:
        raise BadSetting(f"The database {path} cannot be copied before migrating: {exc}.") from exc


def _upgrade_sqlite(path: Path) -> None:
    """All missing steps in one transaction; a step may fail as it likes, nothing of any is kept then."""
    from sqlalchemy import create_engine, event  # noqa: PLC0415 - slow; see above
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    engine = create_engine(f"sqlite:///{path}", connect_args={"isolation_level": None}, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            run(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise BadSetting(f"The database {path} cannot be migrated: a row would point nowhere.")  # noqa: TRY301
    except BadSetting:
        raise
    except Exception as exc:
        why = f"{type(exc).__name__}: {getattr(exc, 'orig', exc)}".splitlines()[0]
        raise BadSetting(f"The database {path} cannot be migrated and stays as it was ({why}).") from exc


_ANY_TABLE = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"


async def _upgrade_postgres(url: str, *, only_fresh: bool) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - slow; see above
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    try:
        engine = create_async_engine(url, poolclass=NullPool)
    except ImportError:
        raise BadSetting("PostgreSQL needs the asyncpg package (the extra named postgresql).") from None
    try:
        async with engine.begin() as connection:
            await connection.run_sync(alone, "migrations")
            await connection.run_sync(enclose, SWEEP)
            known = (await connection.execute(text("SELECT to_regclass('alembic_version')"))).scalar()
            found = (
                (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() if known else None
            )
            if found != newest():
                _refuse_newer(found or "")
                if only_fresh and (await connection.execute(text(_ANY_TABLE))).scalar():
                    _refuse_tables(found)
                await connection.run_sync(run)
    except BadSetting:
        raise
    except Exception as exc:
        raise BadSetting(f"The PostgreSQL database cannot be used: {type(exc).__name__}.") from exc
    finally:
        await engine.dispose()


def _refuse_newer(found: str) -> None:
    if found > newest():
        raise BadSetting(
            f"The database is at step {found}, newer than this program knows ({newest()}): update the program."
        )


def _refuse_tables(found: str | None) -> None:
    raise BadSetting(
        f"The PostgreSQL database has tables already, at step {found or 'none of this program'}, not at {newest()}: "
        "name an empty one."
    )
