"""/nhac: remind all cells of a list at once: who gets it and who cannot, one press, then what became of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from bot.domain.errors import Refused
from bot.domain.periods import Month, Span
from bot.reports.summary import ListName
from bot.reports.text import clipped, list_name, span_name
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers.commands import ADMINS
from handlers.context import Answer, Context
from handlers.places import MISSING, Place, asked_place, back_row, place_of, scope_of
from storage import nudges
from storage.nudges import NUDGED, Cell

ROUTE = "nha"
NAMED = 12
"""Names in one message; the rest is counted."""


def nhac(ctx: Context) -> Answer:
    """/nhac [unit] [period]: the cells that are overdue, or else have missed the month."""
    place = asked_place(ctx, ROUTE)
    return place if isinstance(place, Screen) else _preview(ctx, _first_list(ctx, place))


def press(ctx: Context) -> Answer:
    """``nha:<unit>:<span>`` from a choice of units; ``nha:ask|yes|see:<unit>:<span>:<list>``."""
    if ctx.args[:1] not in {("ask",), ("yes",), ("see",)}:
        return _preview(ctx, _first_list(ctx, place_of(ctx.args, ROUTE)))
    place = place_of((*ctx.args[1:], "0"), ROUTE)
    if place.view not in {name.value for name in NUDGED}:
        raise Refused("not-found")
    match ctx.args[0]:
        case "ask":
            return _preview(ctx, place)
        case "yes":
            return _send(ctx, place)
        case _:
            return replace(_outcome(ctx, place), replace=True)


def nudge_button(ctx: Context, place: Place, name: ListName, count: int) -> tuple[Button, ...]:
    """[Nhắc 5 chi bộ này], under a list whose cells may be reminded by somebody who may."""
    if name not in NUDGED or not count or not may_nudge(ctx):
        return ()
    return (Button(ctx.say.plain("nudge-these", count=count), _code("ask", replace(place, view=name.value))),)


def may_nudge(ctx: Context) -> bool:
    """Admins remind; those who only follow a cell speak with it themselves."""
    return bool(ctx.holds(*ADMINS))


def _code(what: str, place: Place) -> str:
    return f"{ROUTE}:{what}:{place.unit or 0}:{place.span}:{place.view}"


def _first_list(ctx: Context, place: Place) -> Place:
    """Of the running month, while nothing is overdue in it, the month before: its silent cells are still asked."""
    spans = [place.span]
    if place.span == Span(Month.of(ctx.today), 1):
        spans.append(place.span.before)
    for span, name in product(spans, (ListName.OVERDUE, ListName.MISSED)):
        if _cells(ctx, replace(place, span=span, view=name.value)):
            return replace(place, span=span, view=name.value)
    return replace(place, view=ListName.OVERDUE.value)


def _cells(ctx: Context, place: Place) -> tuple[Cell, ...]:
    scope = scope_of(ctx)
    return nudges.cells(ctx.db, scope, place.unit, place.span, ListName(place.view), ctx.local, ctx.rules)


def _preview(ctx: Context, place: Place) -> Screen:
    found = _cells(ctx, place)
    head = _head(ctx, place, len(found))
    if not found:
        return Screen("\n".join([head, ctx.say("nudge-nobody")]))
    waiting = [cell for cell in found if cell.waiting]
    told = [head, *_counts(ctx, found)]
    back = back_row(ctx, replace(place, route=MISSING, page=0).code)
    if not waiting:
        return Screen("\n".join([*told, ctx.say("nudge-none-left")]), (_see(ctx, place), back))
    told.append(ctx.say("nudge-text", unit=waiting[0].name, period=str(waiting[0].period.month)))
    yes = Button(ctx.say.plain("nudge-send", count=len(waiting)), _code("yes", place))
    return Screen("\n".join(told), ((yes,), back))


def _head(ctx: Context, place: Place, count: int) -> str:
    name = ListName(place.view)
    return ctx.say(
        "nudge-head",
        list=Html(list_name(ctx.say, name, ctx.rules)),
        span=Html(span_name(ctx.say, place.span)),
        count=count,
    )


def _counts(ctx: Context, found: tuple[Cell, ...]) -> list[str]:
    """Who will get it, who had one today, and by name whom no message reaches."""
    told = [ctx.say("nudge-waiting", count=sum(cell.waiting for cell in found))]
    if had := sum(bool(cell.today) for cell in found):
        told.append(ctx.say("nudge-today", count=had))
    return told + _unreached(ctx, found)


def _unreached(ctx: Context, found: tuple[Cell, ...]) -> list[str]:
    """Cells that nobody can be written to, with whom to call."""
    calls = [cell for cell in found if not cell.reachable]
    if not calls:
        return []
    lines = [ctx.say("nudge-call", count=len(calls))]
    for cell in calls[:NAMED]:
        key = "nudge-call-blocked" if cell.blocked else "nudge-call-stranger"
        who = (
            ctx.say("nudge-call-who", name=clipped(cell.secretary, 40))
            if cell.secretary
            else ctx.say("nudge-no-secretary")
        )
        lines.append(ctx.say(key, unit=clipped(cell.name), who=Html(who), phone=cell.phone or "–"))
    if len(calls) > NAMED:
        lines.append(ctx.say("nudge-call-more", count=len(calls) - NAMED))
    return lines


def _send(ctx: Context, place: Place) -> Screen:
    name = ListName(place.view)
    scope = scope_of(ctx)
    wanted, at = nudges.send(ctx.db, scope, place.unit, place.span, name, ctx.person.id, ctx.local, ctx.rules, ctx.zone)
    if not wanted:
        return Screen(ctx.say("nudge-none-left"), (_see(ctx, place),))
    key = "nudge-queued-later" if at > ctx.local else "nudge-queued"
    told = ctx.say(key, count=len(wanted), clock=f"{at:%H:%M}", day=at.date())
    return Screen("\n".join([told, *_unreached(ctx, _cells(ctx, place))]), (_see(ctx, place),))


def _outcome(ctx: Context, place: Place) -> Screen:
    found = _cells(ctx, place)
    counted = nudges.outcome(found)
    told = [
        _head(ctx, place, len(found)),
        ctx.say("nudge-outcome", sent=counted["sent"], waiting=counted["waiting"], failed=counted["failed"]),
        *_unreached(ctx, found),
    ]
    return Screen("\n".join(told), (_see(ctx, place),))


def _see(ctx: Context, place: Place) -> tuple[Button, ...]:
    return (Button(ctx.say.plain("nudge-see"), _code("see", place)),)
