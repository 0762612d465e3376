"""A cell's roster in the chat: its members page by page, one member's card, and the ways to change or undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.errors import Refused
from bot.domain.members import Left, Standing
from bot.domain.people import RECORDERS
from bot.domain.units import UnitKind
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers import forms
from handlers.context import Answer, Context
from handlers.members import ROUTE, act_of, day_of, may, member_line, strength_text
from handlers.places import back_row, kept, number_rows, page_buttons
from storage import members, units

A_PAGE = 12
FORMS_OF_ONE = {"s": "standing", "l": "leaving", "g": "party_group", "n": "member_name"}
"""What may be changed of one member, in the order of the buttons."""


def press(ctx: Context) -> Answer:
    """``mem:u`` the roster, ``:m`` a member, ``:a`` add, ``:f`` change, ``:g`` who left; ``:z :b :x`` undo."""
    match ctx.args[:1]:
        case ("u",):
            return replace(roster_screen(ctx, ctx.number(1), ctx.number(2)), replace=True)
        case ("a",):
            return forms.start(ctx, "members", _keeper(ctx, ctx.number(1)))
        case ("m",):
            return _member(ctx, ctx.number(1))
        case ("f",) if ctx.args[2:3] and ctx.args[2] in FORMS_OF_ONE:
            one = members.get(ctx.db, ctx.scope, ctx.number(1), ctx.today)
            return forms.start(ctx, FORMS_OF_ONE[ctx.args[2]], _keeper(ctx, one.unit_id), {"member": one.id})
        case ("g",):
            return _gone(ctx, _keeper(ctx, ctx.number(1)))
        case ("z",):
            return _restored(ctx, ctx.number(1))
        case ("b",):
            return _stood_back(ctx, ctx.number(1), ctx.number(2))
        case ("x",):
            return _added_back(ctx, _keeper(ctx, ctx.number(1)), ctx.number(2))
        case _:
            raise Refused("not-found")


def _keeper(ctx: Context, unit_id: int) -> int:
    """The cell, when the presser keeps its roster; Refused otherwise."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    if unit.kind is not UnitKind.CELL or not may(ctx, unit_id):
        raise Refused("no-right")
    return unit_id


def _reader(ctx: Context, unit_id: int) -> bool:
    """Who keeps the roster or records for the cell sees it."""
    return unit_id in {post.unit_id for post in ctx.holds(*RECORDERS)} or may(ctx, unit_id)


