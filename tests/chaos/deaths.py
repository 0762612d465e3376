"""Die at the n-th place, for n = 1, 2, … until a run ends clean (SQLite's method): ``python -m tests.chaos.deaths STEP=n``;
or at the n-th of a name: ``PLACE=call:sendMessage``, ``PLACE=commit:*``.

A short story is told each time: a reminder comes, the meeting is postponed, then recorded. Where the bot died, its
records are before or after each answer, never between; started again, it answers and the story ends as it should.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from demo.clock import DemoClock
from demo.server import serving
from demo.telegram import Telegram
from storage.failpoints import DIED
from tests.chaos.forked import FORKS, TOKEN, bot
from tests.chaos.phones import Person
from tests.chaos.records import File
from tests.chaos.town import lay, secretary
from tests.chaos.verdict import MARK, duplicates
from tests.conftest import NOW

MORNING = NOW.replace(hour=9)
"""The reminder of the second day after the meeting's is due."""
LONGEST = 60.0


@dataclass
class Story:
    """One telling, with its folder and its bot."""

    folder: Path
    telegram: Telegram
    url: str
    process: BaseProcess | None = None
    runs: int = 0
    polls: int = 0
    """How often the runs before had asked for updates."""
    died: list[str] = field(default_factory=list)

    def start(self, failpoint: str = "") -> BaseProcess:
        """A run of the bot."""
        self.runs += 1
        self.polls = self.telegram.calls["getupdates"]
        self.process = FORKS.Process(target=bot, args=(str(self.folder), self.url, failpoint), daemon=True)
        self.process.start()
        return self.process

    def up(self) -> int:
        """Which run this is; 0 unless it has asked for updates and has not died."""
        alive = self.process is not None and self.process.is_alive()
        return self.runs if alive and self.telegram.calls["getupdates"] > self.polls else 0

    def person(self, double_taps: float = 0) -> Person:
        """The one secretary."""
        chance, records = random.Random(1), File(self.folder / "bot.db")  # noqa: S311
        return Person(self.telegram, self.up, secretary(1), chance, cell=1, double_taps=double_taps, records=records)

    async def told(self, person: Person) -> None:
        """The secretary's part; he asks again what he saw no answer to."""
        code, message_id = await self._reminder(person.user)
        while "hoãn từ" not in await self._schedule(person):
            await person.converse(code, message_id)
        while "đã họp" not in await self._schedule(person):
            await person.converse("/hop")

    async def _schedule(self, person: Person) -> str:
        """How the month stands; a home screen after a restart is no answer to that, though it names the command so."""
        while not (said := await person.asks("/lich")).text.startswith("Lịch sinh hoạt,"):
            await person.silence()  # a second message of an earlier answer would be taken for the next one's
        return said.text

    async def _reminder(self, user: int) -> tuple[str, int]:
        while True:
            for sent in self.telegram.sent_to(user, "sendmessage"):
                if (at := str(sent.args).find("rem:lui")) >= 0:
                    return str(sent.args)[at:].split('"')[0], sent.message_id
            await asyncio.sleep(0.02)

    @contextmanager
    def records(self) -> Iterator[sqlite3.Connection]:
        """The records as they are on the disk, looked at in a copy."""
        with tempfile.TemporaryDirectory() as aside:
            for path in self.folder.glob("bot.db*"):
                shutil.copy(path, aside)
            with closing(sqlite3.connect(f"{aside}/bot.db")) as db:
                yield db


def between(db: sqlite3.Connection, person: Person) -> list[str]:
    """What is neither before nor after: an answer half kept, a record without its end, a rung without its message."""
    done = {number for (number,) in db.execute("SELECT update_id FROM inbox WHERE state = 'done'")}
    drafts = {key: (revision, state) for key, revision, state in db.execute("SELECT id, revision, state FROM draft")}
    records = [
        key
        for table in ("meeting_version", "resolution", "postponement")
        for (key,) in db.execute(f"SELECT draft_id FROM {table}")
    ]
    found = [
        f"update {number} at {place}: done {number in done}, draft {drafts.get(place[0])}"
        for number, place in person.answers
        if (number in done) != (drafts.get(place[0], (0, ""))[0] > place[1])
    ]
    submitted = [key for key, (_, state) in drafts.items() if state == "submitted"]
    if sorted(submitted) != sorted(records):
        found.append(f"submitted {submitted}, recorded {records}")
    (postponed,) = db.execute("SELECT count(*) FROM obligation WHERE postponed_to IS NOT NULL").fetchone()
    (notices,) = db.execute("SELECT count(*) FROM outbox WHERE kind = 'notice'").fetchone()
    (moved,) = db.execute("SELECT count(*) FROM postponement").fetchone()
    if notices != moved or postponed > moved or bool(postponed) != bool(moved):
        found.append(f"{postponed} postponed, {moved} postponements, {notices} notices")
    (rungs,) = db.execute(
        "SELECT count(*) FROM event WHERE type LIKE 'rung:%' AND type NOT LIKE 'rung:visit%'"
    ).fetchone()
    (letters,) = db.execute("SELECT count(*) FROM outbox WHERE kind = 'reminder'").fetchone()
    if rungs != letters:
        found.append(f"{rungs} rungs told, {letters} reminders queued")
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        found.append("integrity")
    return found


def recorded(db: sqlite3.Connection) -> list[tuple[str, ...]]:
    """The records as people read them: without the numbers and moments that no two runs share."""
    rows = []
    for table in ("meeting_version", "postponement"):
        columns = [
            name for _, name, *_ in db.execute(f"PRAGMA table_info({table})") if not name.endswith(("id", "at", "by"))
        ]
        found = db.execute(f"SELECT {', '.join(columns)} FROM {table}")
        rows += [(table, *(MARK.sub("", str(value)) for value in row)) for row in found]
    return rows


