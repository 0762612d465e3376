"""What /bieudo and /xuat have in common: another unit, another span, and a file made aside from the chat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from bot.domain.documents import DocumentKind, slug
from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.making import Order, made
from bot.reports.report import Report
from bot.reports.summary import PAGE
from bot.reports.text import clipped, span_name, unit_name
from bot.texts import Html
from bot.texts.screen import Aside, Button, Rows, Screen, Told
from handlers.choices import choose
from handlers.context import Context
from handlers.places import ROUTE as SUMMARY
from handlers.places import Place, back_row, kept, number_rows, numbered, page_row, paged, scope_of, span_row
from storage import audit, templates, units
from storage.fence import enclose
from storage.reporting import report, shape
from storage.summaries import by_child

UNITS = "units"
HALF = 6


def units_screen(ctx: Context, place: Place) -> Screen:
    """The units right below, and the way up, as buttons."""
    scope = scope_of(ctx)
    children = by_child(ctx.db, scope, place.unit, place.span, ctx.local, ctx.rules)
    page = place.page if place.page * PAGE < len(children) else 0
    here = replace(place, page=page)
    shown, first = children[page * PAGE : (page + 1) * PAGE], page * PAGE + 1
    codes = [Place(child.unit_id, place.span, route=place.route).code for child in shown]
    text = [
        paged(ctx, ctx.say("files-units-title"), page, len(children)),
        *numbered(ctx, [each.name for each in shown], first),
    ]
    home = Place(place.unit, place.span, route=place.route)
    rows = kept(
        *number_rows(codes, first), page_row(ctx, here, len(children)), _up(ctx, scope, home), back_row(ctx, home.code)
    )
    return Screen("\n".join(text), rows)


def _up(ctx: Context, scope: Scope, place: Place) -> tuple[Button, ...]:
    if place.unit is None or (place.unit in scope.roots and len(scope.roots) == 1):
        return ()
    above = None
    if place.unit not in scope.roots:
        above = units.get(ctx.db, scope, place.unit, ctx.today).parent_id
    return (Button(ctx.say.plain("files-unit-up"), replace(place, unit=above).code),)


def menu(ctx: Context, place: Place, head: str, options: Mapping[str, str]) -> Screen:
    """What there is of the place, numbered: by view the name that is said, and the ways on below."""
    offered = choose(head, [(name, replace(place, view=view, page=0).code) for view, name in options.items()])
    return replace(offered, rows=(*offered.rows, *leading(ctx, place)))


def leading(ctx: Context, place: Place) -> Rows:
    """Another unit, another span, and back to the summary."""
    home = replace(place, view="", page=0)
    buttons = (
        Button(ctx.say.plain("files-button-unit"), replace(home, view=UNITS).code),
        Button(ctx.say.plain("files-button-summary"), replace(home, route=SUMMARY).code),
    )
    return kept(span_row(ctx, home), _lengths(ctx, home), buttons)


def _lengths(ctx: Context, place: Place) -> tuple[Button, ...]:
    now = Month.of(ctx.today)
    around = now if now in place.span else place.span.last
    half = Span(Month(around.year, 1 if around.month <= HALF else HALF + 1), HALF)
    spans = (
        (ctx.say.plain("summary-button-month"), Span(around, 1)),
        (ctx.say.plain("summary-button-quarter"), Span.quarter_of(around)),
        (ctx.say.plain("files-button-half"), half),
        (ctx.say.plain("summary-button-year"), Span.year_of(around)),
    )
    return tuple(
        Button(label, replace(place, span=span).code) for label, span in spans if span.months != place.span.months
    )


def buttons_below(ctx: Context, place: Place) -> tuple[Button, ...]:
    """[Biểu đồ] [Xuất tệp] of the place, for another screen."""
    home = replace(place, view="", page=0)
    return (
        Button(ctx.say.plain("files-button-charts"), replace(home, route="cha").code),
        Button(ctx.say.plain("files-button-files"), replace(home, route="xua").code),
    )


def told(ctx: Context, place: Place) -> dict[str, Any]:
    """Unit and span as a sentence names them."""
    name = "" if place.unit is None else units.get(ctx.db, scope_of(ctx), place.unit, ctx.today).name
    return {"unit": unit_name(ctx.say, name), "span": Html(span_name(ctx.say, place.span))}


def file_name(ctx: Context, what: str, place: Place, suffix: str) -> str:
    """``so-so-lieu-dang-bo-xa-luc-nam-2026-01+12.xlsx`` in plain letters."""
    name = told(ctx, place)["unit"]
    return "-".join(filter(None, map(slug, (what, clipped(name, 40), str(place.span))))) + suffix


def shape_of(ctx: Context, place: Place) -> tuple[int, int, int]:
    """How many cells, units above them and obligations the place has."""
    return shape(ctx.db, scope_of(ctx), place.unit, place.span, ctx.local, ctx.rules)


def aside(
    ctx: Context,
    place: Place,
    what: str,
    said: Callable[[int, int], str],
    make: Callable[[Report, Told], bytes],
    *,
    rows: bool,
    spare: Callable[[Report, Told], bytes] | None = None,
) -> Aside:
    """The file of the place: read within what the asker may see now, made elsewhere, noted with its hash.

    With a ``spare``, made when ``make`` fails, the committee's own template is read, too.
    """
    asked = _Asked(scope_of(ctx), place, ctx.local, ctx.rules)
    return Aside(
        partial(_read, asked=asked, rows=rows, own=spare is not None),
        make,
        partial(_note, ctx.now, ctx.person.id, place, what, asked),
        said,
        spare,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, without the transaction in which it was asked."""

    scope: Scope
    place: Place
    now: datetime
    rules: Rules


def _read(db: Connection, *, asked: _Asked, rows: bool, own: bool) -> Report:
    enclose(db, asked.scope)
    unit_id = asked.place.unit
    told_of = report(db, asked.scope, unit_id, asked.place.span, asked.now, asked.rules, rows=rows)
    if not own or unit_id is None:
        return told_of
    found = templates.in_force(db, unit_id, DocumentKind.REPORT)
    return told_of if found is None else replace(told_of, template=found.content)


def _note(
    now: datetime, person_id: int, place: Place, what: str, asked: _Asked, db: Connection, content: bytes
) -> None:
    enclose(db, asked.scope)
    count = shape(db, asked.scope, place.unit, place.span, asked.now, asked.rules)[2]
    about = {"what": what, "span": str(place.span), "count": count, "hash": hashlib.sha256(content).hexdigest()}
    audit.note(db, now, person_id, place.unit, "file-exported", about)


def ordered(what: str, language: str, page: int = 0) -> Callable[[Report, Told], bytes]:
    """Makes that file of a report in a process of its own."""
    return lambda report, tell: made(Order(what, report, language, page), tell)
