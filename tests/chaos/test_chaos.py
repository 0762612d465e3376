"""A few cycles of ``make chaos``: the stand-in's log is the ground truth."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests import postgresql
from tests.chaos import fleet
from tests.chaos.forked import alone
from tests.chaos.harness import run
from tests.handlers.test_listening import free_port


async def test_kills_under_traffic_lose_and_double_nothing(tmp_path: Path) -> None:
    """Matrix 1-4, 22, 36-38 and 61."""
    verdict = await run(tmp_path, 3, 5, 6, print)
    assert verdict.good, f"{verdict}\n{verdict.notes}"


async def test_kills_under_a_webhook_lose_and_double_nothing(tmp_path: Path) -> None:
    """Matrix 1-4, 17, 22 and 61: Telegram posts, and posts again what nobody has answered with 200."""
    verdict = await run(tmp_path, 2, 6, 4, print, alone(free_port()))
    assert verdict.good, f"{verdict}\n{verdict.notes}"


@pytest.mark.skipif(postgresql.found("initdb") is None, reason="no PostgreSQL server is installed here")
def test_one_of_three_replicas_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Matrix 1-4, 17, 36-39 and 57: the living go on with what it had in hand."""
    with postgresql.running() as server:
        made = fleet.run(tmp_path, server.fresh(), 2, 5, 4, ["all"] * 3, print, hooked=True)
        verdict = asyncio.run(made)
    assert verdict.good, f"{verdict}\n{verdict.notes}"
