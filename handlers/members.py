"""The roster's forms at the edge: whose roster, whom it is about, and how a change is kept, with a way to undo it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.members import Left, Member, Standing, listed_from, strength
from bot.domain.people import may_tell_profile
from bot.forms.members import Changed
from bot.forms.reading.members import NewMember
from bot.forms.reading.outcome import Given
from bot.texts import Html, Voice
from bot.texts.screen import Button, Rows, Screen
from handlers.context import Answer, Context
from handlers.meeting_facts import listed
from handlers.talk import Begun
from storage import members, units
from storage.drafts import Draft
from storage.members import Act

ROUTE = "mem"


def may(ctx: Context, unit_id: int) -> bool:
    """The cell's secretary or deputy, or an admin above, keeps its roster."""
    return may_tell_profile(ctx.posts, unit_id, units.above(ctx.db, unit_id))


def act_of(ctx: Context) -> Act:
    """The change as this person's, now."""
    return Act(ctx.person.id, ctx.now)


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:  # noqa: ARG001
    """Names to be added: who is on the roster already is known."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    known = members.roster(ctx.db, ctx.scope, unit_id, ctx.today)
    return Begun(Given(ctx.local, members=listed(known), usual={"title": unit.name, "unit_id": unit_id}))


def begin_one(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """One member: his name heads the conversation, and no change may lie before the last one."""
    one = members.get(ctx.db, ctx.scope, int(about["member"]), ctx.today)
    roster = members.roster(ctx.db, ctx.scope, unit_id, ctx.today)
    usual: dict[str, Any] = {
        "title": one.name,
        "unit_id": unit_id,
        "not_before": one.since.isoformat(),
        "groups": sorted({each.party_group for each in roster} - {"", one.party_group}),
        "since": ctx.today,
    }
    return Begun(Given(ctx.local, usual=usual))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · danh sách đảng viên``."""
    return say("members-title", unit=given.usual.get("title", ""))


def title_of_one(given: Given, say: Voice) -> str:
    """``Đồng chí Lê Thị Lan``."""
    return say("standing-title", name=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: tuple[NewMember, ...], answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """Put on the roster: the first ones as having been there for a year, later ones from today."""
    unit_id = draft.unit_id
    first = not members.kept_by(ctx.db, ctx.scope, unit_id, ctx.today)
    on = listed_from(ctx.today) if first else ctx.today
    for each in record:
        members.add(ctx.db, ctx.scope, unit_id, each.name, each.standing, on, act_of(ctx), party_group=each.party_group)
    roster = members.roster(ctx.db, ctx.scope, unit_id, ctx.today)
    told = ctx.say("members-kept", added=len(record), unit=units.name_of(ctx.db, unit_id, ctx.today))
    counted = strength_text(roster, ctx.say)
    undo = Button(ctx.say.plain("roster-undo"), f"{ROUTE}:x:{unit_id}:{moment_code(ctx)}")
    return Screen(f"{told}\n{counted}", ((_list_button(ctx, unit_id), undo),))


def moment_code(ctx: Context) -> str:
    """The moment of this act as a code carries it: microseconds since 1970."""
    return str(int(ctx.now.timestamp()) * 1_000_000 + ctx.now.microsecond)


def keep_one(ctx: Context, draft: Draft, record: Changed, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """One member's change, said with what it was before."""
    was = members.get(ctx.db, ctx.scope, int((draft.about or {})["member"]), ctx.today)
    match record:
        case Changed(standing=Standing() as standing, since=date() as since):
            return _stood(ctx, was, standing, since)
        case Changed(left=Left() as left, since=since):
            return _gone(ctx, was, left, since or was.since)
        case Changed(group=str() as group):
            members.put_in_group(ctx.db, ctx.scope, was.id, group, act_of(ctx))
        case Changed(name=str() as name):
            members.rename(ctx.db, ctx.scope, was.id, name, act_of(ctx))
        case _:
            pass
    now = members.get(ctx.db, ctx.scope, was.id, ctx.today)
    return Screen(ctx.say("member-changed", member=Html(member_line(now, ctx.say))), _after(ctx, was.unit_id))


def _stood(ctx: Context, was: Member, standing: Standing, since: date) -> Screen:
    members.stand(ctx.db, ctx.scope, was.id, standing, since, act_of(ctx))
    told = ctx.say(
        "member-stood",
        name=was.name,
        before=Html(ctx.say(f"standing-{was.standing}")),
        after=Html(ctx.say(f"standing-{standing}")),
        day=since,
    )
    undo = f"{ROUTE}:b:{was.id}:{list(Standing).index(was.standing)}:{since:%Y%m%d}"
    return Screen(told, _after(ctx, was.unit_id, undo if standing is not was.standing else ""))


def _gone(ctx: Context, was: Member, left: Left, since: date) -> Screen:
    members.remove(ctx.db, ctx.scope, was.id, left, since, act_of(ctx))
    told = ctx.say("member-gone", name=was.name, how=Html(ctx.say(f"left-{left}")), day=since)
    return Screen(told, _after(ctx, was.unit_id, f"{ROUTE}:z:{was.id}"))


def _after(ctx: Context, unit_id: int, undo: str = "") -> Rows:
    row = (_list_button(ctx, unit_id),)
    return ((*row, Button(ctx.say.plain("roster-undo"), undo)),) if undo else (row,)


def _list_button(ctx: Context, unit_id: int) -> Button:
    return Button(ctx.say.plain("roster-button"), f"{ROUTE}:u:{unit_id}:0")


def member_line(one: Member, say: Voice) -> str:
    """``Lê Thị Lan (dự bị, tổ 2)``; nothing is said of the official ones."""
    more = [] if one.standing is Standing.OFFICIAL else [say(f"standing-{one.standing}")]
    more += [say("answer-name", name=one.party_group)] if one.party_group else []
    key = "answer-member" if more else "answer-name"
    return say(key, name=one.name, **({"more": Html(", ".join(more))} if more else {}))


def strength_text(roster: tuple[Member, ...], say: Voice) -> str:
    """``32 đảng viên: 28 chính thức, 2 dự bị, 2 miễn sinh hoạt; số phải dự 30``."""
    counted = strength(roster)
    parts = [
        say("roster-count", count=count, standing=Html(say(f"standing-{standing}")))
        for standing in Standing
        if (count := getattr(counted, standing.value))
    ]
    return say("roster-strength", parts=Html(", ".join(parts)), base=counted.base)


def day_of(code: str) -> date | None:
    """The day that a code carries, ``20261103``; None for none."""
    try:
        return date(int(code[:4]), int(code[4:6]), int(code[6:])) if len(code) == 8 else None  # noqa: PLR2004
    except ValueError:
        return None
