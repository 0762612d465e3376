"""Which members of the committee above follow which cells: begun and ended from a cell's card or from the member's list."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.people import Person, Role, may_invite
from bot.domain.units import Unit, UnitKind
from bot.reports.text import clipped
from bot.texts.screen import Button, Screen
from handlers.choices import Option
from handlers.context import Answer, Context
from handlers.places import administers, back_row, choice_page
from storage import assignments, notices, people, units
from storage.entry import Entry

ROUTE = "fol"
INVITE = "inv:w"


def may(ctx: Context, cell: int) -> bool:
    """Whether the asker assigns the cell: an admin above it."""
    return may_invite(ctx.posts, Role.UPPER_MEMBER, cell, units.above(ctx.db, cell)) and bool(ctx.holds(Role.ADMIN))


def button(ctx: Context, unit: Unit) -> list[Button]:
    """[Phân công theo dõi] on the card of a cell, or of a committee whose admin asks."""
    allowed = may(ctx, unit.id) if unit.kind is UnitKind.CELL else administers(ctx, unit.id, itself=True)
    code = f"{ROUTE}:u:{unit.id}:0" if unit.kind is UnitKind.CELL else f"{ROUTE}:c:{unit.id}:0"
    return [Button(ctx.say.plain("follow-button"), code)] if allowed else []


def press(ctx: Context) -> Answer:
    """``fol:u:<cell>:<page>`` who follows it, ``fol:c:<committee>:<page>`` all who follow cells below it,
    ``fol:p:<committee>:<person>:<page>`` the cells of one; ``fol:t:<cell>:<person>[:<committee>:<page>]`` turns one over.
    """
    match ctx.args:
        case ("u", _, _):
            screen = _cell(ctx, ctx.number(1), ctx.number(2))
        case ("c", _, _):
            screen = _members(ctx, ctx.number(1), ctx.number(2))
        case ("p", _, _, _):
            screen = _cells(ctx, ctx.number(1), ctx.number(2), ctx.number(3))
        case ("t", _, _):
            _turn(ctx, ctx.number(1), ctx.number(2))
            screen = _cell(ctx, ctx.number(1), 0)
        case ("t", _, _, _, _):
            _turn(ctx, ctx.number(1), ctx.number(2))
            screen = _cells(ctx, ctx.number(3), ctx.number(2), ctx.number(4))
        case _:
            raise Refused("not-found")
    return replace(screen, replace=True)


def _roots(ctx: Context) -> list[int]:
    return [post.unit_id for post in ctx.holds(Role.ADMIN)]


def _known(ctx: Context) -> dict[Person, frozenset[int]]:
    """Those whom the asker may assign: who follow cells below his committees already."""
    found: dict[Person, frozenset[int]] = {}
    for root in _roots(ctx):
        for who, cells in people.following_below(ctx.db, ctx.scope, root, ctx.today).items():
            found[who] = found.get(who, frozenset()) | cells
    return found


def _turn(ctx: Context, cell: int, person_id: int) -> None:
    """Who follows the cell does so no more from today; who does not, from today on."""
    if not may(ctx, cell):
        raise Refused("no-right")
    held = [
        post
        for post, who in people.holders(ctx.db, ctx.scope, cell, ctx.today)
        if who.id == person_id and post.role is Role.UPPER_MEMBER
    ]
    entry = Entry(ctx.person.id, ctx.local)
    if held:
        assignments.end(ctx.db, ctx.scope, held[0], entry)
        return
    who = next((each for each in _known(ctx) if each.id == person_id), None)
    if who is None:
        raise Refused("not-found")
    post_id = assignments.assign(ctx.db, ctx.scope, cell, who.id, entry)
    notices.tell(ctx.db, (who,), cell, "follow-notice", {}, f"follow:{post_id}", ctx.now, checked="holder")


def _cell(ctx: Context, cell: int, page: int) -> Screen:
    """Who follows the cell, and who else could."""
    if not may(ctx, cell):
        raise Refused("no-right")
    unit = units.get(ctx.db, ctx.scope, cell, ctx.today)
    known = _known(ctx)
    options: list[Option] = [
        (_member_line(ctx, who, cells, follows=cell in cells), f"{ROUTE}:t:{cell}:{who.id}")
        for who, cells in sorted(known.items(), key=lambda pair: cell not in pair[1])
    ]
    options.append((ctx.say("follow-somebody-new"), f"{INVITE}:{cell}:{Role.UPPER_MEMBER.value}"))
    head = ctx.say("follow-cell-head", unit=clipped(unit.name))
    return choice_page(ctx, head, options, page, f"{ROUTE}:u:{cell}", back_row(ctx, f"don:{cell}:0"))


def _member_line(ctx: Context, who: Person, cells: frozenset[int], *, follows: bool) -> str:
    key = "follow-member-on" if follows else "follow-member"
    return ctx.say(key, name=clipped(who.name, 40), count=len(cells))


def _members(ctx: Context, committee: int, page: int) -> Screen:
    """All who follow cells below the committee."""
    unit = units.get(ctx.db, ctx.scope, committee, ctx.today)
    if not button(ctx, unit):
        raise Refused("no-right")
    known = people.following_below(ctx.db, ctx.scope, committee, ctx.today)
    options: list[Option] = [
        (_member_line(ctx, who, cells, follows=False), f"{ROUTE}:p:{committee}:{who.id}:0")
        for who, cells in known.items()
    ]
    head = ctx.say("follow-members-head" if options else "follow-members-none", unit=clipped(unit.name))
    return choice_page(ctx, head, options, page, f"{ROUTE}:c:{committee}", back_row(ctx, f"don:{committee}:0"))


def _cells(ctx: Context, committee: int, person_id: int, page: int) -> Screen:
    """The cells below the committee, marked where this one follows them; a press turns one over."""
    unit = units.get(ctx.db, ctx.scope, committee, ctx.today)
    if not button(ctx, unit):
        raise Refused("no-right")
    found = next(((who, cells) for who, cells in _known(ctx).items() if who.id == person_id), None)
    if found is None:
        return _members(ctx, committee, 0)
    who, followed = found
    options: list[Option] = [
        (
            ctx.say("follow-on" if cell.id in followed else "follow-off", unit=clipped(cell.name)),
            f"{ROUTE}:t:{cell.id}:{who.id}:{committee}:{page}",
        )
        for cell in units.cells_under(ctx.db, ctx.scope, committee, ctx.today)
    ]
    head = ctx.say("follow-cells-head", name=who.name, count=len(followed))
    here = f"{ROUTE}:p:{committee}:{who.id}"
    return choice_page(ctx, head, options, page, here, back_row(ctx, f"{ROUTE}:c:{committee}:0"))
