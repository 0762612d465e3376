"""Who may review a record, and what becomes of a notice that the cell has answered meanwhile."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from bot.texts.screen import Button
from storage.tables import outbox, person, post, review
from tests.conversations.talk import Talk


def recorded(talk: Talk) -> None:
    for words in ("/hop", "1", "30/30", "bàn việc mở đường", "không", "Chốt"):
        talk.says("An", words)


def returned(talk: Talk, who: str = "Hà") -> str:
    talk.gives_press(who, Button("x", "rev:c:1:question:content"))
    return talk.says(who, "ghi rõ ý kiến")


def test_a_stranger_or_the_recorder_himself_reviews_nothing(talk: Talk) -> None:
    """Matrix 75."""
    recorded(talk)
    for who in ("Sơn", "Hoa", "An", "Bình"):
        for code in ("rev:ok:1", "rev:f:1", "rev:c:1:question:content", "rev:l:1:0"):
            assert "mở đường" not in talk.gives_press(who, Button("x", code)), (who, code)
    assert talk.db.execute(select(review)).all() == []


def test_who_follows_the_cell_no_more_reviews_it_no_more(talk: Talk) -> None:
    """Matrix 78."""
    recorded(talk)
    talk.gives_press("Mai", Button("x", "rev:c:1:question:content"))
    his = select(person.c.id).where(person.c.telegram_id == talk.people["Mai"]).scalar_subquery()
    talk.db.execute(update(post).where(post.c.person_id == his).values(valid_to=date(2026, 11, 1)))
    assert "Đã gửi" not in talk.says("Mai", "ghi rõ ý kiến")
    assert "mở đường" not in talk.gives_press("Mai", Button("x", "his:m:1"))
    assert "mở đường" not in talk.gives_press("Mai", Button("x", "rev:f:1"))
    assert talk.db.execute(select(review)).all() == []


def test_a_comment_goes_out_once_and_not_after_the_cell_has_corrected(talk: Talk) -> None:
    recorded(talk)
    assert "Đã gửi chi bộ" in returned(talk)
    talk.gives_press("An", Button("x", "cor:1:1"))
    for words in ("bàn việc mở đường, có 5 ý kiến", "theo ý kiến", "Chốt"):
        talk.says("An", words)
    talk.tick()
    states = {row.dedupe_key: row.state for row in talk.db.execute(select(outbox.c.dedupe_key, outbox.c.state))}
    assert [state for key, state in states.items() if key.startswith("notice:review:1")] == ["expired"]


def test_a_line_that_is_none_is_refused(talk: Talk) -> None:
    recorded(talk)
    for place in ("question:reason", "question:nothing", "pick:resolutions.0", ""):
        assert "điều gì" not in talk.gives_press("Hà", Button("x", f"rev:c:1:{place}"))


def test_what_was_said_of_a_record_is_never_overwritten(talk: Talk) -> None:
    recorded(talk)
    returned(talk)
    for statement in ("UPDATE review SET comment = 'x'", "DELETE FROM review"):
        with pytest.raises(DBAPIError, match="append-only"), talk.db.begin_nested():
            talk.db.execute(text(statement))
