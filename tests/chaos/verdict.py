"""What became of all that was sent: the made-up Telegram's log and the phones' memories against the records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from demo.telegram import Telegram
from tests.chaos.phones import PROACTIVE, Person
from tests.chaos.records import Records
from tests.chaos.town import CANARY

AGAIN = "(Gửi lại"
FIRST = 100_000_001
"""The first update_id of the made-up Telegram."""
MARK = re.compile(r"hoa\d{3}xn\d+n")
FINAL = ("sent", "unconfirmed", "dead", "expired", "held")
NUDGE = re.compile(r"đề nghị (đồng chí )?cho biết tình hình", re.IGNORECASE)
"""What an admin sends to all cells of a list says the same each day."""
COUNTDOWN = re.compile(r"Còn \d+ ngày đến|Ngày mai là|Hôm nay là")
"""How the announcement says its day: the same announcement on another day is the same message."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One table; every figure but the first three must be 0."""

    cycles: int
    updates: int
    effects: int
    lost: int
    doubled: int
    duplicates: int
    unfinished: int
    unanswered: int
    foreign: int
    integrity: int
    notes: tuple[str, ...] = ()
    """Which ones were lost or doubled."""

    @property
    def good(self) -> bool:
        """Nothing lost, nothing twice, nobody saw what is not his."""
        return not any(figure for _, figure in self.rows[3:])

    @property
    def rows(self) -> tuple[tuple[str, int], ...]:
        """Its lines."""
        return (
            ("cycles", self.cycles),
            ("updates sent", self.updates),
            ("effects", self.effects),
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("unlabelled duplicate sends", self.duplicates),
            ("outbox rows without a final state", self.unfinished),
            ("chats whose last update got no answer", self.unanswered),
            ("foreign canaries seen", self.foreign),
            ("integrity_check", self.integrity),
        )

    def __str__(self) -> str:
        return "\n".join(f"{name:<40}{figure:>8}" for name, figure in self.rows)


async def judge(cycles: int, telegram: Telegram, people: list[Person], records: Records) -> Verdict:
    """The table of a run that has ended."""
    first, last = FIRST, telegram.bot.updates.next_id
    kept_states = await records.rows("SELECT update_id, state FROM inbox UNION ALL SELECT update_id, state FROM gone")
    states: dict[int, str] = dict(kept_states)
    drafts: dict[int, int] = dict(await records.rows(ANSWERED))
    nudged: dict[int, int] = dict(await records.rows(NUDGED))
    moves: Counter[int] = sum((person.moves for person in people), Counter())
    found = Counter(MARK.findall(" ".join([text for each in WRITTEN for (text,) in await records.rows(each)])))
    kept = {mark for person in people for mark in person.kept}
    lost = [
        *(f"update {number}" for number in range(first, last) if states.get(number) != "done"),
        *(f"an answer in draft {draft}" for draft, count in moves.items() for _ in range(drafts.get(draft, 0), count)),
        *(f"record {mark}" for mark in kept - set(found)),
    ]
    doubled = [
        *(f"an answer in draft {draft}" for draft, done in drafts.items() for _ in range(moves[draft], done)),
        *(f"record {mark}" for mark, count in found.items() for _ in range(1, count)),
    ]
    return Verdict(
        cycles=cycles,
        updates=last - first,
        effects=sum(drafts.values()) + sum(found.values()),
        lost=len(lost),
        doubled=len(doubled),
        duplicates=duplicates(telegram, nudged),
        unfinished=sum(state not in FINAL for (state,) in await records.rows("SELECT state FROM outbox")),
        unanswered=sum(bool(person.waiting) for person in people),
        foreign=sum(foreign(telegram, person) for person in people if person.cell),
        integrity=int(not await records.sound()),
        notes=(*(f"lost: {what}" for what in lost), *(f"doubled: {what}" for what in doubled)),
    )


WRITTEN = (
    "SELECT content FROM meeting_version WHERE content IS NOT NULL",
    "SELECT subject FROM resolution",
    "SELECT reason FROM postponement",
)
"""What people wrote, wherever it is kept as a record."""
ANSWERED = "SELECT id, revision - 1 - (SELECT count(*) FROM turned WHERE draft_id = draft.id) FROM draft"
"""How many answers each draft has taken."""
NUDGED = """
SELECT person.telegram_id, count(*) FROM outbox JOIN person ON person.id = outbox.recipient_id
WHERE dedupe_key LIKE 'remind:%:nudge%' GROUP BY 1
"""


def duplicates(telegram: Telegram, nudged: Mapping[int, int] = MappingProxyType({})) -> int:
    """Proactive messages that came twice to one person without saying so; ``nudged``: how often he was to be, by chat."""
    unlabelled: Counter[tuple[int, str]] = Counter(
        (sent.chat_id, COUNTDOWN.sub("", sent.text))
        for sent in telegram.log
        if sent.method == "sendmessage" and PROACTIVE.match(sent.text) and not sent.text.startswith(AGAIN)
    )
    return sum(
        max(0, count - max(1, nudged.get(chat_id, 0) if NUDGE.search(text) else 1))
        for (chat_id, text), count in unlabelled.items()
    )


def foreign(telegram: Telegram, person: Person) -> int:
    """Words of other cells in anything that reached him: texts, buttons, answers, files' names."""
    seen = 0
    for sent in telegram.sent_to(person.user):
        everything: list[Any] = [sent.text, sent.args, [name for name, _ in sent.files]]
        seen += sum(int(cell) != person.cell for cell in CANARY.findall(str(everything)))
    return seen
