"""Who follows a cell sees that cell and speaks of his own coming; nobody else does, and not for longer than he follows it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.texts.screen import Button
from storage.tables import outbox, person, post, visit
from tests.conversations.talk import Talk

MUOI, SAU, PERIOD = 2, 3, "2026-11"


@pytest.mark.parametrize("what", ["open", "come", "away", "came", "did_not", "remark", "x"])
def test_only_who_follows_the_cell_speaks_of_coming(talk: Talk, what: str) -> None:
    """Matrix 75, 76."""
    for who, cell in (("Mai", SAU), ("An", MUOI), ("Hà", MUOI), ("Hoa", MUOI)):
        assert "dự sinh hoạt" not in talk.gives_press(who, Button("x", f"vis:{what}:{cell}:{PERIOD}"))
    assert talk.db.execute(select(visit)).all() == []


def test_who_follows_it_no_more_loses_sight_of_it_at_once(talk: Talk) -> None:
    """Matrix 78."""
    assert "Muối" in talk.gives_press("Mai", Button("x", f"vis:open:{MUOI}:{PERIOD}"))
    his = select(person.c.id).where(person.c.telegram_id == talk.people["Mai"]).scalar_subquery()
    talk.db.execute(update(post).where(post.c.person_id == his).values(valid_to=date(2026, 11, 5)))
    for code in (f"vis:open:{MUOI}:{PERIOD}", f"vis:come:{MUOI}:{PERIOD}", f"cel:{MUOI}", f"his:u:{MUOI}:0"):
        assert "Muối" not in talk.gives_press("Mai", Button("x", code)), code
    for words in ("/chibo muối", "/tonghop", "/tim mở đường"):
        assert "Muối" not in talk.says("Mai", words), words
    assert talk.db.execute(select(visit)).all() == []


def test_only_an_admin_above_assigns_and_only_whom_he_knows(talk: Talk) -> None:
    """Matrix 75."""
    mai = talk.db.execute(select(person.c.id).where(person.c.telegram_id == talk.people["Mai"])).scalar_one()
    son = talk.db.execute(select(person.c.id).where(person.c.telegram_id == talk.people["Sơn"])).scalar_one()
    before = talk.db.execute(select(post)).all()
    for who in ("Mai", "An", "Sơn", "Hoa"):
        talk.gives_press(who, Button("x", f"fol:t:{SAU}:{mai}"))
    talk.gives_press("Hà", Button("x", f"fol:t:{SAU}:{son}"))
    assert talk.db.execute(select(post)).all() == before
    talk.gives_press("Hà", Button("x", f"fol:t:{SAU}:{mai}"))
    assert len(talk.db.execute(select(post)).all()) == len(before) + 1


def test_a_plan_taken_back_before_it_was_told_is_told_as_it_stands(talk: Talk) -> None:
    for word in ("come", "away"):
        talk.gives_press("Mai", Button("x", f"vis:{word}:{MUOI}:2026-12"))
    talk.tick()
    found = talk.db.execute(
        select(outbox.c.state).where(outbox.c.dedupe_key.like("notice:visit:%")).order_by(outbox.c.id)
    ).scalars()
    assert list(found) == ["expired", "sent"]
