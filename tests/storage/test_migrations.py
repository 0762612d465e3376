from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.domain.errors import BadSetting
from storage import instance, migrations, pulse
from storage.migrations.__main__ import differences
from storage.sweeping import sweep
from storage.tables import APPEND_ONLY, metadata
from tests.conftest import ZONE

ROOT = Path(__file__).parents[2]


def schema(path: Path) -> dict[str, list[str]]:
    """What each thing is made of, in whatever order; a column added later reads like one that was there at once."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {
            f"{kind} {name}": _table(raw, name, sql) if kind == "table" else [" ".join(sql.replace('"', "").split())]
            for kind, name, sql in rows
            if name != "alembic_version"
        }


def _table(raw: sqlite3.Connection, name: str, sql: str) -> list[str]:
    """Columns with type and default, keys, unique sets and checks of a table."""
    columns = raw.execute(f"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo('{name}')")
    keys = raw.execute(f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{name}\')')
    unique = raw.execute(
        "SELECT group_concat(c.name) FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c "
        "WHERE i.origin = 'u' GROUP BY i.name",
        (name,),
    )
    said = [str(row) for found in (columns, keys, unique) for row in found]
    return sorted([*said, *_checks(sql), "strict" if sql.rstrip().endswith("STRICT") else "loose"])


def _checks(sql: str) -> list[str]:
    """``CHECK (…)`` with its name, to the bracket that closes it."""
    found = []
    for start in re.finditer(r"CONSTRAINT \S+ CHECK \(", sql):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        found.append(" ".join(sql[start.start() : end].replace('"', "").split()))
    return found


def test_the_steps_make_the_tables_that_the_program_knows(empty_database: Path) -> None:
    engine = create_engine(f"sqlite:///{empty_database}")
    with engine.connect() as connection:
        assert differences(connection) == []
    engine.dispose()


def test_the_steps_make_every_check_index_and_trigger_too(empty_database: Path, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'all.db'}")
    metadata.create_all(engine)
    engine.dispose()
    made, wanted = schema(empty_database), schema(tmp_path / "all.db")
    assert set(made) == set(wanted)
    assert made == wanted


def test_every_table_is_strict(empty_database: Path) -> None:
    with closing(sqlite3.connect(empty_database)) as raw:
        loose = [
            name
            for name, strict in raw.execute("SELECT name, strict FROM pragma_table_list WHERE schema='main'")
            if not strict
        ]
    loose = [name for name in loose if not name.startswith("search_words")]  # a full text index has its own tables
    assert set(loose) <= {"alembic_version", "sqlite_schema", "sqlite_sequence"}


def test_append_only_tables_have_their_triggers(empty_database: Path) -> None:
    """Matrix 100."""
    found = schema(empty_database)
    for name in APPEND_ONLY:
        assert {f"trigger {name}_no_update", f"trigger {name}_no_delete"} <= set(found)


def test_an_up_to_date_file_is_left_alone(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    before = path.stat().st_mtime_ns
    migrations.upgrade(f"sqlite:///{path}")
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir()] == ["bot.db"]


def test_a_newer_database_is_refused(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    with pytest.raises(BadSetting, match="newer than this program"):
        migrations.upgrade(f"sqlite:///{path}")


@pytest.mark.parametrize("content", [b"", b"no database at all, only words" * 100])
def test_another_file_is_never_written_to(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(content)
    with pytest.raises(BadSetting):
        migrations.upgrade(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_lost_database_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    """Matrix 68."""
    path = tmp_path / "bot.db"
    migrations.upgrade(f"sqlite:///{path}")
    with instance.only_one(path), pytest.raises(BadSetting, match="Another bot"), instance.only_one(path):
        pass
    path.unlink()
    with pytest.raises(BadSetting, match="is gone"):
        migrations.upgrade(f"sqlite:///{path}")
    assert not path.exists()


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    """Matrix 68."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadSetting, match="cannot be made"):
        migrations.upgrade(f"sqlite:///{tmp_path / 'file' / 'bot.db'}")


def test_an_older_file_is_copied_before_it_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bot.db"
    migrations.upgrade(f"sqlite:///{path}")
    stored = migrations.stored(path)
    monkeypatch.setattr(migrations, "newest", lambda: "0000")  # as if the file came from another program's past
    with pytest.raises(BadSetting):
        migrations.upgrade(f"sqlite:///{path}")
    monkeypatch.setattr(migrations, "newest", lambda: "9998")
    migrations.upgrade(f"sqlite:///{path}")
    assert (tmp_path / f"bot.db.before-9998-from-{stored}").exists()


