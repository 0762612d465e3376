"""Evidence kept with a record, looked at again: piece by piece, then how much there is and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.evidence import EvidenceKind, counted, read
from bot.forms.evidence import evidence_texts
from bot.texts import Html, Voice
from bot.texts.screen import Button, Piece, Rows, Screen
from handlers.context import Context
from handlers.places import turning

PAGE = 5
"""Pieces shown at once: an old phone loads no more."""


def button(say: Voice, kept: Sequence[str], code: str) -> tuple[Button, ...]:
    """[Ảnh, ghi âm (3)], when anything is kept."""
    count = counted(kept).all
    return (Button(say.plain("history-evidence-button", count=count), code),) if count else ()


def shown(ctx: Context, kept: Sequence[tuple[str, str]], about: str, code: str, back: Button) -> Screen:
    """A page of ``kept`` (stored piece, HTML about it) under ``about`` (HTML); ``code`` leads to the other pages."""
    if not kept:
        return Screen(ctx.say("history-evidence-none", about=Html(about)), ((back,),))
    pages = -(-len(kept) // PAGE)
    page = min(ctx.number(2) if len(ctx.args) > 2 else 0, pages - 1)  # noqa: PLR2004
    here = list(enumerate(kept, 1))[page * PAGE : (page + 1) * PAGE]
    pieces = tuple(_piece(ctx.say, stored, said, number, len(kept)) for number, (stored, said) in here)
    moves = turning(ctx, lambda number: f"{code}:{number}", page, more=page + 1 < pages)
    told = Html(", ".join(evidence_texts([stored for stored, _ in kept], ctx.say)))
    values = {"about": Html(about), "kept": told, "first": here[0][0], "last": here[-1][0], "of": len(kept)}
    rows: Rows = (*((moves,) if moves else ()), (back,))
    return Screen(ctx.say("history-evidence", **values), rows, kept=pieces)


def _piece(say: Voice, stored: str, said: str, number: int, of: int) -> Piece:
    one = read(stored)
    values = {"number": number, "of": of, "said": Html(said)}
    caption = say("history-evidence-piece", **values)
    if one.kind is EvidenceKind.POST:
        caption = say("history-evidence-post", **values, text=one.value)
    return Piece(one.kind.value, one.value, caption, say("history-evidence-lost", **values))