async def tell(folder: Path, laid: Path, place: str) -> tuple[str, list[str], list[tuple[str, ...]]]:
    """The story with a death at that place: where it died (empty: nowhere), what was wrong, and what is recorded."""
    shutil.copy(laid, folder / "bot.db")
    clock = DemoClock(folder / "clock")
    clock.set(MORNING)
    telegram = Telegram(lambda: datetime.now(UTC), everyone_met=True)
    telegram.add_bot(TOKEN)
    telegram.limits.on = False
    async with serving(telegram) as server:
        story = Story(folder, telegram, server.url)
        person = story.person()
        person.listen()
        first = story.start(place)
        try:
            wrong = await _through(story, person, clock, first)
        except TimeoutError:
            wrong = [f"no answer to {person.waiting!r}"]
        finally:
            if story.process is not None:
                story.process.kill()
    died = (folder / "bot.log").read_text(encoding="utf-8").partition("failpoint ")[2].partition("\n")[0]
    with story.records() as db:
        return died, wrong, recorded(db)


async def _through(story: Story, person: Person, clock: DemoClock, first: BaseProcess) -> list[str]:
    wrong: list[str] = []
    async with asyncio.timeout(LONGEST):
        telling = asyncio.create_task(story.told(person))
        while not telling.done() and first.is_alive():  # noqa: ASYNC110 - a process announces nothing here
            await asyncio.sleep(0.02)
        if not first.is_alive():
            if first.exitcode != DIED:
                return [f"the bot ended by itself with {first.exitcode}"]
            with story.records() as db:
                wrong += between(db, person)
            story.start()
            while not telling.done():
                await asyncio.sleep(0.1)
                clock.shift(timedelta(seconds=5))  # leases run out, uncertain messages are sent again
        await telling
    with story.records() as db:
        wrong += between(db, person)
        kept = {
            key
            for table in ("meeting_version", "postponement")
            for (key,) in db.execute(f"SELECT draft_id FROM {table}")
        }
    if kept != set(person.moves):
        wrong.append(f"{kept} recorded, answers in {dict(person.moves)}")
    if duplicates(story.telegram):
        wrong.append("a reminder twice without saying so")
    return wrong


async def one_after_another(folder: Path, laid: Path, places: Sequence[str]) -> dict[str, list[str]]:
    """One story without end, dying at each of the places in turn: what was wrong after each death, and at the end."""
    shutil.copy(laid, folder / "bot.db")
    clock = DemoClock(folder / "clock")
    clock.set(MORNING)
    telegram = Telegram(lambda: datetime.now(UTC), everyone_met=True)
    telegram.add_bot(TOKEN)
    telegram.limits.on = False
    found: dict[str, list[str]] = {}
    async with serving(telegram) as server:
        story = Story(folder, telegram, server.url)
        person = story.person(double_taps=1)  # the second press finds its chat busy: kept first, handled in its turn
        life = asyncio.create_task(person.live())
        try:
            for place in places:
                found[place] = await _dies(story, person, clock, place)
            person.leaving = True
            story.start()
            async with asyncio.timeout(LONGEST):
                while not life.done() or not _all_final(story):
                    await asyncio.sleep(0.1)
                    clock.shift(timedelta(seconds=5))
        finally:
            life.cancel()
            if story.process is not None:
                story.process.kill()
    with story.records() as db:
        found["the end"] = between(db, person)
    if duplicates(telegram):
        found["the end"].append("a message twice without saying so")
    return found


async def _dies(story: Story, person: Person, clock: DemoClock, place: str) -> list[str]:
    process = story.start(place)
    try:
        async with asyncio.timeout(LONGEST):
            while process.is_alive():
                await asyncio.sleep(0.05)
                clock.shift(timedelta(seconds=5))  # leases run out, and uncertain messages are due again
    except TimeoutError:
        process.kill()
        process.join()
        return ["not reached"]
    with story.records() as db:
        return between(db, person) if process.exitcode == DIED else [f"it ended with {process.exitcode}"]


def _all_final(story: Story) -> bool:
    with story.records() as db:
        return not db.execute("SELECT 1 FROM outbox WHERE state IN ('pending', 'sending', 'uncertain')").fetchone()


def each(step: int = 1, name: str = "") -> Iterator[tuple[int, str, list[str]]]:
    """(n, where it died, what was wrong) for every ``step``-th place (of that name) until a run ends clean."""
    with tempfile.TemporaryDirectory(prefix="deaths-") as made:
        laid = Path(made) / "laid.db"
        lay(laid, 1)
        expected: list[tuple[str, ...]] = []
        for n in itertools.chain((0,), itertools.count(1, step)):
            folder = Path(made) / str(n)
            folder.mkdir()
            died, wrong, kept = asyncio.run(tell(folder, laid, f"{name}#{n}" if n else ""))
            expected = expected or kept
            if set(kept) != set(expected):
                wrong.append(f"recorded otherwise than undisturbed: {set(kept) ^ set(expected)}")
            if wrong:
                wrong.append(str(shutil.copytree(folder, Path(tempfile.mkdtemp(prefix="death-")) / "bot")))
            yield n, died, wrong
            if n and not died and not wrong:
                return
            shutil.rmtree(folder)


def main(words: list[str]) -> int:
    """0 when every death was survived."""
    asked = dict(word.split("=", 1) for word in words)
    failed = 0
    for n, died, wrong in each(int(asked.get("STEP") or 1), asked.get("PLACE", "")):
        failed += bool(wrong)
        print(f"{n:4} {died or 'ended clean'}", *wrong, sep="\n       ", flush=True)  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
