"""A few cycles of ``make chaos``: the stand-in's log is the ground truth."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.harness import run


async def test_kills_under_traffic_lose_and_double_nothing(tmp_path: Path) -> None:
    """Matrix 1-4, 22, 36-38 and 61."""
    verdict = await run(tmp_path, 3, 5, 6, print)
    assert verdict.good, f"{verdict}\n{verdict.notes}"
