"""What is remembered of a draft from turn to turn is what its row says: asked after every turn of every conversation file."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Text, select, type_coerce

from bot.forms.given import load_given
from bot.forms.progress import Progress, values_of
from handlers import forms
from storage import drafts
from storage.tables import draft, person


def differing(db: Connection, telegram_id: int) -> list[str]:
    """In what the person's drafts are remembered otherwise than they are kept."""
    asked = (
        select(draft.c.id, type_coerce(draft.c.about, Text), type_coerce(draft.c.data, Text))
        .join(person, person.c.id == draft.c.person_id)
        .where(person.c.telegram_id == telegram_id)
    )
    return [fault for number, about, data in db.execute(asked) for fault in _of(number, about, data)]


def _of(number: int, about: str | None, data: str) -> list[str]:
    faults: list[str] = []
    known = drafts._LAST.take(number)
    if known is None or (known.about_text, known.data_text) != (about, data):
        return faults  # it will be read anew
    if known.about != (about and json.loads(about)):
        faults.append(f"about of {number}: {known.about}")
    if known.data != json.loads(data):
        faults.append(f"data of {number}: {known.data}\n{data}")
    opened = forms._LAST.take(number)
    if opened is None or opened.draft.data is not known.data or opened.draft.about is not known.about:
        return faults
    read = Progress.load(json.loads(data))
    if opened.progress != read:
        faults.append(f"progress of {number}: {opened.progress}\n{read}")
    if values_of(opened.form, opened.progress) != values_of(opened.form, read):
        faults.append(f"values of {number}: {opened.progress}")
    raw = json.loads(about or "{}").get("given", {})
    if opened.given != opened.talk.facts(load_given(opened.form, raw, opened.given.now)):
        faults.append(f"facts of {number}: {opened.given}")
    return faults