def roster_button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Danh sách đảng viên], for those who see it."""
    code = f"{ROUTE}:u:{unit_id}:0"
    return (Button(ctx.say.plain("roster-button"), code),) if _reader(ctx, unit_id) else ()


def roster_screen(ctx: Context, unit_id: int, page: int) -> Screen:
    """A page of the members by given name, each a line and a button; how to begin when there is none."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    if unit.kind is not UnitKind.CELL or not _reader(ctx, unit_id):
        raise Refused("no-right")
    keeps = may(ctx, unit_id)
    known = members.roster(ctx.db, ctx.scope, unit_id, ctx.today)
    back = back_row(ctx, f"don:{unit_id}:0")
    add = (Button(ctx.say.plain("roster-add"), f"{ROUTE}:a:{unit_id}"),) if keeps else ()
    if not known:
        return Screen(ctx.say("roster-none", unit=unit.name), kept(add, back))
    pages = -(-len(known) // A_PAGE)
    page = page if page < pages else 0
    shown, first = known[page * A_PAGE : (page + 1) * A_PAGE], page * A_PAGE + 1
    lines = [ctx.say("roster-head", unit=unit.name), strength_text(known, ctx.say)]
    if pages > 1:
        lines.append(ctx.say("units-page", page=page + 1, pages=pages))
    lines += [f"{number}. {member_line(each, ctx.say)}" for number, each in enumerate(shown, first)]
    numbers = number_rows([f"{ROUTE}:m:{each.id}" for each in shown], first) if keeps else ()
    turning = page_buttons(ctx, [f"{ROUTE}:u:{unit_id}:{number}" for number in range(pages)], page)
    gone = members.gone(ctx.db, ctx.scope, unit_id, 1) if keeps else ()
    left = (Button(ctx.say.plain("roster-gone"), f"{ROUTE}:g:{unit_id}"),) if gone else ()
    return Screen("\n".join(lines), kept(*numbers, turning, (*add, *left), back))


def _member(ctx: Context, member_id: int) -> Screen:
    one = members.get(ctx.db, ctx.scope, member_id, ctx.today)
    _keeper(ctx, one.unit_id)
    told = [
        ctx.say("member-head", name=one.name),
        ctx.say("member-since", standing=Html(ctx.say(f"standing-{one.standing}")), day=one.since),
        ctx.say("member-group", group=one.party_group) if one.party_group else ctx.say("member-no-group"),
    ]
    keys = {"s": "member-do-standing", "l": "member-do-leave", "g": "member-do-group", "n": "member-do-name"}
    buttons = [
        Button(f"{number}. {ctx.say.plain(keys[what])}", f"{ROUTE}:f:{one.id}:{what}")
        for number, what in enumerate(FORMS_OF_ONE, 1)
    ]
    lines = [f"{number}. {ctx.say(keys[what])}" for number, what in enumerate(FORMS_OF_ONE, 1)]
    rows = (tuple(buttons[:2]), tuple(buttons[2:]), back_row(ctx, f"{ROUTE}:u:{one.unit_id}:0"))
    return Screen("\n".join([*told, *lines]), rows)


def _gone(ctx: Context, unit_id: int) -> Screen:
    """Who left, the newest first; a number puts him back."""
    found = members.gone(ctx.db, ctx.scope, unit_id, A_PAGE)
    lines = [ctx.say("roster-gone-head", unit=units.name_of(ctx.db, unit_id, ctx.today))]
    lines += [
        f"{number}. "
        + ctx.say("roster-gone-line", name=each.name, how=Html(ctx.say(f"left-{each.left_how}")), day=each.left_on)
        for number, each in enumerate(found, 1)
    ]
    numbers = number_rows([f"{ROUTE}:z:{each.id}" for each in found])
    return Screen("\n".join(lines), kept(*numbers, back_row(ctx, f"{ROUTE}:u:{unit_id}:0")))


# --- undone -----------------------------------------------------------------------------------------------------------


def _restored(ctx: Context, member_id: int) -> Screen:
    _keeper(ctx, members.unit_of(ctx.db, ctx.scope, member_id))
    members.restore(ctx.db, ctx.scope, member_id, act_of(ctx))
    one = members.get(ctx.db, ctx.scope, member_id, ctx.today)
    return _back(ctx, one.unit_id, ctx.say("member-restored", member=Html(member_line(one, ctx.say))))


def _stood_back(ctx: Context, member_id: int, place: int) -> Screen:
    one = members.get(ctx.db, ctx.scope, member_id, ctx.today)
    _keeper(ctx, one.unit_id)
    since = day_of(ctx.args[3] if len(ctx.args) > 3 else "")  # noqa: PLR2004
    if since is None or place >= len(Standing) or one.since != since:
        raise Refused("member-undo-late", name=one.name)
    members.stand(ctx.db, ctx.scope, member_id, list(Standing)[place], since, act_of(ctx))
    now = members.get(ctx.db, ctx.scope, member_id, ctx.today)
    return _back(ctx, one.unit_id, ctx.say("member-restored", member=Html(member_line(now, ctx.say))))


def _added_back(ctx: Context, unit_id: int, moment: int) -> Screen:
    """Those put on the roster at that moment are taken off as never having belonged to it."""
    at = datetime.fromtimestamp(moment // 1_000_000, UTC).replace(microsecond=moment % 1_000_000)
    there = {each.id: each for each in members.roster(ctx.db, ctx.scope, unit_id, ctx.today)}
    added = [there[key] for key in members.added_at(ctx.db, ctx.scope, unit_id, at) if key in there]
    for each in added:
        members.remove(ctx.db, ctx.scope, each.id, Left.MISTAKE, each.since, act_of(ctx))
    return _back(ctx, unit_id, ctx.say("members-undone", count=len(added)))


def _back(ctx: Context, unit_id: int, told: str) -> Screen:
    shown = roster_screen(ctx, unit_id, 0)
    return replace(shown, text=f"{told}\n{shown.text}")
