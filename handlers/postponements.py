"""The postponement form at the edge: the new day moves the reminders, and the committee above is told."""

from __future__ import annotations

from typing import Any

from bot.domain.errors import Refused
from bot.domain.periods import Month
from bot.domain.reminders import State
from bot.forms.reading.days import Postponed
from bot.forms.reading.outcome import Given
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers.context import Answer, Context
from handlers.meeting_facts import given_of
from handlers.models import tell_guests
from handlers.talk import Begun
from storage import obligations
from storage.drafts import Draft


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Refused when the month's meeting is recorded already, or the month not open yet."""
    month = Month.read(about["period"]) if "period" in about else Month.of(ctx.today)
    known = obligations.of(ctx.db, ctx.scope, unit_id, month)
    if known is None:
        raise Refused("postponement-not-open", month=month.written)
    if known.state is not State.OPEN:
        raise Refused("postponement-settled", month=month.written)
    return Begun(given_of(ctx, unit_id, month), about={"period": str(month)})


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · hoãn sinh hoạt tháng 11/2026``."""
    return say("postponement-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep(ctx: Context, draft: Draft, record: Postponed, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """The obligation gets its new day; admins above are told once."""
    month = Month.read(draft.about["period"])
    if record.day is None:
        raise Refused("postponement-settled", month=month.written)
    moved = obligations.postpone(
        ctx.db,
        ctx.scope,
        draft.unit_id,
        month,
        record.day,
        record.clock,
        record.reason,
        ctx.person.id,
        ctx.now,
        draft.id,
    )
    tell_guests(ctx, draft.unit_id, month)
    told = ctx.say("postponement-receipt", day=record.day, reason=record.reason, evening=f"{moved.day:%d/%m}")
    undo = Button(ctx.say.plain("postponement-undo"), f"sch:undo:{draft.unit_id}:{month}")
    again = Button(ctx.say.plain("postponement-edit"), f"rem:lui:{draft.unit_id}:{month}")
    return Screen(told, ((again, undo),))
