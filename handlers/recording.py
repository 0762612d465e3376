"""Commands that begin a record: /hop, /nghiquyet, /nhiemvu, /lichsu and the presses behind them."""

from __future__ import annotations

from bot.domain.errors import Refused
from bot.domain.periods import Month
from bot.forms.answers import shortened
from bot.forms.carrying import Carryover
from bot.forms.form import Step
from bot.forms.progress import Progress, question_at, values_of
from bot.forms.showing import review_line
from bot.forms.spots import lines
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers import absences, forms, scores
from handlers.context import Answer, Context
from handlers.forms import cells_of
from handlers.meetings import correct_button, kinds_text, may_correct
from handlers.talks import FORMS
from handlers.task_texts import tasks_screen
from storage import drafts, meetings, obligations, units

PAGE = 8


def for_cell(ctx: Context, route: str, key: str) -> Screen:
    """A choice of the person's cells, numbered; each button goes to ``route:<unit>``."""
    names = units.names(ctx.db, ctx.scope, cells_of(ctx), ctx.today)
    told = [
        ctx.say(key),
        *(f"{number}. {ctx.say('answer-name', name=name)}" for number, name in enumerate(names.values(), 1)),
    ]
    buttons = [
        Button(f"{number}. {name}"[:60], f"{route}:{unit_id}")
        for number, (unit_id, name) in enumerate(names.items(), 1)
    ]
    return Screen("\n".join(told), rows_of(buttons, 1))


# --- /hop ------------------------------------------------------------------------------------------------------------


def meeting(ctx: Context) -> Answer:
    """/hop: record a meeting; a choice first when there are several cells."""
    cells = cells_of(ctx)
    if len(cells) > 1:
        return for_cell(ctx, "rec:m", "choose-cell-meeting")
    return begin_meeting(ctx, cells[0])


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
            return _recorded_already(ctx, unit_id, month, was.id)
    return forms.start(ctx, "meeting", unit_id)


def _recorded_already(ctx: Context, unit_id: int, month: Month, meeting_id: int) -> Screen:
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    told = ctx.say("meeting-recorded-already", month=f"{month.month:02d}/{month.year}", day=was.meeting.held_on)
    choices = [
        Button(ctx.say.plain("meeting-already-look"), f"his:m:{meeting_id}"),
        Button(ctx.say.plain("meeting-already-other"), f"rec:o:{unit_id}"),
        Button(ctx.say.plain("meeting-already-earlier"), f"rec:e:{unit_id}"),
    ]
    return Screen(told, rows_of(choices, 1))


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
        case "e":
            return _earlier(ctx, unit_id)
        case "p":
            return forms.start(ctx, "meeting", unit_id, {"period": str(_month(ctx))})
        case "d":
            return forms.start(ctx, "leading", unit_id)
        case "n":
            return forms.start(ctx, "resolution", unit_id)
        case "t":
            return tasks_screen(ctx, unit_id, 0, replaced=False)
        case "h":
            return history_screen(ctx, unit_id, 0)
        case _:
            raise Refused("not-found")


def _month(ctx: Context) -> Month:
    try:
        return Month.read(ctx.args[2])
    except (IndexError, ValueError):
        raise Refused("not-found") from None


def _earlier(ctx: Context, unit_id: int) -> Screen:
    """Earlier months without a record, newest first."""
    taken = meetings.taken(ctx.db, ctx.scope, unit_id, Month.of(ctx.today).plus(-12))
    free = [
        month
        for back in range(1, 13)
        if str(month := Month.of(ctx.today).plus(-back)) not in taken
        and obligations.of(ctx.db, ctx.scope, unit_id, month)
    ]
    if not free:
        return Screen(ctx.say("meeting-no-earlier"))
    buttons = [Button(f"{month.month:02d}/{month.year}", f"rec:p:{unit_id}:{month}") for month in free[:6]]
    return Screen(ctx.say("meeting-which-month"), rows_of(buttons, 3))


def press_correct(ctx: Context) -> Answer:
    """``cor:<meeting>``: the record's answers again, to be corrected within the window; versions are kept."""
    was = meetings.get(ctx.db, ctx.scope, ctx.number(0))
    if not may_correct(was, ctx):
        raise Refused("meeting-locked")
    if not was.answers:
        raise Refused("meeting-no-answers")
    return forms.start(ctx, "meeting", was.meeting.unit_id, {"correct": was.id})


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
    return for_cell(ctx, "rec:h", "choose-cell-history") if len(cells) > 1 else history_screen(ctx, cells[0], 0)


