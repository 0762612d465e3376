"""Handing over a post to a successor, and letting somebody stand in for a while."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bot.domain.errors import Refused
from bot.domain.people import RECORDERS, Person, Role, may_invite
from bot.forms.reading.outcome import Given
from bot.forms.reading.terms import Term
from bot.reports.text import clipped
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.inviting import link_screen
from handlers.talk import Begun
from storage import notices, people, stand_ins, units
from storage.drafts import Draft

ROUTE = "han"


def options(ctx: Context) -> list[Option]:
    """What a secretary may do with his post, for /toi: hand it over, let somebody stand in."""
    held = [post for post in ctx.holds(Role.SECRETARY) if not post.for_a_while]
    several = len(held) > 1
    found: list[Option] = []
    for post in held:
        unit = clipped(ctx.units.get(post.unit_id, ""), 40) if several else "none"
        found.append((ctx.say("handover-button", unit=unit), f"{ROUTE}:g:{post.unit_id}"))
        found.append((ctx.say("stand-in-button", unit=unit), f"{ROUTE}:w:{post.unit_id}"))
    return found


def ask(ctx: Context, unit_id: int) -> Screen:
    """Whether the secretary means to hand over his own post."""
    _own(ctx, unit_id)
    text = ctx.say("handover-ask", unit=units.name_of(ctx.db, unit_id, ctx.today), name=ctx.person.name)
    return choose(text, [(ctx.say("invite-make"), f"{ROUTE}:m:{unit_id}"), (ctx.say("invite-not"), "inv:n")], width=2)


def link(ctx: Context, unit_id: int) -> Screen:
    """The link for the successor; the post changes hands when he joins."""
    _own(ctx, unit_id)
    return link_screen(ctx, unit_id, Role.SECRETARY, None, successor=True)


def _own(ctx: Context, unit_id: int) -> None:
    if unit_id not in {post.unit_id for post in ctx.holds(Role.SECRETARY)}:
        raise Refused("no-right")


# --- standing in -----------------------------------------------------------------------------------------------------


def may_let_stand_in(ctx: Context, unit_id: int) -> bool:
    """Whether the person may give a deputy's post in the cell."""
    return may_invite(ctx.posts, Role.DEPUTY, unit_id, units.above(ctx.db, unit_id))


def whom(ctx: Context, unit_id: int) -> Screen:
    """Who of the cell is to stand in, or somebody else by a link; a deputy does it anyway."""
    if not may_let_stand_in(ctx, unit_id):
        raise Refused("no-right")
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    holders = people.holders(ctx.db, ctx.scope, unit_id, ctx.today)
    lines = [ctx.say("stand-in-whom", unit=clipped(name))]
    deputies = [who.name for held, who in holders if held.role is Role.DEPUTY and not held.for_a_while]
    if deputies:
        lines.append(ctx.say("stand-in-deputies", names=", ".join(deputies)))
    offered = {
        who.id: who
        for held, who in holders
        if held.role is Role.COMMITTEE_MEMBER and who.telegram_id is not None and who.id != ctx.person.id
    }
    told: list[Option] = [
        (ctx.say("invite-unit", name=clipped(who.name)), f"{ROUTE}:p:{unit_id}:{who.id}") for who in offered.values()
    ]
    told.append((ctx.say("stand-in-somebody"), f"{ROUTE}:p:{unit_id}:0"))
    for held, who in holders:
        if held.for_a_while:
            values: dict[str, object] = {"name": clipped(who.name), "until": last_day(held.valid_to)}
            told.append((ctx.say("stand-in-end", **values), f"out:p:{held.id}"))
    return choose("\n".join(lines), told)


def last_day(valid_to: date | None) -> str:
    """``20/11``, the last day of a post that ends before ``valid_to``."""
    return "" if valid_to is None else f"{valid_to - timedelta(days=1):%d/%m/%Y}"


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Who is meant is known; the days are asked."""
    who = _of_cell(ctx, unit_id, int(about["person"]))
    facts: dict[str, Any] = {
        "title": units.name_of(ctx.db, unit_id, ctx.today),
        "who": who.name if who else ctx.say.plain("stand-in-somebody"),
    }
    return Begun(Given(now=ctx.local, usual=facts))


def _of_cell(ctx: Context, unit_id: int, person_id: int) -> Person | None:
    """The recorder of the cell who is meant; None for somebody else (0); Refused for a stranger's number."""
    if not person_id:
        return None
    for held, who in people.holders(ctx.db, ctx.scope, unit_id, ctx.today):
        if who.id == person_id and held.role in RECORDERS:
            return who
    raise Refused("not-found")


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · người thay bí thư``."""
    return say("stand_in-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: Term, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """The post for a while, told to him; or the link into it."""
    unit_id, person_id = draft.unit_id, int(draft.about["person"])
    if not person_id:
        return link_screen(ctx, unit_id, Role.DEPUTY, None, term=record)
    post_id = stand_ins.begin(ctx.db, ctx.scope, unit_id, person_id, record, ctx.person.id, ctx.local)
    who = people.get(ctx.db, person_id)
    unit = units.name_of(ctx.db, unit_id, ctx.today)
    days: dict[str, object] = {"first": f"{record[0]:%d/%m/%Y}", "last": f"{record[1]:%d/%m/%Y}"}
    values = {**days, "unit": unit, "by": ctx.person.name}
    notices.tell(ctx.db, (who,), unit_id, "stand-in-notice", values, f"stand-in:{post_id}", ctx.now)
    end = Button(ctx.say.plain("stand-in-end-now"), f"out:p:{post_id}")
    return Screen(ctx.say("stand-in-receipt", name=who.name, unit=unit, **days), ((end,),))
