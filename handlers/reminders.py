"""The buttons under a reminder: record now, met and recorded later, postpone, on paper, prepare.

Buttons live for ever: each press is judged by how the month stands now, and an old one says what is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import Refused
from bot.domain.people import RECORDERS
from bot.domain.periods import Month
from bot.domain.reminders import Obligation, State
from bot.forms.reading.days import find_day
from bot.forms.reading.outcome import Given, Tense
from bot.forms.reading.patterns import pattern
from bot.forms.reading.spelling import clean, level
from bot.texts import Html
from bot.texts.screen import Screen
from handlers import forms, schedule
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.forms import cells_of
from handlers.recording import for_cell
from storage import obligations, tasks, units

ROUTE = "rem"
TASKS = 5
"""Open tasks named in the preparation; the rest is counted."""


@dataclass(frozen=True, slots=True)
class About:
    """Which cell and month a button is about, and how they stand."""

    unit_id: int
    name: str
    owed: Obligation
    period: str
    """The month as said."""

    @property
    def month(self) -> Month:
        """The month."""
        return self.owed.period

    def code(self, action: str) -> str:
        """The code of another button about the same."""
        return f"{ROUTE}:{action}:{self.unit_id}:{self.month}"


def pressed(ctx: Context) -> Answer:
    """``rem:<action>:<unit>:<period>``; Refused("not-found") for a cell for which the presser does not record."""
    about = _about(ctx)
    match ctx.args[0]:
        case "unpaper":
            return _unpaper(ctx, about)
        case "now":
            return _already_recorded(ctx, about) or _record(ctx, about)
        case action:
            return _settled(ctx, about) or _act(ctx, about, action)


def _about(ctx: Context) -> About:
    if len(ctx.args) != 3:  # noqa: PLR2004 - action, unit, period
        raise Refused("not-found")
    try:
        unit_id, month = int(ctx.args[1]), Month.read(ctx.args[2])
    except ValueError:
        raise Refused("not-found") from None
    owed = obligations.of(ctx.db, ctx.scope, unit_id, month)
    if owed is None or unit_id not in {post.unit_id for post in ctx.holds(*RECORDERS)}:
        raise Refused("not-found")
    name = units.name_of(ctx.db, unit_id, ctx.today)
    return About(unit_id, name, owed, month.short(ctx.today))


def _act(ctx: Context, about: About, action: str) -> Answer:
    match action:
        case "held":
            return _held(ctx, about)
        case "lui":
            return forms.start(ctx, "postponement", about.unit_id, {"period": str(about.month)})
        case "day":
            return schedule.which_day(ctx, about.unit_id, about.owed)
        case "paper":
            return _paper(ctx, about)
        case "prep":
            return _prepare(ctx, about)
        case _:
            raise Refused("not-found")


def _record(ctx: Context, about: About) -> Answer:
    return forms.start(ctx, "meeting", about.unit_id, {"period": str(about.month)})


# --- what is settled already -----------------------------------------------------------------------------------------


def _already_recorded(ctx: Context, about: About) -> Screen | None:
    found = obligations.recorded(ctx.db, ctx.scope, about.unit_id, about.month)
    if found is None:
        return None
    share = ctx.say.percent(found.present / found.base) if found.base else ctx.say.percent(0)
    return Screen(
        ctx.say(
            "reminder-already-recorded",
            unit=about.name,
            period=about.period,
            day=found.held_on,
            present=found.present,
            base=found.base,
            percent=share,
        )
    )


def _settled(ctx: Context, about: About) -> Screen | None:
    """What is said when the month needs nothing more; None while it does."""
    if (screen := _already_recorded(ctx, about)) is not None:
        return screen
    if about.owed.paper_at is not None:
        text = ctx.say("reminder-already-paper", unit=about.name, period=about.period)
        return choose(text, _after_paper(ctx, about), width=2)
    match about.owed.state:
        case State.EXCUSED:
            return Screen(ctx.say("reminder-excused", unit=about.name, period=about.period))
        case State.MET:
            return Screen(ctx.say("reminder-settled-met", period=about.period))
        case _:
            return None


# --- met, on paper ---------------------------------------------------------------------------------------------------


def _held(ctx: Context, about: About) -> Screen:
    now = [(ctx.say("reminder-do-now"), about.code("now"))]
    owed = about.owed
    if owed.said_held_on is not None:
        return choose(ctx.say("reminder-held-before", unit=about.name, period=about.period), now)
    if owed.day is not None and owed.day > ctx.today:
        text = ctx.say("reminder-held-early", unit=about.name, period=about.period, day=owed.day)
        return choose(text, now)
    obligations.say_held(ctx.db, ctx.scope, about.unit_id, about.month, ctx.today, ctx.person.id, ctx.now)
    reminded_on = ctx.today + timedelta(days=ctx.rules.entry_days)
    return choose(ctx.say("reminder-held-done", unit=about.name, period=about.period, day=reminded_on), now)


def _paper(ctx: Context, about: About) -> Screen:
    obligations.file_on_paper(ctx.db, ctx.scope, about.unit_id, about.month, ctx.person.id, ctx.now)
    text = ctx.say("reminder-paper-done", unit=about.name, period=about.period)
    return choose(text, _after_paper(ctx, about), width=2)


def _after_paper(ctx: Context, about: About) -> list[Option]:
    return [
        (ctx.say("reminder-do-now"), about.code("now")),
        (ctx.say("reminder-do-unpaper"), about.code("unpaper")),
    ]


def _unpaper(ctx: Context, about: About) -> Screen:
    if about.owed.paper_at is None:
        return _settled(ctx, about) or schedule.of_cell(ctx, about.unit_id)
    obligations.withdraw_paper(ctx.db, ctx.scope, about.unit_id, about.month, ctx.person.id, ctx.now)
    return Screen(ctx.say("reminder-paper-withdrawn", unit=about.name, period=about.period))


# --- preparing -------------------------------------------------------------------------------------------------------


def _prepare(ctx: Context, about: About) -> Screen:
    """When and where, and what the last meetings left open: it leads the next one (domain.md 10.1, 11)."""
    say = ctx.say
    when = Html(schedule.when_said(say, about.owed))
    lines = [say("reminder-prep", unit=about.name, period=about.period, when=when)]
    if place := units.profile(ctx.db, ctx.scope, about.unit_id, ctx.today).place:
        lines.append(say("reminder-prep-place", place=place))
    known = tasks.open_of(ctx.db, ctx.scope, about.unit_id)
    lines.append(say("reminder-prep-tasks", count=len(known)) if known else say("reminder-prep-no-tasks"))
    for each in known[:TASKS]:
        told = each.task
        key = "reminder-prep-task" if told.assignee else "reminder-prep-task-nobody"
        due = f", {say('reminder-prep-due', due=say.short_day(told.due_on))}" if told.due_on else ""
        lines.append(f"• {say(key, what=told.what, assignee=told.assignee)}{due}")
    if len(known) > TASKS:
        lines.append(say("reminder-prep-more", count=len(known) - TASKS))
    paper = f"{about.unit_id}:{about.month}"
    options = [
        (say("reminder-do-lui"), about.code("lui")),
        (say("leading-begin"), f"rec:d:{about.unit_id}"),
        (say("schedule-do-agenda", period=about.period), f"doc:a:{paper}"),
        (say("document-button-agenda"), f"doc:f:{paper}"),
    ]
    return choose("\n".join(lines), options)


# --- the same in words --------------------------------------------------------------------------------------------------


ASKS = pattern(
    r"^(?:dạ|vâng|chi bộ|chúng tôi|tôi|em|cho|xin|đề nghị|xin phép|\s)*"
    r"(?:hoãn|lùi|dời|postpone)(?!\w)(?:.*?\btháng\s*(?P<month>1[0-2]|[1-9])(?!\w))?"
)
"""*hoãn sang mùng 6 vì mưa*, *xin lùi họp tháng 12 đến 6/12*; a month named first is the one whose meeting moves."""


def asked_for(ctx: Context) -> Answer | None:
    """Words typed while nothing is open that ask to postpone, with or without the new day; None for any others."""
    match = ASKS.match(level(clean(ctx.incoming.text)))
    cells = cells_of(ctx)
    if match is None or not cells:
        return None
    named = int(match["month"] or 0)
    this = Month.of(ctx.today)
    months = [month for month in (this, this.plus(1), this.plus(-1)) if named in {0, month.month}]
    owed = (obligations.of(ctx.db, ctx.scope, cells[0], month) for month in months)
    open_now = (each.period for each in owed if each is not None and each.state is State.OPEN)
    month = next(open_now, months[0] if months else this)
    if len(cells) > 1:
        return for_cell(ctx, f"{ROUTE}:lui", "choose-cell-postponement", f":{month}")
    if find_day(ctx.incoming.text, Given(now=ctx.local), Tense.DUE) is None:
        return forms.start(ctx, "postponement", cells[0], {"period": str(month)})
    return forms.begun_with(ctx, "postponement", cells[0], {"period": str(month)})
