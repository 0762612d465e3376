"""Drafts: conversations under way, one row each, changed by compare-and-set on their revision."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Text, and_, bindparam, insert, literal_column, or_, select, type_coerce, update

from bot.domain.people import RECORDERS
from storage.hot import Hot
from storage.recent import Recent
from storage.tables import as_json, post
from storage.tables import draft as table

State = Literal["open", "paused", "submitted", "abandoned"]


class Overtaken(Exception):
    """Another hand changed the draft between its reading and its writing: the unit is rolled back and run again."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One conversation: which form, about what, the answers so far, and which of its screens was last seen."""

    id: int
    person_id: int
    unit_id: int
    chat_id: int
    form: str
    form_version: int
    about: Any
    """What the form is about (a task's id, a period …), as JSON."""
    data: Any
    """The engine's state, as JSON."""
    revision: int
    """Grows with every change; buttons carry it."""
    shown_revision: int
    """The newest revision whose screen Telegram took; smaller than ``revision``: to be shown again at the next start."""
    shown_message_id: int | None
    state: State
    created_at: datetime
    updated_at: datetime
    noticed_at: datetime | None = None
    """When its owner was told that it lies unfinished; once for ever."""
    left_at: datetime | None = None
    """When it was abandoned for being left so long; he may go on with it all the same."""

    @property
    def left(self) -> bool:
        """True when time gave it up, and not its owner."""
        return self.state == "abandoned" and self.left_at is not None

    @property
    def told(self) -> bool:
        """True when its owner was told that it lies unfinished, and has done nothing with it since."""
        return self.noticed_at is not None and self.noticed_at >= self.updated_at


MOST_REMEMBERED = 1024
"""Drafts of which it is remembered what their texts say: some ten kilobytes each."""
PERSONAL = ("verdict", "stand_in", "rule", "reorganising")
"""Conversations that are their holder's and not the cell's."""
_START = insert(table)
_OPEN = table.c.state == literal_column("'open'")
"""As the index of open drafts has it: a bound value would leave the index unused and read every draft there is."""
ABOUT = list(table.c).index(table.c.about)
"""The place of the column, before that of ``data``."""
_READ = [
    type_coerce(column, Text).label(column.name) if column.name in {"about", "data"} else column for column in table.c
]
"""A draft's columns with its JSON as text: what is known of that text is not decoded anew."""
_OPEN_OF = Hot(select(*_READ).where(table.c.person_id == bindparam("person"), _OPEN))
_BY_ID = Hot(select(*_READ).where(table.c.id == bindparam("id"), table.c.person_id == bindparam("person")))
_ASIDE = or_(table.c.state == "paused", and_(table.c.state == "abandoned", table.c.left_at.is_not(None)))
_PAUSED_OF = (
    select(table)
    .where(table.c.person_id == bindparam("person"), _ASIDE)
    .order_by(table.c.updated_at.desc(), table.c.id.desc())
)
_UNSHOWN = select(table).where(_OPEN, table.c.shown_revision < table.c.revision).order_by(table.c.updated_at)
_SUBMITTED_SINCE = (
    select(table)
    .where(
        table.c.person_id == bindparam("person"),
        table.c.state == "submitted",
        table.c.updated_at >= bindparam("since", type_=table.c.updated_at.type),
    )
    .order_by(table.c.updated_at.desc(), table.c.id.desc())
    .limit(1)
)
_SAVE = Hot(
    update(table)
    .where(table.c.id == bindparam("key"), table.c.revision == bindparam("seen"), table.c.state == "open")
    .values(data=bindparam("data", type_=Text), revision=bindparam("revision"), updated_at=bindparam("updated_at"))
)
_TURN = (
    update(table)
    .where(table.c.id == bindparam("key"), table.c.revision == bindparam("seen"), table.c.state == "open")
    .values(
        form=bindparam("form"),
        form_version=bindparam("form_version"),
        about=bindparam("about"),
        data=bindparam("data"),
        revision=bindparam("revision"),
        updated_at=bindparam("updated_at"),
    )
)
_MOVE = (
    update(table)
    .where(table.c.id == bindparam("key"), table.c.revision == bindparam("seen"), table.c.state == bindparam("was"))
    .values(state=bindparam("state"), revision=bindparam("revision"), updated_at=bindparam("updated_at"), left_at=None)
)
_SHOWN = Hot(
    update(table)
    .where(table.c.id == bindparam("key"), table.c.shown_revision <= bindparam("seen"))
    .values(shown_revision=bindparam("seen"), shown_message_id=bindparam("message"))
)


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A draft's texts as last read or written, and what they say; shared from turn to turn, so never changed in place."""

    about_text: str | None
    about: Any
    data_text: str
    data: Any
    pieces: dict[str, tuple[Any, str]] = field(default_factory=dict)
    """Of its answers each with its own text, as ``"path":value``."""


