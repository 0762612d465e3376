"""The watchdog over a real store, on a clock of its own; systemd's socket; the end that comes in time."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot import watching
from bot.domain.liveness import Readings
from bot.watching import Parts, Watchdog
from storage import inbox, notices, people
from storage.inbox import Received
from storage.store import Store
from storage.tables import outbox
from tests.conftest import NOW

BOT = 7_100_000_001
ROOT = Path(__file__).parents[2]


@dataclass
class World:
    """Time that passes, a wall clock that can be moved, and what the parts last did."""

    store: Store
    passed: float = 10_000.0
    now: datetime = NOW
    asked: float = 10_000.0
    ticked: float = 10_000.0
    pausing: bool = False
    halted: bool = False
    ends: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.watchdog = Watchdog(self.store, lambda: self.now, passed=lambda: self.passed, end=self._end)
        self.parts = Parts(BOT, lambda: self.asked, lambda: self.ticked, lambda: self.pausing, lambda: self.halted)
        self.watchdog.begin(self.parts)

    def _end(self, names: tuple[str, ...], _: Readings) -> None:
        self.ends.append(names)

    async def later(self, seconds: float, *dead: str) -> tuple[str, ...]:
        """So many seconds on, looked at each 15 of them, all parts but the dead ones at work; what was found at the end."""
        for _ in range(int(seconds // 15)):
            self.passed += 15
            self.now += timedelta(seconds=15)
            for part in {"asked", "ticked"} - set(dead):
                setattr(self, part, self.passed)
            await self.watchdog.look(self.parts)
        return self.watchdog.stuck


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def an_update(db: Connection, number: int = 1, bot: int = BOT) -> None:
    inbox.store(db, bot, [Received(number, {}, 1, "message")], NOW - timedelta(days=1))


def a_message(db: Connection, number: int = 1) -> None:
    who = people.create(db, f"Nguyễn Văn {number}")
    people.join(db, who, 7_000_000 + number, NOW)
    notices.tell(db, [people.get(db, who)], None, "fault-file", {}, str(number), NOW - timedelta(days=9))


async def test_at_work_nothing_is_stuck_for_ever_so_long(world: World) -> None:
    assert await world.later(3600) == ()


@pytest.mark.parametrize(("dead", "part"), [("asked", "poll"), ("ticked", "tick")])
async def test_a_dead_poller_and_a_dead_scheduler_are_noticed_within_three_minutes_and_a_half(
    world: World, dead: str, part: str
) -> None:
    """Matrix 59: the process is alive, and nothing of it tries any more."""
    assert await world.later(180, dead) == ()
    assert await world.later(15, dead) == (part,)
    assert world.ends == [(part,)]


async def test_it_counts_from_when_it_began(store: Store) -> None:
    world = World(store, asked=0.0, ticked=0.0)
    assert await world.later(180, "asked", "ticked") == ()
    assert await world.later(15, "asked", "ticked") == ("poll", "tick")


async def test_an_update_that_nobody_handles_is_noticed_after_two_minutes(world: World) -> None:
    await world.store.write(an_update)
    assert await world.later(120) == ()
    assert await world.later(30) == ("inbox",)


async def test_a_chat_that_stands_still_on_purpose_is_no_fault(world: World) -> None:
    """Matrix 67: on a full disk a start anew would help nobody."""
    world.halted = True
    await world.store.write(an_update)
    assert await world.later(600) == ()


async def test_a_long_backlog_that_is_worked_off_is_no_fault(world: World) -> None:
    """Matrix 13: after an outage the updates are old, but the first of them is another one at each look."""
    for number in range(40):
        await world.store.write(an_update, number)
    for number in range(40):
        await world.store.write(inbox.mark_done, BOT, number, NOW)
        assert await world.later(60) == ()


async def test_what_another_bot_left_in_the_inbox_is_not_waited_for(world: World) -> None:
    await world.store.write(an_update, 1, BOT + 1)
    assert await world.later(600) == ()


async def test_a_due_message_that_nobody_takes_is_noticed_after_ten_minutes(world: World) -> None:
    await world.store.write(a_message)
    assert await world.later(600) == ()
    assert await world.later(30) == ("outbox",)


async def test_messages_that_are_not_due_held_or_slowed_down_by_telegram_are_no_fault(world: World) -> None:
    await world.store.write(a_message)
    world.pausing = True
    assert await world.later(3600) == ()
    world.pausing = False
    await world.store.write(lambda db: db.execute(update(outbox).values(state="held")))
    assert await world.later(3600) == ()
    tomorrow = world.now + timedelta(days=1)
    await world.store.write(lambda db: db.execute(update(outbox).values(state="pending", not_before=tomorrow)))
    assert await world.later(3600) == ()


async def test_a_clock_moved_by_weeks_is_no_fault(world: World) -> None:
    """Matrix 41 and 59: the demo's clock is moved, and so may a machine's be; what passes is counted, not what clocks say."""
    await world.store.write(a_message)
    for jump in (timedelta(weeks=7), timedelta(weeks=-20)):
        world.now += jump
        assert await world.later(120) == ()


async def test_records_that_cannot_be_read_are_noticed(world: World) -> None:
    await world.store.close()
    assert await world.later(180) == ()
    assert await world.later(15) == ("store",)


async def test_a_program_that_was_held_as_a_whole_is_given_its_time_again(store: Store) -> None:
    """A debugger, a machine asleep: the look itself comes far too late."""
    world = World(store)
    world.watchdog.look_every = 0.0
    held = iter([10_000.0, 10_900.0])
    world.watchdog.passed = lambda: next(held, 10_900.0)
    task = asyncio.create_task(world.watchdog.run())
    await asyncio.sleep(0.2)
    task.cancel()
    assert world.ends == []
    assert not world.watchdog.stuck


async def test_before_it_begins_only_systemd_is_answered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without network waits for Telegram and is not restarted for it (matrix 15)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        passed = iter(range(0, 10**9, 20))
        watchdog = Watchdog(
            store,
            lambda: NOW,
            passed=lambda: float(next(passed)),
            end=lambda names, _: pytest.fail(str(names)),
            look_every=0.01,
        )
        task = asyncio.create_task(watchdog.run())
        for _ in range(5):
            assert await asyncio.to_thread(systemd.recv, 100) == b"WATCHDOG=1"
        task.cancel()


def test_systemd_is_told_by_path_or_by_abstract_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    watching.notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    watching.notify("READY=1")
    for address, bound in ((str(tmp_path / "notify"),) * 2, ("@chi-bo-test", "\0chi-bo-test")):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.bind(bound)
            systemd.settimeout(5)
            monkeypatch.setenv("NOTIFY_SOCKET", address)
            watching.notify("READY=1", "STATUS=running")
            assert systemd.recv(100) == b"READY=1\nSTATUS=running"


def test_an_end_that_hangs_is_cut_off(tmp_path: Path) -> None:
    """Matrix 73: not even a thread that Python would wait for."""
    code = """
        import threading
        from bot import logs, watching
        logs.configure("INFO")
        watching.end_in_time(0.5)
        threading.Event().wait(60)
    """
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert said.returncode == 1
    assert "stop.cut_off" in said.stderr
