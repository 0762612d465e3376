"""/lich: when a cell meets this month and next, how that stands, and what can be done about it."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.people import RECORDERS
from bot.domain.periods import Month
from bot.domain.reminders import Obligation, State
from bot.domain.units import DayMode, planned_day, read_meeting_day
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.models import tell_guests
from storage import obligations, units

ROUTE = "sch"
A_WEEK = 7


def lich(ctx: Context) -> Answer:
    """/lich shows the schedule; ``/lich 12`` tells the day of a cell that registers it."""
    cells = _cells(ctx)
    if len(cells) > 1:
        names = units.names(ctx.db, ctx.scope, cells, ctx.today)
        word = ctx.args[0] if ctx.args and ctx.args[0].isdecimal() else ""
        code = "told" if word else "show"
        options = [
            (ctx.say("answer-name", name=name), f"{ROUTE}:{code}:{unit_id}:{word}") for unit_id, name in names.items()
        ]
        return choose(ctx.say("schedule-which-cell"), options)
    if ctx.args:
        return _told(ctx, cells[0], ctx.args[0])
    return of_cell(ctx, cells[0])


def pressed(ctx: Context) -> Answer:
    """``sch:<action>:<unit>[:<period>[:<day>]]``; Refused("not-found") for a cell for which the presser does not record."""
    try:
        action, unit_id = ctx.args[0], int(ctx.args[1])
    except (IndexError, ValueError):
        raise Refused("not-found") from None
    if unit_id not in _cells(ctx):
        raise Refused("not-found")
    match action, ctx.args[2:]:
        case "show", ([] | [""]):
            return of_cell(ctx, unit_id)
        case "told", [word]:
            return _told(ctx, unit_id, word)
        case "undo", [month]:
            return _undo(ctx, unit_id, _month(month))
        case "day", [month]:
            return which_day(ctx, unit_id, _owed(ctx, unit_id, _month(month)))
        case "day", [month, day]:
            return _register(ctx, unit_id, _owed(ctx, unit_id, _month(month)), day)
        case _:
            raise Refused("not-found")


def _cells(ctx: Context) -> list[int]:
    return list(dict.fromkeys(post.unit_id for post in ctx.holds(*RECORDERS)))


def _month(text: str) -> Month:
    try:
        return Month.read(text)
    except ValueError:
        raise Refused("not-found") from None


def _owed(ctx: Context, unit_id: int, month: Month) -> Obligation:
    owed = obligations.of(ctx.db, ctx.scope, unit_id, month)
    if owed is None:
        raise Refused("not-found")
    return owed


def when_said(say: Voice, owed: Obligation) -> str:
    """The day that counts with its hour, as HTML; or that none was told."""
    if owed.day is None:
        return say("schedule-no-day")
    return f"{say.day(owed.day)}, {owed.hour}" if owed.hour else say.day(owed.day)


# --- the schedule ----------------------------------------------------------------------------------------------------


def of_cell(ctx: Context, unit_id: int) -> Screen:
    """Day and state of the present month and the next, and what can be done."""
    this = Month.of(ctx.today)
    lines = [ctx.say("schedule-head", unit=units.name_of(ctx.db, unit_id, ctx.today))]
    options: list[Option] = []
    for month in (this, this.plus(1)):
        owed = obligations.of(ctx.db, ctx.scope, unit_id, month)
        lines.append(_line(ctx, unit_id, month, owed))
        if owed is not None:
            options += _options(ctx, owed)
    return choose("\n".join(lines), options)


def _mode(ctx: Context, unit_id: int) -> DayMode:
    try:
        return read_meeting_day(units.profile(ctx.db, ctx.scope, unit_id, ctx.today).meeting_day).mode
    except ValueError:
        return DayMode.ANY


def _line(ctx: Context, unit_id: int, month: Month, owed: Obligation | None) -> str:
    say = ctx.say
    if owed is not None:
        none = "schedule-any-day" if owed.day is None and _mode(ctx, unit_id) is DayMode.ANY else "schedule-no-day"
        day = when_said(say, owed) if owed.day else say(none)
        state = _state(ctx, owed)
    else:
        day, state = _usual(ctx, unit_id, month), say("schedule-state-ahead")
    return say("schedule-line", period=month.short(ctx.today), day=Html(day), state=Html(state))


def _usual(ctx: Context, unit_id: int, month: Month) -> str:
    """The day of a month that is not open yet, as the cell's habit has it."""
    profile = units.profile(ctx.db, ctx.scope, unit_id, ctx.today)
    try:
        day = planned_day(read_meeting_day(profile.meeting_day), month)
    except ValueError:
        day = None
    if day is None:
        return ctx.say("schedule-any-day" if _mode(ctx, unit_id) is DayMode.ANY else "schedule-no-day")
    return f"{ctx.say.day(day)}, {profile.starts_at}" if profile.starts_at else ctx.say.day(day)