_LAST = Recent[_Decoded](MOST_REMEMBERED)


def _read(row: Any) -> Draft:
    """The draft; what its texts say is remembered from the turn before, as long as they are the same."""
    about_text, data_text = row.about, row.data
    known = _LAST.take(row.id)
    if known is None or known.about_text != about_text or known.data_text != data_text:
        about = None if about_text is None else json.loads(about_text)
        known = _Decoded(about_text, about, data_text, json.loads(data_text))
        _LAST.put(row.id, known)
    values: tuple[Any, ...] = (*row[:ABOUT], known.about, known.data, *row[ABOUT + 2 :])
    return Draft(*values)


def _written(draft_id: int, data: Any) -> tuple[str, dict[str, tuple[Any, str]]]:
    """The data as text, and the texts of its answers: those that are the very ones of the turn before are not written anew."""
    answers = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(answers, dict):
        return as_json(data), {}
    known = _LAST.take(draft_id)
    before = known.pieces if known is not None else {}
    pieces = {
        path: piece
        if (piece := before.get(path)) is not None and piece[0] is raw
        else (raw, f"{as_json(path)}:{as_json(raw)}")
        for path, raw in answers.items()
    }
    told = ",".join([text for _, text in pieces.values()])
    rest = as_json({key: value for key, value in data.items() if key != "answers"})
    return f'{{"answers":{{{told}}}{"," if len(rest) > len("{}") else ""}{rest[1:]}', pieces


def open_of(db: Connection, person_id: int) -> Draft | None:
    """The draft that person is in; at most one is open (unique index)."""
    rows = _OPEN_OF.rows(db, {"person": person_id})
    return _read(rows[0]) if rows else None


def by_id(db: Connection, person_id: int, draft_id: int) -> Draft | None:
    """The person's own draft of that id in whatever state; None for another's as for none."""
    rows = _BY_ID.rows(db, {"id": draft_id, "person": person_id})
    return _read(rows[0]) if rows else None


def paused_of(db: Connection, person_id: int) -> tuple[Draft, ...]:
    """What the person put aside or left lying, newest first."""
    return tuple(Draft(*row) for row in db.execute(_PAUSED_OF, {"person": person_id}))


def submitted_since(db: Connection, person_id: int, since: datetime) -> Draft | None:
    """The last draft that the person sent off at that moment or later."""
    row = db.execute(_SUBMITTED_SINCE, {"person": person_id, "since": since}).one_or_none()
    return None if row is None else Draft(*row)


def start(  # noqa: PLR0913
    db: Connection,
    *,
    person_id: int,
    unit_id: int,
    chat_id: int,
    form: str,
    form_version: int,
    now: datetime,
    about: Any = None,
    data: Any = None,
) -> Draft:
    """A new open draft at revision 1; the person's other one must have been paused or closed before."""
    values: dict[str, Any] = {
        "person_id": person_id,
        "unit_id": unit_id,
        "chat_id": chat_id,
        "form": form,
        "form_version": form_version,
        "about": about,
        "data": {} if data is None else data,
        "revision": 1,
        "shown_revision": 0,
        "shown_message_id": None,
        "state": "open",
        "created_at": now,
        "updated_at": now,
    }
    result = db.execute(_START, values)
    return Draft(id=int(result.inserted_primary_key[0]), **values)  # type: ignore[index]


