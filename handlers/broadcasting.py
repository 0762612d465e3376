"""/thongbao: write to a part of the subtree at once; then who got it, who has read it, and what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.broadcasts import Reader, to_remind, unseen
from bot.domain.calendar import decent
from bot.domain.errors import Refused
from bot.reports.announcement import ROUTE
from bot.reports.text import clipped
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers import broadcasts as writing
from handlers import forms
from handlers.choices import choose
from handlers.commands import ADMINS
from handlers.context import Answer, Context
from handlers.places import kept as rows_kept
from handlers.places import page_buttons
from storage import broadcasts, units
from storage.broadcasts import Kept

PAGE = 15
"""Names on one page."""
STATES = ("sent", "waiting", "unconfirmed", "held", "blocked", "not_joined", "fallen")


def thongbao(ctx: Context) -> Answer:
    """/thongbao: write a new one, or look at those sent lately."""
    own = list(dict.fromkeys(post.unit_id for post in ctx.holds(*ADMINS)))
    sent = broadcasts.newest(ctx.db, ctx.scope, own)
    if len(own) == 1 and not sent:
        return forms.start(ctx, "broadcast", own[0])
    options = [
        (ctx.say("broadcast-new", unit=units.name_of(ctx.db, unit, ctx.today)), f"{ROUTE}:new:{unit}") for unit in own
    ]
    options += [(_line(ctx, each), f"{ROUTE}:see:{each.id}") for each in sent]
    return choose(ctx.say("broadcast-home"), options)


def _line(ctx: Context, each: Kept) -> str:
    return ctx.say("broadcast-line", day=_sent_on(ctx, each).date(), text=clipped(each.told.words.text, 40))


def _sent_on(ctx: Context, each: Kept) -> datetime:
    return (each.sent_at or each.created_at).astimezone(ctx.zone)


def press(ctx: Context) -> Answer:
    """``bro:seen:<id>`` is its reader's; all others are the admins': new, go, edit, drop, see, yes, not, held, rel, rem."""
    if ctx.args[:1] == ("seen",):
        broadcasts.seen(ctx.db, ctx.number(1), ctx.person.id, ctx.now)
        return Screen(ctx.say("broadcast-seen-noted"))
    if ctx.args[:1] == ("new",):
        return forms.start(ctx, "broadcast", ctx.number(1))
    return _pressed(ctx, _own(ctx))


def _own(ctx: Context) -> Kept:
    found = broadcasts.find(ctx.db, ctx.scope, ctx.number(1))
    if not writing.may(ctx, found.unit_id):
        raise Refused("not-found")
    return found


def _pressed(ctx: Context, kept: Kept) -> Answer:
    match ctx.args:
        case ("go", _):
            return _send(ctx, kept)
        case ("edit", _):
            return _edit(ctx, kept)
        case ("drop", _):
            gone = broadcasts.drop(ctx.db, ctx.scope, kept.id)
            return Screen(ctx.say("broadcast-dropped")) if gone else _settled(ctx, kept)
        case ("see", _) if kept.state == "sent":
            return replace(_outcome(ctx, kept), replace=True)
        case ("yes" | "not" | "held" as which, *_) if kept.state == "sent":
            return replace(_named(ctx, kept, which), replace=True)
        case ("rel", _, _) if kept.state == "sent":
            return _release(ctx, kept)
        case ("rem", _) if kept.state == "sent":
            return _remind(ctx, kept)
        case _:
            raise Refused("not-found")


def _settled(ctx: Context, kept: Kept) -> Answer:
    """A button of a preview that was sent or dropped already."""
    return _outcome(ctx, kept) if kept.state == "sent" else Screen(ctx.say("broadcast-was-dropped"))


def _edit(ctx: Context, kept: Kept) -> Answer:
    if not broadcasts.drop(ctx.db, ctx.scope, kept.id):
        return _settled(ctx, kept)
    return forms.start(ctx, "broadcast", kept.unit_id, {"broadcast": kept.id})


def _send(ctx: Context, kept: Kept) -> Answer:
    sent = broadcasts.send(ctx.db, ctx.scope, kept.id, ctx.person.id, ctx.local, ctx.rules, ctx.zone)
    if sent is None:
        return _settled(ctx, kept)
    count, at = sent
    key = "broadcast-queued-later" if at > ctx.local else "broadcast-queued"
    return Screen(ctx.say(key, count=count, clock=f"{at:%H:%M}", day=at.date()), (_see(ctx, kept),))


def _see(ctx: Context, kept: Kept) -> tuple[Button, ...]:
    return (Button(ctx.say.plain("broadcast-refresh"), f"{ROUTE}:see:{kept.id}"),)


def _readers(ctx: Context, kept: Kept) -> tuple[Reader, ...]:
    """As of the day on which a reminder sent now would go out."""
    return broadcasts.standing(ctx.db, ctx.scope, kept.id, decent(ctx.local, ctx.rules, ctx.zone).date())


def _outcome(ctx: Context, kept: Kept, *, told: str = "") -> Screen:
    """How many got it and have read it, counted anew at each press."""
    found = _readers(ctx, kept)
    counted = Counter(each.state for each in found)
    seen, not_seen = sum(each.seen for each in found), unseen(found)
    sent_at = _sent_on(ctx, kept)
    lines = [
        ctx.say("broadcast-outcome", day=sent_at.date(), clock=f"{sent_at:%H:%M}", count=len(found)),
        ctx.say("broadcast-quoted", text=clipped(kept.told.words.text, 80)),
        *(ctx.say(f"broadcast-state-{state}", count=counted[state]) for state in STATES if counted[state]),
        ctx.say("broadcast-seen-count", seen=seen, unseen=len(not_seen)),
        ctx.say("broadcast-as-of", clock=f"{ctx.local:%H:%M:%S}"),
    ]
    lists = [("yes", seen), ("not", len(not_seen)), ("held", counted["held"])]
    named = tuple(
        Button(ctx.say.plain(f"broadcast-who-{which}", count=count), f"{ROUTE}:{which}:{kept.id}:0")
        for which, count in lists
        if count
    )
    again = to_remind(found)
    remind = (Button(ctx.say.plain("broadcast-remind", count=len(again)), f"{ROUTE}:rem:{kept.id}"),) if again else ()
    rows = rows_kept(_see(ctx, kept), named[:2], named[2:], remind)
    return Screen("\n".join(filter(None, [told, *lines])), rows)


def _named(ctx: Context, kept: Kept, which: str) -> Screen:
    """Who has read it, who has not, or whose message is held; by unit, a page at a time."""
    found = _readers(ctx, kept)
    shown: Sequence[Reader] = {
        "yes": tuple(each for each in found if each.seen),
        "not": unseen(found),
        "held": tuple(each for each in found if each.state == "held"),
    }[which]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(ctx.number(2), pages - 1)
    here = shown[page * PAGE : (page + 1) * PAGE]
    head = ctx.say(f"broadcast-list-{which}", count=len(shown), page=page + 1, pages=pages)
    lines, buttons = [head], []
    for number, each in enumerate(here, page * PAGE + 1):
        lines.append(
            ctx.say(
                "broadcast-reader",
                number=number,
                unit=clipped(each.unit),
                role=Html(ctx.say(f"role-{each.role.value}")),
                name=clipped(each.name, 40),
            )
        )
        if which == "held":
            label = ctx.say.plain("broadcast-release", number=number, name=clipped(each.name, 24))
            buttons.append((Button(label, f"{ROUTE}:rel:{kept.id}:{each.person_id}"),))
    if which == "held":
        lines.append(ctx.say("broadcast-held-why"))
    moves = page_buttons(ctx, [f"{ROUTE}:{which}:{kept.id}:{number}" for number in range(pages)], page)
    return Screen("\n".join(lines), rows_kept(*buttons, moves, _see(ctx, kept)))


def _release(ctx: Context, kept: Kept) -> Screen:
    freed = broadcasts.release(ctx.db, ctx.scope, kept.id, ctx.number(2), ctx.person.id, ctx.now)
    return _outcome(ctx, kept, told=ctx.say("broadcast-released" if freed else "broadcast-not-held"))


def _remind(ctx: Context, kept: Kept) -> Screen:
    count, at = broadcasts.remind(ctx.db, ctx.scope, kept.id, ctx.person.id, ctx.local, ctx.rules, ctx.zone)
    key = "broadcast-reminding-later" if count and at > ctx.local else "broadcast-reminding"
    return _outcome(ctx, kept, told=ctx.say(key, count=count, clock=f"{at:%H:%M}", day=at.date()))
