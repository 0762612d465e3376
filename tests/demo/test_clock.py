"""The demo's clock is one for all processes, and the made-up Telegram dates and forgets by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from demo.clock import DemoClock
from demo.control import move_clock
from demo.phone import Phone
from demo.saving import Keeper
from demo.server import Server
from demo.telegram import Telegram
from tests.demo.conftest import TOKEN

SECOND = timedelta(seconds=2)


def test_without_a_file_it_is_real_time(tmp_path: Path) -> None:
    assert abs(DemoClock(tmp_path / "no").now() - datetime.now(UTC)) < SECOND


def test_another_opener_of_the_file_tells_the_same_time(clock: DemoClock) -> None:
    other = DemoClock(clock.path)
    for by in (timedelta(days=30), timedelta(hours=-5)):
        moved = clock.shift(by)
        assert abs(other.now() - moved) < SECOND
    assert abs(other.reset() - datetime.now(UTC)) < SECOND
    assert abs(clock.now() - datetime.now(UTC)) < SECOND


@pytest.mark.parametrize("rubbish", ["", "một giờ", "1e999"])
def test_a_broken_file_is_real_time(tmp_path: Path, rubbish: str) -> None:
    (tmp_path / "clock").write_text(rubbish)
    assert abs(DemoClock(tmp_path / "clock").now() - datetime.now(UTC)) < SECOND


def test_a_month_on_keeps_the_day_or_takes_the_last(clock: DemoClock) -> None:
    move_clock(clock, {"set": "2027-01-31T20:00:00+07:00"})
    assert f"{move_clock(clock, {'months': 1}):%Y-%m-%d %H:%M}" == "2027-02-28 13:00"
    assert f"{move_clock(clock, {'months': -2}):%Y-%m-%d}" == "2026-12-28"
    with pytest.raises(ValueError, match="zone"):
        move_clock(clock, {"set": "2027-01-31T20:00:00"})


async def test_messages_are_dated_by_it(server: Server, bot: ExtBot[None], clock: DemoClock) -> None:
    clock.set(datetime(2026, 11, 5, 13, 0, tzinfo=UTC))
    await Phone(server, 1).start()
    (update,) = await bot.get_updates(timeout=0)
    assert update.message
    assert abs(update.message.date - datetime(2026, 11, 5, 13, 0, tzinfo=UTC)) < SECOND


async def test_updates_are_forgotten_after_a_day(server: Server, bot: ExtBot[None], clock: DemoClock) -> None:
    phone = Phone(server, 1)
    await phone.send("sớm")
    clock.shift(timedelta(hours=23))
    await phone.send("muộn")
    clock.shift(timedelta(hours=2))
    assert [u.message.text for u in await bot.get_updates(timeout=0) if u.message] == ["muộn"]


async def test_a_restart_of_the_demo_loses_no_chat(
    server: Server, bot: ExtBot[None], telegram: Telegram, tmp_path: Path, clock: DemoClock
) -> None:
    phone = Phone(server, 1)
    await phone.start()
    await bot.send_document(1, b"abc", filename="a.txt", caption="<b>tệp</b>", parse_mode="HTML")
    await bot.set_my_commands([("hop", "Ghi họp")])
    await phone.block()
    Keeper(telegram, tmp_path / "telegram.json").save()
    fresh = Telegram(clock.now)
    assert Keeper(fresh, tmp_path / "telegram.json").load()
    assert fresh.bots[TOKEN].commands == telegram.bot.commands
    assert [w.update for w in fresh.bot.updates.queue] == [w.update for w in telegram.bot.updates.queue]
    (old,), (new,) = telegram.chats.values(), fresh.chats.values()
    assert new.blocked
    assert new.messages == old.messages
    assert next(iter(fresh.files.values())).data == b"abc"
    assert fresh.users == telegram.users


def test_nothing_kept_is_a_new_beginning(tmp_path: Path, clock: DemoClock) -> None:
    (tmp_path / "telegram.json").write_text('{"users": [')
    assert not Keeper(Telegram(clock.now), tmp_path / "telegram.json").load()
