"""/tapdung: the same conversations for a practice cell, marked as practice on every screen and counted nowhere."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import practice_post, scope_of
from bot.texts.screen import Screen
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.help import COMMAND, home
from storage import people, practice
from storage.fence import enclose, lifted

ROUTE = "tap"
TRIED = ("hop", "nghiquyet", "nhiemvu", "lichsu")
"""What there is to try, in the order in which it is learnt."""


def tapdung(ctx: Context) -> Answer:
    """/tapdung: begin, or while practising what there is to try and the way out."""
    return _offered(ctx, "practice-going-on") if ctx.practising else _begin(ctx)


def press(ctx: Context) -> Answer:
    """``tap:new`` begins afresh, ``tap:end`` ends."""
    match ctx.args:
        case ("new",):
            return _begin(ctx)
        case ("end",):
            return _end(ctx)
        case _:
            raise Refused("not-found")


def marked(ctx: Context, screens: tuple[Screen, ...]) -> tuple[Screen, ...]:
    """Every screen of somebody who practises says so in its first line."""
    if not ctx.practising:
        return screens
    mark = ctx.say("practice-mark")
    return tuple(replace(screen, text=f"{mark}\n{screen.text}") for screen in screens)


def over(ctx: Context) -> bool:
    """True when the practice was begun on another day: nobody is left in it unawares."""
    unit_id = ctx.person.practice_id
    return unit_id is not None and practice.begun_on(ctx.db, unit_id) != ctx.today


def leave(ctx: Context) -> Screen:
    """End the practice; from here on the context is that of the person's own posts."""
    with lifted(ctx.db):
        practice.end(ctx.db, ctx.person.id, ctx.local)
    ctx.person = replace(ctx.person, practice_id=None)
    ctx.posts = people.posts_of(ctx.db, ctx.person.id, ctx.today)
    ctx.scope = scope_of(ctx.person.id, ctx.posts)
    enclose(ctx.db, ctx.scope)
    ctx.practising = False
    return Screen(ctx.say("practice-ended"))


def _begin(ctx: Context) -> Answer:
    with lifted(ctx.db):
        unit_id = practice.begin(ctx.db, ctx.person.id, ctx.say.plain("practice-cell"), ctx.local)
    ctx.person = replace(ctx.person, practice_id=unit_id)
    ctx.posts = (practice_post(ctx.person.id, unit_id, ctx.today),)
    ctx.scope = scope_of(ctx.person.id, ctx.posts)
    enclose(ctx.db, ctx.scope)
    ctx.practising = True
    return _offered(ctx, "practice-begun")


def _end(ctx: Context) -> Answer:
    if not ctx.practising:
        return Screen(ctx.say("practice-none"))
    told = leave(ctx)
    return home(ctx, opening=told.text)


def _offered(ctx: Context, key: str) -> Screen:
    options = [(ctx.say(f"practice-{name}"), f"{COMMAND}:{name}") for name in TRIED]
    ending = [(ctx.say("practice-anew"), f"{ROUTE}:new"), (ctx.say("practice-end"), f"{ROUTE}:end")]
    return choose(ctx.say(key), options + ending)
