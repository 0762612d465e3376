"""Members of the committee above and a cell's meetings: what they say before and after, beside what the minutes say."""

from __future__ import annotations

from typing import Any

from bot.domain.errors import Refused
from bot.domain.meetings import Kind
from bot.domain.people import Role
from bot.domain.periods import Month, local
from bot.domain.reminders import Obligation
from bot.domain.visits import Said, Word, differs, said_by
from bot.forms.reading.outcome import Given
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Answer, Context
from handlers.talk import Begun
from storage import meetings, notices, obligations, people, tasks, units, visits
from storage.drafts import Draft
from storage.entry import Entry
from storage.meetings import Recorded

ROUTE = "vis"


def may(ctx: Context, unit_id: int) -> bool:
    """Whether the asker follows that cell today."""
    return any(post.unit_id == unit_id for post in ctx.holds(Role.UPPER_MEMBER))


def button(ctx: Context, unit_id: int) -> tuple[Button, ...]:
    """[Dự sinh hoạt tháng 11] on the card of a cell that the asker follows."""
    month = Month.of(ctx.today)
    if not may(ctx, unit_id) or obligations.of(ctx.db, ctx.scope, unit_id, month) is None:
        return ()
    return (Button(ctx.say.plain("visit-button", month=f"{month.month:02d}"), f"{ROUTE}:open:{unit_id}:{month}"),)


def owed(ctx: Context, unit_id: int, month: Month) -> Obligation:
    """That month's meeting of a cell that the asker follows; Refused for any other."""
    found = obligations.of(ctx.db, ctx.scope, unit_id, month) if may(ctx, unit_id) else None
    if found is None:
        raise Refused("not-found")
    return found


def screen(ctx: Context, found: Obligation, head: str = "") -> Screen:
    """When and where the cell meets and about what, what he has said of his coming, and what he can say now."""
    unit_id, month = found.unit_id, found.period
    was = meetings.of_period(ctx.db, ctx.scope, unit_id, month)
    day = was.meeting.held_on if was else found.day
    said = said_by(visits.of(ctx.db, ctx.scope, unit_id, month), found.day).get(ctx.person.id, Said())
    place = was.meeting.place if was else units.profile(ctx.db, ctx.scope, unit_id, ctx.today).place
    when = ctx.say("visit-no-day") if day is None else ctx.say.day(day)
    when += f", {found.hour}" if day is not None and found.hour and not was else ""
    told = [
        ctx.say("visit-head", unit=units.name_of(ctx.db, unit_id, ctx.today), month=month.written),
        ctx.say("visit-when", when=Html(when), place=place or "–"),
    ]
    if was is None:
        told.append(ctx.say("visit-content", month=f"{month.month}", tasks=len(_open_tasks(ctx, unit_id))))
    elif was.meeting.upper_member:
        told.append(ctx.say("visit-in-minutes", name=was.meeting.upper_member))
    else:
        told.append(ctx.say("visit-not-in-minutes"))
    told += _own_words(ctx, said)
    begun = was is not None or (day is not None and day <= ctx.today)
    words = (Word.CAME, Word.DID_NOT) if begun else (Word.WILL, Word.WILL_NOT)
    buttons = [Button(ctx.say.plain(f"visit-do-{word}"), f"{ROUTE}:{word}:{unit_id}:{month}") for word in words]
    if said.came:
        buttons.append(Button(ctx.say.plain("visit-do-remark"), f"{ROUTE}:remark:{unit_id}:{month}"))
    if was is not None:
        buttons.append(Button(ctx.say.plain("visit-do-minutes"), f"his:m:{was.id}"))
    numbered = [Button(f"{number}. {each.label}", each.code) for number, each in enumerate(buttons, 1)]
    told.append("   ".join(each.label for each in numbered))
    return Screen("\n".join([*([head] if head else []), *told]), rows_of(numbered, 2))


def _open_tasks(ctx: Context, unit_id: int) -> tuple[tasks.KeptTask, ...]:
    return tasks.open_of(ctx.db, ctx.scope, unit_id)


def _own_words(ctx: Context, said: Said) -> list[str]:
    newest = said.after or said.plan
    told = [ctx.say(f"visit-said-{newest.word}")] if newest else []
    return [
        *told,
        *([ctx.say("visit-remark-said", remark=said.after.remark)] if said.after and said.after.remark else []),
    ]


