"""What must hold after every act of a story: the model is what people were told, the records are held against it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from bot.domain.reminders import DIGESTED
from demo.telegram import Sent
from storage.tables import (
    audit,
    digest_line,
    draft,
    event,
    inbox,
    meeting,
    meeting_version,
    obligation,
    outbox,
    postponement,
    resolution,
)
from tests import canaries
from tests.machine.world import LABELLED, TOKEN, UNLABELLED

FORM = re.compile(r"^f:(\d+):(\d+):")
RECORD = re.compile(r"^(?:cor|his:m):(\d+)")
FINAL = {"sent", "unconfirmed", "dead", "expired", "held"}
LIVE = {"pending", "sending", "uncertain"}
NEVER_CHANGED = (meeting_version, audit, event)


@dataclass
class Model:
    """What people know: plain dicts, nothing of the bot's own."""

    shown: dict[int, int] = field(default_factory=dict)
    """Draft → the newest revision that a phone has shown."""
    answers: dict[tuple[int, int], str] = field(default_factory=dict)
    """(draft, revision) → its answers, as they stood when the screen was shown."""
    marks: dict[str, int] = field(default_factory=dict)
    """A word that somebody wrote and the bot said to have taken → who wrote it."""
    records: dict[tuple[str, Any], tuple[Any, ...]] = field(default_factory=dict)
    """Rows that never change, as first seen."""
    meetings: set[int] = field(default_factory=set)
    """Meetings that a receipt has named."""
    wrote: dict[int, list[str]] = field(default_factory=dict)
    """Everything that each person typed."""


def buttons(sent: Sent) -> list[tuple[str, str]]:
    """(label, code) of each button under the message."""
    markup = sent.args.get("reply_markup")
    found = json.loads(markup) if isinstance(markup, str) else (markup or {})
    return [(key["text"], key.get("callback_data", "")) for row in found.get("inline_keyboard", ()) for key in row]


def everything_written(db: Connection) -> str:
    """All that people have told, wherever it is kept."""
    columns = (
        draft.c.data,
        meeting_version.c.answers,
        meeting_version.c.content,
        resolution.c.subject,
        resolution.c.text,
        postponement.c.reason,
    )
    return "\n".join(str(value) for column in columns for value in db.execute(select(column)).scalars())


def told(model: Model, db: Connection, said: Iterable[Sent]) -> None:
    """What a phone shows is known from now on."""
    for sent in said:
        for _, code in buttons(sent):
            if (form := FORM.match(code)) is not None:
                key, revision = int(form[1]), int(form[2])
                model.shown[key] = max(model.shown.get(key, 0), revision)
            if (record := RECORD.match(code)) is not None:
                model.meetings.add(int(record[1]))
    for key, revision, data in db.execute(select(draft.c.id, draft.c.revision, draft.c.data)):
        if revision <= model.shown.get(key, 0):
            model.answers.setdefault((key, revision), json.dumps(data, sort_keys=True))


def taken(model: Model, db: Connection, user: int, typed: str, mark: str, said: Iterable[Sent]) -> None:
    """Who hears that his words were taken finds them kept; only he himself may take them back."""
    written = everything_written(db)
    for known in [known for known, who in model.marks.items() if who == user and known not in written]:
        del model.marks[known]  # he has corrected or cancelled what he wrote
    heard = " ".join(sent.text for sent in said)
    if mark in typed and mark in heard and ("Đã ghi" in heard or "Đã lùi" in heard or "Đã chốt" in heard):
        assert mark in written, f"said to be kept, and nowhere: {typed!r} → {heard!r}"
        model.marks[mark] = user


def nothing_is_lost(model: Model, db: Connection) -> None:
    """No acknowledged answer is missing, no version or audit row has changed, no receipt without its record."""
    for key, revision, data in db.execute(select(draft.c.id, draft.c.revision, draft.c.data)):
        assert revision >= model.shown.get(key, 0), f"draft {key} is at {revision}, a phone shows {model.shown[key]}"
        known = model.answers.get((key, revision))
        assert known in (None, json.dumps(data, sort_keys=True)), f"draft {key} at {revision}: {known} became {data}"
    written = everything_written(db)
    missing = [mark for mark in model.marks if mark not in written]
    assert not missing, f"acknowledged and nowhere: {missing}"
    for table in NEVER_CHANGED:
        keys = [column.name for column in table.primary_key]
        found = {}
        for row in db.execute(select(table)).mappings():
            found[table.name, tuple(row[name] for name in keys)] = tuple(map(str, row.values()))
        for key, values in model.records.items():
            if key[0] == table.name:
                assert found.get(key) == values, f"{key}: {values} became {found.get(key)}"
        model.records |= found
    kept = set(db.execute(select(meeting.c.id)).scalars())
    assert model.meetings <= kept, f"receipts of meetings that are not: {model.meetings - kept}"


