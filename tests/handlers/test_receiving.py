"""What is asked of Telegram, and what is said while it does not answer."""

from __future__ import annotations

import ast
import asyncio
import re
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, NetworkError, TelegramError

from handlers.errors import PollTrouble, TokenRefused
from handlers.incoming import ALLOWED_UPDATES
from tests.handlers.conftest import SECRETARY, Stage, until

ROOT = Path(__file__).parents[2]


async def test_exactly_the_four_kinds_that_concern_us_are_asked_for(house: Stage) -> None:
    """Matrix 21."""
    await house.start()
    await until(lambda: house.telegram.calls["getupdates"] > 0)
    assert set(house.telegram.bot.updates.allowed) == set(ALLOWED_UPDATES)
    assert set(ALLOWED_UPDATES) == {"message", "edited_message", "callback_query", "my_chat_member"}


def test_nothing_stands_between_the_fetching_and_its_queue() -> None:
    """Matrix 10: an error in an overridden ``Queue.put`` would end the polling without a word."""
    for folder in ("bot", "handlers", "storage", "schedules"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    assert not any("Queue" in ast.unparse(base) for base in node.bases), f"{path}:{node.lineno}"
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    assert node.attr not in {"put", "put_nowait", "update_queue"}, f"{path}:{node.lineno}"
                if isinstance(node, ast.Call):
                    named = {word.arg for word in node.keywords}
                    assert "update_queue" not in named, f"{path}:{node.lineno}"
            assert not re.search(r"\.update_queue\(", path.read_text(encoding="utf-8")), path


async def test_an_error_of_the_store_while_fetching_leaves_the_poller_alive(
    house: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matrix 10 and 59: the update stays at Telegram, and is answered once it can be kept."""
    running = await house.start()
    phone = await house.phone(SECRETARY)
    with monkeypatch.context() as broken:
        broken.setattr("handlers.receiving.inbox.store", None)
        await phone.send("/trogiup")
        polls = house.telegram.calls["getupdates"]
        await until(lambda: house.telegram.calls["getupdates"] >= polls + 2, 10)
    assert "Các lệnh" in (await phone.sees("Các lệnh", 10)).text
    assert running.updater is not None
    assert running.updater.running


async def test_another_program_that_polls_is_one_alarm_and_no_end(house: Stage) -> None:
    """Matrix 12: 409 for a while."""
    await house.start()
    await until(lambda: house.telegram.calls["getupdates"] > 0)
    phone = await house.phone(SECRETARY)
    with capture_logs() as said:
        house.telegram.faults.add("conflict", "getUpdates", times=3)
        await phone.send("/trogiup")
        await phone.sees("Các lệnh", 15)
        await phone.send("/toi")
        await phone.reads(15)
        house.telegram.faults.add("conflict", "getUpdates", times=1)
        await phone.send("/trogiup")
        await phone.sees("Các lệnh", 15)
    alarms = [each["event"] for each in said if each["log_level"] == "critical"]
    assert alarms == ["poll.conflict"]
    assert [each["event"] for each in said].count("poll.again") == 1


# --- what the log says (matrix 12 and 15)


def half_an_hour(error: TelegramError, seconds: float = 1800.0) -> list[tuple[float, str, str]]:
    """The lines (when, event, level) while the poller backs off as python-telegram-bot does, then recovers."""
    passed, pause = 0.0, 0.0
    trouble = PollTrouble(passed=lambda: passed)
    lines: list[tuple[float, str, str]] = []
    while passed < seconds:
        with capture_logs() as said:
            trouble.failed(error)
        lines += [(passed, each["event"], each["log_level"]) for each in said]
        pause = 1.0 if pause == 0 else min(30.0, 1.5 * pause)
        passed += pause
    with capture_logs() as said:
        trouble.over()
    return lines + [(passed, each["event"], each["log_level"]) for each in said]


def test_half_an_hour_without_network_is_less_than_a_line_in_ten_seconds() -> None:
    """Matrix 15."""
    lines = half_an_hour(NetworkError("not sent"))
    assert len(lines) <= 32
    failures = [at for at, event, _ in lines if event == "poll.failed"]
    assert all(later - sooner >= 60 for sooner, later in pairwise(failures))
    assert lines[-1][1:] == ("poll.again", "info")


@pytest.mark.parametrize(("error", "event"), [(Conflict("x"), "poll.conflict"), (TokenRefused("401"), "poll.refused")])
def test_what_needs_somebody_is_an_alarm_once_an_hour(error: TelegramError, event: str) -> None:
    """Matrix 11 and 12."""
    lines = half_an_hour(error, 3 * 3600 - 60)
    assert [level for _, name, level in lines if name == event] == ["critical"] * 3


def test_a_network_that_comes_and_goes_does_not_fill_the_log() -> None:
    """Matrix 15."""
    passed = 0.0
    trouble = PollTrouble(passed=lambda: passed)
    with capture_logs() as said:
        for _ in range(600):
            passed += 2
            trouble.failed(NetworkError("not sent"))
            passed += 1
            trouble.over()
    assert len(said) <= 2 * 31


async def test_a_poller_that_fails_is_alive_and_one_that_does_not_ask_is_not(house: Stage) -> None:
    """Matrix 15 and 59: what the watchdog reads."""
    running = await house.start()
    bot = running.bot
    house.telegram.faults.add("bad_gateway", "getUpdates", times=2)
    await (await house.phone(SECRETARY)).send("/trogiup")
    before = bot.asked_at
    await until(lambda: bot.asked_at > before, 10)
    assert running.updater is not None
    await running.updater.stop()
    stopped = bot.asked_at
    await asyncio.sleep(0.3)
    assert bot.asked_at == stopped
