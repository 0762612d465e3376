from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.domain.errors import BadSetting
from storage import inbox, sqlite
from storage.store import Store, savepoint, sqlite_path
from storage.tables import audit, pulse

NOW = datetime.fromisoformat("2026-11-05T20:00:00+07:00")


def put(db: Connection, name: str) -> str:
    db.execute(insert(pulse).values(name=name, at=NOW))
    return name


def names(db: Connection) -> list[str]:
    return sorted(db.execute(select(pulse.c.name)).scalars())


def fail(db: Connection) -> None:
    put(db, "half")
    raise ValueError("told to fail")


def break_the_commit(db: Connection) -> None:
    """A deferred foreign key that points nowhere: SQLite refuses the COMMIT itself."""
    db.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    db.execute(insert(audit).values(at=NOW, person_id=999, act="nothing"))


async def test_what_was_written_is_read(store: Store) -> None:
    assert await store.write(put, "a") == "a"
    assert await store.read(names) == ["a"]


async def test_a_failing_unit_among_good_ones_is_the_only_one_that_fails(store: Store) -> None:
    """Matrix 66."""
    told = await asyncio.gather(
        store.write(put, "a"), store.write(fail), store.write(put, "b"), store.write(put, "c"), return_exceptions=True
    )
    assert [type(item) for item in told] == [str, ValueError, str, str]
    assert await store.read(names) == ["a", "b", "c"]


async def test_a_lone_failing_unit_leaves_nothing(store: Store) -> None:
    with pytest.raises(ValueError, match="told to fail"):
        await store.write(fail)
    assert await store.read(names) == []


async def test_a_part_that_fails_is_undone_alone(store: Store) -> None:
    def unit(db: Connection) -> list[str]:
        put(db, "before")
        with pytest.raises(ValueError, match="told to fail"), savepoint(db):
            fail(db)
        with savepoint(db):
            put(db, "after")
        return names(db)

    assert await store.write(unit) == ["after", "before"]
    assert await store.read(names) == ["after", "before"]


@pytest.mark.sqlite
async def test_a_part_after_the_end_of_its_transaction_is_refused_and_commits_nothing(store: Store) -> None:
    """Matrix 67: SQLite ends it by itself when the disk is full."""

    def unit(db: Connection) -> None:
        put(db, "before")
        db.connection.rollback()
        with savepoint(db):
            put(db, "after")

    with pytest.raises(RuntimeError):
        await store.write(unit)
    assert await store.read(names) == []


async def test_a_unit_of_hot_statements_alone_that_fails_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    """Matrix 65: SQLAlchemy hears of no transaction then, so its rollback would end none."""

    def marks_and_fails(db: Connection) -> None:
        inbox.mark_done(db, 1, 10, NOW)
        raise ValueError("told to fail")

    for _ in range(2):
        with pytest.raises(ValueError, match="told to fail"):
            await store.write(marks_and_fails)
    assert await store.write(inbox.mark_done, 1, 10, NOW)


@pytest.mark.sqlite
async def test_when_the_commit_fails_everyone_hears_it_and_nothing_is_kept(store: Store) -> None:
    told = await asyncio.gather(
        store.write(put, "a"), store.write(break_the_commit), store.write(put, "b"), return_exceptions=True
    )
    failed = [item for item in told if isinstance(item, Exception)]
    kept = [item for item in told if isinstance(item, str)]
    assert isinstance(told[1], sqlite3.IntegrityError)
    assert len(failed) + len(kept) == 3
    assert await store.read(names) == sorted(kept)
    assert await store.write(put, "afterwards") == "afterwards"


@pytest.mark.sqlite
async def test_units_that_wait_are_committed_together(store: Store) -> None:
    said: list[str] = []

    def listen(db: Connection) -> None:
        db.connection.dbapi_connection.set_trace_callback(said.append)  # type: ignore[union-attr]

    await store.write(listen)
    await asyncio.gather(*(store.write(put, str(number)) for number in range(50)))
    assert sum(line.startswith("INSERT") for line in said) == 50
    assert 1 <= said.count("COMMIT") <= 25


