"""A model meeting: who marks, who invites, who answers; and an invitation taken back before it was told."""

from __future__ import annotations

from sqlalchemy import select

from bot.texts.screen import Button
from storage.tables import model_guest, model_meeting, outbox
from tests.conversations.talk import Talk

MUOI, SAU = 2, 3


def marked(talk: Talk) -> None:
    talk.gives_press("An", Button("x", f"mod:o:{MUOI}:2026-12"))
    talk.says("An", "điều hành thảo luận")


def test_only_the_cell_and_its_committee_mark_and_only_the_committee_invites(talk: Talk) -> None:
    """Matrix 75, 76."""
    for who in ("Sơn", "Hoa", "Mai"):
        talk.gives_press(who, Button("x", f"mod:o:{MUOI}:2026-12"))
        talk.says(who, "điều hành thảo luận")
    assert talk.db.execute(select(model_meeting)).all() == []
    marked(talk)
    for who in ("An", "Sơn", "Hoa", "Mai"):
        for code in ("mod:g:1:0", f"mod:i:1:{SAU}:0"):
            assert "Khe Sâu" not in talk.gives_press(who, Button("x", code)) or who == "Sơn", (who, code)
    talk.gives_press("Hà", Button("x", "mod:i:1:999:0"))
    assert talk.db.execute(select(model_guest)).all() == []


def test_only_the_guest_answers_and_sees_nothing_else_of_the_host(talk: Talk) -> None:
    """Matrix 75, 76."""
    marked(talk)
    talk.gives_press("Hà", Button("x", f"mod:i:1:{SAU}:0"))
    for who in ("An", "Hoa", "Mai"):
        talk.gives_press(who, Button("x", "mod:y:1"))
    assert talk.db.execute(select(model_guest.c.answer)).scalars().all() == [""]
    for code in ("mod:p:1", f"his:u:{MUOI}:0", f"cel:{MUOI}"):
        assert "Nhà văn hóa" not in talk.gives_press("Sơn", Button("x", code)), code
    assert "không dự được" in talk.gives_press("Sơn", Button("x", "mod:x:1"))
    assert talk.db.execute(select(model_guest.c.answer)).scalars().all() == ["not"]


def test_an_invitation_taken_back_before_it_was_told_is_not_told(talk: Talk) -> None:
    marked(talk)
    for _ in range(2):
        talk.gives_press("Hà", Button("x", f"mod:i:1:{SAU}:0"))
    talk.tick()
    found = talk.db.execute(select(outbox.c.state).where(outbox.c.dedupe_key.like("notice:model:%"))).scalars()
    assert list(found) == ["expired"]
    for _ in range(3):
        talk.gives_press("Hà", Button("x", f"mod:i:1:{SAU}:0"))
    talk.tick()
    again = select(outbox.c.state).where(outbox.c.dedupe_key.like("notice:model:%")).order_by(outbox.c.id)
    assert talk.db.execute(again).scalars().all() == ["expired", "expired", "sent"]
