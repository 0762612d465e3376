"""/xuat: the workbook, the tables and the report of a unit and span as files; nobody else waits while they are made."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.reports import committee
from bot.reports.report import Report
from bot.texts import voice
from bot.texts.screen import File, Screen, Told
from handlers import choosing
from handlers.choosing import UNITS, aside, file_name, ordered, shape_of, told, units_screen
from handlers.context import Answer, Context
from handlers.places import Place, asked_place, place_of

ROUTE = "xua"
FILES = {"book": ".xlsx", "quality": ".xlsx", "year": ".xlsx", "report": ".docx", "csv": ".csv"}
MOST = 60_000
"""Obligations in one file: 5,000 cells in a year."""
PAPER = "vi"


def xuat(ctx: Context) -> Answer:
    """/xuat [unit] [period]"""
    place = asked_place(ctx, ROUTE)
    return place if isinstance(place, Screen) else menu(ctx, place)


def pressed(ctx: Context) -> Answer:
    """``xua:<unit>:<span>`` the choice; ``…:<file>:0`` a file; ``…:units:<page>`` another unit."""
    place = place_of(ctx.args, ROUTE)
    match place.view:
        case "":
            return replace(menu(ctx, place), replace=True)
        case view if view == UNITS:
            return replace(units_screen(ctx, place), replace=True)
        case view if view in FILES:
            return export(ctx, place, view)
        case _:
            raise Refused("not-found")


def menu(ctx: Context, place: Place) -> Screen:
    """Which file."""
    names = {what: ctx.say(f"export-{what}") for what in FILES}
    return choosing.menu(ctx, place, ctx.say("exports-head", **told(ctx, place)), names)


def export(ctx: Context, place: Place, what: str) -> Screen:
    """The file, not to be forwarded; who had it is noted with its hash."""
    *_, owed = shape_of(ctx, place)
    if owed > MOST:
        raise Refused("files-too-many", count=owed)
    name = ctx.say.plain(f"export-{what}")

    def said(done: int, of: int) -> str:
        if what == "report":
            return ctx.say("report-making")
        return ctx.say("exports-making") if of == 1 else ctx.say("exports-making-parts", done=done, parts=of)

    if what == "report":
        work = aside(ctx, place, what, said, _report, rows=True, spare=_shipped_report)
    else:
        work = aside(ctx, place, what, said, ordered(what, ctx.say.language), rows=True)
    broken = ctx.say("document-own-broken")
    file = File(file_name(ctx, name, place, FILES[what]), protect=True, spare_said=broken, aside=work)
    return Screen(ctx.say("exports-caption", file=name, **told(ctx, place)), file=file)


def _report(told_of: Report, _: Told) -> bytes:
    """The paper for the committee above; Vietnamese, whatever language its reader speaks."""
    return committee.printed_report(voice(PAPER), told_of)


def _shipped_report(told_of: Report, tell: Told) -> bytes:
    """The same after the shipped template: the committee's own is at fault."""
    return _report(replace(told_of, template=None), tell)
