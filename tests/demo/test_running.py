"""The demo command: one line with the address, a bot that can be killed and started, and a clean end."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.domain.errors import BadSetting
from demo import running
from demo.people import ADMIN_ID
from demo.phone import Phone

ROOT = Path(__file__).parents[2]
PATIENCE = 90
"""Seconds: two cores may be shared by many."""


def test_a_taken_port_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadSetting, match=r"Port \d+ cannot be used \(.+\); choose another with --port\.$"):
            running.run_demo(taken.getsockname()[1], 1, 1, browser=False)
    with pytest.raises(BadSetting, match="Port 70000"):
        running.run_demo(70000, 1, 1, browser=False)
    assert not (tmp_path / "data").exists()


def test_two_demos_do_not_share_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    running.FOLDER.mkdir(parents=True)
    with (running.FOLDER / "lock").open("w") as lock:
        running._lock(lock.fileno())
        with pytest.raises(BadSetting, match="Another demo runs on data/demo"):
            running.run_demo(0, 1, 1, browser=False)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", "--cells", "12", "--months", "2", "--no-browser"),
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_the_whole_demo_starts_survives_a_kill_and_ends_cleanly(demo: asyncio.subprocess.Process) -> None:
    assert demo.stdout
    url = ""
    async with asyncio.timeout(PATIENCE):
        while not url:
            line = (await demo.stdout.readline()).decode()
            assert line, "The demo ended before it said where it is."
            url = next(iter(re.findall(r"http://127\.0\.0\.1:\d+", line)), "")
    async with ClientSession(url) as http:

        async def becomes(state: str) -> None:
            async with asyncio.timeout(PATIENCE):
                while await _state(http) != state:  # noqa: ASYNC110 - another process
                    await asyncio.sleep(0.1)

        await becomes("running")
        phone = Phone(url, ADMIN_ID)
        await phone.start()
        assert (await phone.reads(PATIENCE))[0].text
        await http.post("/api/bot", json={"do": "kill"})
        await becomes("stopped")
        await phone.send("/trogiup")
        await http.post("/api/bot", json={"do": "start"})
        await phone.sees("/trogiup", PATIENCE)
        await phone.close()
    demo.send_signal(signal.SIGTERM)
    rest, _ = await asyncio.wait_for(demo.communicate(), PATIENCE)
    assert demo.returncode == 0
    assert b"Traceback" not in rest


async def _state(http: ClientSession) -> str:
    async with http.get("/api/state") as response:
        return str((await response.json())["process"])
