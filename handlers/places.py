"""Where the buttons of summaries lead, and which place the words after a command name.

A button names unit, span, list and page (``sum:12:2026-10+3:overdue:0``): nothing is remembered between presses, and
each press is judged by what its presser may see now. ``mis:`` are the same lists reached from /chuahop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.errors import Refused
from bot.domain.people import Role, Scope
from bot.domain.periods import Month, Span
from bot.domain.units import UnitKind
from bot.forms.reading.days import read_period
from bot.forms.reading.outcome import Ask, Given, NotUnderstood, Reading
from bot.reports.summary import PAGE
from bot.reports.text import clipped, short_span, span_name, unit_name
from bot.texts import Html
from bot.texts.screen import Button, Rows, Screen, rows_of
from handlers.choices import Option, choose
from handlers.context import Context
from storage import units

ROUTE = "sum"
MISSING = "mis"
CARD = "cel"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a button leads: whose figures, of which span, and which list or table of them; ``unit`` None: all roots."""

    unit: int | None
    span: Span
    view: str = ""
    page: int = 0
    route: str = ROUTE

    @property
    def code(self) -> str:
        """What the button carries, at most 64 bytes."""
        parts = [self.route, str(self.unit or 0), str(self.span)]
        return ":".join([*parts, self.view, str(self.page)] if self.view else parts)


def place_of(parts: tuple[str, ...], route: str) -> Place:
    """The place that the parts of a code name; Refused("not-found") when they name none."""
    match parts:
        case (unit, span):
            view, page = "", "0"
        case (unit, span, view, page):
            pass
        case _:
            raise Refused("not-found")
    try:
        place = Place(int(unit) or None, Span.read(span), view, int(page), route)
    except ValueError:
        raise Refused("not-found") from None
    if not 1 <= place.span.months <= 12 or place.page < 0:  # noqa: PLR2004
        raise Refused("not-found")
    return place


def words_and_period(words: tuple[str, ...], given: Given) -> tuple[str, Reading[Span] | None]:
    """The words of a unit, and the period before or after them; a bare number beside words belongs to the name."""
    splits = [
        (0, len(words)),
        *((0, n) for n in range(len(words) - 1, 0, -1)),
        *((n, len(words)) for n in range(1, len(words))),
    ]
    for start, end in splits if words else ():
        period = words[start:end]
        if len(period) < len(words) and " ".join(period).isdecimal():
            continue
        reading = read_period(" ".join(period), given)
        if not isinstance(reading, NotUnderstood):
            return " ".join((*words[:start], *words[end:])), reading
    return " ".join(words), None


def scope_of(ctx: Context) -> Scope:
    """What the asker sees, its roots topmost; Refused for somebody without any post."""
    scope = units.topmost(ctx.db, ctx.scope)
    if not scope.roots and not scope.whole:
        raise Refused("summary-no-unit")
    return scope


def asked_place(ctx: Context, route: str) -> Place | Screen:
    """The place that the words after the command name, or a screen with the choices they leave open."""
    scope = scope_of(ctx)
    words, reading = words_and_period(ctx.args, Given(ctx.local))
    span = Span(Month.of(ctx.today), 1)
    match reading:
        case None | NotUnderstood():
            spans: tuple[Span, ...] = (span,)
        case Ask(choices=choices):
            spans = choices or (span,)
        case understood:
            spans = (understood.value,)
    default = scope.roots[0] if len(scope.roots) == 1 else None
    if not words:
        places = [Place(default, each, route=route) for each in spans]
        return places[0] if len(places) == 1 else _choose_span(ctx, places)
    found = sorted(units.find(ctx.db, scope, words), key=lambda unit: list(UnitKind).index(unit.kind))
    if not found:
        return Screen(ctx.say("summary-unit-unknown", words=clipped(words)))
    if len(found) == 1:
        places = [Place(found[0].id, each, route=route) for each in spans]
        return places[0] if len(places) == 1 else _choose_span(ctx, places)
    choices_of = [(unit.name, Place(unit.id, spans[0], route=route).code) for unit in found[:PAGE]]
    return choose_unit(ctx, words, len(found), choices_of)


def choose_unit(ctx: Context, words: str, count: int, choices: list[tuple[str, str]]) -> Screen:
    """The units that match the words, as numbered lines and buttons."""
    key = "summary-which-unit" if count == len(choices) else "summary-which-unit-many"
    head = ctx.say(key, words=clipped(words), count=count, shown=len(choices))
    return Screen(
        "\n".join([head, *numbered(ctx, [name for name, _ in choices])]), number_rows([code for _, code in choices])
    )


