"""The facts a meeting's answers are read with: what is usual for the cell, from last month first, and for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.meetings import Hours, Kind
from bot.domain.members import Member, called, strength
from bot.domain.people import RECORDERS, Person, Post, Role, family_last
from bot.domain.periods import Month
from bot.domain.resolutions import own_series
from bot.domain.units import CellProfile, UnitKind
from bot.domain.visits import said_by
from bot.forms.reading.outcome import Given, Listed
from handlers.context import Context
from storage import corrections, meetings, members, obligations, people, resolutions, units, visits
from storage.meetings import Recorded

BACK_MONTHS = 24
"""How far back a regular record may be entered."""
EARLY_DAYS = 2
"""Days of a new month in which the month before is told, when it has no record yet."""


def given_of(
    ctx: Context,
    unit_id: int,
    period: Month | None,
    kinds: frozenset[Kind] | None = None,
    *,
    on: date | None = None,
    without: int = 0,
) -> Given:
    """The facts for a meeting of that month (None: the one probably meant), ``without`` that record when it is corrected.

    The roster is that of ``on`` when it was held, else of the day proposed.
    """
    db, scope, today = ctx.db, ctx.scope, ctx.today
    profile = units.profile(db, scope, unit_id, today)
    taken = meetings.taken(db, scope, unit_id, Month.of(today).plus(-BACK_MONTHS))
    month = period or month_told(today, taken)
    last = meetings.newest_regular(db, scope, unit_id, month)
    planned = obligations.of(db, scope, unit_id, month)
    planned_day = planned.day if planned else None
    holders = people.holders(db, scope, unit_id, today)
    found = _last_month(profile, last, holders)
    day = day_told(today, month, planned_day)
    known = members.roster(db, scope, unit_id, on or day or today)
    counted = strength(known) if known else profile
    usual: dict[str, Any] = {
        "title": units.get(db, scope, unit_id, today).name,
        "unit_id": unit_id,
        "month": month.written,
        "period": str(month),
        "taken": list(taken),
        "next_number": resolutions.next_number(db, scope, unit_id, ctx.rules, today),
        "number_suffix": ctx.rules.number_suffix,
        "unlocked": [str(each) for each, record in corrections.unlocked(db, scope, unit_id, ctx.now) if record is None],
        "thematic_days": list(meetings.thematic_days(db, scope, unit_id, Month.of(today).plus(-BACK_MONTHS), without)),
        "groups": groups_of(ctx, unit_id, known),
        "group_of": [[each.id, each.party_group] for each in known if each.party_group],
        "upper_member": _guest_expected(ctx, unit_id, month, planned_day),
        **({"last/attendance": last.meeting.attendance} if last else {}),
        **({"held_on": day} if day else {}),
        **found,
        **_thematic_series(ctx, unit_id),
        **_of_other_kinds(ctx, unit_id, found, holders, today if Month.of(today) == month else None),
    }
    if kinds is None and str(month) not in taken:
        usual["kinds"] = frozenset({Kind.REGULAR})
    named = [*(each.name for post, each in holders if post.role in RECORDERS), found.get("chair"), found.get("clerk")]
    officers = dict.fromkeys(filter(None, named))
    return Given(
        now=ctx.local,
        base=counted.base if known else _base(profile, last),
        total=counted.base + counted.exempt,
        exempt=counted.exempt,
        official=counted.official,
        roster=people_of(tuple(sorted(officers, key=family_last)), known),
        members=listed(known),
        planned_on=planned_day,
        usual=usual,
    )


def renewed(ctx: Context, unit_id: int, given: Given) -> Given:
    """The facts as they are when a conversation put aside is taken up again: months recorded or unlocked meanwhile."""
    db, scope = ctx.db, ctx.scope
    since = Month.of(ctx.today).plus(-BACK_MONTHS)
    unlocked = [str(each) for each, record in corrections.unlocked(db, scope, unit_id, ctx.now) if record is None]
    taken = list(meetings.taken(db, scope, unit_id, since))
    return replace(given, usual={**given.usual, "taken": taken, "unlocked": unlocked})


def _guest_expected(ctx: Context, unit_id: int, month: Month, day: date | None) -> str:
    """Who of the committee above came or means to come, by his own word; empty for nobody."""
    for who, said in said_by(visits.of(ctx.db, ctx.scope, unit_id, month), day).items():
        if said.came or (said.came is None and said.means_to_come):
            return people.get(ctx.db, who).name
    return ""


def groups_of(ctx: Context, unit_id: int, known: Sequence[Member]) -> list[str]:
    """The cell's party groups: units below it, and those its members are put into."""
    below = units.children(ctx.db, ctx.scope, unit_id, ctx.today)
    names = [each.name for each in below if each.kind is UnitKind.PARTY_GROUP]
    return list(dict.fromkeys([*names, *sorted(filter(None, (each.party_group for each in known)))]))