def test_what_was_kept_under_the_first_released_tables_is_there_under_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((Path(__file__).parent / "files" / "released-0001.sql").read_text(encoding="utf-8"))
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = {name: raw.execute(f"SELECT * FROM {name}") for name in names if "sqlite" not in name}
        columns = {name: ", ".join(column for column, *_ in rows.description) for name, rows in kept.items()}
        before = {name: sorted(map(repr, rows)) for name, rows in kept.items()}
    assert len(before["meeting_version"]) == len(before["unit"]) == 4
    del before["alembic_version"]
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        for name, rows in before.items():
            assert sorted(map(repr, raw.execute(f"SELECT {columns[name]} FROM {name}"))) == rows, name


def test_a_start_after_a_kill_in_the_middle_of_a_commit_rolls_back_and_goes_on(
    empty_database: Path, tmp_path: Path
) -> None:
    """Matrix 61: the journal that a kill leaves must be rolled back, which a connection for reading cannot do."""
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    dies = (
        "import os, sqlite3, sys; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('PRAGMA journal_mode=delete'); db.execute('PRAGMA cache_size=1'); db.execute('BEGIN IMMEDIATE')\n"
        "for n in range(200): db.execute('INSERT INTO pulse VALUES (?, ?, NULL)', (f'{n}', 'x' * 3000))\n"
        "os._exit(137)"
    )
    subprocess.run([sys.executable, "-c", dies, str(path)], check=False)
    assert path.with_name("bot.db-journal").stat().st_size > 0
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM pulse").fetchone() == (0,)
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


# --- a step that fails ------------------------------------------------------------------------------------------------

STEP = """
import os
from alembic import op
revision, down_revision = "{number:04d}", "{before:04d}"

def upgrade():
    op.execute("CREATE TABLE made_by_{number} (id INTEGER PRIMARY KEY) STRICT")
    op.execute("UPDATE pulse SET name = name || '.{number}'")
    {then}
"""
LAST = 4


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, str], None]:
    """``program(k, then)``: a later program with three more steps, of which step ``k`` ends with ``then``."""
    here = tmp_path / "program"
    shutil.copytree(migrations.HERE, here, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "HERE", here)
    for left in sorted((here / "versions").glob("*.py"))[1:]:
        left.unlink()

    def steps(failing: int, then: str) -> None:
        for number in range(2, LAST + 1):
            text = STEP.format(number=number, before=number - 1, then=then if number == failing else "")
            (here / "versions" / f"{number:04d}_step.py").write_text(text)

    return steps


