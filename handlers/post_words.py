"""How a post and its holder are said: what it is called, and whether he has joined."""

from __future__ import annotations

from bot.domain.people import Person, Post
from bot.texts import Voice


def role_word(held: Post) -> str:
    """What the post is called: somebody who stands in for a while is no deputy secretary."""
    return "stand_in" if held.for_a_while else held.role.value


def joined_words(say: Voice, who: Person) -> str:
    """``đã vào``, ``chưa vào`` or ``đã chặn hệ thống``."""
    state = "unit-not-joined" if who.telegram_id is None else "unit-blocked" if who.blocked else "unit-joined"
    return say(state)
