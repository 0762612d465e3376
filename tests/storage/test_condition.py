"""Each line of ``check`` about the records: what is well, and what needs somebody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.errors import BadSetting
from storage import backup, condition, inbox, instance, quarantine
from storage.inbox import Received
from storage.store import once, sqlite_path
from tests.conftest import NOW, ZONE

pytestmark = pytest.mark.sqlite

Asked = Callable[[str], str]


@pytest.fixture
def path(database_url: str) -> Path:
    found = sqlite_path(database_url)
    assert found is not None
    return found


@pytest.fixture
def asked(database_url: str, path: Path) -> Asked:
    """The answer of one fact; a fault begins with FAULT."""

    def ask(name: str) -> str:
        try:
            return condition.facts(database_url, path, NOW)[name]()
        except BadSetting as exc:
            return f"FAULT {exc}"

    return ask


def keep(database_url: str, work: Callable[[Connection], object]) -> None:
    asyncio.run(once(database_url, work))


def test_a_fresh_database_is_well(asked: Asked) -> None:
    assert {name: asked(name) for name in ("backup", "lock", "outbox", "inbox")} == {
        "backup": "there is none yet",
        "lock": "no bot runs",
        "outbox": "0 pending, 0 uncertain, 0 unconfirmed, 0 held, 0 dead",
        "inbox": "0 wait, 0 given up in the last 7 days",
    }
    assert re.fullmatch(r"quick_check ok, journal \w+", asked("integrity"))


def test_a_damaged_database_is_a_fault(asked: Asked, path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-4096:] = b"\xff" * 4096
    path.write_bytes(content)
    assert asked("integrity").startswith("FAULT the database is damaged")


def test_an_old_backup_is_a_fault_while_a_bot_runs(asked: Asked, path: Path) -> None:
    backup.keep_one(path, NOW - timedelta(hours=3, minutes=1), ZONE)
    assert asked("backup") == "bot-20261105T095900Z.db, 3 h old; 1 kept"
    with instance.only_one(path):
        assert asked("lock") == "a bot runs"
        assert asked("backup").startswith("FAULT bot-20261105T095900Z.db, 3 h old")
        backup.keep_one(path, NOW - timedelta(minutes=59), ZONE)
        assert asked("backup") == "bot-20261105T120100Z.db, 59 min old; 2 kept"


def test_no_backup_at_all_is_a_fault_while_a_bot_runs(asked: Asked, path: Path) -> None:
    with instance.only_one(path):
        assert asked("backup").startswith("FAULT there is none")


def test_a_quarantine_is_a_fault_until_it_is_released(asked: Asked, database_url: str) -> None:
    keep(database_url, lambda db: quarantine.begin(db, NOW))
    assert asked("outbox").startswith("FAULT nothing is sent since 2026-11-05 13:00 UTC")
    assert asked("outbox").endswith("python -m bot release")
    keep(database_url, lambda db: quarantine.release(db, NOW))
    assert asked("outbox").startswith("0 pending")


@pytest.mark.parametrize(
    ("state", "ago", "said"),
    [
        ("new", timedelta(minutes=1), "1 wait"),
        ("new", timedelta(minutes=11), "FAULT 1 wait"),
        ("dead", timedelta(days=1), "FAULT 0 wait, 1 given up"),
        ("dead", timedelta(days=8), "0 wait, 0 given up"),
    ],
)
def test_what_waits_too_long_or_was_given_up_lately_is_a_fault(
    asked: Asked, database_url: str, state: str, ago: timedelta, said: str
) -> None:
    row = Received(1, {}, 7, "message", state)  # type: ignore[arg-type]
    keep(database_url, lambda db: inbox.store(db, 1, [row], NOW - ago))
    assert asked("inbox").startswith(said)


def test_postgresql_looks_after_its_files_itself() -> None:
    assert list(condition.facts("postgresql+asyncpg://h/d", None, NOW)) == ["outbox", "inbox", "imports", "fence"]
