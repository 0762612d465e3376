"""Whatever released step a district stands at: upgraded, then moved, not a row is lost.

A few steps with ``make test``; all of them (22 in 36 s on two cores) with ``REVISIONS=all pytest --postgresql tests/storage/test_released.py``.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine, insert, inspect, update

from bot import keeping
from storage import copying, instance, migrations
from storage.sqlite import APPLICATION_ID
from storage.store import once
from storage.tables import metadata, unit_name
from tests.conftest import NOW
from tests.planting import plant
from tests.postgresql import Server

RELEASED = [path.name[:4] for path in sorted((migrations.HERE / "versions").glob("[0-9]*.py"))]
TRIED = RELEASED if os.environ.get("REVISIONS") == "all" else ["0001", "0009", "0018"]
FIRST = (Path(__file__).parent / "files" / "released-0001.sql").read_text(encoding="utf-8")


def made(path: Path, step: str) -> None:
    """A file with the rows of the first release, brought to that step by its own program, and a row in each of its tables."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(FIRST)
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        config = migrations.config()
        config.attributes["connection"] = db
        command.upgrade(config, step)
    with engine.begin() as db:
        _planted(db)
    engine.dispose()


def _planted(db: Connection) -> None:
    there = inspect(db)
    columns = {name: {each["name"] for each in there.get_columns(name)} for name in there.get_table_names()}
    tables = metadata.tables
    cell = {"kind": "cell", "code": "planted", "opened_on": NOW.date()}
    unit_id = db.execute(insert(tables["unit"]).values(cell)).inserted_primary_key[0]  # type: ignore[index]
    person_id = db.execute(insert(tables["person"]).values(name="Bí thư")).inserted_primary_key[0]  # type: ignore[index]
    db.execute(insert(unit_name).values(unit_id=unit_id, name="Chi bộ", valid_from=NOW.date()))
    columns.pop("search_entry", None)  # made from the others
    plant(db, unit_id, person_id, lambda column: column.name in columns.get(column.table.name, ()))
    db.execute(update(unit_name).where(unit_name.c.unit_id == unit_id).values(name="Chi bộ thôn Muối"))


def rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in names if name in metadata.tables]
        return {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ours}


@pytest.mark.parametrize("step", TRIED)
def test_a_district_of_any_released_step_arrives_whole(tmp_path: Path, postgresql: Server | None, step: str) -> None:
    path = tmp_path / "bot.db"
    made(path, step)
    before = rows(path)
    assert all(before[name] for name in ("meeting_version", "task_update", "outbox", "audit", "unit_name"))
    migrations.upgrade(f"sqlite:///{path}")
    after = rows(path)
    assert {name: after[name] for name in before if name != "search_entry"} == {
        name: count for name, count in before.items() if name != "search_entry"
    }
    instance.lock_of(path).touch()
    target = f"sqlite:///{tmp_path / 'to.db'}" if postgresql is None else postgresql.fresh()
    keeping.copy([f"sqlite:///{path}", target], NOW, lambda _: None)
    found = asyncio.run(
        once(target, lambda db: {name: copying.fingerprint(db, metadata.tables[name]).rows for name in after})
    )
    assert found == after | {"audit": after["audit"] + 1}


def test_every_step_is_tried_somewhere() -> None:
    assert set(TRIED) <= set(RELEASED)
    assert [f"{number:04d}" for number in range(1, len(RELEASED) + 1)] == RELEASED
