"""The quality score at the edge: proposed from the record, kept, told to who confirms, and shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.errors import Refused
from bot.domain.people import RECORDERS, Person, Role
from bot.domain.prefill import Filled, Reason, prefilled
from bot.domain.rules import Rules
from bot.domain.scores import Confirms, Line, Score, Stage, Table, may_confirm, table_of
from bot.forms.answers import shortened
from bot.forms.reading.outcome import Given
from bot.texts import Html, Voice
from bot.texts.screen import Button, Rows, Screen
from handlers.context import Answer, Context
from handlers.talk import Begun, records_for
from storage import meetings, notices, people, rules, scores, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded
from storage.scores import KeptScore

ROUTE = "sco"


def in_force(ctx: Context, unit_id: int) -> Rules:
    """The rules of the cell, whoever asks."""
    return rules.rules_for(ctx.db, unit_id)


# --- the cell proposes -----------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The lines as the record proposes them, or as they were scored before."""
    was = meetings.get(ctx.db, ctx.scope, int(about["meeting"]))
    told = in_force(ctx, unit_id)
    table = table_of(told.score_table)
    if not table.scores(was.meeting.kinds):
        raise Refused("score-not-scored")
    before = scores.of_meeting(ctx.db, ctx.scope, was.id)
    if before is not None and before.stage is Stage.CONFIRMED:
        raise Refused("score-confirmed")
    known = before is not None and (before.score.table, before.score.table_version) == (table.code, table.version)
    lines = dict(before.score.lines) if before is not None and known else proposed(ctx, was, table, told)
    by = f"{table.code}@{table.version}"  # what is begun goes on by its table, whatever the committee sets meanwhile
    return Begun(Given(now=ctx.local, usual=_facts(ctx, was)), dict(lines), about={"table": by})


def _facts(ctx: Context, was: Recorded) -> dict[str, Any]:
    month = was.meeting.period
    return {
        "title": units.name_of(ctx.db, was.meeting.unit_id, ctx.today),
        "month": month.written,
    }


def proposed(ctx: Context, was: Recorded, table: Table, told: Rules) -> dict[str, Line]:
    """What the records propose for every line, with the words from where."""
    recorded_on = was.recorded_at.astimezone(ctx.zone).date()
    facts = scores.told(ctx.db, ctx.scope, was, recorded_on, told)
    return {key: line_of(ctx.say, filled) for key, filled in prefilled(table, facts, told).items()}


def line_of(say: Voice, filled: Filled) -> Line:
    """The proposal as a line; where points are lost, the record's word for them is the remark."""

    def words(reasons: tuple[Reason, ...]) -> str:
        return "; ".join(say.plain(each.key, **each.values) for each in reasons)

    why = words(filled.reasons)
    if filled.unknown:
        why = say.plain("score-why-rest", why=why) if why else say.plain("score-why-unknown")
    return Line(filled.points, filled.most, why, words(filled.lost))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · chấm điểm tháng 11/2026``."""
    return say("score-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep(ctx: Context, draft: Draft, record: Score, answers: dict[str, Any]) -> Answer:
    """The score kept, who confirms it told; then the receipt."""
    was = meetings.get(ctx.db, ctx.scope, int(draft.about["meeting"]))
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    kept = scores.get(ctx.db, ctx.scope, scores.propose(ctx.db, ctx.scope, was, record, entry))
    told = ctx.say("score-receipt", sum=Html(sum_text(ctx.say, kept)), waits=_tell_above(ctx, kept))
    return Screen(told, ((look_button(ctx, kept),),))


def _tell_above(ctx: Context, kept: KeptScore) -> str:
    """Queues the question to who confirms; how the wait for him is said: ``upper``, ``admin`` or ``nobody``."""
    told = in_force(ctx, kept.unit_id)
    if told.score_confirms == Confirms.NOBODY:
        return "nobody"
    values = {
        "name": ctx.person.name,
        "month": kept.period,
        "total": kept.score.total,
        "band": kept.score.band.value,
    }
    key = f"score:{kept.id}:{kept.version}"
    buttons = [
        ("score-button-confirm", f"{ROUTE}:y:{kept.id}:{kept.version}"),
        ("score-button-look", f"{ROUTE}:v:{kept.id}"),
    ]
    upper = _holding(ctx, kept.unit_id, Role.UPPER_MEMBER) if told.score_confirms == Confirms.UPPER_MEMBER else ()
    told_them = notices.tell(
        ctx.db, upper, kept.unit_id, "score-notice", values, key, ctx.now, checked="holder", buttons=buttons
    )
    if told_them:
        return "upper"
    notices.tell_admins(ctx.db, kept.unit_id, "score-notice", values, key, ctx.local, buttons=buttons)
    return "admin"


def _holding(ctx: Context, unit_id: int, *roles: Role) -> tuple[Person, ...]:
    holders = people.holders(ctx.db, ctx.scope, unit_id, ctx.today)
    return tuple({who.id: who for held, who in holders if held.role in roles}.values())


# --- confirmed from above, or scored otherwise -----------------------------------------------------------------------


def may_judge(ctx: Context, unit_id: int) -> bool:
    """Whether the person confirms the cell's scores, by the committee's setting."""
    confirms = in_force(ctx, unit_id).score_confirms
    return may_confirm(ctx.posts, unit_id, units.above(ctx.db, unit_id), confirms)


def begin_verdict(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:  # noqa: ARG001
    """The cell's lines, to be changed where the member above scores otherwise."""
    kept = waiting(ctx, int(about["score"]), int(about["version"]))
    was = meetings.get(ctx.db, ctx.scope, kept.meeting_id)
    by = f"{kept.score.table}@{kept.score.table_version}"
    return Begun(Given(now=ctx.local, usual=_facts(ctx, was)), dict(kept.score.lines), about={"table": by})


