"""/tonghop: the figures of a unit and span, unit beside unit; each number opens its list."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.people import Role, Scope
from bot.domain.periods import Month, Span
from bot.reports.summary import PAGE, CellLine, ListName, Summary
from bot.reports.text import child_line, clipped, list_name, summary_text, troubled
from bot.texts import Html
from bot.texts.screen import Button, Rows, Screen, rows_of
from handlers import caring, choosing, requests, reviews
from handlers.context import Answer, Context
from handlers.lists import list_screen
from handlers.places import (
    CARD,
    ROUTE,
    Place,
    asked_place,
    back_row,
    card_code,
    kept,
    number_rows,
    page_row,
    paged,
    place_of,
    scope_of,
    span_row,
    titled,
)
from storage import successions, units
from storage.attendance import often_absent_below
from storage.lists import lines
from storage.summaries import by_child, summary

ABOVE = frozenset({Role.ADMIN, Role.UPPER_MEMBER})
"""Whose files and pictures these are."""
MORE = "more"
A_PAGE = 12
"""Numbers a page of all of them."""
UNITS = "units"
FIRST_SHOWN = (
    ListName.OVERDUE,
    ListName.MISSED,
    ListName.POSTPONED,
    ListName.LATE,
    ListName.LATE_ENTRY,
    ListName.SAID_HELD,
    ListName.BELOW_GOOD,
    ListName.UNEXCUSED,
    ListName.WITHOUT_THEMATIC,
    ListName.TASKS_OVERDUE,
    ListName.NOT_JOINED,
    ListName.UNREACHABLE,
    ListName.UNVISITED,
)
"""Lists with a button on the summary itself; the others are one press further."""


def tonghop(ctx: Context) -> Answer:
    """/tonghop [unit] [period]: this month of the asker's topmost unit unless he names others."""
    place = asked_place(ctx, ROUTE)
    return place if isinstance(place, Screen) else summary_screen(ctx, place)


def pressed(ctx: Context) -> Answer:
    """A press under a summary."""
    place = place_of(ctx.args, ROUTE)
    match place.view:
        case "":
            screen = summary_screen(ctx, place)
        case "more":
            screen = more_screen(ctx, place)
        case "units":
            screen = units_screen(ctx, place)
        case _:
            screen = list_screen(ctx, place)
    return replace(screen, replace=True)


def summary_screen(ctx: Context, place: Place) -> Screen:
    """The figures as text, with a button to each list that has lines."""
    scope = scope_of(ctx)
    told = summary(ctx.db, scope, place.unit, place.span, ctx.local, ctx.rules)
    worst = troubled(told)
    named = [] if worst is None else names_in(ctx, scope, place, worst)
    text = summary_text(ctx.say, told, named, ctx.local, ctx.rules)
    shown = [name for name in FIRST_SHOWN if told.count(name)]
    buttons = [_list_button(ctx, told, name, place, number) for number, name in enumerate(shown, 1)]
    came = _came(ctx, place)
    return Screen(text, (*rows_of(buttons, 2), *_asked(ctx, scope, place), *came, *_leading(ctx, scope, told, place)))


def _came(ctx: Context, place: Place) -> Rows:
    """Before the unit was made of others its months are theirs: buttons to them."""
    if place.unit is None:
        return ()
    came = successions.before(ctx.db, scope_of(ctx), place.unit)
    return tuple(
        (
            Button(
                ctx.say.plain("units-button-before", name=clipped(each.name, 28)), Place(each.unit_id, place.span).code
            ),
        )
        for each in came
        if place.span.first < Month.of(each.since)
    )


def _asked(ctx: Context, scope: Scope, place: Place) -> Rows:
    """What cells ask of the committee, and what it asks of them."""
    roots = [place.unit] if place.unit is not None else scope.roots
    return kept(*(made(ctx, unit) for unit in roots for made in (requests.button, reviews.button)))


def names_in(ctx: Context, scope: Scope, place: Place, name: ListName) -> list[str]:
    """The first names of a list of cells."""
    page = lines(ctx.db, scope, place.unit, place.span, name, ctx.local, ctx.rules)
    return [line.name for line in page.lines if isinstance(line, CellLine)]


