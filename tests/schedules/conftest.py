"""A made-up Telegram, the library's own bot over our transport, and a district of two cells in a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection
from telegram.ext import ExtBot

from bot.domain.people import SWEEP, Role
from bot.domain.periods import Month
from bot.domain.units import CellProfile, UnitKind
from demo.clock import DemoClock
from demo.server import Server, serving
from demo.telegram import Telegram
from handlers.screens import deliver, deliver_file
from handlers.transport import Transport
from schedules.sender import Sender
from storage import obligations, people, units
from storage.store import Store
from storage.sweeping import sweep
from tests.small_district import OPENED, add_cell, add_unit

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)
MORNING = datetime(2026, 11, 5, 8, 0, tzinfo=ZONE)
TOKEN = "7100000001:AAtests-this-token-opens-nothing-anywhere"
SECRETARY, DEPUTY, ADMIN = 7_000_001, 7_000_002, 7_000_009


@dataclass
class Time:
    """A clock that stands still but for who sleeps on it."""

    moment: datetime = MORNING
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(max(seconds, 1e-6))  # its finest step, or who waits for less would wait for ever

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Time:
    return Time()


def district(db: Connection, cells: int = 1) -> None:
    """A commune with an admin and cells with a secretary each, due for the reminder of T+2 on the morning of 05/11."""
    commune = add_unit(db, UnitKind.COMMUNE, "Đảng bộ xã Lục Nam")
    joined(db, commune, "Vũ Thị Hoa", Role.ADMIN, ADMIN)
    for number in range(cells):
        cell = add_cell(db, commune, f"Chi bộ thôn {number}")
        units.set_profile(db, SWEEP, CellProfile(cell, OPENED, "3", "19:30", 90, "Nhà văn hóa thôn"))
        joined(db, cell, f"Bí thư {number}", Role.SECRETARY, SECRETARY + 10 * number)
    obligations.open_period(db, NOVEMBER, MORNING - timedelta(days=10), ZONE)
    sweep(db, MORNING, ZONE)


def joined(db: Connection, unit_id: int, name: str, role: Role, telegram_id: int) -> int:
    person_id = people.create(db, name)
    people.join(db, person_id, telegram_id, MORNING)
    people.begin_post(db, person_id, unit_id, role, OPENED)
    return person_id


@pytest.fixture
def telegram(time: Time) -> Telegram:
    made = Telegram(time.now, everyone_met=True)
    made.add_bot(TOKEN)
    return made


@pytest.fixture
async def server(telegram: Telegram, tmp_path: Path) -> AsyncIterator[Server]:
    async with serving(telegram, DemoClock(tmp_path / "clock")) as running:
        yield running


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[ExtBot[None]]:
    made = ExtBot(
        TOKEN,
        base_url=f"{server.url}/bot",
        request=Transport(read_timeout=1.5),
        get_updates_request=Transport(),
    )
    async with made:
        yield made


@pytest.fixture
def hire(store: Store, time: Time, bot: ExtBot[None]) -> Callable[..., Sender]:
    """A sender over the real transport on the standing clock."""

    def made(**options: object) -> Sender:
        return Sender(
            store,
            options.pop("send", partial(deliver, bot)),  # type: ignore[arg-type]
            time.now,
            ZONE,
            clock=time.seconds,
            sleep=time.sleep,
            jitter=lambda: 0.5,
            send_file=partial(deliver_file, bot),
            **options,  # type: ignore[arg-type]
        )

    return made
