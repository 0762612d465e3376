"""/bieudo: pictures of a unit and span; any unit below the asker and any span by buttons."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.periods import Month, Span
from bot.reports.charts import Chart, pages
from bot.texts.screen import Button, File, Rows, Screen
from handlers import choosing
from handlers.choosing import UNITS, aside, file_name, ordered, shape_of, told, units_screen
from handlers.context import Answer, Context
from handlers.places import Place, asked_place, kept, place_of

ROUTE = "cha"
HEAT_MONTHS = 12


def bieudo(ctx: Context) -> Answer:
    """/bieudo [unit] [period]"""
    place = asked_place(ctx, ROUTE)
    return place if isinstance(place, Screen) else menu(ctx, place)


def pressed(ctx: Context) -> Answer:
    """``cha:<unit>:<span>`` the choice; ``…:<chart>:<page>`` a picture; ``…:units:<page>`` another unit."""
    place = place_of(ctx.args, ROUTE)
    match place.view:
        case "":
            return replace(menu(ctx, place), replace=True)
        case view if view == UNITS:
            return replace(units_screen(ctx, place), replace=True)
        case view if view in {chart.value for chart in Chart}:
            return picture(ctx, place, Chart(view))
        case _:
            raise Refused("not-found")


def menu(ctx: Context, place: Place) -> Screen:
    """Which picture."""
    names = {chart.value: ctx.say(f"chart-{chart.value}") for chart in Chart}
    return choosing.menu(ctx, place, ctx.say("charts-head", **told(ctx, place)), names)


def picture(ctx: Context, place: Place, chart: Chart) -> Screen:
    """The picture with the way to its other pages; a heat map shows twelve months at least."""
    home = place
    if chart is Chart.HEAT and place.span.months < HEAT_MONTHS:
        last = min(place.span.last, Month.of(ctx.today))
        place = replace(place, span=Span(last.plus(1 - HEAT_MONTHS), HEAT_MONTHS))
    cells, above, _ = shape_of(ctx, place)
    count = pages(chart, cells, above)
    place = replace(place, page=min(place.page, count - 1))
    name = ctx.say.plain(f"chart-{chart.value}")
    caption = (
        ctx.say("charts-caption", chart=name, **told(ctx, place))
        if count == 1
        else ctx.say("charts-caption-page", chart=name, page=place.page + 1, pages=count, **told(ctx, place))
    )
    work = aside(
        ctx,
        place,
        f"chart-{chart.value}",
        lambda _, __: ctx.say("charts-making"),
        ordered(chart.value, ctx.say.language, place.page),
        rows=False,
    )
    file = File(file_name(ctx, name, place, ".png"), picture=True, protect=True, aside=work)
    return Screen(caption, _around(ctx, home, place, count), file)


def _around(ctx: Context, home: Place, place: Place, count: int) -> Rows:
    turning = []
    if place.page:
        turning.append(Button(ctx.say.plain("charts-button-before"), replace(place, page=place.page - 1).code))
    if place.page + 1 < count:
        turning.append(Button(ctx.say.plain("charts-button-next"), replace(place, page=place.page + 1).code))
    others = Button(ctx.say.plain("charts-button-others"), replace(home, view="", page=0).code)
    below = Button(ctx.say.plain("files-button-unit"), replace(home, view=UNITS, page=0).code)
    return kept(tuple(turning), (others, below))
