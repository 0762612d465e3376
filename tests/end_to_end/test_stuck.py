"""A bot in which one part stands still ends itself, so that it is started anew; one at work does not, and each end comes in time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from demo.clock import DemoClock
from demo.phone import Phone
from demo.server import Server
from storage import notices, people
from storage.store import Store
from storage.tables import outbox
from tests.conftest import NOW
from tests.end_to_end.test_kills import ROOT
from tests.handlers.conftest import SECRETARY, TOKEN, until

Start = Callable[..., Awaitable[asyncio.subprocess.Process]]


async def in_store(url: str, work: Callable[[Connection], Any]) -> Any:
    store = Store(url)
    await store.open()
    try:
        return await store.write(work)
    finally:
        await store.close()


@pytest.fixture
async def start(server: Server, database_url: str, tmp_path: Path) -> AsyncIterator[Start]:
    """``await start(part, clock)``: the process, once it has asked for updates (unless it is not to get so far)."""
    made: list[asyncio.subprocess.Process] = []

    async def starting(part: str, clock: str = "", *, polls: bool = True) -> asyncio.subprocess.Process:
        with (tmp_path / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.end_to_end.stuck_bot", TOKEN, server.url, database_url, part, clock),
                cwd=ROOT,
                env=os.environ | {"LISTEN": "", "WEBHOOK_URL": ""},
                stdout=log,
                stderr=log,
            )
        made.append(process)
        if polls:
            await until(lambda: server.telegram.calls["getupdates"] > 0, 60)
        return process

    yield starting
    for process in made:
        if process.returncode is None:
            process.kill()
        await process.wait()


def a_due_message(db: Connection) -> None:
    who = people.by_telegram(db, SECRETARY)
    assert who is not None
    notices.tell(db, [who], None, "fault-file", {}, "due", datetime.now(UTC) - timedelta(minutes=1))


@pytest.mark.parametrize("part", ["poll", "tick", "outbox", "inbox"])
async def test_a_part_that_stands_still_ends_the_process(
    server: Server, start: Start, database_url: str, tmp_path: Path, part: str
) -> None:
    """Matrix 59: the poller, the scheduler, the sender or the handling is dead, the process alive."""
    if part == "outbox":
        await in_store(database_url, a_due_message)
    process = await start(part)
    if part == "inbox":
        phone = Phone(server, SECRETARY)
        await phone.send("/trogiup")
        await phone.close()
    assert await asyncio.wait_for(process.wait(), 30) == 1
    log = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert f"watchdog.stuck' parts='{part}'" in log or f"parts='{part}'" in log, log[-2000:]


async def test_at_work_it_goes_on_though_the_clock_is_moved_by_weeks(
    server: Server, start: Start, database_url: str, tmp_path: Path
) -> None:
    """Matrix 41 and 59: as in the demo."""
    clock = DemoClock(tmp_path / "clock")
    await in_store(database_url, a_due_message)
    process = await start("none", str(tmp_path / "clock"))
    phone = Phone(server, SECRETARY)
    for _ in range(3):
        clock.shift(timedelta(weeks=5))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(process.wait(), 1.5)
    await phone.send("/trogiup")
    await phone.sees("Các lệnh", 15)
    await phone.close()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert "watchdog" not in (tmp_path / "bot.log").read_text(encoding="utf-8")


# --- the end


@pytest.mark.parametrize(("part", "within"), [("start", 3.0), ("hanging-start", 8.0)])
async def test_a_start_that_fails_ends_though_something_hangs(
    start: Start, tmp_path: Path, part: str, within: float
) -> None:
    """Matrix 73: an error while starting, and connections that do not close."""
    process = await start(part, polls=False)
    log = tmp_path / "bot.log"
    await until(lambda: process.returncode is not None or "told to fail" in log.read_text(encoding="utf-8"), 60)
    begun = time.monotonic()
    assert await asyncio.wait_for(process.wait(), 20) == 1
    assert time.monotonic() - begun < within
    assert ("stop.cut_off" in log.read_text(encoding="utf-8")) == (part == "hanging-start")


async def test_an_end_that_hangs_is_cut_off(start: Start, tmp_path: Path) -> None:
    """Matrix 73."""
    process = await start("end")
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 1
    assert "stop.cut_off" in (tmp_path / "bot.log").read_text(encoding="utf-8")


async def test_a_message_under_way_holds_up_no_end(server: Server, database_url: str, tmp_path: Path) -> None:
    """Matrix 18 and 73: Telegram takes a message and does not answer; it is left to its lease, and the end is orderly."""
    await in_store(database_url, a_due_message)
    await in_store(
        database_url, lambda db: db.execute(update(outbox).values(not_before=datetime(2020, 1, 1, tzinfo=UTC)))
    )
    server.telegram.faults.add("hang_after", "sendMessage", times=None)
    clock = DemoClock(tmp_path / "clock")
    clock.set(NOW.replace(hour=9))
    with (tmp_path / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--clock", str(tmp_path / "clock")),
            cwd=ROOT,
            env=os.environ
            | {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATABASE_URL": database_url}
            | {"LISTEN": "", "WEBHOOK_URL": "", "ADMIN_IDS": ""},
            stdout=log,
            stderr=log,
        )
    await until(lambda: bool(server.telegram.texts_to(SECRETARY)), 60)
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    assert time.monotonic() - begun < 19
    said = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert "sender.unfinished" in said
    assert "Traceback" not in said
    states = await in_store(database_url, lambda db: db.execute(select(outbox.c.state)).scalars().all())
    assert states == ["sending"]
