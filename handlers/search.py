"""/tim: resolutions, tasks and topics by their words; reading and copying what other cells share (mô hình hay)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Refused
from bot.domain.names import cleaned, folded
from bot.domain.search import sought
from bot.forms.answers import shortened
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers import forms
from handlers.context import Answer, Context, screens_of
from handlers.places import turning
from handlers.task_texts import task_line
from storage import search, tasks, units
from storage.search import PAGE, Findings, Found, Shown

ROUTE = "tim"
LONGEST_CODE = 50
"""Bytes of the words sought within the code of a page's button."""
SHARED = frozenset({"mo hinh hay", "mo hinh", "shared", "good examples"})
"""Words (folded) that ask for what cells share."""
OPENS = {"meeting": "his:m", "task": "tim:t", "resolution": "tim:r"}


def tim(ctx: Context) -> Answer:
    """/tim words … ; alone: how it is used."""
    words = cleaned(" ".join(ctx.args), 100)
    if not words:
        return Screen(ctx.say("search-how"), ((_shared_button(ctx),),))
    return _shared(ctx, 0) if folded(words) in SHARED else _sought(ctx, words, 0)


def press(ctx: Context) -> Answer:
    """``tim:p:<page>:<words>``, ``tim:s:<page>``, ``tim:r:<resolution>``, ``tim:t:<task>``."""
    match ctx.args:
        case ("p", page, *words) if page.isascii() and page.isdecimal():
            return replace(_sought(ctx, ":".join(words), int(page[:3])), replace=True)
        case ("s", page) if page.isascii() and page.isdecimal():
            return replace(_shared(ctx, int(page[:3])), replace=True)
        case ("r", _):
            return _resolution(ctx, ctx.number(1))
        case ("t", _):
            return _task(ctx, ctx.number(1))
        case _:
            raise Refused("not-found")


def press_sharing(ctx: Context) -> Answer:
    """``sha:ask|yes|no:<resolution>`` shares and takes back, ``sha:copy:<resolution>:<cell>`` makes a draft of it."""
    match ctx.args:
        case ("ask", _):
            shown = search.resolution_shown(ctx.db, ctx.scope, ctx.number(1))
            yes = Button(ctx.say.plain("share-yes"), f"sha:yes:{shown.id}")
            return Screen(ctx.say("share-ask", title=_title(shown)), ((yes, _back(ctx, shown.id, "share-not")),))
        case ("yes", _):
            _own_cell(ctx, ctx.number(1))
            search.share(ctx.db, ctx.scope, ctx.number(1), ctx.person.id, ctx.now)
            return _resolution(ctx, ctx.number(1))
        case ("no", _):
            _own_cell(ctx, ctx.number(1))
            search.unshare(ctx.db, ctx.scope, ctx.number(1), ctx.person.id, ctx.now)
            return _resolution(ctx, ctx.number(1))
        case ("copy", _, _):
            shown = search.resolution_shown(ctx.db, ctx.scope, ctx.number(1))
            begun = forms.start(ctx, "resolution", ctx.number(2), {"copy": shown.id})
            unit = units.name_of(ctx.db, ctx.number(2), ctx.today)
            return (Screen(ctx.say("share-copied", unit=unit, subject=shown.resolution.subject)), *screens_of(begun))
        case _:
            raise Refused("not-found")


def _own_cell(ctx: Context, resolution_id: int) -> None:
    """Its own recorders share it, nobody above."""
    shown = search.resolution_shown(ctx.db, ctx.scope, resolution_id)
    if shown.resolution.unit_id not in forms.cells_of(ctx):
        raise Refused("not-found")


# --- screens ----------------------------------------------------------------------------------------------------------


