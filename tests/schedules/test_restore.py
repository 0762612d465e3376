"""After a restore nobody is reminded twice unawares: the made-up Telegram's log is the truth (matrix 58)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from telegram.ext import ExtBot

from bot.domain.people import SWEEP, Role
from bot.domain.units import CellProfile
from demo.telegram import Telegram
from handlers.screens import deliver
from schedules.reminders import tick
from schedules.sender import Sender
from storage import backup, obligations, pulse, quarantine, units
from storage.store import Store
from storage.tables import event, outbox
from tests.schedules.conftest import ADMIN, MORNING, NOVEMBER, SECRETARY, ZONE, Time, district, joined
from tests.small_district import OPENED, add_cell


def states(db: Connection) -> set[str]:
    return set(db.execute(select(outbox.c.state)).scalars())


def told(db: Connection) -> int:
    return len([type_ for type_ in db.execute(select(event.c.type)).scalars() if type_.startswith("rung:")])


def a_cell_that_meets_on_the_eighth(db: Connection) -> None:
    cell = add_cell(db, units.roots(db, MORNING.date())[0].id, "Chi bộ thôn Tám")
    units.set_profile(db, SWEEP, CellProfile(cell, OPENED, "8", "19:30", 90, ""))
    joined(db, cell, "Bí thư Tám", Role.SECRETARY, SECRETARY + 90)
    obligations.open_period(db, NOVEMBER, MORNING - timedelta(days=10), ZONE)


@pytest.mark.sqlite
async def test_a_restored_backup_sends_nothing_until_it_is_released_and_then_says_what_may_be_a_repeat(
    store: Store, telegram: Telegram, hire: Callable[..., Sender], time: Time, bot: ExtBot[None], tmp_path: Path
) -> None:
    """Matrix 58: the backup is two hours old, its reminders went out meanwhile."""
    await store.write(district, 3)
    await store.write(a_cell_that_meets_on_the_eighth)
    path = store.path
    assert path is not None
    backup.take(path, tmp_path / "copy.db")
    await hire().drain()
    assert len(telegram.log) == 3
    await store.close()

    time.pass_by(timedelta(hours=2).total_seconds())
    await backup.restore(tmp_path / "copy.db", path, time.now())
    again = Store(f"sqlite:///{path}")
    await again.open()
    sender = Sender(again, partial(deliver, bot), time.now, ZONE, clock=time.seconds, sleep=time.sleep)
    before = await again.read(told)
    for _ in range(6):
        await again.write(pulse.beat, "poll", time.now())
        await tick(again, time.now(), ZONE)
        await sender.drain()
        time.pass_by(timedelta(days=1).total_seconds())
    assert len(telegram.log) == 3
    assert await again.read(told) > before  # what became due is on record
    assert await again.read(states) == {"held"}

    await again.write(quarantine.release, time.now())
    await sender.drain()
    await again.close()
    labelled = {sent.chat_id: sent.text.startswith("(Gửi lại") for sent in telegram.log[3:]}
    new = {SECRETARY + 90: False, ADMIN: False}  # the three silent cells became due for the committee since
    assert labelled == {SECRETARY: True, SECRETARY + 10: True, SECRETARY + 20: True} | new