def _list_button(ctx: Context, told: Summary, name: ListName, place: Place, number: int) -> Button:
    label = ctx.say.plain("summary-button-list", list=list_name(ctx.say, name, ctx.rules), count=told.count(name))
    return Button(f"{number}. {label}", replace(place, view=name.value, page=0).code)


def _leading(ctx: Context, scope: Scope, told: Summary, place: Place) -> Rows:
    """Buttons to other views, other spans, and the unit above."""
    say = ctx.say
    views = [Button(say.plain("summary-button-more"), replace(place, view=MORE).code)]
    if told.is_cell:
        views.append(Button(say.plain("summary-button-card"), f"{CARD}:{place.unit}"))
    else:
        views.append(Button(say.plain("summary-button-units"), replace(place, view=UNITS).code))
    cared = () if told.is_cell else caring.button(ctx, place.unit)
    rows = [tuple(views), cared, span_row(ctx, place), _lengths(ctx, place)]
    if ctx.holds(*ABOVE):
        rows.append(choosing.buttons_below(ctx, place))
    if place.unit is not None and place.unit not in scope.roots and told.above is not None:
        rows.append((Button(say.plain("summary-button-to-list"), Place(told.above, place.span).code),))
    elif place.unit is not None and len(scope.roots) > 1:
        rows.append((Button(say.plain("summary-button-all-units"), Place(None, place.span).code),))
    return kept(*rows)


def _lengths(ctx: Context, place: Place) -> tuple[Button, ...]:
    """The month, quarter and year around what is shown, but for the one shown."""
    now = Month.of(ctx.today)
    around = now if now in place.span else place.span.last
    spans = {"month": Span(around, 1), "quarter": Span.quarter_of(around), "year": Span.year_of(around)}
    return tuple(
        Button(ctx.say.plain(f"summary-button-{name}"), replace(place, span=span).code)
        for name, span in spans.items()
        if span.months != place.span.months
    )


def more_screen(ctx: Context, place: Place) -> Screen:
    """Every number with its list, page by page; and, of members often absent, how many: names are their secretary's."""
    scope = scope_of(ctx)
    told = summary(ctx.db, scope, place.unit, place.span, ctx.local, ctx.rules)
    names = [name for name in ListName if told.count(name)]
    page = place.page if place.page * A_PAGE < len(names) else 0
    shown = names[page * A_PAGE : (page + 1) * A_PAGE]
    head = paged(ctx, titled(ctx, "summary-more-title", told.unit, place.span), page, len(names), A_PAGE)
    text = [
        ctx.say(
            "summary-more-line", number=number, list=Html(list_name(ctx.say, name, ctx.rules)), count=told.count(name)
        )
        for number, name in enumerate(shown, page * A_PAGE + 1)
    ]
    if often := often_absent_below(ctx.db, scope, place.unit, place.span, ctx.rules):
        text.append(
            ctx.say(f"summary-often-absent-{ctx.rules.absences_window}", count=often, times=ctx.rules.absences_told)
        )
    codes = [replace(place, view=name.value, page=0).code for name in shown]
    here = replace(place, page=page)
    rows = kept(
        *number_rows(codes, page * A_PAGE + 1),
        page_row(ctx, here, len(names), A_PAGE),
        back_row(ctx, replace(place, view="", page=0).code),
    )
    return Screen("\n".join([head, *text]), rows)


def units_screen(ctx: Context, place: Place) -> Screen:
    """The units right below, side by side."""
    scope = scope_of(ctx)
    name = "" if place.unit is None else units.get(ctx.db, scope, place.unit, ctx.today).name
    children = by_child(ctx.db, scope, place.unit, place.span, ctx.local, ctx.rules)
    page = place.page if place.page * PAGE < len(children) else 0
    shown = children[page * PAGE : (page + 1) * PAGE]
    first = page * PAGE + 1
    head = paged(ctx, titled(ctx, "summary-units-title", name, place.span), page, len(children))
    text = [child_line(ctx.say, number, child, ctx.rules) for number, child in enumerate(shown, first)]
    here = replace(place, page=page)
    codes = [
        card_code(child.unit_id, here) if child.is_cell else Place(child.unit_id, place.span).code for child in shown
    ]
    rows = kept(
        *number_rows(codes, first),
        page_row(ctx, here, len(children)),
        back_row(ctx, Place(place.unit, place.span).code),
    )
    return Screen("\n".join([head, *text]), rows)
