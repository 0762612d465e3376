"""Snapshots while the bot writes, what is refused when one is put back, and which are kept (rows 58, 69, 71, 72)."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
import stat
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.errors import BadSetting
from bot.domain.people import Role
from bot.domain.units import UnitKind
from storage import audit, backup, instance, pulse
from storage.store import Store, once
from storage.tables import outbox
from tests.conftest import NOW, ZONE
from tests.small_district import add_cell, add_person, add_unit, hold, remind

pytestmark = pytest.mark.sqlite


def district(db: Connection) -> None:
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    for number in range(5):
        cell = add_cell(db, commune, f"Chi bộ thôn {number}")
        secretary = add_person(db, cell, f"Bí thư {number}")
        hold(db, cell, NOW.date())
        for rung, state in (("1", "sent"), ("2", "pending"), ("3", "sending"), ("4", "uncertain"), ("5", "expired")):
            remind(db, cell, secretary, rung, state=state)
    audit.note(db, NOW, None, None, "seeded")


@pytest.fixture
async def path(database_url: str) -> Path:
    await once(database_url, district)
    return Path(database_url.removeprefix("sqlite:///"))


def content(path: Path) -> str:
    """A hash over every row of every table; an index of words has its own rows, which a copy may lay otherwise."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as raw:
        names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        for (name,) in names:
            if not name.startswith("search_words"):
                rows = sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"')))
                digest.update(repr((name, rows)).encode())
        raw.execute("INSERT INTO search_words(search_words) VALUES ('integrity-check')")
    return digest.hexdigest()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def leaves_nothing(folder: Path, work: Callable[[], object]) -> str:
    before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    with pytest.raises(BadSetting) as caught:
        work()
    after = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    assert after == before or set(after) - set(before) <= {"bot.db.lock"}
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def refused(folder: Path, work: Awaitable[object]) -> str:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, lambda: leaves_nothing(folder, lambda: asyncio.run(work)))  # type: ignore[arg-type]


# --- taking ----------------------------------------------------------------------------------------------------------


def test_a_snapshot_holds_the_same_rows_and_only_its_owner_can_read_it(path: Path, tmp_path: Path) -> None:
    made = backup.take(path, tmp_path / "new" / "copy.db")
    assert content(made.path) == content(path)
    assert mode(made.path) == 0o600
    assert (made.rows["meeting"], made.rows["person"]) == (5, 6)
    assert [each.name for each in made.path.parent.iterdir()] == ["copy.db"]


async def test_a_snapshot_taken_under_writing_is_sound_and_holds_back_no_writer(path: Path, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{path}")
    await store.open()
    writing = True

    async def write() -> int:
        count = 0
        while writing:
            await store.write(audit.note, NOW, None, None, "written", "x" * 400)
            count += 1
        return count

    writers = [asyncio.create_task(write()) for _ in range(4)]
    for number in range(3):
        await asyncio.to_thread(backup.take, path, tmp_path / f"{number}.db")
    writing = False
    written = sum(await asyncio.gather(*writers))
    await store.close()
    rows = [backup.verified(tmp_path / f"{number}.db").rows["audit"] for number in range(3)]
    assert sorted(rows) == rows
    assert 0 < rows[-1] <= written + 1


def test_an_existing_file_is_never_replaced_by_a_backup(path: Path) -> None:
    assert "there already" in leaves_nothing(path.parent, lambda: backup.take(path, path))


def test_a_database_of_another_program_is_not_backed_up(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("words " * 1000)
    leaves_nothing(tmp_path, lambda: backup.take(tmp_path / "other.db", tmp_path / "copy.db"))


def test_too_little_room_makes_no_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(path.parent)._replace(free=path.stat().st_size)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert "too little room" in leaves_nothing(path.parent, lambda: backup.take(path, path.with_name("copy.db")))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.99, 0.9999])
def test_a_truncated_snapshot_is_found_out(path: Path, tmp_path: Path, share: float) -> None:
    """Matrix 71."""
    made = backup.take(path, tmp_path / "copy.db").path
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadSetting):
        backup.verified(made)


