"""A PostgreSQL of one's own for ``pytest --postgresql``: started as an ordinary user on a free port, gone with the session.

Storage functions are plain functions of a Core connection. On asyncpg such a connection works only inside SQLAlchemy's
greenlet, so tests and fixtures that hold ``db`` are run in one (:func:`run`).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util import greenlet_spawn

from bot.domain.people import SWEEP
from storage import fence, migrations

LOCALE = "vi"
"""Words stand as in a dictionary there, unlike in SQLite: whatever order a user sees must not depend on the database's own."""
DEBIAN = Path("/usr/lib/postgresql")
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ROOM = 2 << 30
"""What the data of a session may take: with less, they lie on the disk."""
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c autovacuum=off"
"""Nothing of it outlives the session."""
SUPER, OWNER, RUNNER = "super", "owner", "bot"
"""Who makes the tables and who uses them: neither is a superuser, and the one that the tests are owns nothing."""
MADE_ONCE = (
    f"CREATE ROLE {OWNER} LOGIN",
    f"CREATE ROLE {RUNNER} LOGIN",
)
GRANTED = (
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNNER}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {RUNNER}",
)
"""What operations.md tells the operator to grant."""
EMPTYING = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
END $$"""
"""No rows, triggers and references aside: less than what a new database costs."""
NUMBERED_ANEW = """
SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"""
"""Ids begin with 1, as in a new database: a transaction rolled back does not see to it."""
OTHERS_GONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'emptied' AND pid <> pg_backend_pid()"
)


def found(program: str) -> str | None:
    """Where a program of the server is; Debian keeps them off the PATH."""
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(newest[-1]) if newest else None)


@dataclass
class Server:
    """A running server with a database that has today's tables, emptied for each test (or copied, for one that wants more)."""

    url: str
    """Of its superuser; nothing that is tested uses it."""
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _engines: dict[tuple[str, str], AsyncEngine] = field(default_factory=dict)

    def named(self, database: str, role: str = RUNNER) -> str:
        """The address of that database for that role."""
        return make_url(self.url).set(database=database, username=role).render_as_string(hide_password=False)

    def make(self, database: str, template: str = "template0") -> str:
        """A new database; its address for its owner."""
        self._do("postgres", f'CREATE DATABASE "{database}" TEMPLATE "{template}" OWNER {OWNER}')
        return self.named(database, OWNER)

    def lay(self, database: str) -> None:
        """Today's tables in a new database, made by their owner; what the runner may, granted."""
        migrations.upgrade(self.make(database))
        self._do(database, *GRANTED)

    def fresh(self) -> str:
        """A new one with today's tables and no rows; its address for its owner."""
        return self.make(f"test{next(self._numbers)}", "laid")

    def settled(self, url: str) -> None:
        """Waits until the server has noticed that whoever was connected to that database is gone."""
        self.loop.run_until_complete(self._settled(make_url(url).database))

    async def _settled(self, database: str | None) -> None:
        others = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'")
        async with self._engine("postgres", SUPER).connect() as connection:
            while (await connection.execute(others, {"name": database})).scalar_one():  # noqa: ASYNC110 - another program's
                await asyncio.sleep(0.02)

    def emptied(self) -> str:
        """The one that every test has after the other, without a row."""
        self._do("emptied", OTHERS_GONE, EMPTYING, NUMBERED_ANEW)
        return self.named("emptied")

    def jam(self, table: str, when: str) -> None:
        """Every INSERT (or UPDATE) of a row of that table fails in the emptied database."""
        body = "LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''jammed''; END'"
        trigger = f"CREATE TRIGGER jam BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION jam()"
        self._do("emptied", f"CREATE OR REPLACE FUNCTION jam() RETURNS trigger {body}", trigger)

    def unjam(self, table: str) -> None:
        """It takes rows again."""
        self._do("emptied", f"DROP TRIGGER jam ON {table}")

    def start(self) -> None:
        """Roles and databases."""
        self._do("postgres", *MADE_ONCE)
        self.lay("laid")
        self.loop.run_until_complete(self._dispose())  # a template has no connections
        for each in ("emptied", "used"):
            self.make(each, "laid")

    def stop(self) -> None:
        self.loop.run_until_complete(self._dispose())
        self.loop.close()

    def _engine(self, database: str, role: str) -> AsyncEngine:
        """Connected once a session: what takes longest of a short test is to connect."""
        if (known := self._engines.get((database, role))) is None:
            level = {} if role == RUNNER else {"isolation_level": "AUTOCOMMIT"}
            known = self._engines[database, role] = create_async_engine(self.named(database, role), **level)
        return known

    async def _dispose(self) -> None:
        for engine in self._engines.values():
            await engine.dispose()
        self._engines.clear()

    def _do(self, database: str, *statements: str) -> None:
        async def do() -> None:
            async with self._engine(database, SUPER).connect() as connection:
                for statement in statements:
                    await connection.execute(text(statement))

        self.loop.run_until_complete(do())

    def run(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What ``work`` returns when connections of this server may wait in it."""
        return self.loop.run_until_complete(greenlet_spawn(work, *args, **kwargs))

    @contextmanager
    def transaction(self, role: str = RUNNER) -> Iterator[Connection]:
        """A connection to a database with today's tables, whose work is rolled back at the end.

        As ``SUPER`` each statement is kept at once: for loading what the others are to read.
        """
        self._do("used", NUMBERED_ANEW)
        connection = self.loop.run_until_complete(self._engine("used", role).connect())
        self.loop.run_until_complete(connection.run_sync(fence.enclose, SWEEP))
        try:
            yield connection.sync_connection  # type: ignore[misc]
        finally:
            self.loop.run_until_complete(connection.rollback())
            self.loop.run_until_complete(connection.close())


@contextmanager
def running() -> Iterator[Server]:
    """A fresh server until the end; RuntimeError with what it said when it does not start."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    place = MEMORY if roomy else None
    with tempfile.TemporaryDirectory(prefix="postgresql-", dir=place, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        user: dict[str, Any] = {}
        if os.getuid() == 0:  # the server refuses to be run by root
            folder.chmod(0o755)
            os.chown(folder, 65534, 65534)
            user = {"user": 65534, "group": 65534, "extra_groups": []}

        def do(program: str, *words: str) -> None:
            done = subprocess.run(
                (found(program) or program, "-D", f"{folder}/data", *words),
                capture_output=True,
                text=True,
                cwd=folder,
                check=False,
                **user,
            )
            if done.returncode:
                raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

        do(
            *("initdb", "-U", SUPER, "--auth=trust", "-E", "UTF8", "--no-sync"),
            *("--locale=C.UTF-8", "--locale-provider=icu", f"--icu-locale={LOCALE}"),
        )
        do(
            "pg_ctl",
            "-w",
            "-l",
            f"{folder}/log",
            "-o",
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {QUICK}",
            "start",
        )
        server = Server(f"postgresql+asyncpg://{SUPER}@127.0.0.1:{port}/postgres")
        try:
            server.start()
            yield server
        finally:
            server.stop()
            do("pg_ctl", "-m", "immediate", "stop")
