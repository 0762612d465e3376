"""Who has not joined, commune by commune, and the sheet of invitations that is printed for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.errors import Refused
from bot.domain.invitations import Joined, invite_link
from bot.domain.phones import ending, same
from bot.domain.units import UnitKind
from bot.reports.invitation_sheet import Page, Slip, sheet
from bot.reports.summary import PAGE, masked
from bot.reports.text import clipped
from bot.texts import Html, Voice
from bot.texts.screen import Button, File, Screen, rows_of
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.places import administers, back_row, kept, number_rows, page_buttons, paged
from storage import joinings, notices, onboarding, rules, units
from storage.joinings import Asked
from storage.onboarding import Awaited

ROUTE = "onb"
MOST_SLIPS = 400
"""Of one sheet made in the chat; the command line makes larger ones."""
SHEET_HOURS = 14 * 24
"""Paper takes longer than a message: the links of a sheet are valid so long at least."""


def may(ctx: Context, unit_id: int) -> bool:
    """Admins of the unit or of one above."""
    return administers(ctx, unit_id, itself=True)


def button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Chưa vào hệ thống: 12] for an admin, while posts are waited for."""
    if not may(ctx, unit_id):
        return ()
    count = len(onboarding.awaited(ctx.db, ctx.scope, unit_id, ctx.today))
    count = count or len(joinings.waiting_below(ctx.db, ctx.scope, unit_id))
    return (Button(ctx.say.plain("onboarding-button", count=count), f"{ROUTE}:u:{unit_id}:0"),) if count else ()


def press(ctx: Context) -> Answer:
    """``onb:u:<unit>:<page>`` who has not joined below, ``onb:s:<unit>`` the sheet; ``onb:o:<joining>`` somebody who
    waits for the word, ``onb:y:`` and ``onb:n:`` say it.
    """
    match ctx.args:
        case ("u", _, _):
            return replace(_listed(ctx, _own(ctx), ctx.number(2)), replace=True)
        case ("s", _):
            return _sheet(ctx, _own(ctx))
        case ("o", _):
            return _opened(ctx, joinings.get(ctx.db, ctx.scope, ctx.number(1)))
        case ("y", _):
            return _approved(ctx, ctx.number(1))
        case ("n", _):
            return _refused(ctx, ctx.number(1))
        case _:
            raise Refused("not-found")


def _own(ctx: Context) -> int:
    unit_id = ctx.number(1)
    units.seen(ctx.db, ctx.scope, unit_id)
    if not may(ctx, unit_id):
        raise Refused("no-right")
    return unit_id


def _listed(ctx: Context, unit_id: int, page: int) -> Screen:
    """Below a district its communes with their numbers; below a commune the people with their cells."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    waiting = onboarding.awaited(ctx.db, ctx.scope, unit_id, ctx.today)
    below = units.children(ctx.db, ctx.scope, unit_id, ctx.today)
    if any(each.kind is not UnitKind.CELL for each in below):
        counts = onboarding.joined_counts(ctx.db, ctx.scope, unit_id, ctx.today)
        told = sorted(
            ((each, *counts[each.id]) for each in below if counts[each.id][0] > counts[each.id][1]),
            key=lambda line: (line[2] - line[1], line[0].code),
        )
        lines = [
            ctx.say("onboarding-unit", name=clipped(each.name), left=cells - joined, cells=cells)
            for each, cells, joined in told
        ]
        codes = [f"{ROUTE}:u:{each.id}:0" for each, _, _ in told]
    else:
        lines = [_person(ctx, each) for each in waiting]
        codes = [f"inv:u:{each.unit_id}:0" for each in waiting]
    page = page if page * PAGE < len(lines) else 0
    first = page * PAGE + 1
    head = ctx.say("onboarding-head" if waiting else "onboarding-none", unit=clipped(unit.name), count=len(waiting))
    shown = [
        ctx.say("onboarding-line", number=number, line=Html(line))
        for number, line in enumerate(lines[page * PAGE : (page + 1) * PAGE], first)
    ]
    pages = [f"{ROUTE}:u:{unit_id}:{number}" for number in range(-(-len(lines) // PAGE))]
    make = (Button(ctx.say.plain("onboarding-sheet"), f"{ROUTE}:s:{unit_id}"),) if waiting else ()
    numbers = number_rows(codes[page * PAGE : (page + 1) * PAGE], first)
    asking = joinings.waiting_below(ctx.db, ctx.scope, unit_id)[:PAGE]
    shown += [ctx.say("onboarding-waiting", count=len(asking))] if asking else []
    wait = rows_of(
        [
            Button(ctx.say.plain("joining-open", account=clipped(each.account, 28)), f"{ROUTE}:o:{each.id}")
            for each in asking
        ],
        1,
    )
    rows = kept(*numbers, page_buttons(ctx, pages, page), *wait, make, back_row(ctx, f"don:{unit_id}:0"))
    return Screen("\n".join([paged(ctx, head, page, len(lines)), *shown]), rows)


def _opened(ctx: Context, asked: Asked) -> Screen:
    """Who waits for which post: the account's own name and number, and whether his telephone is the imported one."""
    if asked.state != "waiting":
        raise Refused("joining-settled")
    post = Html(ctx.say(f"post-{asked.role.value}", unit=units.name_of(ctx.db, asked.unit_id, ctx.today)))
    lines = [ctx.say("joining-who", account=clipped(asked.account), number=str(asked.telegram_id), post=post)]
    expected = joinings.expected_phone(ctx.db, asked)
    if expected and asked.phone:
        key = "joining-phone-fits" if same(asked.phone, expected) else "joining-phone-other"
        lines.append(ctx.say(key, listed=ending(expected), shared=ending(asked.phone)))
    options = [
        (ctx.say("joining-approve"), f"{ROUTE}:y:{asked.id}"),
        (ctx.say("joining-refuse"), f"{ROUTE}:n:{asked.id}"),
    ]
    return choose("\n".join(lines), options, width=2)


