"""Commands that begin a record: /hop for any month and kind, /nghiquyet, /nhiemvu, and the presses behind them."""

from __future__ import annotations

from typing import Any

from bot.domain.corrections import Way
from bot.domain.errors import Refused
from bot.domain.meetings import Kind
from bot.domain.periods import Month
from bot.forms.reading.errands import Errand, read_errand
from bot.forms.reading.outcome import Given
from bot.texts.screen import Button, Screen, rows_of
from handlers import forms
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.forms import cells_of
from handlers.history import history_screen
from handlers.standing import closed, closed_screen, standing_of
from handlers.talk import records_for
from handlers.task_texts import tasks_screen
from storage import drafts, meetings, obligations, reviews, units
from storage.meetings import Recorded

MONTHS_OFFERED = 6


def for_cell(ctx: Context, route: str, key: str, after: str = "") -> Screen:
    """A choice of the person's cells, numbered; each button goes to ``route:<unit>`` with what comes ``after``."""
    names = units.names(ctx.db, ctx.scope, cells_of(ctx), ctx.today)
    told = [
        ctx.say(key),
        *(f"{number}. {ctx.say('answer-name', name=name)}" for number, name in enumerate(names.values(), 1)),
    ]
    buttons = [
        Button(f"{number}. {name}"[:60], f"{route}:{unit_id}{after}")
        for number, (unit_id, name) in enumerate(names.items(), 1)
    ]
    return Screen("\n".join(told), rows_of(buttons, 1))


# --- /hop ------------------------------------------------------------------------------------------------------------


def meeting(ctx: Context) -> Answer:
    """/hop, with a month or a kind behind it if one is meant (``/hop 9``, ``/hop chi ủy``); or with the whole meeting told."""
    words = " ".join(ctx.args)
    errand = read_errand(words, _now(ctx), asked=True)
    cells = cells_of(ctx)
    if errand is None and len(cells) == 1:
        return forms.told(ctx, cells[0], words)
    return _run(ctx, errand or Errand())


def asked_for(ctx: Context) -> Answer | None:
    """Words typed while nothing is open that ask to record (*họp tháng 9*, *họp chi ủy*); None for any others."""
    errand = read_errand(ctx.incoming.text, _now(ctx)) if cells_of(ctx) else None
    return None if errand is None else _run(ctx, errand)


def _now(ctx: Context) -> Given:
    return Given(now=ctx.local)


def _run(ctx: Context, errand: Errand) -> Answer:
    cells = cells_of(ctx)
    if len(cells) == 1:
        return _record(ctx, cells[0], errand)
    if errand.kinds:
        words = "+".join(kind.value for kind in Kind if kind in errand.kinds)
        return for_cell(ctx, "rec:k", "choose-cell-meeting", f":{words}:{errand.month or ''}")
    if errand.month:
        return for_cell(ctx, "rec:p", "choose-cell-meeting", f":{errand.month}")
    return for_cell(ctx, "rec:m", "choose-cell-meeting")


def _record(ctx: Context, unit_id: int, errand: Errand) -> Answer:
    if errand.kinds:
        return _of_kind(ctx, unit_id, errand.kinds, errand.month)
    if errand.month in {None, Month.of(ctx.today)}:
        return begin_meeting(ctx, unit_id)
    return _of_month(ctx, unit_id, errand.month or Month.of(ctx.today))


def leading(ctx: Context) -> Answer:
    """/dieuhanh: step by step through the agenda while the meeting runs; the minutes are nearly filled at its end."""
    cells = cells_of(ctx)
    return for_cell(ctx, "rec:d", "choose-cell-leading") if len(cells) > 1 else forms.start(ctx, "leading", cells[0])


def begin_meeting(ctx: Context, unit_id: int) -> Answer:
    """The meeting form, or first what there is already: an open draft, or this month's record."""
    held = drafts.open_of(ctx.db, ctx.person.id)
    aside = [
        each for each in drafts.paused_of(ctx.db, ctx.person.id) if each.form == "meeting" and each.unit_id == unit_id
    ]
    if (held is None or held.form != "meeting") and not aside:
        month = Month.of(ctx.today)
        was = meetings.of_period(ctx.db, ctx.scope, unit_id, month)
        if was is not None:
            return _recorded_already(ctx, unit_id, month, was)
    return forms.start(ctx, "meeting", unit_id)


def _of_month(ctx: Context, unit_id: int, month: Month) -> Answer:
    """The regular meeting of an earlier month: the record there is, why it cannot be told any more, or the form."""
    was = meetings.of_period(ctx.db, ctx.scope, unit_id, month)
    if was is not None:
        return _recorded_already(ctx, unit_id, month, was)
    if closed(ctx, unit_id, month):
        return closed_screen(ctx, unit_id, month)
    return forms.start(ctx, "meeting", unit_id, {"period": str(month)})


def _of_kind(ctx: Context, unit_id: int, kinds: frozenset[Kind], month: Month | None) -> Answer:
    """A session of that kind, in an earlier month if one is named."""
    if Kind.REGULAR in kinds and month is not None:
        return _of_month(ctx, unit_id, month)
    if month is not None and closed(ctx, unit_id, month):
        return closed_screen(ctx, unit_id, month)
    about: dict[str, Any] = {"kinds": [kind.value for kind in Kind if kind in kinds]}
    return forms.start(ctx, "meeting", unit_id, about | ({"period": str(month)} if month else {}))


