"""/donvi: go down the tree by buttons to a unit's card, with its people and whether they have joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.errors import Refused
from bot.domain.members import Strength, strength
from bot.domain.people import Person, Post, Role, Scope, may_invite, may_tell_profile, roles_in
from bot.domain.units import LAST_DAY, CellProfile, DayMode, MeetingDay, Unit, UnitKind, read_meeting_day
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Voice
from bot.texts.screen import Button, Screen
from handlers import following, onboarding, reorganising, requests, reviews, rules, templates
from handlers.context import Answer, Context
from handlers.places import CARD, back_row, kept, number_rows, page_buttons
from handlers.post_words import joined_words, role_word
from handlers.rosters import roster_button
from storage import members, people, units

ROUTE = "don"
SHOWN_HOLDERS = 6


def donvi(ctx: Context) -> Answer:
    """/donvi [words]: the unit they name, or the way down from the asker's own."""
    scope = units.topmost(ctx.db, ctx.scope)
    if not scope.roots:
        raise Refused("units-none")
    words = " ".join(ctx.args)
    if not words:
        return place(ctx, scope, scope.roots[0] if len(scope.roots) == 1 else 0, 0)
    found = units.find(ctx.db, scope, words)
    if not found:
        raise Refused("units-unknown", words=clipped(words))
    if len(found) == 1:
        return place(ctx, scope, found[0].id, 0)
    key = "units-found" if len(found) <= PAGE else "units-found-many"
    shown = found[:PAGE]
    head = ctx.say(key, words=clipped(words), count=len(shown))
    return Screen("\n".join([head, *_lines(ctx, scope, shown, 1)]), number_rows([_code(unit.id) for unit in shown]))


def press(ctx: Context) -> Answer:
    """A press on the way: a unit and the page of those below it."""
    match ctx.args:
        case (unit, page) if unit.isdecimal() and page.isdecimal():
            return replace(place(ctx, units.topmost(ctx.db, ctx.scope), int(unit), int(page)), replace=True)
        case _:
            raise Refused("not-found")


def place(ctx: Context, scope: Scope, unit_id: int, page: int) -> Screen:
    """The card of the unit, with those right below to choose from; 0 stands for all the asker's own."""
    if not unit_id:
        below = tuple(units.get(ctx.db, scope, root, ctx.today) for root in scope.roots)
        return _listed(ctx, scope, [ctx.say("units-roots")], 0, below, page, ())
    unit = units.get(ctx.db, scope, unit_id, ctx.today)
    holders = people.holders(ctx.db, scope, unit_id, ctx.today)
    actions = _actions(ctx, unit)
    above = (unit.parent_id or 0) if unit_id not in scope.roots else (0 if len(scope.roots) > 1 else None)
    back = () if above is None else back_row(ctx, _code(above))
    if unit.kind is UnitKind.CELL:
        profile = units.profile(ctx.db, scope, unit_id, ctx.today)
        known = members.roster(ctx.db, scope, unit_id, ctx.today)
        told = strength(known) if known else profile
        text = [*cell_lines(ctx.say, unit, profile, told, ctx.today), *holder_lines(ctx.say, holders)]
        text += reorganising.before_lines(ctx, unit_id)
        return Screen("\n".join(text), kept(actions, *reorganising.before_buttons(ctx, unit_id), back))
    below = units.children(ctx.db, scope, unit_id, ctx.today)
    cells = units.cell_counts(ctx.db, scope, [unit_id], ctx.today).get(unit_id, 0)
    joined = people.joined_cells(ctx.db, scope, unit_id, ctx.today)
    counted = ctx.say("units-cells", cells=cells, joined=joined) if cells else ctx.say("units-no-cells")
    title = ctx.say("units-committee", name=clipped(unit.name), code=unit.code)
    head = [title, counted, *holder_lines(ctx.say, holders, most=2), *reorganising.before_lines(ctx, unit_id)]
    asked = (requests.button(ctx, unit_id), reviews.button(ctx, unit_id), onboarding.button(ctx, unit_id))
    rows = kept(*asked, actions, *reorganising.before_buttons(ctx, unit_id), back)
    return _listed(ctx, scope, head, unit_id, below, page, rows)