@pytest.mark.sqlite
async def test_fifty_of_fifty_read_modify_writes_count(store: Store) -> None:
    """Matrix 64."""
    await store.write(lambda db: db.execute(insert(pulse).values(name="n", at=NOW, detail=0)))

    def add_one(db: Connection) -> None:
        seen = db.execute(select(pulse.c.detail).where(pulse.c.name == "n")).scalar_one()
        db.execute(update(pulse).where(pulse.c.name == "n").values(detail=seen + 1))

    async def ten() -> None:
        for _ in range(10):
            await store.write(add_one)

    await asyncio.gather(*(ten() for _ in range(5)))
    assert await store.read(lambda db: db.execute(select(pulse.c.detail)).scalar_one()) == 50


@pytest.mark.sqlite
async def test_a_full_disk_is_told_and_recovers(store: Store) -> None:
    """Matrix 67."""

    def limit(db: Connection, pages: int) -> None:
        db.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    pages = await store.read(lambda db: int(db.exec_driver_sql("PRAGMA page_count").scalar_one()))
    await store.write(limit, pages)

    def much(db: Connection, name: str) -> None:
        db.execute(insert(pulse).values(name=name, at=NOW, detail="x" * 200_000))

    with pytest.raises(OperationalError, match="full"):
        await store.write(much, "too much")
    assert await store.read(names) == []
    await store.write(limit, pages + 1000)
    await store.write(much, "fits")
    assert await store.read(names) == ["fits"]


async def test_a_cancelled_caller_does_not_undo_and_the_next_unit_works(store: Store) -> None:
    """Matrix 65."""
    task = asyncio.create_task(store.write(put, "a"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.write(put, "b")
    await store.close()  # keeps what was queued; on PostgreSQL the two are transactions side by side
    await store.open()
    assert sorted(await store.read(names)) == ["a", "b"]


@pytest.mark.sqlite
async def test_a_unit_that_ends_the_transaction_itself_is_refused(store: Store) -> None:
    """Matrix 66."""

    def ends(db: Connection) -> None:
        db.exec_driver_sql("ROLLBACK")

    with pytest.raises(RuntimeError, match="inside a unit"):
        await store.write(ends)
    await store.write(put, "a")
    assert await store.read(names) == ["a"]


@pytest.mark.sqlite
async def test_the_reader_cannot_write(store: Store) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await store.read(put, "a")


@pytest.mark.sqlite
async def test_what_is_to_be_kept_soon_goes_before_the_next_unit_and_in_its_commit(store: Store) -> None:
    store.write_soon(put, "a")
    store.write_soon(put, "b")
    assert await store.write(names) == ["a", "b"]


async def test_what_is_to_be_kept_soon_does_not_wait_for_ever(store: Store) -> None:
    store.write_soon(put, "a")
    async with asyncio.timeout(5):
        while await store.read(names) != ["a"]:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.01)


async def test_a_failing_neighbour_does_not_take_along_what_is_to_be_kept_soon(store: Store) -> None:
    store.write_soon(put, "a")
    with pytest.raises(ValueError, match="told to fail"):
        await store.write(fail)
    assert await store.read(names) == ["a"]


async def test_closing_keeps_what_was_queued(database_url: str) -> None:
    store = Store(database_url)
    await store.open()
    for number in range(20):
        store.write_soon(put, f"{number:02}")
    store.write_soon(fail)
    await store.close()
    again = Store(database_url)
    await again.open()
    assert len(await again.read(names)) == 20
    await again.close()
    await again.close()


async def test_records_that_must_not_change_do_not(store: Store) -> None:
    """Matrix 100."""
    await store.write(lambda db: db.execute(insert(audit).values(at=NOW, act="seen")))
    for change in (update(audit).values(act="other"), audit.delete()):
        with pytest.raises(DBAPIError, match="append-only"):
            await store.write(lambda db, change=change: db.execute(change))  # type: ignore[misc]
    assert await store.read(lambda db: db.execute(select(func.count()).select_from(audit)).scalar_one()) == 1


@pytest.mark.sqlite
async def test_the_settings_hold_on_both_doors(store: Store) -> None:
    """Matrix 62."""

    def settings(db: Connection) -> dict[str, object]:
        return {name: db.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in sqlite.PRAGMAS}

    assert await store.write(settings) == sqlite.PRAGMAS
    assert await store.read(settings) == sqlite.PRAGMAS
    mode = await store.write(lambda db: db.exec_driver_sql("PRAGMA journal_mode").scalar_one())
    assert mode == sqlite.journal_mode()


async def test_a_reader_holds_up_no_writer_for_good(store: Store) -> None:
    """With a rollback journal a commit waits for readers; both come to their end."""
    await store.write(put, "a")
    await asyncio.gather(
        *(store.read(lambda db: db.exec_driver_sql("SELECT count(*) FROM pulse, pulse p").scalar()) for _ in range(20)),
        *(store.write(put, f"w{n}") for n in range(20)),
    )
    assert len(await store.read(names)) == 21


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), False),
        ((3, 53, 0), True),
    ],
)
def test_wal_is_used_only_without_its_bug(version: tuple[int, int, int], safe: bool) -> None:  # noqa: FBT001
    """Matrix 63."""
    assert sqlite.wal_is_safe(version) is safe


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://h/d", "sqlite://", "postgresql://h/d"])
def test_an_address_that_is_none_is_one_clear_line(url: str) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        sqlite_path(url)


