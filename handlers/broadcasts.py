"""The form of a broadcast at the edge: what can be chosen below the admin's unit, and the preview that comes of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from bot.domain.broadcasts import Part
from bot.domain.evidence import read
from bot.domain.people import Role
from bot.domain.units import UnitKind
from bot.forms.broadcast import PartAnswer, RolesAnswer
from bot.forms.reading.outcome import Given
from bot.reports.announcement import ROUTE, announcement, seen_button
from bot.texts import Html, Voice
from bot.texts.screen import Piece, Screen
from handlers.choices import choose
from handlers.context import Answer, Context
from handlers.talk import Begun
from storage import broadcasts, units
from storage.broadcasts import Kept
from storage.drafts import Draft


def may(ctx: Context, unit_id: int) -> bool:
    """Only the admins of that very unit speak for it; what they say goes below it."""
    return any(post.unit_id == unit_id for post in ctx.holds(Role.ADMIN))


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The units right below; what was written before, when it is to be changed."""
    below = units.children(ctx.db, ctx.scope, unit_id, ctx.today)
    committees = any(each.kind not in {UnitKind.CELL, UnitKind.PARTY_GROUP} for each in below)
    facts = {
        "title": units.name_of(ctx.db, unit_id, ctx.today),
        "below": [[each.id, each.name] for each in below],
        "committees": committees,
    }
    begun = Begun(Given(now=ctx.local, usual=facts))
    if (number := about.get("broadcast")) is None:
        return begun
    told = broadcasts.find(ctx.db, ctx.scope, int(number)).told
    answers = {"part": told.part, "roles": told.roles, "words": told.words}
    return Begun(begun.given, answers, at="review:")


def title(given: Given, say: Voice) -> str:
    """``Thông báo · Đảng bộ xã Lục Nam``."""
    return say("broadcast-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: Any, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """Kept to be looked at; nothing goes out before its button is pressed."""
    made = broadcasts.keep(ctx.db, ctx.scope, draft.unit_id, record, ctx.person.id, ctx.now, draft.id)
    return preview(ctx, broadcasts.find(ctx.db, ctx.scope, made))


def preview(ctx: Context, kept: Kept) -> Answer:
    """What its readers will see; then to how many, whom it will not reach, and the one press that sends it."""
    found = broadcasts.readers(ctx.db, ctx.scope, kept.unit_id, kept.told, ctx.today, ctx.person.id)
    counted = Counter("reached" if reachable else each.state for each, reachable in found)
    told = [ctx.say("broadcast-preview", count=len(found), part=_part(ctx, kept.told.part), roles=_roles(ctx, kept))]
    told += [
        ctx.say(f"broadcast-preview-{name}", count=counted[name]) for name in ("not_joined", "blocked") if counted[name]
    ]
    ways = [(ctx.say(f"broadcast-{act}"), f"{ROUTE}:{act}:{kept.id}") for act in ("edit", "drop")]
    if counted["reached"]:
        ways.insert(0, (ctx.say("broadcast-send", count=counted["reached"]), f"{ROUTE}:go:{kept.id}"))
    else:
        told.append(ctx.say("broadcast-nobody"))
    first, pieces = _shown(ctx, kept)
    return first, replace(choose("\n".join(told), ways), kept=pieces)


def _part(ctx: Context, part: Part) -> Html:
    return Html(PartAnswer().show(part, ctx.say))


def _roles(ctx: Context, kept: Kept) -> Html:
    return Html(RolesAnswer().show(kept.told.roles, ctx.say))


def _shown(ctx: Context, kept: Kept) -> tuple[Screen, tuple[Piece, ...]]:
    """The message itself, with its file where it has one."""
    name = units.name_of(ctx.db, kept.unit_id, ctx.today)
    text = announcement(ctx.say, name, kept.told.words.text)
    head = ctx.say("broadcast-preview-head")
    if not kept.told.words.photos:
        return Screen(f"{head}\n{text}\n[{seen_button(ctx.say, kept.id)[0][0].label}]"), ()
    one = read(kept.told.words.photos[-1])
    return Screen(head), (Piece(one.kind.value, one.value, text, text),)