def _choose_span(ctx: Context, places: list[Place]) -> Screen:
    names = [span_name(ctx.say, place.span) for place in places]
    text = "\n".join([ctx.say("summary-which-span"), *numbered(ctx, names)])
    return Screen(text, number_rows([place.code for place in places]))


def numbered(ctx: Context, names: list[str], first: int = 1) -> list[str]:
    """The names as numbered lines."""
    return [ctx.say("cells-choice", number=number, name=clipped(name)) for number, name in enumerate(names, first)]


def number_rows(codes: list[str], first: int = 1) -> Rows:
    """One small button a numbered line."""
    return rows_of([Button(str(number), code) for number, code in enumerate(codes, first)], 4)


# --- parts of screens --------------------------------------------------------------------------------------------------


def kept(*rows: tuple[Button, ...]) -> Rows:
    """The rows that have buttons."""
    return tuple(row for row in rows if row)


def card_code(cell: int, origin: Place) -> str:
    """The button to a cell's card that knows the way back."""
    return f"{CARD}:{cell}:c:{origin.code}"


def administers(ctx: Context, unit_id: int, *, itself: bool = False) -> bool:
    """Whether the asker is an admin of a unit above that one; ``itself``: or of that one."""
    over = {*units.above(ctx.db, unit_id), *((unit_id,) if itself else ())}
    return any(post.unit_id in over for post in ctx.holds(Role.ADMIN))


def page_buttons(ctx: Context, codes: list[str], page: int) -> tuple[Button, ...]:
    """Buttons to the pages before and after ``page`` of those with the codes, where there are any."""
    return turning(ctx, codes.__getitem__, page, more=page + 1 < len(codes))


def turning(ctx: Context, code: Callable[[int], str], page: int, *, more: bool) -> tuple[Button, ...]:
    """The same where only this is known: whether anything comes behind ``page``; ``code`` gives that of a page."""
    before = [Button(ctx.say.plain("page-before"), code(page - 1))] if page else []
    after = [Button(ctx.say.plain("page-after"), code(page + 1))] if more else []
    return (*before, *after)


def choice_page(
    ctx: Context, head: str, options: Sequence[Option], page: int, here: str, back: tuple[Button, ...]
) -> Screen:
    """One page of a long choice, with the ways to the others (``here:<page>``) and back."""
    page = page if page * PAGE < len(options) else 0
    pages = -(-len(options) // PAGE)
    if pages > 1:
        head = f"{head}\n{ctx.say('units-page', page=page + 1, pages=pages)}"
    shown = choose(head, options[page * PAGE : (page + 1) * PAGE], first=page * PAGE + 1)
    moves = page_buttons(ctx, [f"{here}:{number}" for number in range(pages)], page)
    return replace(shown, rows=kept(*shown.rows, moves, back))


def page_row(ctx: Context, place: Place, total: int, size: int = PAGE) -> tuple[Button, ...]:
    """The same for a place whose list has ``total`` lines, ``size`` a page."""
    pages = -(-total // size)
    return page_buttons(ctx, [replace(place, page=number).code for number in range(pages)], place.page)


def titled(ctx: Context, key: str, unit: str, span: Span) -> str:
    """A title with the unit and the span."""
    return ctx.say(key, unit=unit_name(ctx.say, unit), span=Html(span_name(ctx.say, span)))


def paged(ctx: Context, title: str, page: int, total: int, size: int = PAGE) -> str:
    """The title with the number of the page, when there are several."""
    pages = -(-total // size)
    return title if pages < 2 else ctx.say("lines-title-page", title=Html(title), page=page + 1, pages=pages)  # noqa: PLR2004


def back_row(ctx: Context, code: str) -> tuple[Button, ...]:
    """Quay lại."""
    return (Button(ctx.say.plain("summary-button-to-list"), code),)


def span_row(ctx: Context, place: Place) -> tuple[Button, ...]:
    """◀ the span before, and the one after while it has begun ▶."""
    before, after = place.span.before, place.span.after
    row = [
        Button(
            ctx.say.plain("summary-button-earlier", span=short_span(ctx.say, before)), replace(place, span=before).code
        )
    ]
    if after.first <= Month.of(ctx.today):
        row.append(
            Button(
                ctx.say.plain("summary-button-later", span=short_span(ctx.say, after)), replace(place, span=after).code
            )
        )
    return tuple(row)