def _approved(ctx: Context, joining_id: int) -> Screen:
    asked = joinings.get(ctx.db, ctx.scope, joining_id)
    done = joinings.approve(ctx.db, ctx.scope, joining_id, ctx.person.id, ctx.local)
    unit = units.name_of(ctx.db, done.unit_id, ctx.today)
    tell_replaced(ctx, done, account=clipped(asked.account), number=str(asked.telegram_id))
    values = {"role": done.role.value, "unit": unit}
    begin = [("joining-begin", "c:start")]
    key = f"approved:{joining_id}"
    notices.tell(ctx.db, (done.person,), done.unit_id, "joining-approved-notice", values, key, ctx.now, buttons=begin)
    post = Html(ctx.say(f"post-{done.role.value}", unit=unit))
    dismiss = Button(ctx.say.plain("dismiss-at-once"), f"out:y:{done.post_id}")
    return Screen(ctx.say("joining-approved", name=clipped(done.person.name), post=post), ((dismiss,),))


def tell_replaced(ctx: Context, done: Joined, account: str, number: str) -> None:
    """Queue a message to secretaries who were replaced by that account."""
    values = {"name": done.person.name, "unit": units.name_of(ctx.db, done.unit_id, ctx.today)}
    values |= {"account": account, "number": number}
    told = {**values, "drafts": len(done.drafts)}
    key = f"replaced:joined:{done.invitation_id}"
    notices.tell(ctx.db, done.replaced, done.unit_id, "replaced-notice", told, key, ctx.now)


def _refused(ctx: Context, joining_id: int) -> Screen:
    asked = joinings.refuse(ctx.db, ctx.scope, joining_id, ctx.person.id, ctx.local)
    return Screen(ctx.say("joining-refused", account=clipped(asked.account)))


def _person(ctx: Context, each: Awaited) -> str:
    role = Html(ctx.say(f"role-{each.role.value}"))
    if not each.name:
        return ctx.say("onboarding-vacant", role=role, unit=clipped(each.unit))
    phone = masked(each.phone) or "none"
    return ctx.say("onboarding-person", role=role, unit=clipped(each.unit), name=clipped(each.name, 40), phone=phone)


def _sheet(ctx: Context, unit_id: int) -> Screen:
    waiting = onboarding.awaited(ctx.db, ctx.scope, unit_id, ctx.today)
    if not waiting:
        raise Refused("onboarding-nobody")
    if len(waiting) > MOST_SLIPS:
        raise Refused("onboarding-too-many", count=len(waiting), most=MOST_SLIPS)
    hours = max(SHEET_HOURS, rules.rules_for(ctx.db, unit_id).invitation_hours)
    made = onboarding.links(ctx.db, ctx.scope, waiting, ctx.person.id, ctx.local, hours)
    until = ctx.local + timedelta(hours=hours)
    told = [(each, invite_link(ctx.bot_username, token)) for each, token in made]
    pages = tuple(
        Page(above, tuple(_slip(ctx.say, each, link, until) for each, link in of_above))
        for above, of_above in groupby(told, key=lambda pair: pair[0].above)
    )
    return Screen(
        ctx.say("onboarding-made", count=len(told), until=until), (), File("to-moi.docx", _made(pages, ctx.say))
    )


def _made(pages: tuple[Page, ...], say: Voice) -> Callable[[], bytes]:
    return lambda: sheet(pages, say)


def _slip(say: Voice, each: Awaited, link: str, until: datetime) -> Slip:
    return Slip(say.plain(f"role-{each.role.value}"), each.unit, each.name, link, until)
