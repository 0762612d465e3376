"""/moi: choose a unit, a post and perhaps a name; the answer is a single-use link with its QR picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.errors import Refused
from bot.domain.invitations import invite_link
from bot.domain.people import Person, Role, may_invite, roles_in
from bot.domain.units import Unit
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Html
from bot.texts.screen import Button, File, Screen
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.places import back_row, kept, page_buttons
from handlers.post_words import joined_words
from storage import invitations, people, rules, units

ROUTE = "inv"


def moi(ctx: Context) -> Answer:
    """/moi [words]: the unit they name, or the way down from the asker's own."""
    roots = _roots(ctx)
    words = " ".join(ctx.args)
    if not words:
        return _unit(ctx, roots[0], 0) if len(roots) == 1 else _several(ctx, "", tuple(_own(ctx, roots)))
    found = tuple(unit for unit in units.find(ctx.db, ctx.scope, words) if _roles(ctx, unit) or not _is_leaf(unit))
    if not found:
        raise Refused("units-unknown", words=clipped(words))
    return _unit(ctx, found[0].id, 0) if len(found) == 1 else _several(ctx, words, found)


def press(ctx: Context) -> Answer:
    """A press on the way to a link, or on its revocation."""
    match ctx.args:
        case ("top",):
            return replace(_several(ctx, "", tuple(_own(ctx, _roots(ctx)))), replace=True)
        case ("u", unit, page) if unit.isdecimal() and page.isdecimal():
            return replace(_unit(ctx, int(unit), int(page)), replace=True)
        case ("w", unit, role) if unit.isdecimal() and role in set(Role):
            return _who(ctx, int(unit), Role(role))
        case ("p", unit, role, person) if unit.isdecimal() and role in set(Role) and person.isdecimal():
            return _confirm(ctx, int(unit), Role(role), int(person))
        case ("m", unit, role, person) if unit.isdecimal() and role in set(Role) and person.isdecimal():
            return _make(ctx, int(unit), Role(role), int(person))
        case ("r", number) if number.isdecimal():
            done = invitations.revoke(ctx.db, ctx.scope, int(number), ctx.person.id, ctx.local)
            return Screen(ctx.say("invite-revoked" if done else "invite-revoked-before"))
        case ("n",):
            return Screen(ctx.say("invite-not-made"), replace=True)
        case _:
            raise Refused("not-found")


# --- which unit ------------------------------------------------------------------------------------------------------


def _roots(ctx: Context) -> tuple[int, ...]:
    """Units whose subtree holds somebody whom the asker may invite: he is an admin or a secretary there."""
    inviting = {post.unit_id for post in ctx.holds(Role.ADMIN, Role.SECRETARY)}
    roots = tuple(root for root in units.topmost(ctx.db, ctx.scope).roots if root in inviting) or tuple(
        sorted(inviting)
    )
    if not roots:
        raise Refused("invitation-no-right")
    return roots


def _own(ctx: Context, roots: tuple[int, ...]) -> list[Unit]:
    return [units.get(ctx.db, ctx.scope, root, ctx.today) for root in roots]


def _is_leaf(unit: Unit) -> bool:
    return Role.SECRETARY in roles_in(unit.kind) or not roles_in(unit.kind)


def _roles(ctx: Context, unit: Unit) -> tuple[Role, ...]:
    """Posts of the unit that the asker may give."""
    above = units.above(ctx.db, unit.id)
    return tuple(role for role in roles_in(unit.kind) if may_invite(ctx.posts, role, unit.id, above))


def _several(ctx: Context, words: str, found: tuple[Unit, ...]) -> Screen:
    shown = found[:PAGE]
    key = "units-found" if len(found) <= PAGE else "units-found-many"
    head = ctx.say(key, words=clipped(words), count=len(shown)) if words else ctx.say("invite-choose-root")
    return choose(head, [(ctx.say("invite-unit", name=clipped(unit.name)), _at(unit.id)) for unit in shown])