def nothing_is_twice(db: Connection, deliveries: list[tuple[str, bool]]) -> None:
    """At most one unlabelled delivery for each key, and one labelled after it; one regular record a cell and month."""
    came = Counter(deliveries)
    for key, labelled in came:
        assert came[key, labelled] == 1, f"{key} came {came[key, labelled]} times ({labelled=})"
    order: dict[str, list[bool]] = {}
    for key, labelled in deliveries:
        order.setdefault(key, []).append(labelled)
    assert [LABELLED, UNLABELLED] not in order.values(), "the label came first"
    regular = select(func.count()).where(meeting.c.regular == 1).group_by(meeting.c.unit_id, meeting.c.period)
    assert set(db.execute(regular).scalars()) <= {1}
    twice = select(meeting_version.c.draft_id).where(meeting_version.c.draft_id.is_not(None))
    drafts = list(db.execute(twice).scalars())
    assert len(drafts) == len(set(drafts)), "one conversation, two records"
    states = dict(db.execute(select(draft.c.id, draft.c.state)).all())
    assert {states[key] for key in drafts} <= {"submitted"}, "a record of a conversation that is not over"


def nothing_foreign(model: Model, db: Connection, said: Iterable[Sent], day: date) -> None:
    """Matrix 76, 79 and 96: nothing that reached a person is of a unit that he may not see now, nor the token."""
    for sent in said:
        text = "\n".join((sent.text, str(sent.args), *(name + canaries.unpacked(made) for name, made in sent.files)))
        assert TOKEN not in text
        found = canaries.foreign(db, sent.chat_id, canaries.plain(text), day, model.wrote.get(sent.chat_id, ()))
        assert not found, f"foreign to {sent.chat_id}: {found}\n{text}"


def everyone_owed_is_told(db: Connection) -> None:
    """Every missed month has its event, and every rung that was due has a live or final row, or reached nobody."""
    events: dict[int, set[str]] = {}
    for key, type_ in db.execute(select(event.c.obligation_id, event.c.type)):
        events.setdefault(key, set()).add(type_)
    rows = dict(db.execute(select(outbox.c.dedupe_key, outbox.c.state)).all())
    assert set(rows.values()) <= FINAL | LIVE
    named = set(db.execute(select(digest_line.c.obligation_id)).scalars())
    owed = select(obligation.c.id, obligation.c.unit_id, obligation.c.period, obligation.c.state)
    for key, unit_id, period, state in db.execute(owed):
        befell = events.get(key, set())
        assert state != "missed" or "missed" in befell, f"obligation {key} is missed without its event"
        for rung in (each.removeprefix("rung:") for each in befell if each.startswith("rung:")):
            mine = [row for row in rows if row.startswith(f"remind:{unit_id}:{period}:regular:{rung}:")]
            name = rung.partition("@")[0]
            digest = name in DIGESTED and key in named
            there_need_be_nobody = name in {"visit", "next_committee"}
            reached = mine or digest or there_need_be_nobody or f"unreachable:{rung}" in befell
            assert reached, f"obligation {key}: {rung} has no row"


def nothing_failed(db: Connection) -> None:
    """No handler has given up on what somebody did."""
    given_up = db.execute(select(inbox.c.chat_id, inbox.c.last_error, inbox.c.raw).where(inbox.c.state == "dead")).all()
    assert not given_up, f"given up: {given_up}"


def all_is_over(db: Connection) -> None:
    """At the end every proactive message has its final state."""
    left = db.execute(select(outbox.c.dedupe_key, outbox.c.state).where(outbox.c.state.in_(LIVE))).all()
    assert not left, f"without a final state: {left}"
    assert db.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
