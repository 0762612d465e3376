from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Text, insert, select, type_coerce, update
from sqlalchemy.exc import IntegrityError

from storage import drafts, tables
from storage.drafts import Draft
from storage.recent import Recent
from storage.tables import as_json
from storage.tables import draft as table


@pytest.fixture
def person_id(db: Connection, now: datetime) -> int:
    db.execute(insert(tables.unit).values(id=1, kind="cell", code="C1", opened_on=now.date()))
    db.execute(insert(tables.person).values(id=7, name="Nguyễn Văn An", telegram_id=1007))
    return 7


def started(db: Connection, person_id: int, now: datetime) -> Draft:
    return drafts.start(db, person_id=person_id, unit_id=1, chat_id=1007, form="meeting", form_version=1, now=now)


def test_a_started_draft_is_the_open_one(db: Connection, person_id: int, now: datetime) -> None:
    draft = started(db, person_id, now)
    assert drafts.open_of(db, person_id) == draft
    assert draft.data == {}
    assert (draft.revision, draft.shown_revision) == (1, 0)


def test_nobody_has_two_open_drafts(db: Connection, person_id: int, now: datetime) -> None:
    started(db, person_id, now)
    with pytest.raises(IntegrityError):
        started(db, person_id, now)


def test_an_answer_saved_is_read_back_at_the_new_revision(db: Connection, person_id: int, now: datetime) -> None:
    saved = drafts.save(db, started(db, person_id, now), {"held_on": "2026-11-03"}, 2, now + timedelta(seconds=5))
    assert drafts.open_of(db, person_id) == saved
    assert saved.data == {"held_on": "2026-11-03"}


def test_of_two_hands_the_second_is_overtaken_and_changes_nothing(
    db: Connection, person_id: int, now: datetime
) -> None:
    """Matrix 25."""
    seen_by_both = started(db, person_id, now)
    first = drafts.save(db, seen_by_both, {"place": "NVH"}, 2, now)
    with pytest.raises(drafts.Overtaken):
        drafts.save(db, seen_by_both, {"place": "UBND"}, 2, now)
    with pytest.raises(drafts.Overtaken):
        drafts.close(db, seen_by_both, "submitted", now)
    assert drafts.open_of(db, person_id) == first


def test_a_paused_draft_is_resumed_with_its_answers_and_old_buttons_are_old(
    db: Connection, person_id: int, now: datetime
) -> None:
    draft = drafts.save(db, started(db, person_id, now), {"a": 1}, 2, now)
    drafts.close(db, draft, "paused", now)
    assert drafts.open_of(db, person_id) is None
    (paused,) = drafts.paused_of(db, person_id)
    again = drafts.resume(db, paused, now)
    assert drafts.open_of(db, person_id) == again
    assert again.data == {"a": 1}
    assert again.revision > draft.revision


def test_a_submitted_draft_takes_no_answer(db: Connection, person_id: int, now: datetime) -> None:
    closed = drafts.close(db, started(db, person_id, now), "submitted", now)
    with pytest.raises(drafts.Overtaken):
        drafts.save(db, closed, {}, closed.revision + 1, now)
    assert drafts.by_id(db, person_id, closed.id) == closed
    assert drafts.by_id(db, person_id + 1, closed.id) is None


def test_a_draft_is_unshown_until_its_newest_screen_was_sent(db: Connection, person_id: int, now: datetime) -> None:
    draft = started(db, person_id, now)
    assert drafts.unshown(db) == (draft,)
    drafts.shown(db, draft.id, 1, 501)
    assert drafts.unshown(db) == ()
    draft = drafts.save(db, draft, {}, 2, now)
    assert [item.id for item in drafts.unshown(db)] == [draft.id]
    drafts.shown(db, draft.id, 2, 502)
    drafts.shown(db, draft.id, 1, 501)  # a slow older send reports late
    found = drafts.open_of(db, person_id)
    assert found is not None
    assert (found.shown_revision, found.shown_message_id) == (2, 502)


def test_what_another_process_wrote_is_read_and_not_what_is_remembered(
    db: Connection, person_id: int, now: datetime
) -> None:
    draft = drafts.save(db, started(db, person_id, now), {"answers": {"place": "NVH"}}, 2, now)
    assert drafts.open_of(db, person_id) == draft
    db.execute(update(table).where(table.c.id == draft.id).values(data={"answers": {"place": "UBND"}}))
    assert drafts.open_of(db, person_id) == replace(draft, data={"answers": {"place": "UBND"}})


def test_what_was_rolled_back_is_not_remembered(db: Connection, person_id: int, now: datetime) -> None:
    draft = drafts.save(db, started(db, person_id, now), {"answers": {"place": "NVH", "chair": "Lan"}}, 2, now)
    undone = db.begin_nested()
    drafts.save(db, draft, {"answers": {"place": "UBND", "chair": "Lan"}}, 3, now)
    undone.rollback()
    assert drafts.open_of(db, person_id) == draft


def test_answers_are_written_as_they_are_told_whatever_was_written_before(
    db: Connection, person_id: int, now: datetime
) -> None:
    draft = started(db, person_id, now)
    for number in range(3):
        answers = {"a": [number], 'có "dấu"': {"b": number}} if number != 1 else {}
        assert drafts.open_of(db, person_id) is not None
        draft = drafts.save(db, draft, {"answers": answers, "at": "x" * number}, draft.revision + 1, now)
        text = db.execute(select(type_coerce(table.c.data, Text)).where(table.c.id == draft.id)).scalar_one()
        assert json.loads(text) == draft.data
        assert text == as_json(draft.data)


def test_the_last_used_are_remembered() -> None:
    recent = Recent[str](2)
    for number in (1, 2):
        recent.put(number, str(number))
    assert recent.take(1) == "1"
    recent.put(3, "3")
    assert [recent.take(number) for number in (1, 2, 3)] == ["1", None, "3"]
