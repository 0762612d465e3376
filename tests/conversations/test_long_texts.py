"""What somebody pastes may be longer than a message: Telegram's app sends it as several, which are one answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.tables import draft, meeting_version
from tests.conversations.talk import Talk
from tests.conversations.test_old_buttons import as_if_never

LONGEST = 4096
"""Characters of a message of Telegram's."""
BEFORE = ("/hop", "đúng cả", "30/30")
SENTENCE = "Bàn việc mở đường ngõ 2, các hộ hiến đất; "


def parts(text: str, longest: int, *, within_words: bool) -> list[str]:
    """As an app cuts it: at the last space before the end of a message, or wherever it is full; Telegram trims each."""
    found = []
    while len(text) > longest:
        at = longest if within_words else text.rindex(" ", 0, longest)
        found.append(text[:at].strip())
        text = text[at:].strip()
    return [*found, text]


def pasted(talk: Talk, text: str, longest: int = LONGEST, *, within_words: bool = False) -> str:
    """Sent in one go: all parts have the same moment."""
    said = ""
    for part in parts(text, longest, within_words=within_words):
        moment = talk.now + timedelta(seconds=5)
        said = talk.says("An", part, sent_at=datetime(2026, 11, 5, 13, 30, tzinfo=UTC))
        talk.now = moment
    return said


def content(talk: Talk) -> Any:
    """The words of the panel's content, spaces aside."""
    data = talk.db.execute(select(draft.c.data).where(draft.c.state == "open")).scalar_one()
    return data["at"], {path: " ".join(str(raw).replace("\\n", " ").split()) for path, raw in data["answers"].items()}


@given(words=st.integers(98, 138), longest=st.integers(3_900, LONGEST))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_that_came_in_parts_answers_like_one(talk: Talk, words: int, longest: int) -> None:
    told = []
    text = SENTENCE * words + "nhất trí làm"
    for most in (len(text), longest):
        with as_if_never(talk):
            for line in BEFORE:
                talk.says("An", line)
            pasted(talk, text, most)
            told.append(content(talk))
    assert told[0] == told[1]


def test_a_word_that_was_cut_in_two_is_whole_again(talk: Talk) -> None:
    for line in BEFORE:
        talk.says("An", line)
    text = "Bàn việc mở rộng " + "nghị-quyết-" * 400
    pasted(talk, text, within_words=True)
    assert "nghị-quyết-" * 390 in " ".join(content(talk)[1].values())


def test_the_rest_of_a_text_is_no_answer_to_the_next_question(talk: Talk) -> None:
    for line in BEFORE:
        talk.says("An", line)
    answer = pasted(talk, SENTENCE * 110 + "không")
    assert "nghị quyết" in answer.lower()
    for line in ("không", "chốt"):
        talk.says("An", line)
    kept = talk.db.execute(select(meeting_version.c.content)).scalar_one()
    assert sum(len(words) for _, words in kept) > LONGEST


def test_a_text_that_no_answer_takes_says_so_of_the_whole_and_loses_no_place(talk: Talk) -> None:
    for line in BEFORE:
        talk.says("An", line)
    before = content(talk)
    answer = pasted(talk, SENTENCE * 300)
    assert "dài" in answer
    assert content(talk)[1] == before[1]


def test_what_is_typed_later_is_an_answer_of_its_own(talk: Talk) -> None:
    for line in BEFORE:
        talk.says("An", line)
    talk.says("An", (SENTENCE * 96)[:4000])
    at = content(talk)
    talk.says("An", "không")
    assert content(talk) != at


@pytest.mark.parametrize("kind", ["photo", "voice"])
def test_a_picture_right_after_a_long_text_is_evidence(talk: Talk, kind: str) -> None:
    for line in BEFORE:
        talk.says("An", line)
    talk.says("An", (SENTENCE * 96)[:4000])
    assert talk.says("An", "", kind=kind, photos=("photo:abc",), sent_at=talk.now.astimezone(UTC))