def test_a_changed_snapshot_is_found_out(path: Path, tmp_path: Path) -> None:
    made = backup.take(path, tmp_path / "copy.db").path
    whole = bytearray(made.read_bytes())
    for place in range(8192, len(whole), 4096):
        whole[place : place + 40] = b"\xff" * 40
    made.write_bytes(whole)
    with pytest.raises(BadSetting, match=r"damaged|malformed"):
        backup.verified(made)


# --- putting back ----------------------------------------------------------------------------------------------------


async def test_a_restore_drill_brings_back_the_same_records(path: Path, tmp_path: Path) -> None:
    """Matrix 72: the hash over all rows is equal but for the quarantine, well within 15 minutes."""
    made = backup.take(path, tmp_path / "copy.db")
    taken = content(path)
    await once(f"sqlite:///{path}", audit.note, NOW, None, None, "after the backup")
    begun = time.monotonic()
    done = await backup.restore(made.path, path, NOW)
    assert time.monotonic() - begun < 60
    assert content(made.path) == taken
    assert done.replaced is not None
    with closing(sqlite3.connect(done.replaced)) as raw:
        assert raw.execute("SELECT act FROM audit ORDER BY id DESC").fetchone() == ("after the backup",)
    before, after = backup.verified(made.path).rows, backup.verified(path).rows
    assert after == before | {"audit": before["audit"] + 1, "pulse": before["pulse"] + 1}
    assert mode(path) == 0o600
    with closing(sqlite3.connect(path)) as raw:  # put back what the quarantine changed: nothing else differs
        raw.executescript(
            "DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE act='quarantine-begun'; DELETE FROM pulse"
        )
        same = {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in before if table != "outbox"}
    with closing(sqlite3.connect(made.path)) as raw:
        assert same == {table: raw.execute(f"SELECT * FROM {table}").fetchall() for table in same}


async def test_after_a_restore_everything_on_its_way_is_held(path: Path, tmp_path: Path) -> None:
    """Matrix 58."""
    backup.take(path, tmp_path / "copy.db")
    done = await backup.restore(tmp_path / "copy.db", path, NOW)
    rows = await once(f"sqlite:///{path}", lambda db: list(db.execute(select(outbox.c.state)).scalars()))
    assert done.held == 15
    assert {state: rows.count(state) for state in set(rows)} == {"sent": 5, "held": 15, "expired": 5}


async def test_a_snapshot_is_restored_where_no_database_was(path: Path, tmp_path: Path) -> None:
    backup.take(path, tmp_path / "copy.db")
    (tmp_path / "new").mkdir()
    done = await backup.restore(tmp_path / "copy.db", tmp_path / "new" / "bot.db", NOW)
    assert done.replaced is None
    assert backup.verified(tmp_path / "new" / "bot.db").rows["meeting"] == 5


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("beside", ["copy.db", "bot.db"])
async def test_leftovers_of_sqlite_refuse_the_restore(path: Path, tmp_path: Path, beside: str, end: str) -> None:
    """Matrix 69."""
    backup.take(path, tmp_path / "copy.db")
    (tmp_path / f"{beside}{end}").write_bytes(b"stale")
    assert f"{beside}{end} lies beside" in await refused(path.parent, backup.restore(tmp_path / "copy.db", path, NOW))


async def test_a_journal_that_a_kill_left_between_commits_hinders_no_restore(path: Path, tmp_path: Path) -> None:
    """A journal with a zeroed header holds nothing to be rolled back."""
    backup.take(path, tmp_path / "copy.db")
    path.with_name("bot.db-journal").write_bytes(bytes(512) + b"old pages")
    await backup.restore(tmp_path / "copy.db", path, NOW)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM meeting").fetchone() == (5,)


async def test_a_running_bot_refuses_the_restore(path: Path, tmp_path: Path) -> None:
    backup.take(path, tmp_path / "copy.db")
    with instance.only_one(path):
        assert "Another bot runs" in await refused(path.parent, backup.restore(tmp_path / "copy.db", path, NOW))


