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
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from storage import migrations

DEBIAN = Path("/usr/lib/postgresql")
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
"""Nothing of it outlives the session."""


def found(program: str) -> str | None:
    """Where a program of the server is; Debian keeps them off the PATH."""
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(newest[-1]) if newest else None)


@dataclass
class Server:
    """A running server with a database that has today's tables, copied for each test that wants one of its own."""

    url: str
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def named(self, database: str) -> str:
        """The address of that database."""
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def make(self, database: str, template: str = "template0") -> str:
        """A new database; its address."""
        self.loop.run_until_complete(self._make(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'))
        return self.named(database)

    def fresh(self) -> str:
        """A new one with today's tables and no rows."""
        return self.make(f"test{next(self._numbers)}", "laid")

    def settled(self, url: str) -> None:
        """Waits until the server has noticed that whoever was connected to that database is gone."""
        self.loop.run_until_complete(self._settled(make_url(url).database))

    async def _settled(self, database: str | None) -> None:
        engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        others = text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name AND backend_type = 'client backend'")
        async with engine.connect() as connection:
            while (await connection.execute(others, {"name": database})).scalar_one():  # noqa: ASYNC110 - another program's
                await asyncio.sleep(0.02)
        await engine.dispose()

    async def _make(self, statement: str) -> None:
        engine = create_async_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    def run(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What ``work`` returns when connections of this server may wait in it."""
        return self.loop.run_until_complete(greenlet_spawn(work, *args, **kwargs))

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection to a database with today's tables, whose work is rolled back at the end."""
        engine = create_async_engine(self.named("laid"), poolclass=NullPool)
        connection = self.loop.run_until_complete(engine.connect())
        begun = self.loop.run_until_complete(connection.begin())
        try:
            yield connection.sync_connection  # type: ignore[misc]
        finally:
            self.loop.run_until_complete(begun.rollback())
            self.loop.run_until_complete(connection.close())
            self.loop.run_until_complete(engine.dispose())


@contextmanager
def running() -> Iterator[Server]:
    """A fresh server until the end; RuntimeError with what it said when it does not start."""
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as made:
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

        do("initdb", "-U", "bot", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
        do(
            "pg_ctl",
            "-w",
            "-l",
            f"{folder}/log",
            "-o",
            f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {QUICK}",
            "start",
        )
        server = Server(f"postgresql+asyncpg://bot@127.0.0.1:{port}/postgres")
        try:
            migrations.upgrade(server.make("laid"))
            yield server
        finally:
            do("pg_ctl", "-m", "immediate", "stop")
            server.loop.close()