@pytest.fixture
def old(empty_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "bot.db"
    path.write_bytes(empty_database.read_bytes())
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0001'")
        raw.execute("INSERT INTO pulse VALUES ('poll', '2026-11-05', NULL)")
        raw.commit()
    return path


def dump(path: Path) -> list[str]:
    """All that the file holds; a copy makes its indexes and triggers in an order of its own."""
    with closing(sqlite3.connect(path)) as raw:
        return sorted(raw.iterdump())


@pytest.mark.parametrize("failing", range(2, LAST + 1))
@pytest.mark.parametrize(
    "then",
    ["raise KeyError('bug')", "op.execute('nonsense')", "op.execute('INSERT INTO unit_parent VALUES (1,9,9,9,9)')"],
)
def test_a_failing_step_leaves_everything_as_it_was_and_a_copy_beside_it(
    program: Callable[[int, str], None], old: Path, failing: int, then: str
) -> None:
    """Matrix 70."""
    before = dump(old)
    program(failing, then)
    with pytest.raises(BadSetting, match="cannot be migrated") as caught:
        migrations.upgrade(f"sqlite:///{old}")
    assert "\n" not in str(caught.value)
    copy = old.with_name("bot.db.before-0004-from-0001")
    assert dump(old) == before == dump(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    program(0, "")
    migrations.upgrade(f"sqlite:///{old}")
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("SELECT name FROM pulse").fetchall() == [("poll.2.3.4",)]
        assert migrations.stored(old) == "0004"
    assert dump(copy) == before


def test_a_kill_inside_a_step_leaves_everything_as_it_was(program: Callable[[int, str], None], old: Path) -> None:
    """Matrix 70."""
    before = dump(old)
    program(3, "os._exit(137)")
    dies = (
        "import sys; from pathlib import Path; from storage import migrations\n"
        "migrations.HERE = Path(sys.argv[1]); migrations.upgrade(sys.argv[2])"
    )
    words = [sys.executable, "-c", dies, str(migrations.HERE), f"sqlite:///{old}"]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == 137
    program(0, "")
    migrations.upgrade(f"sqlite:///{old}")
    assert dump(old.with_name("bot.db.before-0004-from-0001")) == before
    with closing(sqlite3.connect(old)) as raw:
        assert raw.execute("SELECT name FROM pulse").fetchall() == [("poll.2.3.4",)]


def released(path: Path, before: str) -> None:
    """The rows of the first release, upgraded to just before the step of that name."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript((Path(__file__).parent / "files" / "released-0001.sql").read_text(encoding="utf-8"))
    found = next((ROOT / "storage/migrations/versions").glob(f"*_{before}.py"))
    step = re.search(r'^down_revision = "(\d+)"$', found.read_text(encoding="utf-8"), re.MULTILINE)
    assert step is not None
    with create_engine(f"sqlite:///{path}").begin() as connection:
        made = migrations.config()
        made.attributes["connection"] = connection
        command.upgrade(made, step[1])


def test_templates_of_committees_stay_when_the_report_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    released(path, "own_template_of_the_report")
    row = (7, 1, "agenda", 1, b"PK", "digest", "mau.docx", None, "2026-11-05T13:00:00Z", None)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        raw.commit()
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (8, 1, "report", *row[3:]))
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT * FROM template").fetchall() == [row]
        raw.execute("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (8, 1, "report", *row[3:]))
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (9, 1, "poem", *row[3:]))


MUOI, KHE_SAU = 3, 6
"""Obligations of November: one cell's is open, the other's is met."""
WAITING = {
    "remind:2:2026-11:regular:month_end:2": ("digest", 2, "pending"),
    "remind:3:2026-11:regular:upper@2026-11-06:3": ("reminder", 3, "held"),
    "remind:3:2026-11:regular:after:4": ("reminder", 4, "pending"),
    "remind:2:2026-10:regular:month_end:2": ("digest", 2, "sent"),
    "remind:4:2026-11:regular:upper:3": ("reminder", 3, "sent"),
}
"""Messages of the version before by their keys: kind, reader and how they stand."""
TOLD = {
    (MUOI, "rung:month_end"),
    (MUOI, "rung:upper@2026-11-06"),
    (MUOI, "rung:after"),
    (KHE_SAU, "rung:month_end"),
    (KHE_SAU, "rung:upper"),
}


def test_what_waits_for_those_above_is_told_as_a_digest_after_the_upgrade(tmp_path: Path) -> None:
    """Step 0022: what went out stays told; what had not gone out ends, and the next sweep tells it in the new way."""
    path = tmp_path / "bot.db"
    released(path, "digest_lines")
    with closing(sqlite3.connect(path)) as raw:
        for key, (kind, reader, state) in WAITING.items():
            raw.execute(
                "INSERT INTO outbox (dedupe_key, recipient_id, unit_id, kind, payload, not_before, expires_at, state, created_at)"
                " VALUES (?, ?, 3, ?, '{}', '2026-12-01T01:00:00.000000', '2026-12-31T01:00:00.000000', ?, '2026-12-01T01:00:00.000000')",
                (key, reader, kind, state),
            )
        for number, type_ in TOLD:
            raw.execute(
                "INSERT INTO event (obligation_id, type, occurred_at) VALUES (?, ?, '2026-12-01T01:00:00.000000')",
                (number, type_),
            )
        raw.execute("UPDATE obligation SET state = 'missed', next_at = NULL WHERE id = ?", (MUOI,))
        raw.commit()
    migrations.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as raw:
        states = dict(raw.execute("SELECT dedupe_key, state FROM outbox"))
        events = set(raw.execute("SELECT obligation_id, type FROM event"))
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute("DELETE FROM event")
    assert states == {key: state for key, (_, _, state) in WAITING.items()} | {
        "remind:2:2026-11:regular:month_end:2": "expired",
        "remind:3:2026-11:regular:upper@2026-11-06:3": "expired",
    }
    assert events == {(MUOI, "rung:after"), (KHE_SAU, "rung:month_end"), (KHE_SAU, "rung:upper")}
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        now = datetime(2026, 12, 2, 8, 0, tzinfo=ZONE)
        pulse.beat(db, "tick", now - timedelta(minutes=1), "")
        sweep(db, now, ZONE)
    with closing(sqlite3.connect(path)) as raw:
        lines = "SELECT l.obligation_id, l.rung, o.recipient_id FROM digest_line l JOIN outbox o ON o.id = l.outbox_id"
        assert (MUOI, "month_end", 2) in raw.execute(lines).fetchall()
    engine.dispose()