def say_word(ctx: Context, found: Obligation, word: Word) -> Screen:
    """Keep what he says; of a plan the secretary hears."""
    was = meetings.of_period(ctx.db, ctx.scope, found.unit_id, found.period)
    day = was.meeting.held_on if was and not word.plan else found.day
    day = day or (None if word.plan else ctx.today)
    entry = Entry(ctx.person.id, ctx.now)
    said = said_by(visits.of(ctx.db, ctx.scope, found.unit_id, found.period), found.day).get(ctx.person.id, Said())
    before = said.plan if word.plan else said.after
    if before is None or before.word is not word:
        visit_id = visits.keep(ctx.db, ctx.scope, found.unit_id, found.period, word, day, entry)
        if word.plan:
            _tell_cell(ctx, found, word, visit_id)
    return screen(ctx, found, ctx.say("visit-kept"))


def _tell_cell(ctx: Context, found: Obligation, word: Word, visit_id: int) -> None:
    values: dict[str, object] = {"who": ctx.person.name, "period": found.period}
    if found.day is not None:
        values["day"] = found.day
    key = f"visit-{word}-notice" if found.day is not None else f"visit-{word}-notice-no-day"
    notices.tell(
        ctx.db,
        people.to_be_told(ctx.db, ctx.scope, found.unit_id, ctx.today),
        found.unit_id,
        key.replace("_", "-"),
        values,
        f"visit:{visit_id}",
        ctx.now,
        checked=f"said:{found.period}:{visit_id}",
    )


# --- after the meeting -----------------------------------------------------------------------------------------------


def ask_who_follows(ctx: Context, meeting_id: int) -> None:
    """A regular meeting is recorded: who said that he would come, or may be meant by the minutes, is asked once."""
    held = meetings.get(ctx.db, ctx.scope, meeting_id).meeting
    if Kind.REGULAR not in held.kinds:
        return
    found = obligations.of(ctx.db, ctx.scope, held.unit_id, held.period)
    said = said_by(visits.of(ctx.db, ctx.scope, held.unit_id, held.period), found.day if found else None)
    follow = [
        who
        for post, who in people.holders(ctx.db, ctx.scope, held.unit_id, ctx.today)
        if post.role is Role.UPPER_MEMBER and who.id != ctx.person.id and said.get(who.id, Said()).came is None
    ]
    asked = [who for who in follow if held.upper_member or said.get(who.id, Said()).means_to_come]
    values: dict[str, object] = {"period": held.period, "day": held.held_on, "name": held.upper_member or "–"}
    notices.tell(
        ctx.db,
        asked,
        held.unit_id,
        "visit-asked-notice" if held.upper_member else "visit-asked-notice-nobody",
        values,
        f"came:{meeting_id}",
        ctx.now,
        checked=f"came:{held.period}",
        buttons=[
            (f"visit-do-{word}", f"{ROUTE}:{word}:{held.unit_id}:{held.period}") for word in (Word.CAME, Word.DID_NOT)
        ],
    )


def lines_of(ctx: Context, was: Recorded) -> list[str]:
    """What the upper members say of that meeting, and where it differs from the minutes; remarks for those above only."""
    held = was.meeting
    if Kind.REGULAR not in held.kinds:
        return []
    words = visits.of(ctx.db, ctx.scope, held.unit_id, held.period)
    said = said_by(words, None)
    told = []
    for who, each in said.items():
        if each.after is None:
            continue
        told.append(ctx.say(f"visit-told-{each.after.word}", name=people.get(ctx.db, who).name))
        if each.after.remark and ctx.holds(Role.ADMIN, Role.UPPER_MEMBER):
            told.append(ctx.say("visit-told-remark", remark=each.after.remark))
    apart = differs(held.upper_member, said.values())
    return [*told, *([ctx.say(f"visit-differs-{apart}", name=held.upper_member)] if apart else [])]


# --- the remark ------------------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """Of which month's meeting."""
    month = Month.read(about["period"])
    owed(ctx, unit_id, month)
    name = units.name_of(ctx.db, unit_id, ctx.today)
    usual = {"title": name, "unit_id": unit_id, "month": month.written}
    return Begun(Given(now=ctx.local, usual=usual))


def title(given: Given, say: Voice) -> str:
    """``Chi bộ thôn Muối · dự sinh hoạt tháng 11/2026``."""
    return say("visit-title", unit=given.usual.get("title", ""), month=given.usual.get("month", ""))


def keep(ctx: Context, draft: Draft, record: str, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """He came, and remarks this."""
    found = owed(ctx, draft.unit_id, Month.read((draft.about or {})["period"]))
    was = meetings.of_period(ctx.db, ctx.scope, found.unit_id, found.period)
    day = was.meeting.held_on if was else found.day or local(ctx.now, ctx.zone).date()
    entry = Entry(ctx.person.id, ctx.now, draft.id, reason=record)
    visits.keep(ctx.db, ctx.scope, found.unit_id, found.period, Word.CAME, day, entry)
    return screen(ctx, found, ctx.say("visit-kept"))
