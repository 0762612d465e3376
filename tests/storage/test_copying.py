"""A district moved into another database: into PostgreSQL with ``pytest --postgresql``, else into another SQLite file."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot import keeping
from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month, Span
from bot.domain.resolutions import Resolution
from bot.domain.rules import Rules
from bot.domain.search import sought
from bot.domain.units import UnitKind
from storage import copying, instance, migrations, moved, pulse, search, summaries, units
from storage.outbox import QUARANTINE
from storage.store import once
from storage.tables import (
    audit,
    frozen,
    inbox,
    metadata,
    offer,
    outbox,
    piece,
    task,
    template,
    unit,
    unit_name,
    unit_past,
)
from tests.conftest import NOW, ZONE
from tests.planting import plant
from tests.postgresql import Server
from tests.small_district import add_cell, add_person, add_unit, assign, hold, oblige, remind, resolve
from tests.test_canaries import TODAY

ROOT = Path(__file__).parents[2]


def district(db: Connection) -> int:
    """The commune's id; a row in every table, and a few that are read by /tonghop and /tim."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    add_person(db, commune, "Vũ Thị Hoa", Role.ADMIN)
    for number in range(12):
        cell = add_cell(db, commune, f"Chi bộ thôn {number}")
        secretary = add_person(db, cell, f"Bí thư {number}")
        oblige(db, cell)
        if number % 3:
            hold(db, cell, date(2026, 11, 1 + number % 4), 20 + number, 40, topic="Kênh mương\t|\n-t3:nội đồng")
        assign(db, cell, TODAY, progress=0.1 * number, amount=1e15 + 0.3)
        for rung, state in (("1", "sent"), ("2", "pending"), ("3", "sending"), ("4", "uncertain")):
            remind(db, cell, secretary, rung, state=state)
    planted = add_cell(db, commune, "Chi bộ thôn Đông")
    plant(db, planted, add_person(db, planted, "Bí thư Đông"))
    month = Month(2020, 1)
    db.execute(insert(unit_past).values(ancestor_id=commune, descendant_id=planted, until=month, depth=1))
    db.execute(insert(frozen).values(unit_id=commune, period=month, version=1, figures={"đã họp": 1.5}, frozen_at=NOW))
    kept = {"period": month, "day": TODAY, "rules": "b", "figures": [1, 2], "above": [commune]}
    db.execute(insert(piece).values(unit_id=commune, **kept))
    db.execute(insert(inbox).values(bot_id=1, update_id=2**40, raw='{"text": "\\u0000"}', received_at=NOW))
    db.execute(insert(offer).values(chat_id=-5, codes={"1": "a:b"}, at=NOW))
    pulse.beat(db, "poll", NOW, None)
    pulse.beat(db, "Tick", NOW, [1, 2.5, None])
    subject = "Mở đường ngõ hai"
    told = Resolution(cell, "01-NQ/CB", TODAY, subject, "")
    search.note_resolution(db, SWEEP, resolve(db, cell, TODAY, subject), told)
    db.execute(update(template).values(content=bytes(range(256))))
    return commune


@pytest.fixture
def source(empty_database: Path, tmp_path: Path) -> str:
    """A district on which a bot has run."""
    path = tmp_path / "from.db"
    path.write_bytes(empty_database.read_bytes())
    instance.lock_of(path).touch()
    asyncio.run(once(f"sqlite:///{path}", district))
    return f"sqlite:///{path}"


@pytest.fixture
def target(empty_database: Path, tmp_path: Path, postgresql: Server | None) -> str:
    """An empty database with today's tables."""
    if postgresql is not None:
        return postgresql.fresh()
    (tmp_path / "to.db").write_bytes(empty_database.read_bytes())
    return f"sqlite:///{tmp_path / 'to.db'}"


@pytest.fixture
def bare(tmp_path: Path, postgresql: Server | None) -> str:
    """An address with nothing behind it, not even tables."""
    return f"sqlite:///{tmp_path / 'to.db'}" if postgresql is None else postgresql.make(f"bare_{tmp_path.name}"[:60])


def copied(source: str, target: str) -> str:
    return keeping.copy([source, target], NOW, lambda _: None)


def counted(db: Connection) -> dict[str, copying.Fingerprint]:
    return {table.name: copying.fingerprint(db, table) for table in metadata.sorted_tables}


def of(url: str, work: Callable[[Connection], Any]) -> Any:
    return asyncio.run(once(url, work))


def test_every_table_is_copied_and_says_so_in_a_line(source: str, bare: str) -> None:
    target = bare
    before = of(source, counted)
    assert all(found.rows for found in before.values()), [name for name, found in before.items() if not found.rows]
    said = copied(source, target)
    for table in metadata.sorted_tables:
        assert any(line.split()[0] == table.name and line.endswith("same") for line in said.splitlines()), table.name
    after = of(target, counted)
    assert {name: found for name, found in after.items() if name != "audit"} == {
        name: found for name, found in before.items() if name != "audit"
    }
    assert after["audit"].rows == before["audit"].rows + 1  # that it was copied
    assert of(target, lambda db: db.execute(select(template.c.content)).scalar()) == bytes(range(256))


