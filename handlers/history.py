"""/lichsu: a cell's records by who met, one record with its versions, and what can still be done about it."""

from __future__ import annotations

from bot.domain.corrections import Standing, Way
from bot.domain.errors import Refused
from bot.domain.meetings import Kind
from bot.domain.people import Role
from bot.domain.periods import Month
from bot.forms.answers import shortened
from bot.forms.carrying import Carryover
from bot.forms.form import Step
from bot.forms.progress import Progress, question_at, values_of
from bot.forms.showing import review_line
from bot.forms.spots import lines
from bot.reports.card import year_lines
from bot.texts import Html
from bot.texts.screen import Button, Rows, Screen, rows_of
from handlers import absences, corrections, documents, evidence, reviews, scores, visits
from handlers.context import Context
from handlers.meetings import correct_button, kinds_text, session_said
from handlers.places import turning
from handlers.standing import standing_of
from handlers.talk import records_for
from handlers.talks import FORMS
from storage import meetings, units
from storage import scores as kept_scores
from storage.meetings import Recorded, Version

PAGE = 8
BODIES = (Kind.COMMITTEE, Kind.GROUP)
"""Those beside the cell whose records are listed apart."""


def history_screen(ctx: Context, unit_id: int, page: int = 0, body: str = "") -> Screen:
    """Eight records a page, each a line and a button; the cell's own, or its committee's, or its groups'."""
    found = meetings.of_body(ctx.db, ctx.scope, unit_id, body, (page + 1) * PAGE + 1)
    name = units.get(ctx.db, ctx.scope, unit_id, ctx.today).name
    others = _others(ctx, unit_id, body)
    if not found:
        return Screen(ctx.say("history-none", unit=name), (*others, *_earlier(ctx, unit_id, body)))
    shown = found[page * PAGE : (page + 1) * PAGE]
    head = (
        ctx.say("history-head-body", unit=name, body=Html(_capital(ctx.say(f"kind-{body}"))))
        if body
        else ctx.say("history-head", unit=name)
    )
    told = [head, *(f"{number}. {_line(ctx, was)}" for number, was in enumerate(shown, page * PAGE + 1))]
    if not page and not body:
        told += year_lines(ctx.say, kept_scores.years(ctx.db, ctx.scope, unit_id, Month.of(ctx.today)))
        told += absences.lines(ctx, unit_id, ctx.today)
    waits, bettering = reviews.waiting_in(ctx, unit_id) if records_for(ctx, unit_id) and not page else ([], ())
    told += waits
    buttons = [Button(str(number), f"his:m:{was.id}") for number, was in enumerate(shown, page * PAGE + 1)]
    here = f"his:u:{unit_id}"
    moves = turning(ctx, lambda number: f"{here}:{number}:{body}", page, more=len(found) > (page + 1) * PAGE)
    rows = (
        *bettering,
        *rows_of(buttons, 4),
        *((moves,) if moves else ()),
        *others,
        *_earlier(ctx, unit_id, body),
    )
    return Screen("\n".join(told), rows, replace=page > 0)


def _line(ctx: Context, was: Recorded) -> str:
    held = was.meeting
    line = ctx.say(
        "history-line",
        kinds=kinds_text(held.kinds, ctx.say),
        day=f"{held.held_on:%d/%m/%Y}",
        present=held.attendance.present,
        base=held.attendance.base,
        share=ctx.say.percent(held.attendance.share),
    )
    line += ctx.say("history-group", group=held.party_group) if held.party_group else ""
    return line + (ctx.say("history-corrected") if was.version > 1 else "")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _others(ctx: Context, unit_id: int, body: str) -> Rows:
    """Buttons to the lists of the others who met, with how many records each has."""
    counted = meetings.bodies(ctx.db, ctx.scope, unit_id)
    buttons = [
        Button(
            ctx.say.plain("history-body", body=_capital(ctx.say.plain(f"kind-{kind}")), count=counted[kind]),
            f"his:u:{unit_id}:0:{kind}",
        )
        for kind in BODIES
        if counted.get(kind) and kind != body
    ]
    if body:
        buttons.insert(0, Button(ctx.say.plain("history-cell"), f"his:u:{unit_id}:0"))
    return rows_of(buttons, 2)


def _earlier(ctx: Context, unit_id: int, body: str) -> Rows:
    """[Ghi bù tháng trước] for those who record."""
    if body or not records_for(ctx, unit_id):
        return ()
    return ((Button(ctx.say.plain("meeting-already-earlier"), f"rec:e:{unit_id}"),),)


