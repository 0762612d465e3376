"""Telegram is away, or another bot is there: it waits quietly and goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession

from demo.phone import Phone
from demo.server import Server
from demo.telegram import Telegram
from tests.conftest import NOW
from tests.end_to_end.test_kills import ROOT, bot_process
from tests.handlers.conftest import SECRETARY, TOKEN, until
from tests.handlers.test_listening import free_port


def environment_of(url: str, database_url: str) -> dict[str, str]:
    return dict(os.environ) | {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "DATABASE_URL": database_url,
        "LISTEN": "",
        "WEBHOOK_URL": "",
        "ADMIN_IDS": "",
        "PYTHONPATH": str(ROOT),
    }


async def started(folder: Path, environment: dict[str, str]) -> asyncio.subprocess.Process:
    """``python -m bot run``."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


@dataclass
class Gone:
    """Nobody listens there."""

    url: str


async def test_without_network_and_behind_a_broken_proxy_it_waits_quietly_and_goes_on(
    server: Server, database_url: str, tmp_path: Path
) -> None:
    """Matrix 15: the program stays, backs off, says little, and prints no stack."""
    for method in ("getMe", "deleteWebhook", "sendMessage", "setMyCommands"):
        server.telegram.faults.add("bad_gateway", method, times=1)
    process = await bot_process(server, database_url, tmp_path / "bot.log")
    await until(lambda: server.telegram.calls["getupdates"] > 0, 60)
    phone = Phone(server, SECRETARY)
    await phone.start()  # its answer is spoiled
    await until(lambda: server.telegram.calls["sendmessage"] > 0, 30)
    server.telegram.faults.add("bad_gateway", "getUpdates", times=1)
    server.telegram.faults.add("garbage", "getUpdates", times=1)
    await phone.send("/dem trước")
    await phone.sees("đã ghi trước", 60)
    port = int(server.url.rpartition(":")[2])
    await phone.close()
    await server.stop()
    await asyncio.sleep(2)
    back = Server(server.telegram)
    await back.start(port)
    phone = Phone(back, SECRETARY)
    await phone.send("/dem sau")
    await phone.sees("đã ghi sau", 60)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    await phone.close()
    await back.stop()
    said = (tmp_path / "bot.log").read_text(encoding="utf-8")
    assert "Traceback" not in said, said
    assert said.count("poll.failed") <= 3
    assert len(said.splitlines()) < 15, said


async def test_a_start_without_network_waits_and_says_little(database_url: str, tmp_path: Path) -> None:
    """Matrix 15."""
    telegram = Telegram(lambda: NOW)
    telegram.add_bot(TOKEN)
    server = Server(telegram)
    url = await server.start()
    await server.stop()
    process = await bot_process(Gone(url), database_url, tmp_path / "bot.log")
    log = tmp_path / "bot.log"
    await until(lambda: log.exists() and "poll.failed" in log.read_text(encoding="utf-8"), 60)
    await asyncio.sleep(2)
    back = Server(telegram)
    await back.start(int(url.rpartition(":")[2]))
    await until(lambda: telegram.calls["getupdates"] > 0, 60)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 20) == 0
    await back.stop()
    said = log.read_text(encoding="utf-8")
    assert said.count("poll.failed") == 1
    assert "poll.again" in said


async def test_while_it_waits_for_telegram_it_is_alive_and_not_ready_and_ends_at_once(
    database_url: str, tmp_path: Path
) -> None:
    """Matrix 15 and 18: whoever watches must not restart it for a network that is not there."""
    port = free_port()
    environment = environment_of("http://127.0.0.1:9", database_url) | {"LISTEN": f"127.0.0.1:{port}"}
    process = await started(tmp_path, environment)
    said: dict[str, object] = {}

    async def answers() -> bool:
        try:
            async with ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                said.update(await answer.json(), status=answer.status)
        except ClientError:
            return False
        return True

    await until(answers, 60)
    assert said["status"] == 503
    assert (said["alive"], said["ready"], said["stuck"]) == (True, False, [])
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, log = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, time.monotonic() - begun < 5) == (0, True)
    assert b"Traceback" not in log


# --- another one is there


async def test_a_second_bot_on_the_same_database_is_refused_in_one_line_and_the_first_goes_on(
    server: Server, database_url: str, tmp_path: Path
) -> None:
    """Matrix 12: two real processes; once the first has ended, even by a kill, the next may begin."""
    environment = environment_of(server.url, database_url)

    async def run() -> asyncio.subprocess.Process:
        return await started(tmp_path, environment)

    first = await run()
    await until(lambda: server.telegram.calls["getupdates"] > 0, 60)
    second = await run()
    _, said = await asyncio.wait_for(second.communicate(), 60)
    assert second.returncode == 2
    lines = said.decode().splitlines()
    assert len(lines) == 1
    assert "Another bot runs on" in lines[0]
    assert first.returncode is None
    first.kill()
    await first.communicate()
    polls = server.telegram.calls["getupdates"]
    third = await run()
    await until(lambda: server.telegram.calls["getupdates"] > polls, 60)
    third.send_signal(signal.SIGTERM)
    await asyncio.wait_for(third.communicate(), 20)
    assert third.returncode == 0