def test_the_copy_answers_as_the_first_one_did(source: str, target: str) -> None:
    """Matrix 74."""
    copied(source, target)

    def tonghop(db: Connection) -> Any:
        commune = db.execute(select(unit.c.id).order_by(unit.c.id)).scalar()
        span = Span(Month(2026, 11), 1)
        found = summaries.summary(db, SWEEP, commune, span, NOW, Rules())
        assert found.held == 8
        return found, summaries.by_child(db, SWEEP, commune, span, NOW, Rules())

    def tim(db: Connection) -> Any:
        return search.find(db, SWEEP, sought("duong ngo"))

    assert of(target, tonghop) == of(source, tonghop)
    assert of(target, tim) == of(source, tim)
    assert [each.title for each in of(target, tim).found][:1]


def test_new_rows_are_numbered_after_the_copied_ones(source: str, target: str) -> None:
    copied(source, target)
    newest = of(target, lambda db: db.execute(select(unit.c.id).order_by(unit.c.id.desc())).scalar())
    added = of(target, lambda db: add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Mới"))
    assert added == newest + 1
    of(target, lambda db: db.execute(insert(audit).values(at=NOW, act="seen")))


@pytest.mark.parametrize("what", ["changed", "lost", "doubled"])
def test_what_is_not_the_same_is_named_and_nothing_is_kept(
    source: str, target: str, postgresql: Server | None, what: str
) -> None:
    copying.prepare(source, target)
    name = "name || ' ' || 'x'"
    acts = {
        "changed": f"UPDATE unit_name SET name = {name} WHERE id = 3 AND NEW.id = 3",
        "lost": "DELETE FROM unit_name WHERE id = 3 AND NEW.id = 3",
        "doubled": "INSERT INTO unit_name (id, unit_id, name, valid_from) "
        "SELECT 9999, unit_id, name, valid_from FROM unit_name WHERE id = 3 AND NEW.id = 3",
    }
    if postgresql is None:
        trigger = [f"CREATE TRIGGER spoils AFTER INSERT ON unit_name BEGIN {acts[what]}; END"]
    else:
        trigger = [
            f"CREATE FUNCTION spoils() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {acts[what]}; RETURN NEW; END $$",
            "CREATE TRIGGER spoils AFTER INSERT ON unit_name FOR EACH ROW EXECUTE FUNCTION spoils()",
        ]
    for statement in trigger:
        of(target, lambda db, said=statement: db.exec_driver_sql(said))  # type: ignore[misc]
    lines: list[str] = []
    with pytest.raises(BadSetting, match="differs in unit_name: nothing was kept"):
        keeping.copy([source, target], NOW, lines.append)
    assert [line.split()[0] for line in lines if line.endswith("DIFFERS")] == ["unit_name"]
    assert of(target, copying.first_with_rows) is None
    of(source, moved.refuse)  # may go on


def test_a_difference_of_any_kind_is_a_difference(db: Connection) -> None:
    district(db)
    found = {copying.fingerprint(db, task).digest}
    for values in (
        {"progress": 0.3},
        {"progress": 0.30000000000000004},
        {"amount": None},
        {"assignee": ""},
        {"area": "-"},
    ):
        db.execute(update(task).where(task.c.id == 1).values(values))
        found.add(copying.fingerprint(db, task).digest)
    assert len(found) == 6


def test_no_bot_starts_on_what_was_moved_until_it_is_released(source: str, target: str) -> None:
    copied(source, target)
    with pytest.raises(BadSetting, match="were moved from this database to") as caught:
        of(source, moved.refuse)
    assert copying.named(target) in str(caught.value)
    of(target, moved.refuse)
    assert of(source, moved.lift)
    of(source, moved.refuse)


def test_a_bot_that_was_stopped_sends_from_the_copy_what_waited(source: str, target: str) -> None:
    copied(source, target)
    states = of(target, lambda db: db.execute(select(outbox.c.state).where(outbox.c.kind == "remind")).scalars().all())
    assert states.count("pending") == 12
    assert of(target, lambda db: pulse.last(db, QUARANTINE)) is None


def test_a_backup_is_older_than_the_world_so_the_copy_sends_nothing(source: str, target: str, tmp_path: Path) -> None:
    instance.lock_of(tmp_path / "from.db").unlink()
    before = (tmp_path / "from.db").read_bytes()
    assert "37 messages are held" in copied(source, target)
    assert of(target, lambda db: pulse.last(db, QUARANTINE)) is not None
    assert (tmp_path / "from.db").read_bytes() == before
    assert not instance.lock_of(tmp_path / "from.db").exists()


# --- what is refused --------------------------------------------------------------------------------------------------


def test_a_running_bot_is_not_copied(source: str, target: str, tmp_path: Path) -> None:
    with instance.only_one(tmp_path / "from.db"), pytest.raises(BadSetting, match="Another bot runs"):
        copied(source, target)


def test_others_at_work_on_a_side_are_not_disturbed(source: str, target: str, postgresql: Server | None) -> None:
    copying.prepare(source, target)

    async def meanwhile() -> None:
        async with copying._opened(target):
            await copying.move(source, target, NOW, lambda _: None)

    with pytest.raises(BadSetting, match="in use by another" if postgresql is None else "Others are connected"):
        asyncio.run(meanwhile())


def test_a_target_with_rows_is_refused_and_left_alone(source: str, target: str) -> None:
    copied(source, target)
    before = of(target, counted)
    with pytest.raises(BadSetting, match="is not empty"):
        copied(source, target)
    assert of(target, counted) == before


def test_another_step_is_told_and_not_migrated(source: str, target: str) -> None:
    of(source, lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'"))
    with pytest.raises(BadSetting, match=r"is at step 0007, the program at .*migrate it first"):
        copied(source, target)
    of(source, lambda db: db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrations.newest()}'"))
    copying.prepare(source, target)
    of(target, lambda db: db.exec_driver_sql("UPDATE alembic_version SET version_num = '0007'"))
    with pytest.raises(BadSetting, match="step 0007"):
        copied(source, target)


def test_a_database_of_another_program_is_left_alone(source: str, bare: str, postgresql: Server | None) -> None:
    target = bare
    statement = "CREATE TABLE ledger (id INTEGER)"
    if postgresql is None:
        with closing(sqlite3.connect(target.removeprefix("sqlite:///"))) as raw:
            raw.execute(statement)
    else:
        of(target, lambda db: db.exec_driver_sql(statement))
    with pytest.raises(
        BadSetting, match="not a database of this program" if postgresql is None else "has tables already"
    ):
        copied(source, target)


@pytest.mark.parametrize(
    "urls", [[], ["sqlite:///a.db"], ["sqlite:///a.db", "sqlite:///b.db", "postgresql://bot:geheim@h/n"]]
)
def test_two_addresses_are_wanted_and_none_is_repeated(urls: list[str]) -> None:
    with pytest.raises(BadSetting, match="Two addresses") as caught:
        keeping.copy(urls, NOW, lambda _: None)
    assert "geheim" not in str(caught.value)


@pytest.mark.sqlite
def test_no_password_is_ever_said(source: str, tmp_path: Path) -> None:
    secret = "postgresql+asyncpg://bot:geheim@127.0.0.1:9/district?password=geheim"
    for words in ([source, secret], [secret, source, secret]):
        said = typed(tmp_path, *words)
        assert said.returncode == 2, said
        assert "geheim" not in said.stdout + said.stderr
        assert "Traceback" not in said.stderr
    assert copying.named(secret) == "PostgreSQL district on 127.0.0.1:9"


def typed(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "copy", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_value_the_other_side_cannot_hold_names_table_and_rows_only(
    source: str, target: str, postgresql: Server | None
) -> None:
    of(source, lambda db: db.execute(update(unit_name).where(unit_name.c.id == 2).values(name="Lục\x00Nam")))
    if postgresql is None:
        assert "all the same" in copied(source, target)
        return
    with pytest.raises(BadSetting, match="Table unit_name, after row 0 ") as caught:
        copied(source, target)
    assert "Lục" not in str(caught.value)
    assert of(target, copying.first_with_rows) is None


# --- killed in the middle ---------------------------------------------------------------------------------------------

DIES = """
import asyncio, os, sys
from datetime import datetime, UTC
from bot import keeping

def tell(said):
    if said.startswith(sys.argv[3]):
        os._exit(137)

keeping.copy(sys.argv[1:3], datetime.now(UTC), tell)
"""


@pytest.mark.parametrize("at", ["meeting_version:", "reading back"])
def test_after_a_kill_in_the_middle_the_target_is_empty_and_the_next_copy_goes_through(
    source: str, target: str, at: str, postgresql: Server | None
) -> None:
    died = subprocess.run([sys.executable, "-c", DIES, source, target, at], cwd=ROOT, check=False, timeout=120)
    assert died.returncode == 137
    if postgresql is not None:
        postgresql.settled(target)
    assert of(target, copying.first_with_rows) is None
    of(source, moved.refuse)
    assert "all the same" in copied(source, target)


def test_it_goes_back_too(source: str, target: str, tmp_path: Path) -> None:
    copied(source, target)
    of(target, lambda db: db.execute(insert(inbox).values(bot_id=1, update_id=-(2**53), raw="{}", received_at=NOW)))
    back = f"sqlite:///{tmp_path / 'back.db'}"
    instance.lock_of(tmp_path / "to.db").touch()
    assert "all the same" in copied(target, back)
    assert {k: v for k, v in of(back, counted).items() if k not in {"audit", "inbox"}} == {
        k: v for k, v in of(source, counted).items() if k not in {"audit", "inbox"}
    }
    assert of(back, lambda db: units.name_of(db, 2, NOW.astimezone(ZONE).date())) != ""