def _sought(ctx: Context, words: str, page: int) -> Screen:
    asked = sought(words)
    if asked.empty:
        return Screen(ctx.say("search-how"), ((_shared_button(ctx),),))
    found = search.find(ctx.db, ctx.scope, asked, page)
    head = ctx.say("search-head" if found.found else "search-nothing", words=words)
    code = f"{ROUTE}:p:{{}}:{words}"
    pages = len(words.encode()) <= LONGEST_CODE
    return _listed(ctx, head, found, page, code if pages else "")


def _shared(ctx: Context, page: int) -> Screen:
    found = search.shared_newest(ctx.db, ctx.scope, page)
    head = ctx.say("shared-head" if found.found else "shared-nothing")
    return _listed(ctx, head, found, page, f"{ROUTE}:s:{{}}")


def _listed(ctx: Context, head: str, found: Findings, page: int, code: str) -> Screen:
    first = page * PAGE + 1
    text = [head, *(_line(ctx, number, each) for number, each in enumerate(found.found, first))]
    buttons = [Button(str(n), f"{OPENS[each.kind]}:{each.ref_id}") for n, each in enumerate(found.found, first)]
    moves = turning(ctx, code.format, page, more=found.more) if code else ()
    if found.more and not code:
        text.append(ctx.say("search-more"))
    return Screen("\n".join(text), (*rows_of(buttons, 4), *((moves,) if moves else ())))


def _line(ctx: Context, number: int, found: Found) -> str:
    kind = "search-line-shared" if found.shared else f"search-line-{found.kind}"
    title = shortened(found.title, 90) if found.title else "–"
    return ctx.say(kind, number=number, day=f"{found.day:%d/%m/%Y}", unit=found.unit, title=title)


def _title(shown: Shown) -> str:
    return f"{shown.resolution.number}: {shortened(shown.resolution.subject, 120)}"


def _resolution(ctx: Context, resolution_id: int) -> Screen:
    shown = search.resolution_shown(ctx.db, ctx.scope, resolution_id)
    told = shown.resolution
    lines = [
        ctx.say("search-resolution", unit=shown.unit, number=told.number, day=told.passed_on, subject=told.subject)
    ]
    if told.text:
        lines.append(ctx.say("search-resolution-text", text=shortened(told.text, 2500)))
    if shown.shared:
        lines.append(ctx.say("search-resolution-shared"))
    return Screen("\n".join(lines), rows_of(_offers(ctx, shown), 1))


def _offers(ctx: Context, shown: Shown) -> list[Button]:
    """Sharing for its own recorders; a copy for the recorders of other cells."""
    cells = forms.cells_of(ctx)
    if shown.resolution.unit_id in cells:
        if shown.shared:
            return [Button(ctx.say.plain("share-end"), f"sha:no:{shown.id}")]
        return [Button(ctx.say.plain("share-begin"), f"sha:ask:{shown.id}")]
    return [
        Button(ctx.say.plain("share-copy") if len(cells) == 1 else _copy_for(ctx, cell), f"sha:copy:{shown.id}:{cell}")
        for cell in cells[:4]
    ]


def _copy_for(ctx: Context, cell: int) -> str:
    return ctx.say.plain("share-copy-for", unit=ctx.units.get(cell, ""))[:60]


def _back(ctx: Context, resolution_id: int, key: str) -> Button:
    return Button(ctx.say.plain(key), f"{ROUTE}:r:{resolution_id}")


def _task(ctx: Context, task_id: int) -> Screen:
    known = tasks.get(ctx.db, ctx.scope, task_id)
    unit = units.name_of(ctx.db, known.unit_id, ctx.today)
    said = ctx.say(
        "search-task", unit=unit, resolution=known.resolution_number or "–", task=Html(task_line(ctx, known))
    )
    own = known.unit_id in forms.cells_of(ctx)
    rows = ((Button(ctx.say.plain("search-task-report"), f"tsk:t:{task_id}"),),) if own else ()
    return Screen(said, rows)


def _shared_button(ctx: Context) -> Button:
    return Button(ctx.say.plain("shared-button"), f"{ROUTE}:s:0")
