"""/chuahop: who has not met, who postponed, who cannot be reached: separate lists, the first names beside each number."""

from __future__ import annotations

from dataclasses import replace

from bot.reports.summary import ListName, Summary
from bot.reports.text import NAMED, clipped, headed, list_name
from bot.texts import Html
from bot.texts.screen import Button, Screen
from handlers.context import Answer, Context
from handlers.lists import list_screen
from handlers.places import MISSING, Place, asked_place, number_rows, place_of, scope_of, span_row
from handlers.summaries import names_in
from storage.summaries import summary

LISTS = (
    ListName.OVERDUE,
    ListName.MISSED,
    ListName.SAID_HELD,
    ListName.POSTPONED,
    ListName.LATE,
    ListName.LATE_ENTRY,
    ListName.UNREACHABLE,
    ListName.NOT_JOINED,
)


def chuahop(ctx: Context) -> Answer:
    """/chuahop [unit] [period]."""
    place = asked_place(ctx, MISSING)
    return place if isinstance(place, Screen) else missing_screen(ctx, place)


def pressed(ctx: Context) -> Answer:
    """A press under /chuahop."""
    place = place_of(ctx.args, MISSING)
    screen = list_screen(ctx, place) if place.view else missing_screen(ctx, place)
    return replace(screen, replace=True)


def missing_screen(ctx: Context, place: Place) -> Screen:
    """The lists that have lines, each with its first names."""
    scope = scope_of(ctx)
    told = summary(ctx.db, scope, place.unit, place.span, ctx.local, ctx.rules)
    shown = [name for name in LISTS if told.count(name)]
    text = [headed(ctx.say, "missing-title", told, ctx.local)]
    text += [_line(ctx, told, name, names_in(ctx, scope, place, name), number) for number, name in enumerate(shown, 1)]
    if not shown:
        text.append(ctx.say("missing-all-well"))
    codes = [replace(place, view=name.value, page=0).code for name in shown]
    summary_button = Button(ctx.say.plain("summary-button-summary"), Place(place.unit, place.span).code)
    return Screen("\n".join(text), (*number_rows(codes), span_row(ctx, place), (summary_button,)))


def _line(ctx: Context, told: Summary, name: ListName, names: list[str], number: int) -> str:
    some = list(dict.fromkeys(names))[:NAMED]
    key = "missing-line" if told.count(name) == len(some) else "missing-line-more"
    shown = ", ".join(clipped(each, 40) for each in some)
    title = Html(list_name(ctx.say, name, ctx.rules))
    return ctx.say(key, number=number, list=title, count=told.count(name), names=shown)