def _listed(
    ctx: Context,
    scope: Scope,
    head: list[str],
    unit_id: int,
    below: tuple[Unit, ...],
    page: int,
    rows: tuple[tuple[Button, ...], ...],
) -> Screen:
    page = page if page * PAGE < len(below) else 0
    shown, first = below[page * PAGE : (page + 1) * PAGE], page * PAGE + 1
    pages = -(-len(below) // PAGE)
    if pages > 1:
        head.append(ctx.say("units-page", page=page + 1, pages=pages))
    turning = page_buttons(ctx, [_code(unit_id, number) for number in range(pages)], page)
    numbers = number_rows([_code(each.id) for each in shown], first)
    return Screen("\n".join([*head, *_lines(ctx, scope, shown, first)]), kept(*numbers, turning, *rows))


def _lines(ctx: Context, scope: Scope, shown: tuple[Unit, ...], first: int) -> list[str]:
    committees = [each.id for each in shown if each.kind is not UnitKind.CELL]
    cells = units.cell_counts(ctx.db, scope, committees, ctx.today) if committees else {}
    return [
        ctx.say("units-line-cells", number=number, name=clipped(each.name), cells=cells[each.id])
        if each.id in cells
        else ctx.say("units-line", number=number, name=clipped(each.name))
        for number, each in enumerate(shown, first)
    ]


def _actions(ctx: Context, unit: Unit) -> tuple[Button, ...]:
    """What the asker may do with the unit, by his posts."""
    above = units.above(ctx.db, unit.id)
    actions = []
    if any(may_invite(ctx.posts, role, unit.id, above) for role in roles_in(unit.kind)):
        actions.append(Button(ctx.say.plain("unit-button-invite"), f"inv:u:{unit.id}:0"))
        actions.append(Button(ctx.say.plain("unit-button-dismiss"), f"out:u:{unit.id}"))
    if unit.kind is not UnitKind.CELL and templates.may_change(ctx, unit.id):
        actions.append(Button(ctx.say.plain("unit-button-templates"), f"tpl:u:{unit.id}"))
    if unit.kind is not UnitKind.PARTY_GROUP:
        actions += following.button(ctx, unit)
    if unit.kind is UnitKind.CELL:
        if may_invite(ctx.posts, Role.DEPUTY, unit.id, above):
            actions.append(Button(ctx.say.plain("unit-button-stand-in"), f"han:w:{unit.id}"))
        if may_tell_profile(ctx.posts, unit.id, above):
            actions.append(Button(ctx.say.plain("unit-button-day"), f"day:{unit.id}"))
        actions.append(Button(ctx.say.plain("unit-button-card"), f"{CARD}:{unit.id}"))
        actions += roster_button(ctx, unit.id)
    elif rules.may(ctx, unit.id):
        actions.append(Button(ctx.say.plain("rules-button"), f"{rules.ROUTE}:all:{unit.id}:0"))
    if reorganising.may(ctx, unit.id) and (unit.closed_on is None or unit.closed_on > ctx.today):
        actions.append(Button(ctx.say.plain("reorg-button"), f"{reorganising.ROUTE}:u:{unit.id}"))
    return tuple(actions)


def cell_lines(say: Voice, unit: Unit, profile: CellProfile, counted: CellProfile | Strength, today: date) -> list[str]:
    """A cell in words: name, code, when and where it meets, its members as counted on its roster, else as told."""
    lines = [say("unit-cell", name=clipped(unit.name), code=unit.code)]
    if unit.closed_on is not None and unit.closed_on <= today:
        lines.append(say("unit-closed", day=unit.closed_on))
    day, hour = day_words(say, profile.meeting_day), profile.starts_at or "none"
    lines.append(say("unit-day", day=day, hour=hour, minutes=profile.usual_minutes))
    if profile.place:
        lines.append(say("unit-place", place=clipped(profile.place)))
    lines.append(
        say(
            "unit-members",
            official=counted.official,
            probationary=counted.probationary,
            exempt=counted.exempt,
            base=counted.base,
        )
    )
    return lines


def holder_lines(say: Voice, holders: tuple[tuple[Post, Person], ...], most: int = SHOWN_HOLDERS) -> list[str]:
    """Who holds which post, and whether he has joined."""
    if not holders:
        return [say("unit-nobody")]
    lines = [
        say(
            "unit-holder", role=say(f"role-{role_word(held)}"), name=clipped(who.name, 40), state=joined_words(say, who)
        )
        for held, who in holders[:most]
    ]
    return lines if len(holders) <= most else [*lines, say("unit-more-holders", count=len(holders) - most)]


def day_words(say: Voice, text: str) -> str:
    """The usual meeting day as told, in the reader's language; what cannot be read is said as it stands."""
    try:
        told = read_meeting_day(text)
    except ValueError:
        return text
    match told:
        case MeetingDay(mode=DayMode.FIXED, weekday=weekday, week=week) if weekday:
            return say("day-weekday", weekday=say(f"weekday-{weekday}"), week=week)
        case MeetingDay(mode=DayMode.FIXED, day=day):
            return say("day-last") if day == LAST_DAY else say("day-number", day=day)
        case MeetingDay(mode=DayMode.REGISTERED):
            return say("day-registered")
        case _:
            return say("day-any")


def _code(unit_id: int, page: int = 0) -> str:
    return f"{ROUTE}:{unit_id}:{page}"