def _unit(ctx: Context, unit_id: int, page: int) -> Screen:
    """The posts of the unit with their holders, then the units right below, eight to a page."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    options = [*_posts(ctx, unit), *_below(ctx, unit)]
    back = () if unit_id in _roots(ctx) else back_row(ctx, _at(unit.parent_id or 0))
    if not options:
        return Screen(ctx.say("invite-nothing", unit=clipped(unit.name)), kept(back))
    page = page if page * PAGE < len(options) else 0
    pages = -(-len(options) // PAGE)
    head = [ctx.say("invite-choose", unit=clipped(unit.name))]
    if pages > 1:
        head.append(f"{ctx.say('units-page', page=page + 1, pages=pages)}. {ctx.say('invite-hint')}")
    shown = choose("\n".join(head), options[page * PAGE : (page + 1) * PAGE], first=page * PAGE + 1)
    turning = page_buttons(ctx, [_at(unit_id, number) for number in range(pages)], page)
    return replace(shown, rows=kept(*shown.rows, turning, back))


def _posts(ctx: Context, unit: Unit) -> list[Option]:
    holders = people.holders(ctx.db, ctx.scope, unit.id, ctx.today)
    options = []
    for role in _roles(ctx, unit):
        named = [ctx.say("invite-holder", name=clipped(who.name, 40), state=joined_words(ctx.say, who))
                 for held, who in holders if held.role is role]  # fmt: skip
        said = ctx.say(f"role-{role.value}")
        line = ctx.say("invite-post", role=said, names=Html(", ".join(named))) if named else (
            ctx.say("invite-post-vacant", role=said))  # fmt: skip
        options.append((line, f"{ROUTE}:w:{unit.id}:{role.value}"))
    return options


def _below(ctx: Context, unit: Unit) -> list[Option]:
    if _is_leaf(unit) or not any(post.role is Role.ADMIN for post in ctx.posts):
        return []
    below = units.children(ctx.db, ctx.scope, unit.id, ctx.today)
    return [(ctx.say("invite-unit", name=clipped(each.name)), _at(each.id)) for each in below]


def _at(unit_id: int, page: int = 0) -> str:
    return f"{ROUTE}:u:{unit_id}:{page}" if unit_id else f"{ROUTE}:top"


# --- whom ------------------------------------------------------------------------------------------------------------


def _post(ctx: Context, unit_id: int, role: Role) -> str:
    """``Bí thư Chi bộ thôn Muối``; Refused when the asker may not give that post."""
    invitations.allowed(ctx.db, ctx.scope, unit_id, role, ctx.person.id, ctx.local)
    return ctx.say(f"post-{role.value}", unit=units.name_of(ctx.db, unit_id, ctx.today))


def _who(ctx: Context, unit_id: int, role: Role) -> Screen:
    """Of several imported holders the one who is meant; else straight to the confirmation."""
    post = _post(ctx, unit_id, role)
    named = [who for _, who in invitations.waiting(ctx.db, ctx.scope, unit_id, role, ctx.local)]
    if len(named) < 2:  # noqa: PLR2004 - one is claimed by itself
        return _confirm(ctx, unit_id, role, named[0].id if named else 0)
    options = [(ctx.say("invite-unit", name=clipped(who.name)), f"{ROUTE}:p:{unit_id}:{role.value}:{who.id}")
               for who in named]  # fmt: skip
    options.append((ctx.say("invite-somebody-else"), f"{ROUTE}:p:{unit_id}:{role.value}:0"))
    return choose(ctx.say("invite-who", post=Html(post)), options)


def _confirm(ctx: Context, unit_id: int, role: Role, person_id: int) -> Screen:
    post = Html(_post(ctx, unit_id, role))
    hours = rules.rules_for(ctx.db, unit_id).invitation_hours
    named = _named(ctx, unit_id, role, person_id)
    text = [
        ctx.say("invite-confirm-named", post=post, name=named.name, hours=hours)
        if named
        else ctx.say("invite-confirm", post=post, hours=hours)
    ]
    if role is Role.SECRETARY:
        text += [ctx.say("invite-replaces", name=who.name) for who in _sitting(ctx, unit_id, person_id)]
    options = [
        (ctx.say("invite-make"), f"{ROUTE}:m:{unit_id}:{role.value}:{person_id}"),
        (ctx.say("invite-not"), f"{ROUTE}:n"),
    ]
    return choose("\n".join(text), options, width=2)


def _named(ctx: Context, unit_id: int, role: Role, person_id: int) -> Person | None:
    """The imported holder for whom the link is; None for nobody in particular."""
    waiting = invitations.waiting(ctx.db, ctx.scope, unit_id, role, ctx.local)
    return next((who for _, who in waiting if who.id == person_id), None)


def _sitting(ctx: Context, unit_id: int, person_id: int) -> list[Person]:
    """Secretaries who would be replaced."""
    holders = people.holders(ctx.db, ctx.scope, unit_id, ctx.today)
    return [who for held, who in holders if held.role is Role.SECRETARY and who.id != person_id]


# --- the link --------------------------------------------------------------------------------------------------------


def _make(ctx: Context, unit_id: int, role: Role, person_id: int) -> Screen:
    _post(ctx, unit_id, role)
    return link_screen(ctx, unit_id, role, _named(ctx, unit_id, role, person_id))


def link_screen(
    ctx: Context,
    unit_id: int,
    role: Role,
    named: Person | None,
    *,
    term: tuple[date, date] | None = None,
    successor: bool = False,
) -> Screen:
    """A fresh link with its picture; ``term``: first and last day of a post for a while, ``successor``: to his own post."""
    unit = units.name_of(ctx.db, unit_id, ctx.today)
    post = Html(ctx.say(f"post-{role.value}", unit=unit))
    if term is not None:
        days: dict[str, object] = {"first": f"{term[0]:%d/%m/%Y}", "last": f"{term[1]:%d/%m/%Y}"}
        post = Html(ctx.say("post-stand_in", unit=unit, **days))
    hours = rules.rules_for(ctx.db, unit_id).invitation_hours
    token = invitations.invite(
        ctx.db,
        ctx.scope,
        unit_id,
        role,
        named.id if named else None,
        ctx.person.id,
        ctx.local,
        hours,
        term=term,
        successor=successor,
    )
    link = invite_link(ctx.bot_username, token)
    values = {"post": post, "link": link, "until": ctx.local + timedelta(hours=hours)}
    text = ctx.say("invite-link-named", name=named.name, **values) if named else ctx.say("invite-link", **values)
    number = invitations.newest(ctx.db, unit_id, ctx.person.id)
    revoke = Button(ctx.say.plain("invite-revoke"), f"{ROUTE}:r:{number}")
    return Screen(text, ((revoke,),), File("loi-moi.png", qr_picture(link), picture=True))


def qr_picture(link: str) -> Callable[[], bytes]:
    """Makes the PNG of the link's QR code, once the transaction is over."""

    def make() -> bytes:
        import segno  # noqa: PLC0415 - needed here alone

        out = io.BytesIO()
        segno.make(link, error="m").save(out, kind="png", scale=8, border=4)
        return out.getvalue()

    return make
