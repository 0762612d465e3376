"""What is no answer, sent at every step of a meeting: kindly asked again, and nothing has changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.tables import draft
from tests.conversations.talk import Talk

STEPS = ("/hop", "đúng cả", "28/30", "bàn việc mở đường ngõ 2", "không", "sửa", "1")
"""From the card to a line of the review being corrected."""
KINDS = {
    **{what: {"kind": "other", "what": what} for what in ("sticker", "voice", "video", "location", "document", "poll")},
    "contact": {"kind": "contact", "what": "contact"},
    "edited": {"kind": "edited"},
    "forwarded": {"forwarded": True},
}


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_answer_changes_nothing_at_any_step(talk: Talk, kind: str, steps: int) -> None:
    """Matrix 27, 28 and 87."""
    for words in STEPS[:steps]:
        talk.says("An", words)
    before = talk.db.execute(select(draft)).all()
    shown = talk.chat("An").screens[-1]
    told = talk.says("An", "29/30" if kind in {"edited", "forwarded"} else "", **KINDS[kind])  # type: ignore[arg-type]
    assert talk.db.execute(select(draft)).all() == before
    again = talk.chat("An").screens[-1]
    assert again.draft == shown.draft, told
    assert [button.code for row in again.rows for button in row] == [b.code for row in shown.rows for b in row]


@pytest.mark.parametrize("steps", range(1, len(STEPS) + 1))
def test_a_photo_without_words_loses_no_answer_at_any_step(talk: Talk, steps: int) -> None:
    """Matrix 28: it is evidence, kept with what is being recorded."""
    for words in STEPS[:steps]:
        talk.says("An", words)
    before = talk.db.execute(select(draft.c.data)).scalar_one()["answers"]
    assert talk.says("An", "", kind="photo", photos=("photo-1",))
    after = talk.db.execute(select(draft.c.data)).scalar_one()["answers"]
    assert {path: after.get(path) for path in before if path not in {"content", "photos"}} == {
        path: raw for path, raw in before.items() if path not in {"content", "photos"}
    }