def title_above(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · ý kiến về điểm tháng 11/2026``."""
    return say("score-title-above", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep_verdict(ctx: Context, draft: Draft, record: Score, answers: dict[str, Any]) -> Answer:
    """Scored otherwise where a line differs, confirmed where none does."""
    kept = waiting(ctx, int(draft.about["score"]), int(draft.about["version"]))
    changed = [key for key, line in record.lines.items() if line.points != kept.score.lines[key].points]
    return judged(ctx, kept, record if changed else None, Entry(ctx.person.id, ctx.now, draft.id, answers))


def waiting(ctx: Context, score_id: int, version: int) -> KeptScore:
    """The score that the person is to judge; Refused when he may not, or when it is no longer as he saw it."""
    kept = scores.get(ctx.db, ctx.scope, score_id)
    if not may_judge(ctx, kept.unit_id):
        raise Refused("no-right")
    if kept.version != version or kept.stage is not Stage.PROPOSED:
        raise Refused("score-changed")
    return kept


def judged(ctx: Context, was: KeptScore, given: Score | None, entry: Entry) -> Screen:
    """Keeps the verdict, tells the cell, and says the receipt."""
    remark = "" if given is None else differences(ctx.say, was, given)
    kept = scores.judge(ctx.db, ctx.scope, was, given, replace(entry, reason=remark))
    values = {
        "name": ctx.person.name,
        "month": kept.period,
        "total": kept.score.total,
        "band": kept.score.band.value,
        "before": was.score.total,
        "remark": remark,
    }
    key = f"score-{kept.stage.value}-notice"
    buttons = [("score-button-look", f"{ROUTE}:v:{kept.id}")]
    if kept.stage is Stage.DIFFERED:
        buttons.append(("score-button-again", f"{ROUTE}:n:{kept.meeting_id}"))
    dedupe = f"score:{kept.id}:{kept.version}"
    readers = _told_back(ctx, kept)
    notices.tell(ctx.db, readers, kept.unit_id, key, values, dedupe, ctx.now, checked="holder", buttons=buttons)
    unit = units.name_of(ctx.db, kept.unit_id, ctx.today)
    told = ctx.say(f"score-judged-{kept.stage.value}", unit=unit, sum=Html(sum_text(ctx.say, kept)))
    return Screen(told, ((look_button(ctx, kept),),))


def _told_back(ctx: Context, kept: KeptScore) -> tuple[Person, ...]:
    """The secretary of today, and who proposed the score when he still records for the cell."""
    proposer = scores.proposer(ctx.db, ctx.scope, kept.id)
    recorders = _holding(ctx, kept.unit_id, *RECORDERS)
    secretaries = {who.id for who in _holding(ctx, kept.unit_id, Role.SECRETARY)}
    return tuple(who for who in recorders if who.id == proposer or who.id in secretaries)


def differences(say: Voice, was: KeptScore, given: Score) -> str:
    """``Chuẩn bị 6/10 (tài liệu gửi muộn)``: the lines that are scored otherwise, with the reason."""
    names = {each.key: each.name for each in table_of(given.table, given.table_version).criteria}
    told = []
    for key, line in given.lines.items():
        if line.points != was.score.lines[key].points:
            name = names[key].get(say.language, key)
            values: dict[str, object] = {"name": name, "points": line.points, "most": line.most, "why": line.remark}
            told.append(say.plain("score-difference" if line.remark else "score-difference-bare", **values))
    return "; ".join(told)


# --- shown -----------------------------------------------------------------------------------------------------------


def sum_text(say: Voice, kept: KeptScore) -> str:
    """``98/100, Tốt``."""
    return say("score-short", total=kept.score.total, band=say(f"band-{kept.score.band.value}"))


def said_of(ctx: Context, was: Recorded) -> list[str]:
    """The line of a record that tells its score, if it has one."""
    kept = scores.of_meeting(ctx.db, ctx.scope, was.id)
    if kept is None:
        return []
    stage = stage_text(ctx, kept)
    return ["• " + ctx.say("score-line", sum=Html(sum_text(ctx.say, kept)), stage=stage)]


def stage_text(ctx: Context, kept: KeptScore) -> Html:
    """``tự chấm, chờ xác nhận`` · ``đã xác nhận`` · ``cấp trên có ý kiến``."""
    alone = kept.stage is Stage.PROPOSED and in_force(ctx, kept.unit_id).score_confirms == Confirms.NOBODY
    return Html(ctx.say("score-stage-alone" if alone else f"score-stage-{kept.stage.value}"))


def buttons_of(ctx: Context, was: Recorded) -> tuple[Button, ...]:
    """[Chấm điểm] for who records, while it can be scored; [Xem điểm] once there is a score."""
    kept = scores.of_meeting(ctx.db, ctx.scope, was.id)
    if kept is not None:
        return (look_button(ctx, kept),)
    table = table_of(in_force(ctx, was.meeting.unit_id).score_table)
    if not records_for(ctx, was.meeting.unit_id) or not table.scores(was.meeting.kinds):
        return ()
    return (Button(ctx.say.plain("score-button-new"), f"{ROUTE}:n:{was.id}"),)


def look_button(ctx: Context, kept: KeptScore) -> Button:
    """[Xem điểm]"""
    return Button(ctx.say.plain("score-button-look"), f"{ROUTE}:v:{kept.id}")


def score_screen(ctx: Context, kept: KeptScore) -> Screen:
    """Line by line, what came from above, and what the person may do with it."""
    month = kept.period.written
    table = table_of(kept.score.table, kept.score.table_version)
    names = {each.key: each.name for each in table.criteria}
    head = ctx.say("score-head", unit=units.name_of(ctx.db, kept.unit_id, ctx.today), month=month)
    told = [head]
    for number, (key, line) in enumerate(kept.score.lines.items(), 1):
        name = names.get(key, {}).get(ctx.say.language, key)
        told.append(f"{number}. " + ctx.say("form-line", label=name, value=Html(line_text(ctx.say, line))))
    told.append(ctx.say("score-line-sum", sum=Html(sum_text(ctx.say, kept)), stage=stage_text(ctx, kept)))
    if kept.remark:
        told.append(ctx.say("score-remark", remark=kept.remark))
    told.append(ctx.say("score-by-table", issuer=table.issuer.get(ctx.say.language, table.code)))
    return Screen("\n".join(told), _actions(ctx, kept))


def line_text(say: Voice, line: Line) -> str:
    """``8/10 – tài liệu gửi muộn``."""
    points = say("score-points", points=line.points, most=line.most)
    why = line.remark or line.why
    return say("score-points-why", points=Html(points), why=shortened(why, 120)) if why else points


def _actions(ctx: Context, kept: KeptScore) -> Rows:
    say = ctx.say
    rows: list[tuple[Button, ...]] = []
    if kept.stage is Stage.PROPOSED and may_judge(ctx, kept.unit_id):
        rows.append(
            (
                Button(say.plain("score-button-confirm"), f"{ROUTE}:y:{kept.id}:{kept.version}"),
                Button(say.plain("score-button-differ"), f"{ROUTE}:d:{kept.id}:{kept.version}"),
            )
        )
    if kept.stage is not Stage.CONFIRMED and records_for(ctx, kept.unit_id):
        rows.append((Button(say.plain("score-button-again"), f"{ROUTE}:n:{kept.meeting_id}"),))
    rows.append((Button(say.plain("score-button-record"), f"his:m:{kept.meeting_id}"),))
    return tuple(rows)