def _state(ctx: Context, owed: Obligation) -> str:
    say = ctx.say
    found = obligations.recorded(ctx.db, ctx.scope, owed.unit_id, owed.period)
    if found is not None:
        return say("schedule-state-met", day=say.short_day(found.held_on))
    if owed.paper_at is not None:
        return say("schedule-state-paper")
    if owed.said_held_on is not None:
        return say("schedule-state-said_held")
    if owed.state is not State.OPEN:
        return say(f"schedule-state-{owed.state}", day="")
    if owed.postponed_to is not None:
        reason = owed.postponed_reason or "–"
        if owed.planned_on is None:
            return say("schedule-state-postponed-new", reason=reason)
        return say("schedule-state-postponed", **{"from": say.short_day(owed.planned_on)}, reason=reason)
    ahead = (owed.day or owed.period.last) > ctx.today
    return say("schedule-state-ahead" if ahead else "schedule-state-open")


def _options(ctx: Context, owed: Obligation) -> list[Option]:
    """What can be done about a month that is not settled."""
    if owed.state not in {State.OPEN, State.MISSED} or owed.paper_at is not None:
        return []
    period, unit_id = owed.period.short(ctx.today), owed.unit_id
    found: list[Option] = []
    ahead = (ctx.say("schedule-do-agenda", period=period), f"doc:a:{unit_id}:{owed.period}")
    if owed.period == Month.of(ctx.today) and (owed.day is None or owed.day <= ctx.today):
        found.append((ctx.say("schedule-do-now", period=period), f"rem:now:{unit_id}:{owed.period}"))
    if owed.postponed_to is not None:
        found.append((ctx.say("schedule-do-back", period=period), f"{ROUTE}:undo:{unit_id}:{owed.period}"))
    elif _mode(ctx, unit_id) is not DayMode.FIXED:
        found.append((ctx.say("schedule-do-day", period=period), f"{ROUTE}:day:{unit_id}:{owed.period}"))
    if owed.day is not None:
        found.append((ctx.say("schedule-do-lui", period=period), f"rem:lui:{unit_id}:{owed.period}"))
    return [*found, ahead]


# --- telling the day, and taking a postponement back -----------------------------------------------------------------


def which_day(ctx: Context, unit_id: int, owed: Obligation) -> Screen:
    """The days of the month from today on, a week a row."""
    name, period = units.name_of(ctx.db, unit_id, ctx.today), owed.period.short(ctx.today)
    if _mode(ctx, unit_id) is DayMode.FIXED and owed.day is not None:
        text = ctx.say("schedule-fixed-day", unit=name, period=period, day=owed.day)
        return choose(text, [(ctx.say("reminder-do-lui"), f"rem:lui:{unit_id}:{owed.period}")])
    first = max(ctx.today, owed.period.first)
    if Month.of(first) != owed.period:
        raise Refused("reminder-settled-met", period=period)
    days = range(first.day, owed.period.last.day + 1)
    buttons = [Button(str(day), f"{ROUTE}:day:{unit_id}:{owed.period}:{day}") for day in days]
    text = ctx.say("schedule-which-day", unit=name, period=period, example=str(days[len(days) // 2]))
    return Screen(text, rows_of(buttons, A_WEEK))


def _told(ctx: Context, unit_id: int, word: str) -> Screen:
    """``/lich 12``: that day of this month if it is still to come and the month open, else of the next."""
    if not (word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31):  # noqa: PLR2004 - a day's number
        return Screen(ctx.say("schedule-day-not-read"))
    this = Month.of(ctx.today)
    for month in (this, this.plus(1)):
        owed = obligations.of(ctx.db, ctx.scope, unit_id, month)
        if owed is not None and owed.state is State.OPEN and int(word) <= month.last.day:
            if month == this and int(word) < ctx.today.day:
                continue
            return _register(ctx, unit_id, owed, word)
    return Screen(ctx.say("schedule-day-not-read"))


def _register(ctx: Context, unit_id: int, owed: Obligation, word: str) -> Screen:
    name, period = units.name_of(ctx.db, unit_id, ctx.today), owed.period.short(ctx.today)
    if _mode(ctx, unit_id) is DayMode.FIXED and owed.day is not None:
        return which_day(ctx, unit_id, owed)
    if not (word.isdecimal() and 1 <= int(word) <= owed.period.last.day):
        raise Refused("not-found")
    day = owed.period.day(int(word))
    if day < ctx.today:
        raise Refused("reminder-day-too-far", day=day, period=period)
    obligations.register_day(ctx.db, ctx.scope, unit_id, owed.period, day, ctx.person.id, ctx.now)
    tell_guests(ctx, unit_id, owed.period)
    options = [(ctx.say("reminder-do-edit"), f"{ROUTE}:day:{unit_id}:{owed.period}")]
    return choose(ctx.say("schedule-day-told", unit=name, period=period, day=day), options)


def _undo(ctx: Context, unit_id: int, month: Month) -> Screen:
    back = obligations.withdraw_postponement(ctx.db, ctx.scope, unit_id, month, ctx.person.id, ctx.now)
    tell_guests(ctx, unit_id, month)
    name, period = units.name_of(ctx.db, unit_id, ctx.today), month.short(ctx.today)
    if back.day is None:
        return Screen(ctx.say("schedule-withdrawn-no-day", unit=name, period=period))
    return Screen(ctx.say("schedule-withdrawn", unit=name, period=period, day=back.day))