async def test_a_missing_or_foreign_file_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    """Matrix 68."""
    missing = tmp_path / "missing.db"
    with pytest.raises(BadSetting, match="no database"):
        await Store(f"sqlite:///{missing}").open()
    assert not missing.exists()
    text_file = tmp_path / "text.db"
    text_file.write_text("not a database, but long enough to be read as one\n" * 100)
    with pytest.raises(BadSetting, match="cannot be used"):
        await Store(f"sqlite:///{text_file}").open()
    foreign = tmp_path / "foreign.db"
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(BadSetting, match="not a database of this program"):
        await Store(f"sqlite:///{foreign}").open()


WRITES_FOR_EVER = """
import asyncio, logging, structlog, sys
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
from datetime import datetime, UTC
from sqlalchemy import insert
from storage.store import Store
from storage.tables import pulse

def put(db, name):
    db.execute(insert(pulse).values(name=name, at=datetime.now(UTC)))

async def main():
    store = Store(sys.argv[1])
    await store.open()
    async def one(worker):
        for n in range(1_000_000):
            await store.write(put, f"{worker}-{n}")
            print(f"{worker}-{n}", flush=True)
    await asyncio.gather(*(one(worker) for worker in range(8)))

asyncio.run(main())
"""


def acknowledged_before_a_kill(url: str) -> list[str]:
    """Runs the writer above until 200 rows are acknowledged, then kills it; what it had said by then."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITES_FOR_EVER, url], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(200)]
        process.kill()
        said += process.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


@pytest.mark.sqlite
async def test_what_was_acknowledged_before_a_kill_is_there(database_url: str) -> None:
    """Matrix 61."""
    acknowledged = acknowledged_before_a_kill(database_url)
    store = Store(database_url)
    await store.open()
    kept = set(await store.read(names))
    sound = await store.read(lambda db: db.exec_driver_sql("PRAGMA integrity_check").scalar_one())
    await store.close()
    assert sound == "ok"
    assert set(acknowledged) <= kept
    assert len(acknowledged) >= 200


@pytest.mark.sqlite
async def test_a_long_unit_of_work_locks_no_reader_out(store: Store) -> None:
    """A reorganisation of thousands changes more pages than are kept in memory as a rule; others read what was before."""
    written, read = threading.Event(), threading.Event()

    def long_one(db: Connection) -> None:
        for number in range(40):
            db.execute(insert(pulse).values(name=f"{number}", at=NOW, detail="x" * 200_000))
        written.set()
        assert read.wait(60)

    writing = asyncio.create_task(store.write(long_one))
    await asyncio.to_thread(written.wait, 60)
    assert await store.read(names) == []
    read.set()
    await writing
    assert len(await store.read(names)) == 40
