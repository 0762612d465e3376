"""Taking a post back: from a unit's card, or by one press under the notice that somebody joined."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.people import Person, Post
from bot.reports.text import clipped
from bot.texts import Html
from bot.texts.screen import Screen
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.post_words import role_word
from storage import dismissals, people, units

ROUTE = "out"


def press(ctx: Context) -> Answer:
    """``out:u:<unit>`` whose post, ``out:p:<post>`` sure?, ``out:y:<post>`` done, ``out:n`` not."""
    match ctx.args[:1]:
        case ("u",):
            return _whose(ctx, ctx.number(1))
        case ("p",):
            return _sure(ctx, ctx.number(1))
        case ("y",):
            held, who = dismissals.dismiss(ctx.db, ctx.scope, ctx.number(1), ctx.person.id, ctx.local)
            return Screen(ctx.say("dismiss-done", name=clipped(who.name), post=_post(ctx, held)))
        case ("n",):
            return Screen(ctx.say("dismiss-not-done"), replace=True)
        case _:
            raise Refused("not-found")


def _post(ctx: Context, held: Post) -> Html:
    name = units.get(ctx.db, ctx.scope, held.unit_id, ctx.today).name
    return Html(ctx.say(f"post-{held.role.value}", unit=clipped(name)))


def _whose(ctx: Context, unit_id: int) -> Screen:
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    options = []
    for held, who in people.holders(ctx.db, ctx.scope, unit_id, ctx.today):
        if _may(ctx, held):
            said = ctx.say("dismiss-holder", role=ctx.say(f"role-{role_word(held)}"), name=clipped(who.name, 40))
            options.append((said, f"{ROUTE}:p:{held.id}"))
    if not options:
        return Screen(ctx.say("dismiss-nobody", unit=clipped(unit.name)))
    options.append((ctx.say("dismiss-no"), f"{ROUTE}:n"))
    return choose(ctx.say("dismiss-whose", unit=clipped(unit.name)), options)


def _may(ctx: Context, held: Post) -> bool:
    try:
        dismissals.may_dismiss(ctx.db, ctx.scope, held.id, ctx.person.id, ctx.local)
    except Refused:
        return False
    return True


def _sure(ctx: Context, post_id: int) -> Screen:
    held, who = dismissals.may_dismiss(ctx.db, ctx.scope, post_id, ctx.person.id, ctx.local)
    text = ctx.say("dismiss-sure", name=clipped(who.name), account=account_of(who), post=_post(ctx, held))
    options = [(ctx.say("dismiss-yes"), f"{ROUTE}:y:{post_id}"), (ctx.say("dismiss-no"), f"{ROUTE}:n")]
    return choose(text, options, width=2)


def account_of(who: Person) -> str:
    """The numeric id that tells people of one name apart; ``none`` for somebody who has not joined."""
    return "none" if who.telegram_id is None else str(who.telegram_id)
