"""Presses of a member of the committee above on a cell's meeting: he will come or not, he came or not, his remark."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.visits import Word
from handlers import forms
from handlers.context import Answer, Context
from handlers.recording import month_in
from handlers.visits import owed, say_word, screen

WORDS = {"come": Word.WILL, "away": Word.WILL_NOT} | {word.value: word for word in Word}


def press(ctx: Context) -> Answer:
    """``vis:<what>:<unit>:<period>``."""
    if len(ctx.args) != 3:  # noqa: PLR2004
        raise Refused("not-found")
    found = owed(ctx, ctx.number(1), month_in(ctx, 2))
    match ctx.args[0]:
        case "open":
            return screen(ctx, found)
        case "remark":
            return forms.start(ctx, "visit", found.unit_id, {"period": str(found.period)})
        case word if word in WORDS:
            return say_word(ctx, found, WORDS[word])
        case _:
            raise Refused("not-found")