def listed(known: Sequence[Member]) -> tuple[Listed, ...]:
    """The roster as it is read and shown, nobody called like another."""
    names = called(known)
    return tuple(Listed(each.id, names[each.id], each.standing) for each in known)


def people_of(officers: Sequence[str], known: Sequence[Member]) -> tuple[str, ...]:
    """Names that may be meant: those who hold posts first (they chair and write), then the roster."""
    names = tuple(called(known).values())
    shared = {each.name for each in known} - set(names)
    return tuple(dict.fromkeys((*(name for name in officers if name not in shared), *names)))


def told_since(profile: CellProfile, last: Recorded | None) -> bool:
    """Whether the cell has told about itself after its last meeting: that then goes before what last month was."""
    return last is None or profile.valid_from > last.meeting.held_on


def _base(profile: CellProfile, last: Recorded | None) -> int:
    before = last.meeting.attendance.base if last else 0
    return profile.base or before if told_since(profile, last) else before or profile.base


def _last_month(
    profile: CellProfile, last: Recorded | None, holders: tuple[tuple[Post, Person], ...]
) -> dict[str, Any]:
    """Place, hours, chair and clerk as last month, else as the cell's profile and posts have it; what nobody knows is left out."""
    secretary = next((each.name for post, each in holders if post.role is Role.SECRETARY), "")
    others = [each.name for post, each in holders if post.role in RECORDERS and post.role is not Role.SECRETARY]
    before, since = last.meeting if last else None, told_since(profile, last)
    found = {
        "hours": usual_hours(profile, last),
        "place": (profile.place if since else "") or (before.place if before else "") or profile.place,
        "chair": (before.chair if before else "") or secretary,
        "clerk": (before.clerk if before else "") or next(iter(others), ""),
    }
    return {key: value for key, value in found.items() if value}


def _thematic_series(ctx: Context, unit_id: int) -> dict[str, Any]:
    """What the next resolution of a session that is thematic alone is numbered, where such have a series of their own."""
    if not own_series(ctx.rules):
        return {}
    number = resolutions.next_number(ctx.db, ctx.scope, unit_id, ctx.rules, ctx.today, thematic=True)
    return {
        f"{Kind.THEMATIC}/next_number": number,
        f"{Kind.THEMATIC}/number_suffix": ctx.rules.thematic_suffix,
    }


def _of_other_kinds(
    ctx: Context,
    unit_id: int,
    found: dict[str, Any],
    holders: tuple[tuple[Post, Person], ...],
    today: date | None,
) -> dict[str, Any]:
    """What is usual for a session that is not the regular one, under ``<kind>/<key>``: as the last one of its kind was."""
    last = meetings.newest_by_kind(ctx.db, ctx.scope, unit_id)
    committee = [each.name for post, each in holders if post.role in RECORDERS]
    usual: dict[str, Any] = {}
    for kind in (Kind.THEMATIC, Kind.EXTRAORDINARY, Kind.COMMITTEE, Kind.GROUP):
        before = last.get(kind)
        people_meant = {} if kind is Kind.GROUP else {key: found.get(key) for key in ("place", "chair", "clerk")}
        values: dict[str, Any] = {"held_on": today, **people_meant}
        if before is not None:
            told = before.meeting
            values |= {"hours": told.hours, "place": told.place or values.get("place")}
            values |= {} if kind is Kind.GROUP else {"chair": told.chair or values.get("chair")}
        if kind is Kind.COMMITTEE:
            values |= {"base": len(committee), "roster": committee}
        values = {key: value for key, value in values.items() if value} | {"upper_member": ""}
        usual |= {f"{kind}/{key}": value for key, value in values.items()}
    return usual


def month_told(today: date, taken: tuple[str, ...]) -> Month:
    """The month that is probably told: the last one in its first days when it has no record yet, else this one."""
    this = Month.of(today)
    before = this.plus(-1)
    return before if today.day <= EARLY_DAYS and str(before) not in taken and str(this) not in taken else this


def day_told(today: date, month: Month, planned: date | None) -> date | None:
    """The day proposed: the planned one once it has come, else today within the month; None for an earlier month."""
    if planned is not None and planned <= today:
        return planned
    return today if Month.of(today) == month else None


def usual_hours(profile: CellProfile, last: Recorded | None) -> Hours | None:
    """Last month's hours, unless the cell has told another hour since; else its start with its usual length."""
    kept = last is not None and last.meeting.hours.starts_at
    if last is not None and kept and not (told_since(profile, last) and profile.starts_at):
        return last.meeting.hours
    if not profile.starts_at:
        return None
    hour, minute = map(int, profile.starts_at.split(":"))
    end = timedelta(hours=hour, minutes=minute + profile.usual_minutes)
    ends_at = f"{end.seconds // 3600:02d}:{end.seconds % 3600 // 60:02d}"
    return Hours(profile.starts_at, ends_at, profile.usual_minutes)
