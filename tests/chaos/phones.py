"""The people of the chaos: each goes from conversation to conversation and waits for every answer, however long."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo.acts import ACTS, Act
from demo.phone import Said, said_of
from demo.telegram import Telegram
from tests.chaos.records import Records, Unreadable
from tests.chaos.town import ADMIN, canary, secretary

FORM = re.compile(r"f:(\d+):(\d+):(?!resume)")
PROACTIVE = re.compile(
    r"^(\(Gửi lại|Kính gửi|Hết tháng|Chi bộ thôn \S+ (lùi|bỏ hoãn)|Do sự cố|Hệ thống đã không hoạt động"
    r"|Tin nhắc không đến)"
)
"""How what the bot says by itself begins; all else answers somebody."""
ANSWERS = {
    "Xem lại": "chốt",
    "Bước 1/5": "1",
    "Điểm danh": "đủ",
    "Biểu quyết": "30/30",
    "Bước 4/5": "không",
    "Bước 3/4": "không",
}
"""What a secretary types at which step; anywhere else he writes of his cell."""
COMMANDS = ("/toi", "/lich", "/lichsu", "/nhiemvu", "/trogiup", "/tonghop")
ADMIN_COMMANDS = ("/tonghop", "/chuahop", "/donvi", "/trogiup", "/nhac", "/nhac")

MONTH = re.compile(r"hoãn sinh hoạt tháng (\d+)")
SAVED = ("Đã chốt", "Đã lùi", "Đã lưu:")
"""How it is said that a record is kept; the last of them after a restart."""

LOOK = 0.1
"""Seconds between two looks whether anything is still to be said."""
SILENT = 50
"""Looks after which an answer is taken for lost on its way (Telegram closed the connection): the next one says more."""
LAST_OF_CHAT = "SELECT state, answered_at FROM inbox WHERE chat_id = {} ORDER BY update_id DESC LIMIT 20"

Place = tuple[int, int]
"""A draft and its revision."""


def place_of(said: Said) -> Place | None:
    """Where in which draft the screen stands; None for one of no form."""
    found = next((match for row in said.keys for key in row if (match := FORM.match(key.data))), None)
    return (int(found[1]), int(found[2])) if found else None


@dataclass
class Person:
    """One phone; what it did is what the verdict is held against."""

    telegram: Telegram
    run: Callable[[], int]
    """Which run of the bot this is; 0 while there is none."""
    user: int
    chance: random.Random
    cell: int = 0
    double_taps: float = 0.5
    """How often it presses Chốt twice."""
    settles: bool = False
    """It begins nothing new before all that was said is answered: where others go on, an answer may be shown again later."""
    records: Records | None = None
    """The bot's: they tell when nothing of this chat is under way any more. The verdict does not rest on it."""
    moves: Counter[int] = field(default_factory=Counter)
    """Answers given, by draft."""
    answers: list[tuple[int, Place]] = field(default_factory=list)
    """The same one by one: the update, and the place in which draft it answered."""
    marks: dict[int, str] = field(default_factory=dict)
    """The word by which what it wrote is found again, by draft."""
    months: dict[int, str] = field(default_factory=dict)
    """Which month is postponed, by draft: only a day of that month is taken."""
    kept: set[str] = field(default_factory=set)
    """Those that the bot has called saved."""
    waiting: str = ""
    """What has not been answered yet."""
    interrupted: bool = False
    """The bot died before it had answered the last words: what it said when it was up again may answer earlier ones."""
    leaving: bool = False
    gone: bool = False
    """Told to leave, it has finished what it was in: it writes nothing more."""
    diary: list[str] = field(default_factory=list)
    """What it wrote and what it took for the answer, for a look at a run that was not good."""
    _queue: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)

    def listen(self) -> None:
        """Takes the phone in hand."""
        self._queue = self.telegram.listen(self.telegram.bot, self.user)

    async def live(self) -> None:
        """Conversations and commands until told to leave."""
        self.listen()
        while not self.leaving:
            await self._something()
            await asyncio.sleep(self.chance.uniform(0.02, 0.3))
        self.gone = True

    async def _something(self) -> None:
        if not self.cell:
            said = await self.asks(self.chance.choice(ADMIN_COMMANDS))
            if code := _code(said, "nha:yes"):  # to all cells of the list at once
                await self.asks(code, message_id=said.message_id)
            return
        match self.chance.choice(("meeting", "resolution", "resolution", "postpone", "command")):
            case "meeting":
                await self.converse("/hop")
            case "resolution":
                await self.converse("/nghiquyet")
            case "postpone":
                said = await self.asks("/lich")
                if code := _code(said, "rem:lui"):
                    await self.converse(code, said.message_id)
            case _:
                await self.asks(self.chance.choice(COMMANDS))

    async def converse(self, opening: str, message_id: int = 0) -> None:
        """From the opening to the receipt; a screen that was lost is found again by asking for it.

        So few conversations are left in the middle; one that is and is gone on with later counts no answer more for that
        (``town.COUNTED``).
        """
        said, mark, missed = await self.asks(opening, message_id=message_id), "", False
        while True:
            if any(word in said.text for word in SAVED):
                self.kept |= {mark} - {""}
                return
            if (place := place_of(said)) is not None:
                mark = self.marks.setdefault(place[0], f"{canary(self.cell)}n{place[0]}n")
                said = await self._answered(said, place, mark)
            elif self.interrupted or (mark and not missed):
                missed = not self.interrupted
                said = await self.asks(opening, message_id=message_id)
            else:
                return

    async def _answered(self, said: Said, place: Place, mark: str) -> Said:
        if month := MONTH.search(said.text):
            self.months[place[0]] = month[1]
        day = f"28/{self.months[place[0]]}" if place[0] in self.months else "28"
        answer = next((answer for word, answer in ANSWERS.items() if word in said.text), f"ngày {day} vì việc {mark}")
        self.moves[place[0]] += 1
        self.answers.append((self.telegram.bot.updates.next_id, place))
        if answer != "chốt":
            return await self.asks(answer, place)
        if self.chance.random() >= self.double_taps:
            return await self.asks(answer, place)
        said = await self.asks(f"f:{place[0]}:{place[1]}:confirm", place, said.message_id, times=2)
        await self.silence()  # the second tap is answered, too
        return said

    async def asks(self, what: str, seen: Place | None = None, message_id: int = 0, times: int = 1) -> Said:
        """Sends or presses it and waits for what answers it."""
        if self.settles and seen is None:
            await self.silence()
        self._drain()
        self.waiting = what
        self.diary.append(f"{self.telegram.bot.updates.next_id} » {what} ×{times} (answers {seen})")
        for _ in range(times):
            kind, data = ("press", {"data": what, "message_id": message_id}) if message_id else ("send", {"text": what})
            ACTS[kind](Act(self.telegram, self.telegram.bot, self.user, data))
        said = await self._hears(lambda each: not PROACTIVE.match(each.text) and _newer(each, seen))
        self.diary.append(f"run {self.run()}{' interrupted' * self.interrupted} « {place_of(said)} {said.text!r}")
        self.waiting = ""
        return said

    async def silence(self) -> None:
        """Until the bot has no more to say."""
        await self._last(lambda _: False)

    def _drain(self) -> None:
        while not self._queue.empty():
            self._queue.get_nowait()

    async def _hears(self, fits: Callable[[Said], bool]) -> Said:
        """The answer; where the bot died meanwhile, the last of what it says when it is up again."""
        run = self.run()
        self.interrupted = not run
        said = await self._next(fits)
        while not run or run != self.run():
            run = self.run()
            self.interrupted = True
            said = await self._last(fits) or said
        return said

    async def _last(self, fits: Callable[[Said], bool]) -> Said | None:
        """The last of what the bot says until it has answered all that was written."""
        said, silent = None, 0
        while True:
            try:
                async with asyncio.timeout(LOOK):
                    event = await self._queue.get()
            except TimeoutError:
                silent = silent + 1 if self.run() else 0
                if silent and await self._all_said(patient=silent < SILENT):
                    return said
            else:
                said, silent = _fitting(event, fits) or said, 0

    async def _all_said(self, *, patient: bool) -> bool:
        """Everything of the chat is handled and its answer out; not ``patient``: or may have been lost on its way."""
        if self.telegram.bot.updates.queue or self.records is None:
            return False
        try:
            rows = await self.records.rows(LAST_OF_CHAT.format(self.user))
        except Unreadable:
            return False
        return all(state != "new" for state, _ in rows) and not (patient and rows and rows[0][1] is None)

    async def _next(self, fits: Callable[[Said], bool]) -> Said:
        while True:
            if (said := _fitting(await self._queue.get(), fits)) is not None:
                return said


def _fitting(event: dict[str, Any], fits: Callable[[Said], bool]) -> Said | None:
    if event["type"] not in {"message", "edited"} or not event["outgoing"]:
        return None
    said = said_of(event["message"])
    return said if fits(said) else None


def _code(said: Said, begins: str) -> str:
    """What the first button carries whose code begins so; nothing without one."""
    return next((key.data for row in said.keys for key in row if key.data.startswith(begins)), "")


def _newer(said: Said, seen: Place | None) -> bool:
    """Not the screen that was answered, shown again."""
    place = place_of(said)
    return seen is None or place is None or place > seen


def _chance(seed: int, cell: int) -> random.Random:
    return random.Random(f"{seed}/{cell}")  # noqa: S311 - the same for the same seed


def everybody(
    telegram: Telegram, run: Callable[[], int], cells: int, seed: int, records: Records, *, settles: bool = False
) -> list[Person]:
    """The admin and a secretary for each cell."""
    return [
        Person(
            telegram,
            run,
            secretary(cell) if cell else ADMIN,
            _chance(seed, cell),
            cell,
            records=records,
            settles=settles,
        )
        for cell in range(cells + 1)
    ]
