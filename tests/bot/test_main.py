"""The command line as it is typed: what cannot start says so in one line and ends with 2."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot import keeping
from bot.domain.errors import BadSetting
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def typed(folder: Path, *words: str, by: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    return subprocess.run(
        [*by, sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=base | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def is_one_line(said: subprocess.CompletedProcess[str], *words: str) -> bool:
    assert said.returncode == 2, said
    assert said.stderr.count("\n") == 1, said.stderr
    assert all(word in said.stderr for word in words), said.stderr
    return True


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, ["BOT_TOKEN", "missing"]),
        ({"BOT_TOKEN": "nonsense"}, ["BOT_TOKEN", "does not look like"]),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "mysql://x"}, ["DATABASE_URL"]),
        ({"BOT_TOKEN": TOKEN, "DATABASE_URL": "sqlite:////proc/bot.db"}, ["/proc/bot.db"]),
        ({"BOT_TOKEN": TOKEN, "WEBHOOK_URL": "https://example.org/x"}, ["WEBHOOK_SECRET"]),
        ({"BOT_TOKEN": TOKEN, "TIMEZONE": "Mars"}, ["TIMEZONE"]),
    ],
)
def test_what_cannot_run_says_why_in_one_line(tmp_path: Path, environment: dict[str, str], words: list[str]) -> None:
    assert is_one_line(typed(tmp_path, "run", by=(), **environment), *words)


def test_a_file_that_is_no_database_is_one_line_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.db").write_text("the minutes of the last century " * 200)
    assert is_one_line(typed(tmp_path, "run", BOT_TOKEN=TOKEN), "data/bot.db")
    assert (tmp_path / "data" / "bot.db").read_text().startswith("the minutes")


def test_check_names_each_fault_and_ends_with_1(tmp_path: Path) -> None:
    said = typed(tmp_path, "check", BOT_TOKEN=TOKEN)
    assert said.returncode == 1
    assert [line.split()[:2] for line in said.stdout.splitlines()] == [
        ["settings", "ok"],
        ["secrets", "ok"],
        ["token", "FAULT"],
        ["database", "ok"],
        ["migrations", "ok"],
        ["clock", "FAULT"],
        ["sqlite", "ok"],
    ]
    assert "Traceback" not in said.stderr


def test_a_token_that_others_can_read_stops_the_start(tmp_path: Path) -> None:
    """Matrix 98."""
    env = tmp_path / ".env"
    env.write_text(f"BOT_TOKEN={TOKEN}\n")
    env.chmod(0o640)
    assert is_one_line(typed(tmp_path, "run"), "chmod 600 .env")
    assert not (tmp_path / "data").exists()


def test_a_backup_is_taken_put_back_and_released_by_hand(tmp_path: Path, empty_database: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.db").write_bytes(empty_database.read_bytes())
    assert "read back whole" in typed(tmp_path, "backup", "copy.db").stdout
    said = typed(tmp_path, "restore", "copy.db")
    assert (said.returncode, said.stderr) == (0, "")
    assert "Nothing is sent" in said.stdout
    lines = {line.split()[0]: line.split()[1] for line in typed(tmp_path, "check").stdout.splitlines()}
    assert [lines[name] for name in ("integrity", "backup", "lock", "outbox", "inbox")] == [
        "ok",
        "ok",
        "ok",
        "FAULT",
        "ok",
    ]
    said = typed(tmp_path, "release", "--discard")
    assert said.stdout == "0 messages go out, 0 of them labelled as perhaps sent before; 0 discarded, 0 stay held.\n"


def test_postgresql_is_backed_up_by_its_own_tools() -> None:
    with pytest.raises(BadSetting, match="pg_dump"):
        keeping.take(Settings(database_url="postgresql+asyncpg://h/d"), Path("copy.db"))


def test_everything_is_exported_by_hand(tmp_path: Path, empty_database: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.db").write_bytes(empty_database.read_bytes())
    said = typed(tmp_path, "export-all", "out")
    assert (said.returncode, said.stderr) == (0, "")
    assert (tmp_path / "out" / "meetings.csv").exists()


STEP_DOWN = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""Root without the right to write where the file's mode forbids it: like everybody else."""


@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root may write everywhere")
@pytest.mark.parametrize(("file", "folder"), [(0o400, 0o700), (0o600, 0o500)])
def test_a_database_that_cannot_be_written_is_one_line(
    tmp_path: Path, empty_database: Path, file: int, folder: int
) -> None:
    """Matrix 68: the file, or the folder in which its journal and lock are to lie."""
    database = tmp_path / "data" / "bot.db"
    database.parent.mkdir()
    database.write_bytes(empty_database.read_bytes())
    database.chmod(file)
    database.parent.chmod(folder)
    try:
        said = typed(tmp_path, "run", by=STEP_DOWN if os.geteuid() == 0 else (), BOT_TOKEN=TOKEN)
    finally:
        database.parent.chmod(0o700)
    assert is_one_line(said, "data/bot.db")


def test_a_lost_or_replaced_database_is_one_line(tmp_path: Path, empty_database: Path) -> None:
    """Matrix 68: where a bot has run, an empty file never takes the place of its records."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bot.db.lock").touch()
    assert is_one_line(typed(tmp_path, "run", BOT_TOKEN=TOKEN), "is gone")
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as raw:
        raw.execute("CREATE TABLE meeting (id INTEGER)")
    assert is_one_line(typed(tmp_path, "run", BOT_TOKEN=TOKEN), "not a database of this program")


@pytest.mark.parametrize("words", [["nonsense"], ["seed", "--cells", "0"], ["units"], ["invite", "C1"]])
def test_what_is_no_command_is_explained(tmp_path: Path, words: list[str]) -> None:
    said = typed(tmp_path, *words)
    assert said.returncode == 2
    assert "usage:" in said.stderr
