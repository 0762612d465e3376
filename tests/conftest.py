"""Fixtures: a real database with all tables, and a clock that stands where the reference puts it.

SQLite, unless ``--postgresql`` is asked for: then the same tests run on a server started for the session.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from _pytest import fixtures
from hypothesis import settings
from sqlalchemy import Connection, create_engine, event

from storage import migrations, sqlite
from storage.store import Store
from storage.tables import metadata
from tests import postgresql as servers

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 5, 20, 0, tzinfo=ZONE)
"""Thursday 05/11/2026 20:00, the test clock of domain.md section 7."""

# On CI the same examples are tried each time; by hand new ones are, and what they find becomes an @example.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("by-hand", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "by-hand")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="the database of all tests is PostgreSQL")


LAID = pytest.StashKey[bool]()
"""That the test's ``db`` is there: whatever is made after it may use it."""
DATABASE = frozenset({"db", "database_url", "postgresql"})
"""A test that has none of these fixtures, nor one made of them, is the same on PostgreSQL: it is not run again."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--postgresql"):
        return
    why = "no PostgreSQL server is installed here" if servers.found("initdb") is None else ""
    without = [item for item in items if not DATABASE & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]
    for item in items:
        if why or item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason=why or "of SQLite only"))


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> Iterator[servers.Server | None]:
    """The server that was asked for; None: SQLite."""
    if not request.config.getoption("--postgresql"):
        yield None
        return
    with servers.running() as server:
        yield server


def _server(request: pytest.FixtureRequest) -> servers.Server | None:
    return request.getfixturevalue("postgresql") if "db" in request.fixturenames else None


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> object:
    """What is laid with ``db`` is laid where its connection may wait."""
    if fixturedef.argname == "db":
        request.node.stash[LAID] = True
    late = fixturedef.argname in {"db", "postgresql"} or fixturedef.scope != "function" or not fixturedef.argnames
    waits = inspect.iscoroutinefunction(fixturedef.func) or inspect.isasyncgenfunction(fixturedef.func)
    if late or waits or LAID not in request.node.stash:
        return None
    server = _server(request)
    return server and server.run(fixtures.pytest_fixture_setup, fixturedef, request)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object:
    """The same for the test itself."""
    server = pyfuncitem.funcargs.get("postgresql") if "db" in pyfuncitem.fixturenames else None
    if not isinstance(server, servers.Server) or inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    server.run(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in names})
    return True


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def db(postgresql: servers.Server | None) -> Iterator[Connection]:
    """A connection to a fresh database in memory, inside a transaction; storage functions are called with it."""
    if postgresql is not None:
        with postgresql.transaction() as connection:
            yield connection
        return
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
def database_url(empty_database: Path, tmp_path: Path, postgresql: servers.Server | None) -> str:
    """The address of a fresh database."""
    if postgresql is not None:
        return postgresql.emptied()
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
