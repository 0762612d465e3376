"""The first minute of somebody new: the link is opened, the post confirmed, the cell's usual day proposed."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.invitations import Joined, Why
from bot.domain.people import RECORDERS, Role, Scope
from bot.reports.text import clipped
from bot.texts import Html, Voice
from bot.texts.screen import Screen
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.units import day_words
from storage import invitations, notices, people, units

ROUTE = "join"


def welcome(ctx: Context) -> Answer:
    """``/start <token>``, by a stranger or by somebody who has joined: what this is and what he is invited to be."""
    token = ctx.args[0] if ctx.args else ""
    found = invitations.look(ctx.db, token, ctx.local, ctx.incoming.user_id)
    if isinstance(found, Why):
        return Screen(ctx.say(f"invitation-{found.value}"))
    post = Html(post_words(ctx, ctx.say, found.unit_id, found.role))
    above = next(iter(units.above(ctx.db, found.unit_id)), found.unit_id)
    committee = units.name_of(ctx.db, above, ctx.today)
    options = [
        (ctx.say("join-yes", post=post), f"{ROUTE}:y:{token}"),
        (ctx.say("join-no"), f"{ROUTE}:n:{token}"),
    ]
    return choose(ctx.say("join-greeting", committee=committee, post=post), options)


def press(ctx: Context) -> Answer:
    """The answer to the welcome."""
    match ctx.args:
        case ("y", token):
            return _accept(ctx, token)
        case ("n", token):
            return _decline(ctx, token)
        case _:
            raise Refused("not-found")


def post_words(ctx: Context, say: Voice, unit_id: int, role: Role) -> str:
    """``Bí thư Chi bộ thôn Muối``, as HTML."""
    return say(f"post-{role.value}", unit=units.name_of(ctx.db, unit_id, ctx.today))


def _accept(ctx: Context, token: str) -> Answer:
    incoming = ctx.incoming
    done = invitations.accept(ctx.db, token, incoming.user_id, incoming.user_name, ctx.local, ctx.say.language)
    if isinstance(done, Why):
        return Screen(ctx.say(f"invitation-{done.value}"))
    tell_of_joining(ctx, done)
    if done.role in RECORDERS:
        return _propose_day(ctx, done)
    return Screen(ctx.say(f"join-done-{done.role.value}"))


def _propose_day(ctx: Context, done: Joined) -> Screen:
    """Talks.md 5: the usual day is confirmed or mended by one press. Only who may tell it is offered to mend it."""
    profile = units.profile(ctx.db, Scope(done.person.id, (done.unit_id,)), done.unit_id, ctx.today)
    told = profile.meeting_day or profile.starts_at
    asked = ctx.say(
        "join-usual-day", day=Html(day_words(ctx.say, profile.meeting_day)), hour=profile.starts_at or "none"
    )
    text = f"{ctx.say('join-done-cell')}\n{asked if told else ctx.say('join-no-day')}"
    right = (ctx.say("join-day-right" if told else "join-day-later"), "me:ready")
    change = (ctx.say("join-day-change"), f"day:{done.unit_id}")
    options = [right, change] if done.role is not Role.COMMITTEE_MEMBER else [right]
    return choose(text, [*options, (ctx.say("join-practice"), "c:tapdung")], width=2)


def tell_of_joining(ctx: Context, done: Joined) -> None:
    """Queue the notices: to who invited, and to secretaries who were replaced."""
    unit = units.name_of(ctx.db, done.unit_id, ctx.today)
    values = {"name": done.person.name, "role": done.role.value, "unit": unit}
    key = f"joined:{done.invitation_id}"
    if done.invited_by is not None and done.invited_by != done.person.id:
        inviter = people.get(ctx.db, done.invited_by)
        who = {"account": clipped(ctx.incoming.user_name), "number": str(ctx.incoming.user_id)}
        buttons = [("dismiss-at-once", f"out:y:{done.post_id}")]
        notices.tell(ctx.db, (inviter,), done.unit_id, "joined-notice", values | who, key, ctx.now, buttons=buttons)
    replaced = {"name": done.person.name, "unit": unit}
    notices.tell(ctx.db, done.replaced, done.unit_id, "replaced-notice", replaced, f"replaced:{key}", ctx.now)


def _decline(ctx: Context, token: str) -> Answer:
    """Nothing is kept but that the inviter is told: the link may have reached the wrong person."""
    found = invitations.look(ctx.db, token, ctx.local, ctx.incoming.user_id)
    if not isinstance(found, Why) and found.created_by is not None:
        values = {"unit": units.name_of(ctx.db, found.unit_id, ctx.today)}
        inviter = people.get(ctx.db, found.created_by)
        notices.tell(ctx.db, (inviter,), found.unit_id, "declined-notice", values, f"declined:{found.id}", ctx.now)
    return Screen(ctx.say("join-declined"))
