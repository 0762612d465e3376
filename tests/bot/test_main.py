"""The command line as it is typed: what cannot start says so in one line and ends with 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def typed(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
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
    assert is_one_line(typed(tmp_path, "run", **environment), *words)


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


@pytest.mark.parametrize("words", [["nonsense"], ["seed", "--cells", "0"], ["units"], ["invite", "C1"]])
def test_what_is_no_command_is_explained(tmp_path: Path, words: list[str]) -> None:
    said = typed(tmp_path, *words)
    assert said.returncode == 2
    assert "usage:" in said.stderr
