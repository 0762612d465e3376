"""A made-up Telegram on a free port, and python-telegram-bot's own client for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from demo.clock import DemoClock
from demo.server import Server, serving
from demo.telegram import Telegram

TOKEN = "7100:AAdemo-token-of-nobody_0123456789abc"


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stock library warns at every 429 unless told that we know the coming type."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock(tmp_path: Path) -> DemoClock:
    return DemoClock(tmp_path / "clock")


@pytest.fixture
def telegram(clock: DemoClock) -> Telegram:
    made = Telegram(clock.now)
    made.add_bot(TOKEN)
    made.add_user(1, "Nguyễn Văn An", "84900000003")
    made.add_user(2, "Trần Thị Bình", "84900000004")
    return made


@pytest.fixture
async def server(telegram: Telegram, clock: DemoClock) -> AsyncIterator[Server]:
    async with serving(telegram, clock) as running:
        yield running


def client(server: Server, token: str = TOKEN) -> ExtBot[None]:
    return ExtBot(token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot")


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[ExtBot[None]]:
    """The stock bot of the stock library, with An having pressed Start."""
    made = client(server)
    async with made:
        yield made


async def until(true: Callable[[], object]) -> None:
    """Waits for something that happens on the other side of a connection."""
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not happen within five seconds.")