def history_screen(ctx: Context, unit_id: int, page: int) -> Screen:
    """Eight records a page, each a line and a button."""
    found = meetings.newest(ctx.db, ctx.scope, unit_id, (page + 1) * PAGE + 1)
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    if not found:
        return Screen(ctx.say("history-none", unit=name))
    shown = found[page * PAGE : (page + 1) * PAGE]
    told = [ctx.say("history-head", unit=name)]
    for number, was in enumerate(shown, page * PAGE + 1):
        came = was.meeting.attendance
        told.append(
            f"{number}. "
            + ctx.say(
                "history-line",
                kinds=kinds_text(was.meeting.kinds, ctx.say),
                day=f"{was.meeting.held_on:%d/%m/%Y}",
                present=came.present,
                base=came.base,
                share=ctx.say.percent(came.share),
            )
        )
    told += absences.lines(ctx, unit_id, ctx.today) if not page else []
    buttons = [Button(str(number), f"his:m:{was.id}") for number, was in enumerate(shown, page * PAGE + 1)]
    moves = [Button(ctx.say.plain("page-before"), f"his:u:{unit_id}:{page - 1}")] if page else []
    moves += (
        [Button(ctx.say.plain("page-after"), f"his:u:{unit_id}:{page + 1}")] if len(found) > (page + 1) * PAGE else []
    )
    return Screen("\n".join(told), (*rows_of(buttons, 4), *((tuple(moves),) if moves else ())), replace=page > 0)


def press_history(ctx: Context) -> Answer:
    """``his:u:<unit>:<page>`` lists, ``his:m:<meeting>`` shows one."""
    if ctx.args[:1] == ("u",):
        return history_screen(ctx, ctx.number(1), ctx.number(2))
    return meeting_screen(ctx, ctx.number(1))


def meeting_screen(ctx: Context, meeting_id: int) -> Screen:
    """One record, line by line as it was reviewed, with its version."""
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    head = ctx.say(
        "meeting-head",
        unit=name,
        month=f"{was.meeting.period.month:02d}/{was.meeting.period.year}",
        version=was.version,
    )
    told = [*(_told(ctx, was) if was.answers else _figures(ctx, was)), *scores.said_of(ctx, was)]
    buttons = list(scores.buttons_of(ctx, was))
    if may_correct(was, ctx) and was.answers:
        buttons.append(correct_button(ctx, meeting_id))
    buttons.append(Button(ctx.say.plain("history-back"), f"his:u:{was.meeting.unit_id}:0"))
    return Screen("\n".join([head, *told]), (tuple(buttons),))


def _told(ctx: Context, was: meetings.Recorded) -> list[str]:
    form = FORMS["meeting"].form(ctx.rules)
    progress = Progress(answers=was.answers)
    values = values_of(form, progress)
    return [
        "• " + review_line(form, paths, values, ctx.say)
        for paths in lines(form, progress).values()
        if any(path in values for path in paths)
    ]


def _figures(ctx: Context, was: meetings.Recorded) -> list[str]:
    """A record without its answers (seeded or imported): its columns through the form's own kinds."""
    form = FORMS["meeting"].form(ctx.rules)
    held = was.meeting
    values = {
        "kinds": held.kinds,
        "topic": held.topic,
        "held_on": held.held_on,
        "hours": held.hours,
        "place": held.place,
        "chair": held.chair,
        "clerk": held.clerk,
        "attendance": held.attendance,
        "carried": Carryover(held.carried) if held.carried else None,
    }
    told = []
    for part in form.parts:
        if isinstance(part, Step):
            for key in (question.key for question in part.questions):
                question = question_at(form, key)
                if question is not None and values.get(key):
                    label = ctx.say(f"meeting-{key}.label")
                    told.append(
                        "• "
                        + ctx.say(
                            "form-line", label=Html(label), value=Html(question.answer.show(values[key], ctx.say))
                        )
                    )
    if held.conclusion:
        told.append("• " + ctx.say("answer-conclusion", text=shortened(held.conclusion)))
    return told
