"""What an ordinary start must not load: each of these costs every restart its time, and every small machine its memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEVER_AT_START = (
    "aiohttp.web",  # only with LISTEN
    "alembic",  # only with something to migrate
    "asyncpg",
    "babel",
    "demo",
    "docxtpl",
    "bot.forms.meeting",  # by the first form
    "fluent.runtime",
    "handlers.summaries",  # by its first call
    "handlers.talks",
    "matplotlib",
    "prometheus_client",
    "python_calamine",
    "segno",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.ext.asyncio",
    "xlsxwriter",
)
STARTED = """
from bot import duties, logs, running, settings
from handlers import application
from storage import instance, migrations, store
import sys
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """The modules of a process that has just begun to run."""
    found = subprocess.run(
        (sys.executable, "-c", STARTED),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return frozenset(found.stdout.decode().split())


@pytest.mark.parametrize("name", NEVER_AT_START)
def test_a_start_does_not_load(name: str, loaded: frozenset[str]) -> None:
    assert name not in loaded


def test_a_start_loads_what_it_polls_with(loaded: frozenset[str]) -> None:
    assert {"telegram", "aiohttp", "sqlalchemy", "handlers.application"} <= loaded
