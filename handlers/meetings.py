"""The meeting form at the edge: what is usual for the cell, the record, the receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.meetings import Hours, Kind
from bot.domain.members import Member, called, strength
from bot.domain.people import RECORDERS, Role, family_last
from bot.domain.periods import Month
from bot.domain.units import CellProfile
from bot.forms.meeting import Session
from bot.forms.reading.outcome import Given, Listed
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen
from handlers.context import Answer, Context
from handlers.talk import Begun
from storage import meetings, members, obligations, people, resolutions, units
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded

BACK_MONTHS = 24
"""How far back a regular record may be entered."""


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """What is usual: from the cell's profile, from its last regular meeting, and from the planned day."""
    if "correct" in about:
        return _correcting(ctx, unit_id, int(about["correct"]))
    given = given_of(ctx, unit_id, Month.read(about["period"]) if "period" in about else None)
    return Begun(given)


def _correcting(ctx: Context, unit_id: int, meeting_id: int) -> Begun:
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    given = given_of(ctx, unit_id, was.meeting.period, was.meeting.held_on)
    taken = [month for month in given.usual["taken"] if month != str(was.meeting.period)]
    given.usual["taken"] = taken
    numbers = given.usual["next_number"] - sum(path.endswith(".subject") for path in was.answers)
    given.usual["next_number"] = max(1, numbers)
    return Begun(given, dict(was.answers), frozenset({"usual"}), {"version": was.version})


def given_of(ctx: Context, unit_id: int, period: Month | None, on: date | None = None) -> Given:
    """The facts that a meeting's answers are read with; the roster is that of ``on`` when it was held, else of the day proposed."""
    db, scope, today = ctx.db, ctx.scope, ctx.today
    name = units.get(db, scope, unit_id, today).name
    profile = units.profile(db, scope, unit_id, today)
    last = meetings.newest_regular(db, scope, unit_id)
    taken = meetings.taken(db, scope, unit_id, Month.of(today).plus(-BACK_MONTHS))
    month = period or month_told(today, taken)
    planned = obligations.of(db, scope, unit_id, month)
    planned_day = planned.day if planned else None
    holders = people.holders(db, scope, unit_id, today)
    usual: dict[str, Any] = {
        "title": name,
        "unit_id": unit_id,
        "month": f"{month.month:02d}/{month.year}",
        "period": str(month),
        "taken": list(taken),
        "next_number": resolutions.next_number(db, scope, unit_id),
        "number_suffix": ctx.rules.number_suffix,
        "kinds": frozenset({Kind.EXTRAORDINARY if str(month) in taken else Kind.REGULAR}),
        "upper_member": "",
    }
    day = day_told(today, month, planned_day)
    hours = usual_hours(profile, last)
    place = profile.place or (last.meeting.place if last else "")
    secretary = next((each.name for post, each in holders if post.role is Role.SECRETARY), "")
    others = [each.name for post, each in holders if post.role in RECORDERS and post.role is not Role.SECRETARY]
    chair = (last.meeting.chair if last else "") or secretary
    clerk = (last.meeting.clerk if last else "") or next(iter(others), "")
    found = {"held_on": day, "hours": hours, "place": place, "chair": chair, "clerk": clerk}
    usual |= {key: value for key, value in found.items() if value}
    officers = dict.fromkeys([*(each.name for post, each in holders if post.role in RECORDERS), chair, clerk])
    known = members.roster(db, scope, unit_id, on or day or today)
    counted = strength(known) if known else profile
    return Given(
        now=ctx.local,
        base=counted.base or (last.meeting.attendance.base if last else 0),
        total=counted.base + counted.exempt,
        exempt=counted.exempt,
        official=counted.official,
        roster=people_of(tuple(sorted(filter(None, officers), key=family_last)), known),
        members=listed(known),
        planned_on=planned_day,
        usual=usual,
    )


def listed(known: Sequence[Member]) -> tuple[Listed, ...]:
    """The roster as it is read and shown, nobody called like another."""
    names = called(known)
    return tuple(Listed(each.id, names[each.id], each.standing) for each in known)


def people_of(officers: Sequence[str], known: Sequence[Member]) -> tuple[str, ...]:
    """Names that may be meant: those who hold posts first (they chair and write), then the roster."""
    names = tuple(called(known).values())
    shared = {each.name for each in known} - set(names)
    return tuple(dict.fromkeys((*(name for name in officers if name not in shared), *names)))


def month_told(today: date, taken: tuple[str, ...]) -> Month:
    """The month that is probably told: the last one in its first days when it has no record yet, else this one."""
    this = Month.of(today)
    before = this.plus(-1)
    return before if today.day <= 2 and str(before) not in taken and str(this) not in taken else this  # noqa: PLR2004


