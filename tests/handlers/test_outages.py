"""After an outage everything is made up for in order, nothing is booked on a cell, and who lost something hears so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, insert, select

from bot.domain.people import SWEEP
from bot.domain.periods import Month
from bot.domain.units import CellProfile
from bot.texts.screen import Screen
from demo.server import serving
from demo.telegram import Telegram
from handlers.commands import Command
from handlers.context import Context
from handlers.screens import deliver
from schedules.reminders import tick
from schedules.sender import Sender
from storage import obligations, units
from storage.store import Store
from storage.tables import audit, event, obligation, person, unit
from tests.conftest import ZONE
from tests.handlers.conftest import ADMIN, SECRETARY, STRANGER, TOKEN, Stage, small_district, until

NOVEMBER = Month(2026, 11)
EVENING = datetime(2026, 11, 30, 19, 0, tzinfo=ZONE)


@dataclass
class Away:
    """The bot's house, and one clock for everybody."""

    stage: Stage
    now: datetime

    async def tick(self) -> None:
        await tick(self.stage.store, self.now, ZONE)

    async def states(self) -> dict[str, str]:
        def read(db: Connection) -> dict[str, str]:
            found = select(unit.c.code, obligation.c.state).join(unit, unit.c.id == obligation.c.unit_id)
            return {code: state for code, state in db.execute(found)}  # noqa: C416 - typed

        return await self.stage.store.read(read)


@pytest.fixture
async def away(store: Store) -> AsyncIterator[Away]:
    def lay(db: Connection) -> None:
        small_district(db)
        cell = db.execute(select(unit.c.id).where(unit.c.code == "C1")).scalar_one()
        units.set_profile(db, SWEEP, CellProfile(cell, date(2026, 1, 1), "", "19:30", 90, "Nhà văn hóa thôn"))
        obligations.open_period(db, NOVEMBER, EVENING - timedelta(days=35), ZONE)

    await store.write(lay)
    clock = Away(None, EVENING)  # type: ignore[arg-type]
    telegram = Telegram(lambda: clock.now, everyone_met=True)
    telegram.add_bot(TOKEN)
    for user, name in ((SECRETARY, "An"), (ADMIN, "Hà"), (STRANGER, "Lạ")):
        telegram.add_user(user, name, "")
    async with serving(telegram) as server:
        clock.stage = Stage(server, store, lambda: clock.now)
        yield clock
        await clock.stage.stop()
        await clock.stage.phones.aclose()


def counted(ctx: Context) -> Screen:
    """Its effect tells the day on which it was said."""
    ctx.db.execute(
        insert(audit)
        .inline()
        .values(at=ctx.now, person_id=ctx.person.id, act="counted", about=[int(ctx.args[0]), str(ctx.today)])
    )
    return Screen(f"đã ghi {ctx.args[0]}")


async def test_after_five_hours_three_hundred_updates_are_handled_in_order_and_no_cell_is_booked_as_missed(
    away: Away, tables: Callable[..., None]
) -> None:
    """Matrix 13 and 60: down from 19:00 on the month's last evening until after midnight."""
    tables(Command("dem", "", counted))
    await away.stage.start()
    phones = {user: await away.stage.phone(user) for user in (SECRETARY, ADMIN)}
    await phones[SECRETARY].start()
    await phones[SECRETARY].reads()
    await away.tick()
    assert (await away.states())["C1"] == "open"
    await away.stage.stop()

    sent: dict[int, list[tuple[int, str]]] = {SECRETARY: [], ADMIN: []}
    for number in range(300):
        away.now = EVENING + timedelta(minutes=number + 30)
        user = (SECRETARY, ADMIN)[number % 2]
        sent[user].append((number, str(away.now.date())))
        await phones[user].send(f"/dem {number}")
    away.now = EVENING + timedelta(hours=5, minutes=31)
    assert away.now.date() == date(2026, 12, 1)

    await away.tick()  # the sweep may come before the poll
    await away.stage.start()
    await phones[SECRETARY].sees("đã ghi 298", 30)
    await phones[ADMIN].sees("đã ghi 299", 30)
    assert await effects(away.stage) == sent
    for minutes in (1, 2, 60, 120):
        away.now += timedelta(minutes=minutes)
        await phones[SECRETARY].send("/trogiup")
        await phones[SECRETARY].sees("Các lệnh")
        await away.tick()
    assert (await away.states())["C1"] == "open", "the outage took the last evening: the grace is as much longer"
    assert await away.stage.store.read(lambda db: db.execute(select(event).where(event.c.type == "missed")).all()) == []


async def effects(stage: Stage) -> dict[int, list[tuple[int, str]]]:
    """What was said and on which day, by whom, in the order in which it took effect."""

    def read(db: Connection) -> dict[int, list[tuple[int, str]]]:
        rows = select(person.c.telegram_id, audit.c.about).join(person, person.c.id == audit.c.person_id)
        found: dict[int, list[tuple[int, str]]] = {}
        for user, (number, day) in db.execute(rows.where(audit.c.act == "counted").order_by(audit.c.id)):
            found.setdefault(user, []).append((number, day))
        return found

    return await stage.store.read(read)


async def test_after_more_than_a_day_who_was_recording_hears_which_hours_are_lost(away: Away) -> None:
    """Matrix 14: from the first poll to the message on the phone."""
    away.now = EVENING.replace(day=10)
    await away.stage.start()
    phone = await away.stage.phone(SECRETARY)
    await phone.send("/hop")
    await phone.reads()
    await away.tick()
    await away.stage.stop()
    await phone.send("27/30")
    away.now += timedelta(hours=37)  # 08:00 two days later; what was sent is gone at Telegram
    for _ in range(2):
        polls = away.stage.telegram.calls["getupdates"]
        await away.stage.start()
        await until(lambda polls=polls: away.stage.telegram.calls["getupdates"] > polls, 10)  # type: ignore[misc]
        await away.stage.stop()
    running = await away.stage.start()
    await Sender(away.stage.store, partial(deliver, running.bot), lambda: away.now, ZONE).drain()
    lost = [text for text in away.stage.telegram.texts_to(SECRETARY) if "không hoạt động" in text]
    assert len(lost) == 1
    assert all(hour in lost[0] for hour in ("19:00 10/11/2026", "08:00 12/11/2026", "12:00 11/11/2026"))
    above = [text for text in away.stage.telegram.texts_to(ADMIN) if "không hoạt động" in text]
    assert len(above) == 1
    assert "1 chi bộ" in above[0]
