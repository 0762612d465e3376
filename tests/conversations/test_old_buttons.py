"""Buttons stay in a chat for ever, and a person may hold two phones: only the present screen moves a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.texts.screen import Button, Screen
from storage.tables import draft, event, meeting, meeting_version, obligation, outbox, postponement, resolution, task
from tests.conftest import ZONE
from tests.conversations.talk import Talk

RECORDS = (draft, meeting, meeting_version, resolution, task, obligation, postponement, event, outbox)
OF_A_FORM = re.compile(r"^f:(\d+):(\d+):(.+)$")
STORY = (
    *("/hop", "tan luc 21h15", "quay lại", "đúng cả", "28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa"),
    *("bàn việc mở đường ngõ 2, nhất trí làm", "tạm dừng", "/hop", "không", "sửa", "1", "thường kỳ", "chốt", "/lichsu"),
)
"""A meeting with a way back, a pause and a correction."""
settled = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


def records(db: Connection) -> dict[str, list[Any]]:
    return {table.name: [tuple(row) for row in db.execute(select(table)).all()] for table in RECORDS}


@contextmanager
def as_if_never(talk: Talk) -> Iterator[Talk]:
    """A story that leaves nothing behind."""
    point = talk.db.begin_nested()
    known = (talk.now, dict(talk.chats))
    talk.chats = {}
    try:
        yield talk
    finally:
        point.rollback()
        talk.now, talk.chats = known


def form_buttons(screens: list[Screen]) -> list[Button]:
    return [button for screen in screens for row in screen.rows for button in row if OF_A_FORM.match(button.code)]


def present(db: Connection) -> set[tuple[int, int]]:
    """(draft, revision) of what is open or put aside."""
    held = select(draft.c.id, draft.c.revision).where(draft.c.state.in_(("open", "paused")))
    return {(key, revision) for key, revision in db.execute(held)}


def test_no_button_of_an_earlier_screen_changes_anything_and_each_is_answered(talk: Talk) -> None:
    """Matrix 24: at every place of the story one of each earlier screen, at its end all of them."""
    for place, words in enumerate(STORY, 1):
        talk.says("An", words)
        shown = list(talk.chat("An").screens)
        pressed = [button for screen in shown for button in form_buttons([screen])[:: 1 if place == len(STORY) else 9]]
        now, before = present(talk.db), records(talk.db)
        for button in pressed:
            match = OF_A_FORM.match(button.code)
            assert match is not None
            if (int(match[1]), int(match[2])) not in now and match[3] != "resume":
                assert talk.gives_press("An", button)
                assert records(talk.db) == before, button
        talk.chat("An").screens[:] = shown


@given(acts=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 5)), min_size=2, max_size=12))
@settled
def test_of_two_phones_of_one_person_the_second_sees_where_the_first_has_come(
    talk: Talk, acts: list[tuple[int, int]]
) -> None:
    """Matrix 25: whoever presses what is no longer the present screen changes nothing and is shown it."""
    with as_if_never(talk):
        talk.says("An", "/hop")
        phones = [talk.chat("An").screens[-1]] * 2
        for phone, which in acts:
            held, known = phones[phone].draft, form_buttons([phones[phone]])
            if held is None:
                break  # it was cancelled, put aside or signed off
            in_time = held in present(talk.db)
            before = records(talk.db)
            said = talk.gives_press("An", known[which % len(known)])
            phones[phone] = talk.chat("An").screens[-1]
            if not in_time:
                assert records(talk.db) == before
                assert said


def test_a_hurried_second_press_of_carried_tasks_counts_and_a_really_old_one_changes_nothing(talk: Talk) -> None:
    """Matrix 24: *2 xong* pressed before the screen that answers *1 xong* has come says what it said."""
    talk.now = datetime(2026, 10, 3, 21, 0, tzinfo=ZONE)
    told = "NQ làm đường, 28/28. giao đ/c Bình đo đất; giao đ/c Lan thu quỹ; giao đ/c Hùng dọn mương"
    for words in ("/hop", "1", "30/30", "bàn việc", told, "chốt"):
        talk.says("An", words)
    talk.now = datetime(2026, 11, 3, 21, 0, tzinfo=ZONE)
    for words in ("/hop", "1", "30/30"):
        talk.says("An", words)
    screen = talk.chat("An").screens[-1]
    button = {each.label: each for row in screen.rows for each in row}
    talk.gives_press("An", button["1 xong"])
    assert talk.chat("An").screens[-1].replace, "shown in its own place"
    assert "Nút này" not in talk.gives_press("An", button["2 xong"])
    states = [line["told"] and line["told"]["state"] for line in carried(talk.db)]
    assert states == ["done", "done", None]
    talk.says("An", "3 xong")
    before = records(talk.db)
    assert "Nút này thuộc lần ghi trước, không thay đổi gì" in talk.gives_press("An", button["1 đang làm"])
    assert records(talk.db) == before


def carried(db: Connection) -> list[dict[str, Any]]:
    """What the open draft says of each carried task."""
    data = db.execute(select(draft.c.data).where(draft.c.state == "open")).scalar_one()
    lines: list[dict[str, Any]] = data["answers"]["carried"]["lines"]
    return lines