def day_told(today: date, month: Month, planned: date | None) -> date | None:
    """The day proposed: the planned one once it has come, else today within the month; None for an earlier month."""
    if planned is not None and planned <= today:
        return planned
    return today if Month.of(today) == month else None


def usual_hours(profile: CellProfile, last: Recorded | None) -> Hours | None:
    """Last month's hours, else the cell's start with its usual length."""
    if last is not None and last.meeting.hours.starts_at:
        return last.meeting.hours
    if not profile.starts_at:
        return None
    hour, minute = map(int, profile.starts_at.split(":"))
    end = timedelta(hours=hour, minutes=minute + profile.usual_minutes)
    ends_at = f"{end.seconds // 3600:02d}:{end.seconds % 3600 // 60:02d}"
    return Hours(profile.starts_at, ends_at, profile.usual_minutes)


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · sinh hoạt tháng 11/2026``."""
    return say("meeting-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep(ctx: Context, draft: Draft, record: Session, answers: dict[str, Any]) -> Answer:
    """The meeting, its resolutions and tasks, the obligation met: all or nothing; then the receipt."""
    held = record.meeting
    told = [(each.resolution, each.tasks) for each in record.passed]
    about = draft.about or {}
    entry = Entry(ctx.person.id, ctx.now, draft.id, answers)
    if "correct" in about:
        was = meetings.get(ctx.db, ctx.scope, int(about["correct"]))
        reason = str(about.get("reason") or ctx.say.plain("meeting-corrected-by-recorder"))
        meeting_id = meetings.correct(ctx.db, ctx.scope, was, held, replace(entry, reason=reason))
        if _passed_changed(was.answers, answers):
            resolutions.supersede(ctx.db, ctx.scope, meeting_id, ctx.now)
        else:
            told = []
    else:
        meeting_id = meetings.record(ctx.db, ctx.scope, held, entry)
    resolutions.record(ctx.db, ctx.scope, told, entry, meeting_id=meeting_id)
    if Kind.REGULAR in held.kinds:
        obligations.meet(ctx.db, ctx.scope, held.unit_id, held.period, held.held_on, ctx.now)
    return receipt(ctx, meeting_id, corrected="correct" in about)


def _passed_changed(before: dict[str, Any], after: dict[str, Any]) -> bool:
    def only(answers: dict[str, Any]) -> dict[str, Any]:
        return {path: raw for path, raw in answers.items() if path.startswith("resolutions.")}

    return only(before) != only(after)


def receipt(ctx: Context, meeting_id: int, *, corrected: bool) -> Screen:
    """``Đã chốt sinh hoạt tháng 11 của Chi bộ thôn Muối lúc 21:40. Cảm ơn đồng chí.``"""
    was = meetings.get(ctx.db, ctx.scope, meeting_id)
    name = units.name_of(ctx.db, was.meeting.unit_id, ctx.today)
    told = ctx.say(
        "meeting-receipt-corrected" if corrected else "meeting-receipt",
        unit=name,
        month=f"{was.meeting.period.month}",
        clock=f"{ctx.local:%H:%M}",
        version=was.version,
    )
    until = ctx.say("meeting-correct-until", day=ctx.say.day(correct_until(was, ctx)))
    kept = resolutions.of_meeting(ctx.db, ctx.scope, meeting_id)
    numbers = (
        [ctx.say("meeting-receipt-resolutions", numbers=", ".join(each.resolution.number for each in kept))]
        if kept
        else []
    )
    return Screen(
        "\n".join([told, *numbers, until]), ((look_button(ctx, meeting_id), correct_button(ctx, meeting_id)),)
    )


def correct_until(was: Recorded, ctx: Context) -> date:
    """The last local day on which the recorder may still correct."""
    return was.recorded_at.astimezone(ctx.zone).date() + timedelta(days=ctx.rules.correction_days)


def may_correct(was: Recorded, ctx: Context) -> bool:
    """Whether the window for corrections is still open, to those who record for the cell."""
    recorders = {post.unit_id for post in ctx.holds(*RECORDERS)}
    return was.meeting.unit_id in recorders and ctx.today <= correct_until(was, ctx)


def look_button(ctx: Context, meeting_id: int) -> Button:
    """[Xem lại]"""
    return Button(ctx.say.plain("meeting-look"), f"his:m:{meeting_id}")


def correct_button(ctx: Context, meeting_id: int) -> Button:
    """[Sửa]"""
    return Button(ctx.say.plain("meeting-correct"), f"cor:{meeting_id}")


def kinds_text(kinds: frozenset[Kind], say: Voice) -> Html:
    """The kinds by name."""
    return Html(", ".join(say(f"kind-{kind}") for kind in Kind if kind in kinds))
