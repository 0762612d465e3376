"""A machine that makes up stories, and looks after every act whether the promises hold (reliability.md, section 6)."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, select

from bot.domain.errors import Refused
from bot.domain.people import SWEEP, Role
from bot.domain.periods import local
from demo.faults import Fault
from demo.telegram import Sent
from storage import dismissals, inbox, people, units
from storage.tables import post
from tests.conftest import ZONE
from tests.machine import promises
from tests.machine.promises import Model
from tests.machine.town import POSTS, Town, lay
from tests.machine.world import SPEAKING, World, later

WORDS = (
    *("/hop", "/nghiquyet", "/nhiemvu", "/lich", "/lichsu", "/tonghop", "/chuahop", "/chibo", "/donvi", "/moi"),
    *("/toi", "/huy", "/start", "/trogiup", "28/30", "đủ", "1", "2", "3", "không", "chốt", "sửa", "quay lại"),
    *("bỏ qua", "tạm dừng", "hủy", "bàn việc mương {mark}", "lùi sang ngày 28 vì {mark}", "xin chào"),
    "tối nay họp từ 7h30 đến 9h, có mặt 28/30, bàn việc mương {mark}",
    "NQ làm đường {mark}, 26/26 tán thành. giao đ/c Bình thu tiền 40 hộ xong trước 10/12",
)
ANSWERS = {
    "Xem lại": "chốt",
    "Như thường lệ": "1",
    "Điểm danh": "đủ",
    "Biểu quyết": "30/30",
    "Nghị quyết (nếu có)": "không",
}
"""What a person answers who means to come to the end; anywhere else he writes of his cell."""
LOST = ("bad_gateway", "hang", "close")
"""Faults after which nothing has come; the same with ``_after``: all has come, and the bot does not know it."""
FAULTS = ("too_many", *LOST, *(f"{kind}_after" for kind in LOST))
USERS = st.sampled_from(sorted({user for user, *_ in POSTS}))
LONGER = int(os.environ.get("MACHINE", "0"))
"""How many stories; 0: a few, so that it takes seconds."""

_laid: list[tuple[Path, Town]] = []


def laid() -> tuple[Path, Town]:
    """The town, laid once."""
    if not _laid:
        path = Path(tempfile.mkdtemp(prefix="town-")) / "laid.db"
        _laid.append((path, lay(path)))
    return _laid[0]


class Stories(RuleBasedStateMachine):
    """One story; every rule is one act, played until all is quiet again."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(prefix="story-")
        self.model = Model()
        self.owed: set[int] = set()
        """Whose last act has got no answer because Telegram failed."""
        self.blocked: set[int] = set()
        self.pressed: dict[int, list[tuple[int, str]]] = {}
        """Every button that each person was ever shown: (message, code)."""
        self.fault = Fault("slow", times=0)
        """The newest one."""
        self.number = 0
        self.checked = 0

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    @initialize()
    def begins(self) -> None:
        path, self.town = laid()
        self.world = World(Path(self.folder.name))
        self.run(self.world.begin(path))

    def teardown(self) -> None:
        with self.folder, self.runner:
            if hasattr(self, "world"):
                try:
                    self.ends_well()
                finally:
                    self.run(self.world.end())

    # --- what people do

    @rule(user=USERS, words=st.sampled_from(WORDS))
    def types(self, user: int, words: str) -> None:
        self._types(user, words)

    @rule(user=USERS)
    def answers(self, user: int) -> None:
        """The answer that leads on."""
        last = self.world.telegram.sent_to(user, "sendmessage", "editmessagetext")
        known = last[-1].text if last else ""
        self._types(user, next((words for at, words in ANSWERS.items() if at in known), "bàn việc mương {mark}"))

    @rule(user=USERS, times=st.sampled_from((1, 1, 1, 2)), which=st.integers(0, 11))
    def presses(self, user: int, times: int, which: int) -> None:
        """A button of the present screen, now and then twice."""
        shown = [sent for sent in self.world.telegram.sent_to(user) if promises.buttons(sent)]
        if shown:
            found = promises.buttons(shown[-1])
            self._acts(user, "press", times, message_id=shown[-1].message_id, data=found[which % len(found)][1])

    @rule(user=USERS, which=st.integers(0, 400))
    def presses_an_old_button(self, user: int, which: int) -> None:
        if known := self.pressed.get(user):
            message_id, code = known[which % len(known)]
            self._acts(user, "press", message_id=message_id, data=code)

    @rule(user=USERS, other=USERS, which=st.integers(0, 400))
    def forges_a_button(self, user: int, other: int, which: int) -> None:
        """Presses what only another person was ever shown."""
        if known := self.pressed.get(other):
            self._acts(user, "press", message_id=1, data=known[which % len(known)][1])

    @rule(user=USERS, kind=st.sampled_from(("sticker", "voice", "location", "contact", "photo", "forward")))
    def sends_something_else(self, user: int, kind: str) -> None:
        self._acts(user, kind)

    @rule(user=USERS)
    def blocks_or_unblocks(self, user: int) -> None:
        self.world.act(user, "unblock" if user in self.blocked else "block")
        self.blocked ^= {user}
        self.run(self.world.settle())

    def _types(self, user: int, words: str) -> None:
        self.number += 1
        mark = f"số{self.number:04d}hoa{user}"
        text = words.format(mark=mark)
        self.model.wrote.setdefault(user, []).append(text)
        said = self._acts(user, "send", text=text)
        with self.world.look() as db:
            promises.taken(self.model, db, user, text, mark, said)

    def _acts(self, user: int, kind: str, times: int = 1, **data: Any) -> list[Sent]:
        if user in self.blocked:
            return []
        met = self.fault.met
        said: list[Sent] = self.run(self.world.acts(user, kind, times, **data))
        spoiled = met != self.fault.met
        self.owed.discard(user)
        if not any(sent.method.startswith(SPEAKING) for sent in said):
            assert spoiled, f"{user} did {kind} {data} and heard nothing"
            self.owed.add(user)
        return said

    # --- time

    @rule(hours=st.sampled_from((0.05, 0.2, 1, 5, 11, 24, 24, 48, 120, 400)))
    def time_passes(self, hours: float) -> None:
        later(self.world, hours=hours)
        if hours > 20:
            self.owed.clear()  # what was not answered for so long is not made up for
        self.run(self.world.tick(jumped=True))

    @rule()
    def the_minute_is_over(self) -> None:
        later(self.world, minutes=1)
        self.run(self.world.tick(jumped=False))

    @rule()
    def the_clock_is_set_back(self) -> None:
        later(self.world, hours=-1)
        self.run(self.world.tick(jumped=True))

    # --- what happens above

    @rule(which=st.integers(0, len(POSTS) - 1), again=st.booleans())
    def a_post_is_taken_back_or_given(self, which: int, again: bool) -> None:  # noqa: FBT001
        user, unit_id, role = self.town.posts[which]
        work = self._given if again else self._taken_back
        self.run(self.world.write(work, self.town.persons[user], unit_id, role))
        self.run(self.world.send())

    def _taken_back(self, db: Connection, who: int, unit_id: int, role: Role) -> None:
        now = local(self.world.now, ZONE)
        held = select(post.c.id).where(post.c.person_id == who, post.c.unit_id == unit_id, post.c.role == role.value)
        found = db.execute(held.where(post.c.valid_to.is_(None))).scalar()
        if found is None:
            return
        try:
            dismissals.dismiss(db, SWEEP, found, self.town.persons[508], now)
        except Refused:
            return  # his own post, or one that the province's admin does not give

    def _given(self, db: Connection, who: int, unit_id: int, role: Role) -> None:
        people.begin_post(db, who, unit_id, role, local(self.world.now, ZONE).date())

    @rule(cell=st.integers(0, 3), commune=st.integers(0, 1))
    def a_cell_moves(self, cell: int, commune: int) -> None:
        on = local(self.world.now, ZONE).date()
        try:
            self.run(self.world.write(units.move, self.town.cells[cell], self.town.communes[commune], on))
        except Refused:
            return  # the clock was set back behind an earlier move

    # --- what fails

    @rule(kind=st.sampled_from(FAULTS), times=st.integers(1, 2), method=st.sampled_from(("sendMessage", "edit*")))
    def telegram_will_fail(self, kind: str, times: int, method: str) -> None:
        self.world.telegram.faults.clear()
        self.fault = self.world.telegram.faults.add(kind, method, times=times, retry_after=1)

    @rule(down=st.sampled_from((0, 0, 0.1, 3, 30)))
    def dies_and_starts_again(self, down: float) -> None:
        self.run(self.world.die())
        self._starts(down)

    @rule(down=st.sampled_from((0, 0.1)))
    def stops_and_starts_again(self, down: float) -> None:
        self.run(self.world.stop())
        self._starts(down)

    @rule(user=USERS, words=st.sampled_from(WORDS), kind=st.sampled_from(("hang", "hang_after")))
    def dies_while_it_answers(self, user: int, words: str, kind: str) -> None:
        """After the commit, before or after Telegram has taken the answer."""
        if user not in self.blocked:
            self._dies_while(kind, self._says(user, words))
            self.owed.add(user)
            self._starts(0)

    @rule(user=USERS, words=st.sampled_from(WORDS))
    def dies_before_it_handles(self, user: int, words: str) -> None:
        """After the update was kept, before it was handled."""
        if user not in self.blocked and self.world.bot is not None:
            self.world.bot.desk.stopping = True
            self.run(self._kept(user, words))
            self.run(self.world.die())
            self.owed.add(user)
            self._starts(0)

    @rule(kind=st.sampled_from(("hang", "hang_after")), hours=st.sampled_from((0, 11, 24)))
    def dies_while_it_sends(self, kind: str, hours: float) -> None:
        """Between the claim and its outcome."""
        later(self.world, hours=hours)
        self._dies_while(kind, self.world.tick(jumped=True))
        self._starts(0)

    def _dies_while(self, kind: str, work: Coroutine[Any, Any, Any]) -> None:
        self.world.telegram.faults.clear()
        self.fault = self.world.telegram.faults.add(kind, "send*")
        self.run(self.world.dies_during(self.fault, work))

    async def _says(self, user: int, words: str) -> None:
        self.number += 1
        text = words.format(mark=f"số{self.number:04d}hoa{user}")
        self.model.wrote.setdefault(user, []).append(text)
        await self.world.acts(user, "send", text=text)

    async def _kept(self, user: int, words: str) -> None:
        saying = asyncio.create_task(self._says(user, words))
        async with asyncio.timeout(5):
            while not self._waiting():  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.002)
        saying.cancel()

    def _waiting(self) -> bool:
        with self.world.look() as db:
            return bool(inbox.waiting(db, self.world.telegram.bot.id))

    def _starts(self, down: float) -> None:
        self.world.telegram.faults.clear()
        later(self.world, hours=down)
        before = len(self.world.telegram.log)
        self.run(self.world.start())
        heard = {sent.chat_id for sent in self.world.telegram.log[before:]}
        silent = self.owed - heard - self.blocked
        assert not silent or down > 20, f"not made up for at the start: {silent}"
        self.owed.clear()

    # --- what must hold

    @precondition(lambda self: hasattr(self, "world"))
    @invariant()
    def the_promises_hold(self) -> None:
        new, self.checked = self.world.telegram.log[self.checked :], len(self.world.telegram.log)
        for sent in new:
            self.pressed.setdefault(sent.chat_id, []).extend(
                (sent.message_id, code) for _, code in promises.buttons(sent)
            )
        with self.world.look() as db:
            promises.told(self.model, db, new)
            promises.nothing_is_lost(self.model, db)
            promises.nothing_is_twice(db, self.world.deliveries)
            promises.nothing_foreign(self.model, db, new, local(self.world.now, ZONE).date())
            promises.everyone_owed_is_told(db)
            promises.nothing_failed(db)

    def ends_well(self) -> None:
        """Left in peace, everything under way comes to its end."""
        self.world.telegram.faults.clear()
        if self.world.bot is None:
            self.run(self.world.start())
        for _ in range(8):
            self.world.now = (local(self.world.now, ZONE) + timedelta(days=1)).replace(hour=9, minute=0)
            for _ in range(3):
                later(self.world, minutes=3)
                self.run(self.world.send())
        self.the_promises_hold()
        with self.world.look() as db:
            promises.all_is_over(db)


Stories.TestCase.settings = settings(
    max_examples=LONGER or 4,
    stateful_step_count=60 if LONGER else 30,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    report_multiple_bugs=False,
)


class TestStories(Stories.TestCase):  # type: ignore[misc, valid-type]
    """Matrix 2, 4, 23-25, 36, 37, 41, 45, 46, 53, 75, 76, 78 and 79: in any order, with a death at any moment."""