def save(db: Connection, draft: Draft, data: Any, revision: int, now: datetime) -> Draft:
    """The open draft with new answers at its new ``revision``; Overtaken when it is no longer at ``draft.revision``."""
    text, pieces = _written(draft.id, data)
    values = {"data": text, "revision": revision, "updated_at": now}
    if _SAVE.change(db, {"key": draft.id, "seen": draft.revision, **values}) != 1:
        raise Overtaken(draft.id)
    if (known := _LAST.take(draft.id)) is not None:
        _LAST.put(draft.id, _Decoded(known.about_text, known.about, text, data, pieces))
    return replace(draft, data=data, revision=revision, updated_at=now)


def turn(db: Connection, draft: Draft, form: str, form_version: int, about: Any, data: Any, now: datetime) -> Draft:
    """The open draft goes on as another form, at the next revision; Overtaken when it was changed meanwhile."""
    values = {
        "form": form,
        "form_version": form_version,
        "about": about,
        "data": data,
        "revision": draft.revision + 1,
        "updated_at": now,
    }
    if db.execute(_TURN, {"key": draft.id, "seen": draft.revision, **values}).rowcount != 1:
        raise Overtaken(draft.id)
    return replace(draft, **values)


def close(db: Connection, draft: Draft, state: State, now: datetime) -> Draft:
    """The draft paused, submitted or abandoned, at the next revision (its old buttons are old now); or Overtaken."""
    return _moved(db, draft, state, now)


def resume(db: Connection, draft: Draft, now: datetime) -> Draft:
    """A paused or abandoned draft opened again, at the next revision; no other may be open."""
    return _moved(db, draft, "open", now)


def _moved(db: Connection, draft: Draft, state: State, now: datetime) -> Draft:
    values = {"state": state, "revision": draft.revision + 1, "updated_at": now}
    found = db.execute(_MOVE, {"key": draft.id, "seen": draft.revision, "was": draft.state, **values})
    if found.rowcount != 1:
        raise Overtaken(draft.id)
    return replace(draft, state=state, revision=draft.revision + 1, updated_at=now, left_at=None)


def pass_on(db: Connection, unit_id: int, person_id: int, chat_id: int, now: datetime, day: date) -> tuple[int, ...]:
    """What was being recorded for the cell by those who record for it no more is his now, put aside; ids, newest first."""
    recorded = select(post.c.person_id).where(
        post.c.unit_id == unit_id, post.c.role.in_([role.value for role in RECORDERS])
    )
    recording = recorded.where(post.c.valid_from <= day, or_(post.c.valid_to.is_(None), post.c.valid_to > day))
    left = select(table.c.id).where(
        table.c.unit_id == unit_id,
        or_(table.c.state == "open", _ASIDE),
        table.c.form.not_in(PERSONAL),
        table.c.person_id.in_(recorded),
        table.c.person_id.not_in(recording),
    )
    ids = tuple(db.execute(left.order_by(table.c.updated_at.desc(), table.c.id.desc())).scalars())
    if ids:
        theirs = {"person_id": person_id, "chat_id": chat_id, "state": "paused", "updated_at": now, "left_at": None}
        db.execute(update(table).where(table.c.id.in_(ids)).values(revision=table.c.revision + 1, **theirs))
    return ids


def shown(db: Connection, draft_id: int, revision: int, message_id: int) -> None:
    """Telegram took the screen of that revision; a later one that was shown already is not undone."""
    _SHOWN.change(db, {"key": draft_id, "seen": revision, "message": message_id})


def unshown(db: Connection) -> tuple[Draft, ...]:
    """Open drafts whose newest screen was not confirmed as sent, oldest first."""
    return tuple(Draft(*row) for row in db.execute(_UNSHOWN))
