"""Admissions and recognitions at the edge: begun by a sentence or a press, kept, shown, taken back."""

from __future__ import annotations

from typing import Any

from bot.domain.growth import Growth, GrowthKind
from bot.domain.meetings import Meeting
from bot.forms.reading.growth import Grown, find_growth, read_growth
from bot.forms.reading.outcome import Given
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers import growth_years
from handlers.context import Answer, Context
from handlers.places import administers, kept
from handlers.talk import Begun, records_for
from storage import growth, members, units
from storage.drafts import Draft
from storage.entry import Entry

ROUTE = "gro"
SHOWN = 8


def may(ctx: Context, unit_id: int) -> bool:
    """Whether the person enters for the cell: who records for it, or an admin above."""
    return records_for(ctx, unit_id) or administers(ctx, unit_id)


def told_by(ctx: Context, text: str) -> Grown | None:
    """What a typed sentence tells, read with today's clock."""
    return read_growth(text, Given(now=ctx.local))


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """What is known already: of a sentence (``kind``, ``name``, ``day`` in ``about``) all of it."""
    roster = tuple(each.name for each in members.roster(ctx.db, ctx.scope, unit_id, ctx.today))
    facts = {"title": units.name_of(ctx.db, unit_id, ctx.today), "unit_id": unit_id}
    answers: dict[str, Any] = {}
    told = about.get("told")
    if isinstance(told, dict):
        kind = GrowthKind(told["kind"])
        answers["kind"] = kind
        if told.get("name"):
            answers["who"] = _on_roster(told["name"], roster) if kind is GrowthKind.RECOGNITION else told["name"]
        if told.get("day"):
            answers["happened_on"] = ctx.today.fromisoformat(told["day"])
    return Begun(Given(now=ctx.local, roster=roster, usual=facts), answers)


def _on_roster(name: str, roster: tuple[str, ...]) -> str:
    return next((each for each in roster if each.casefold() == name.casefold()), name)


def about(told: Grown) -> dict[str, Any]:
    """A sentence's answers, to begin the form with."""
    day = told.day.isoformat() if told.day else ""
    return {"told": {"kind": told.kind.value, "name": told.name, "day": day}}


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · phát triển đảng viên``."""
    return say("growth-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: Growth, answers: dict[str, Any]) -> Answer:
    """The fact, and what it changes on the roster; then the receipt."""
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    number = growth.record(ctx.db, ctx.scope, record, entry)
    kept = growth.get(ctx.db, ctx.scope, number)
    told = ctx.say(
        "growth-receipt",
        what=line(ctx, record),
        unit=units.name_of(ctx.db, record.unit_id, ctx.today),
        roster="no" if kept.member_id is None else record.kind.value,
    )
    undo = Button(ctx.say.plain("growth-button-undo"), f"{ROUTE}:w:{number}")
    return Screen(told, ((undo, Button(ctx.say.plain("growth-button-list"), f"{ROUTE}:u:{record.unit_id}")),))


def line(ctx: Context, told: Growth) -> str:
    """``kết nạp đ/c Lê Văn Nam, 03/11/2026``, as plain text."""
    key = f"growth-line-{told.kind.value}"
    return ctx.say.plain(key, name=told.name, day=f"{told.happened_on:%d/%m/%Y}")


def list_screen(ctx: Context, unit_id: int) -> Screen:
    """The cell's admissions and recognitions, the newest first."""
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    grown = growth.of_unit(ctx.db, ctx.scope, unit_id)
    lines = [ctx.say("growth-head" if grown else "growth-none", unit=name)]
    lines += [ctx.say("answer-text", text=f"• {line(ctx, each.growth)}") for each in grown[:SHOWN]]
    if len(grown) > SHOWN:
        lines.append(ctx.say("growth-more", count=len(grown) - SHOWN))
    new = (Button(ctx.say.plain("growth-button-new"), f"{ROUTE}:n:{unit_id}"),) if may(ctx, unit_id) else ()
    return Screen("\n".join(lines), kept(new, (growth_years.button(ctx, unit_id),)))


def offers_of(ctx: Context, meeting_id: int, held: Meeting) -> tuple[Button, ...]:
    """Buttons under a receipt for whom the minutes say was admitted or recognised, unless it is recorded already."""
    known = {(each.growth.kind, each.growth.name) for each in growth.of_unit(ctx.db, ctx.scope, held.unit_id)}
    return tuple(
        Button(ctx.say.plain(f"growth-offer-{told.kind.value}", name=told.name), f"{ROUTE}:m:{meeting_id}:{number}")
        for number, told in enumerate(told_in(held))
        if (told.kind, told.name) not in known
    )


def told_in(held: Meeting) -> tuple[Grown, ...]:
    """Who was admitted or recognised, by the meeting's own words."""
    words = "\n".join([*(text for _, text in held.content), held.conclusion])
    return find_growth(words, held.held_on)