def _recorded_already(ctx: Context, unit_id: int, month: Month, was: Recorded) -> Screen:
    """What is there, and by whom; to be seen and amended, or another session told."""
    first = meetings.versions(ctx.db, ctx.scope, was.id)[0]
    told = ctx.say(
        "meeting-recorded-already",
        month=month.written,
        day=was.meeting.held_on,
        name=first.by or ctx.say("form-none"),
        entered=f"{first.recorded.entered_at.astimezone(ctx.zone):%H:%M %d/%m}",
    )
    choices = [
        (ctx.say("meeting-already-look"), f"his:m:{was.id}"),
        (ctx.say("meeting-already-amend"), f"cor:{was.id}"),
        (ctx.say("meeting-already-other"), f"rec:o:{unit_id}"),
        (ctx.say("meeting-already-earlier"), f"rec:e:{unit_id}"),
    ]
    return choose(told, choices)


def press_recording(ctx: Context) -> Answer:
    """``rec:<what>:<unit>[:<period>]``."""
    unit_id = ctx.number(1)
    if unit_id not in cells_of(ctx):
        raise Refused("not-found")
    match ctx.args[0]:
        case "m":
            return begin_meeting(ctx, unit_id)
        case "o":
            return forms.start(ctx, "meeting", unit_id, {"kind": "other"})
        case "k":
            month = month_in(ctx, 3) if ctx.args[3:] and ctx.args[3] else None
            return _of_kind(ctx, unit_id, _kinds_in(ctx), month)
        case "e":
            return _earlier(ctx, unit_id)
        case "p":
            return _of_month(ctx, unit_id, month_in(ctx, 2))
        case "d":
            return forms.start(ctx, "leading", unit_id)
        case "n":
            return forms.start(ctx, "resolution", unit_id)
        case "t":
            return tasks_screen(ctx, unit_id, 0, replaced=False)
        case "h":
            return history_screen(ctx, unit_id)
        case _:
            raise Refused("not-found")


def _kinds_in(ctx: Context) -> frozenset[Kind]:
    try:
        return frozenset(map(Kind, ctx.args[2].split("+")))
    except (IndexError, ValueError):
        raise Refused("not-found") from None


def _earlier(ctx: Context, unit_id: int) -> Screen:
    """Earlier months without a record, newest first; a closed one says so."""
    free = months_without(ctx, unit_id)
    if not free:
        return Screen(ctx.say("meeting-no-earlier"))
    options = [
        (
            ctx.say("month-shut" if closed(ctx, unit_id, month) else "month-free", month=month.written),
            f"rec:p:{unit_id}:{month}",
        )
        for month in free[:MONTHS_OFFERED]
    ]
    return choose(ctx.say("meeting-which-month"), options, width=2)


def months_without(ctx: Context, unit_id: int) -> list[Month]:
    """Months of the last year that the cell owed and has not told, newest first."""
    taken = meetings.taken(ctx.db, ctx.scope, unit_id, Month.of(ctx.today).plus(-12))
    months = (Month.of(ctx.today).plus(-back) for back in range(1, 13))
    return [month for month in months if str(month) not in taken and obligations.of(ctx.db, ctx.scope, unit_id, month)]


def press_correct(ctx: Context) -> Answer:
    """``cor:<meeting>[:<review>]``: the record's answers again, at the line that was returned; a closed month says why."""
    was = meetings.get(ctx.db, ctx.scope, ctx.number(0))
    unit_id = was.meeting.unit_id
    if not records_for(ctx, unit_id):
        raise Refused("not-found")
    if standing_of(ctx, was).way is Way.LOCKED:
        return closed_screen(ctx, unit_id, was.meeting.period, was.id)
    about = {"correct": was.id}
    if len(ctx.args) > 1 and ctx.number(1) in {each.id for each in reviews.returned(ctx.db, ctx.scope, was)}:
        about["review"] = ctx.number(1)
    return forms.start(ctx, "correction", unit_id, about)


def press_ask(ctx: Context) -> Answer:
    """``ask:<unit>:<period>:<meeting or 0>``: why the month should be unlocked."""
    unit_id = ctx.number(0)
    if not records_for(ctx, unit_id):
        raise Refused("not-found")
    return forms.start(ctx, "plea", unit_id, {"period": str(month_in(ctx, 1)), "meeting": ctx.number(2)})


def month_in(ctx: Context, index: int) -> Month:
    """The part of a pressed code at that place as a month; Refused("not-found") when it is none."""
    try:
        return Month.read(ctx.args[index])
    except (IndexError, ValueError):
        raise Refused("not-found") from None


# --- /nghiquyet, /nhiemvu --------------------------------------------------------------------------------------------


def resolution(ctx: Context) -> Answer:
    """/nghiquyet: record a resolution by itself."""
    cells = cells_of(ctx)
    return (
        for_cell(ctx, "rec:n", "choose-cell-resolution") if len(cells) > 1 else forms.start(ctx, "resolution", cells[0])
    )


def open_tasks(ctx: Context) -> Answer:
    """/nhiemvu: what is open."""
    cells = cells_of(ctx)
    return (
        for_cell(ctx, "rec:t", "choose-cell-tasks")
        if len(cells) > 1
        else tasks_screen(ctx, cells[0], 0, replaced=False)
    )


# --- /huy ------------------------------------------------------------------------------------------------------------


def cancel(ctx: Context) -> Answer:
    """/huy: asks before the open conversation is given up; nothing open, nothing lost."""
    held = drafts.open_of(ctx.db, ctx.person.id)
    if held is None:
        return Screen(ctx.say("nothing-open"))
    return forms.turn(ctx, held, "cancel")


# --- /lichsu ---------------------------------------------------------------------------------------------------------


def history(ctx: Context) -> Answer:
    """/lichsu: the cell's records, newest first."""
    cells = cells_of(ctx)
    return for_cell(ctx, "rec:h", "choose-cell-history") if len(cells) > 1 else history_screen(ctx, cells[0])
