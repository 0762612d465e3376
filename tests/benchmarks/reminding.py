"""``python -m tests.benchmarks.reminding REMINDERS=30000 PHONES=50``: how long the reminders take, and how long an answer meanwhile.

Row 52 of docs/reliability.md in real time: at 20 a second, 30,000 take 25 minutes.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine

from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from storage import outbox, people
from tests.benchmarks import district
from tests.benchmarks.peers import OURS, running
from tests.benchmarks.phones import Heard, Talker
from tests.benchmarks.table import Row, rendered

MORNING = district.NOW.replace(hour=9, minute=0)
FIRST_ID = 77_000_000_000
THINKS = 1.0
"""Seconds between an answer and what a phone says next."""
LONGEST, P95 = 30.0, 2000.0
"""Minutes for 30,000; milliseconds within which 95 of 100 answers come meanwhile."""


def lay(folder: Path, reminders: int) -> None:
    """The district with so many people more, a reminder waiting for each."""
    district.lay(folder)
    DemoClock(folder / "clock").set(MORNING)
    engine = create_engine(f"sqlite:///{folder}/bot.db")
    with engine.begin() as db:
        rows = []
        for number in range(reminders):
            person_id = people.create(db, f"Người nhận {number}")
            people.join(db, person_id, FIRST_ID + number, MORNING)
            until = MORNING + timedelta(days=1)
            payload = {"key": "reminder-again", "values": {}}
            rows.append(outbox.Row(f"bench:{number}", person_id, None, "notice", payload, MORNING, until, 5))
        outbox.put(db, rows, MORNING)
    engine.dispose()


async def measured(folder: Path, reminders: int, phones: int) -> list[Row]:
    """The rows, once every reminder has come."""
    telegram = Telegram(DemoClock(folder / "clock").now, everyone_met=True)
    with district.opened(folder) as db:
        users = district.talkers(db)[:phones]
    heard = Heard()
    with (folder / "bot.log").open("wb") as log:
        async with serving(telegram) as server, running(OURS, telegram, server.url, folder, log) as bot:
            talkers = [Talker(telegram, user, OURS.lines, thinks=THINKS) for user in users]
            talks = [asyncio.create_task(talker.talk(heard)) for talker in talkers]
            before = await _came(telegram, 1, talks)
            begun, used = time.perf_counter(), bot.worked()
            came = await _came(telegram, reminders, talks)
            seconds, worked = time.perf_counter() - begun, bot.worked() - used
            for talk in talks:
                talk.cancel()
            await asyncio.gather(*talks, return_exceptions=True)
    heard.lasted = seconds
    rate = (came - before) / seconds
    p50, p95 = heard.within(0.5), heard.within(0.95)
    note = f"p50 {p50:,.1f} ms, {heard.rate:.1f} answers/s; the bot's core {worked / seconds:.0%} busy"
    return [
        Row(f"{came:,} reminders", seconds / 60, "min", note=f"{rate:.2f} a second"),
        Row("the same for 30,000", 30_000 / rate / 60, "min", LONGEST),
        Row(f"an answer to one of {phones} phones meanwhile, p95", p95, "ms", P95, note=note),
    ]


async def _came(telegram: Telegram, wanted: int, talks: Sequence[asyncio.Task[None]]) -> int:
    """How many have come, once it is so many; what ends a talk ends this, too."""
    while (came := sum(sent.chat_id >= FIRST_ID and sent.method == "sendmessage" for sent in telegram.log)) < wanted:
        await asyncio.wait(talks, timeout=0.1 + (wanted - came) / 25)
        for talk in talks:
            if talk.done():
                talk.result()
        sys.stderr.write(f"{came} of {wanted}\n") if came else None
    return came


def main(words: list[str]) -> None:
    """One table."""
    asked = dict(word.split("=", 1) for word in words)
    reminders, phones = int(asked.get("REMINDERS") or 1200), int(asked.get("PHONES") or 50)
    with tempfile.TemporaryDirectory(prefix="reminding-") as made:
        lay(Path(made), reminders)
        rows = asyncio.run(measured(Path(made), reminders, phones))
    sys.stdout.write(rendered(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