def press_history(ctx: Context) -> Screen:
    """``his:u:<unit>:<page>[:<body>]`` lists, ``his:m:<meeting>`` shows one, ``his:v:<meeting>`` its versions,
    ``his:e:<meeting>[:<page>]`` what was kept with it.
    """
    match ctx.args:
        case ("u", _, _) | ("u", _, _, ""):
            return history_screen(ctx, ctx.number(1), ctx.number(2))
        case ("u", _, _, body) if body in {kind.value for kind in BODIES}:
            return history_screen(ctx, ctx.number(1), ctx.number(2), body)
        case ("m", _):
            return meeting_screen(ctx, ctx.number(1))
        case ("e", _, *_):
            return evidence_screen(ctx, ctx.number(1))
        case ("v", _):
            return versions_screen(ctx, ctx.number(1))
        case _:
            raise Refused("not-found")


def meeting_screen(ctx: Context, meeting_id: int) -> Screen:
    """One record, line by line as it was reviewed, with its version, until when it can be changed, and what waits."""
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    head = ctx.say(
        "meeting-head",
        unit=name,
        month=was.meeting.period.written,
        **session_said(ctx.say, was.meeting.kinds),
        version=was.version,
    )
    told = [*(_told(ctx, was) if was.answers else _figures(ctx, was)), *scores.said_of(ctx, was)]
    told += [*visits.lines_of(ctx, was), *reviews.lines_of(ctx, was)]
    now = standing_of(ctx, was)
    admin = bool(ctx.holds(Role.ADMIN))
    waits, settling = corrections.waiting_rows(ctx, was) if admin else ([], ())
    buttons = [*reviews.buttons_of(ctx, was), *scores.buttons_of(ctx, was)]
    if records_for(ctx, was.meeting.unit_id):
        told.append(_until(ctx, now))
        buttons.append(correct_button(ctx, meeting_id))
    elif admin and now.way is Way.LOCKED:
        buttons.append(Button(ctx.say.plain("unlock"), f"req:u:{meeting_id}"))
    if was.version > 1:
        buttons.append(Button(ctx.say.plain("history-versions", count=was.version), f"his:v:{meeting_id}"))
    buttons += evidence.button(ctx.say, was.meeting.photos, f"his:e:{meeting_id}")
    buttons.append(Button(ctx.say.plain("history-back"), f"his:u:{was.meeting.unit_id}:0"))
    return Screen(
        "\n".join([head, *told, *waits]), (*documents.rows_for(ctx, meeting_id), *settling, *rows_of(buttons, 2))
    )


def _until(ctx: Context, now: Standing) -> str:
    return ctx.say(f"standing-{now.way.value}", day=ctx.say.day(now.until))


def evidence_screen(ctx: Context, meeting_id: int) -> Screen:
    """Photos, voice messages and forwarded posts kept with one record, for whoever may see the record."""
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    day = f"{was.meeting.held_on:%d/%m/%Y}"
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    about = ctx.say("history-evidence-meeting", unit=name, day=day)
    kept = [(each, ctx.say("answer-text", text=day)) for each in was.meeting.photos]
    back = Button(ctx.say.plain("meeting-look"), f"his:m:{meeting_id}")
    return evidence.shown(ctx, kept, about, f"his:e:{meeting_id}", back)


def versions_screen(ctx: Context, meeting_id: int) -> Screen:
    """Every state of a record: who, when, why, and what was told otherwise than before."""
    found = meetings.versions(ctx.db, ctx.scope, meeting_id)
    was = found[-1].recorded
    month = was.meeting.period.written
    told = [ctx.say("versions-head", unit=units.name_of(ctx.db, was.meeting.unit_id, ctx.today), month=month)]
    before: Version | None = None
    for each in found:
        clock = f"{each.recorded.entered_at.astimezone(ctx.zone):%H:%M %d/%m/%Y}"
        values = {"version": each.recorded.version, "clock": clock, "name": each.by or ctx.say("form-none")}
        told.append(ctx.say("versions-line", **values))
        if before is not None:
            told.append(ctx.say("versions-reason", reason=each.reason or ctx.say("form-none")))
            told += _changed(ctx, before.recorded, each.recorded)
        before = each
    return Screen("\n".join(told), ((Button(ctx.say.plain("meeting-look"), f"his:m:{meeting_id}"),),))


def _changed(ctx: Context, before: Recorded, after: Recorded) -> list[str]:
    """What the later version tells otherwise; the resolutions of a version that was not typed in are not kept with it."""
    old, new = corrections.answers_of_version(ctx, before), corrections.answers_of_version(ctx, after)
    if not (before.answers and after.answers):
        old, new = ({key: raw for key, raw in each.items() if not key.startswith("resolutions")} for each in (old, new))
    return corrections.changes(ctx, old, new, ctx.say)


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