async def test_a_truncated_foreign_or_newer_file_refuses_the_restore(path: Path, tmp_path: Path) -> None:
    backup.take(path, tmp_path / "copy.db")
    newer, foreign, short = (tmp_path / name for name in ("newer.db", "foreign.db", "short.db"))
    shutil.copyfile(tmp_path / "copy.db", newer)
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with closing(sqlite3.connect(foreign)) as raw:
        raw.execute("CREATE TABLE meeting (id INTEGER)")
    short.write_bytes((tmp_path / "copy.db").read_bytes()[:-5000])
    for file, why in ((newer, "newer than this program"), (foreign, "not a database"), (short, "")):
        assert why in await refused(path.parent, backup.restore(file, path, NOW))
    assert "cannot be read" in await refused(path.parent, backup.restore(tmp_path / "none.db", path, NOW))


# --- keeping ---------------------------------------------------------------------------------------------------------


def hours(*ago: int) -> list[datetime]:
    return [NOW.astimezone(UTC) - timedelta(hours=each) for each in ago]


def test_two_years_of_hourly_backups_leave_hours_days_and_months() -> None:
    kept = sorted(backup.worth_keeping(hours(*range(2 * 365 * 24)), NOW, ZONE), reverse=True)
    ages = [(NOW - each).days for each in kept]
    assert kept[:49] == hours(*range(49))
    assert [ages.count(day) for day in range(3, 35)] == [1] * 32
    assert len({(each.astimezone(ZONE).year, each.astimezone(ZONE).month) for each in kept}) == 13
    assert 330 < max(ages) < 400


def test_what_was_left_by_pruning_each_hour_is_what_would_be_left_of_all() -> None:
    there: set[datetime] = set()
    for hour in range(60 * 24):
        now = NOW + timedelta(hours=hour)
        there = backup.worth_keeping(there | {now}, now, ZONE)
    everything = {NOW + timedelta(hours=hour) for hour in range(60 * 24)}
    assert there == backup.worth_keeping(everything, NOW + timedelta(hours=60 * 24 - 1), ZONE)


@given(st.lists(st.integers(0, 20_000), min_size=1))
def test_the_newest_backup_always_stays(ago: list[int]) -> None:
    moments = hours(*ago)
    kept = backup.worth_keeping(moments, NOW, ZONE)
    assert max(moments) in kept
    assert kept <= set(moments)


def test_an_hourly_backup_lets_old_ones_go_and_nothing_else(path: Path) -> None:
    folder = backup.folder_of(path)
    folder.mkdir()
    for name in ("bot-20200101T000000Z.db", "bot-20261105T120000Z.db", "mine.db", "bot-20261105T110000Z.db.part"):
        (folder / name).touch()
    for day in range(40):
        for hour in (1, 2):
            (folder / f"bot-2026{9 + day // 30:02}{day % 30 + 1:02}T{hour:02}0000Z.db").touch()
    made = backup.keep_one(path, NOW, ZONE)
    names = sorted(each.name for each in folder.iterdir())
    assert made.path.name == "bot-20261105T130000Z.db" == names[-2]
    assert names[-1] == "mine.db"
    assert "bot-20200101T000000Z.db" in names  # one of the newest 13 months there are
    assert "bot-20261105T120000Z.db" in names
    assert not [name for name in names if name.endswith(".part") or "T010000Z" in name]


def test_a_failed_backup_keeps_the_old_ones(path: Path) -> None:
    """Matrix 71."""
    folder = backup.folder_of(path)
    folder.mkdir()
    (folder / "bot-20200101T000000Z.db").touch()
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(BadSetting):
        backup.keep_one(path, NOW, ZONE)
    assert [each.name for each in folder.iterdir()] == ["bot-20200101T000000Z.db"]


async def test_the_snapshot_tells_the_last_moment_it_knows_of(path: Path, tmp_path: Path) -> None:
    await once(f"sqlite:///{path}", pulse.beat, "poll", NOW)
    assert backup.take(path, tmp_path / "copy.db").as_of == NOW
