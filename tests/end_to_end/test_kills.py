"""Nothing received is lost or done twice, whatever instruction a kill hits (reliability.md, matrix rows 1-3, 18, 19)."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Connection, select

from demo.phone import Phone
from demo.server import Server
from storage import inbox
from storage.store import Store
from storage.tables import audit
from storage.tables import inbox as inbox_table
from tests.handlers.conftest import ADMIN, SECRETARY, TOKEN, until

ROOT = Path(__file__).parents[2]


class Address(Protocol):
    """Where a Telegram is, or was."""

    url: str


async def bot_process(server: Address, database_url: str, log: Path) -> asyncio.subprocess.Process:
    with log.open("ab") as out:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.end_to_end.counting_bot", TOKEN, server.url, database_url),
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )


async def counted(database_url: str) -> tuple[Counter[str], Counter[str]]:
    """Effects by word, and rows of the inbox by state."""

    def read(db: Connection) -> tuple[Counter[str], Counter[str]]:
        effects = Counter(db.execute(select(audit.c.about).where(audit.c.act == "counted")).scalars())
        return effects, Counter(db.execute(select(inbox_table.c.state)).scalars())

    store = Store(database_url)
    await store.open()
    try:
        return await store.read(read)
    finally:
        await store.close()


async def kept(database_url: str) -> list[int]:
    """Updates in the inbox that wait for the next start."""
    store = Store(database_url)
    await store.open()
    try:
        return await store.read(lambda db: [row for row, _ in inbox.waiting(db, bot_id())])
    finally:
        await store.close()


def bot_id() -> int:
    """The bot's id, as its token begins."""
    return int(TOKEN.split(":", 1)[0])


async def test_kills_lose_and_double_nothing(server: Server, database_url: str, tmp_path: Path) -> None:
    """Matrix 1."""
    phones = [Phone(server, user) for user in (SECRETARY, ADMIN)]
    sent: list[str] = []
    moments = random.Random(7)  # noqa: S311
    for round_ in range(3):
        process = await bot_process(server, database_url, tmp_path / "bot.log")
        polls = server.telegram.calls["getupdates"]
        await until(lambda polls=polls: server.telegram.calls["getupdates"] > polls, 30)  # type: ignore[misc]
        for number in range(40):
            sent.append(f"{round_}-{number}")
            await phones[number % 2].send(f"/dem {sent[-1]}")
        await asyncio.sleep(moments.uniform(0.0, 0.15))
        process.kill()
        await process.wait()
    process = await bot_process(server, database_url, tmp_path / "bot.log")
    await until(lambda: f"đã ghi {sent[-1]}" in server.telegram.texts_to(ADMIN), 60)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    effects, states = await counted(database_url)
    assert effects == Counter(sent)
    assert set(states) == {"done"}
    for phone in phones:
        await phone.close()


@pytest.mark.parametrize("signals", [1, 2])
async def test_sigterm_under_load_loses_nothing_and_ends_well(
    server: Server, database_url: str, tmp_path: Path, signals: int
) -> None:
    """Matrix 18 and 19."""
    phone = Phone(server, SECRETARY)
    sent = [str(number) for number in range(80)]
    process = await bot_process(server, database_url, tmp_path / "bot.log")
    await until(lambda: server.telegram.calls["getupdates"] > 0, 30)
    for word in sent:
        await phone.send(f"/dem {word}")
    await until(lambda: bool(server.telegram.texts_to(SECRETARY)), 30)
    for _ in range(signals):
        await asyncio.sleep(0.1)
        process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    effects, states = await counted(database_url)
    assert set(effects.values()) <= {1}
    assert len(effects) == states["done"] > 0
    waiting = {waiting.id for waiting in server.telegram.bot.updates.queue} | set(await kept(database_url))
    assert len(effects) + len(waiting) == len(sent)
    assert "Traceback" not in (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert TOKEN not in (tmp_path / "bot.log").read_text(encoding="utf-8")
    await phone.close()
