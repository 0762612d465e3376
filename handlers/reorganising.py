"""Reorganising in the chat: from a unit's card to another unit, a day, the look at what becomes of all, and the yes."""

from __future__ import annotations

from typing import Any

from bot.domain.errors import Refused
from bot.domain.periods import Month, Span
from bot.domain.reorganising import Act, ActKind
from bot.domain.units import Unit
from bot.forms.reading.outcome import Given
from bot.forms.reorganising import Told
from bot.reports.reorganising import preview_lines
from bot.reports.summary import PAGE
from bot.reports.text import clipped
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen
from handlers.choices import Option, choose
from handlers.context import Answer, Context
from handlers.places import Place, administers, back_row, kept, page_buttons
from handlers.talk import Begun
from storage import reorganising, successions, units
from storage.drafts import Draft

ROUTE = "reo"
OFFERED = (ActKind.MERGE, ActKind.MOVE, ActKind.RENAME, ActKind.SPLIT, ActKind.CLOSE)
WITH_ANOTHER = frozenset({ActKind.MERGE, ActKind.MOVE})
KNOWN = {kind.value for kind in OFFERED}


def may(ctx: Context, unit_id: int) -> bool:
    """Admins of a unit above this one: nobody reorganises his own."""
    return administers(ctx, unit_id)


def press(ctx: Context) -> Answer:
    """``reo:u:<unit>`` what to do, ``reo:t:<unit>:<act>:<page>`` with which other, ``reo:g:<unit>:<act>:<other>`` begins;
    ``reo:y:<reorganisation>`` and ``reo:n:<reorganisation>`` answer the look.
    """
    from handlers import forms  # noqa: PLC0415 - the table of forms names this module's functions

    match ctx.args:
        case ("u", _):
            return _offered(ctx, _own(ctx, ctx.number(1)))
        case ("t", _, act, _) if act in KNOWN:
            return _others(ctx, _own(ctx, ctx.number(1)), ActKind(act), ctx.number(3))
        case ("g", _, act, _) if act in KNOWN:
            unit = _own(ctx, ctx.number(1))
            return forms.start(ctx, "reorganising", unit.id, {"act": act, "other": ctx.number(3)})
        case ("y", _):
            return _agreed(ctx, ctx.number(1))
        case ("n", _):
            reorganising.withdraw(ctx.db, ctx.scope, ctx.number(1), ctx.person.id, ctx.local)
            return Screen(ctx.say("reorg-not-done"))
        case _:
            raise Refused("not-found")


def _own(ctx: Context, unit_id: int) -> Unit:
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    if not may(ctx, unit_id):
        raise Refused("no-right")
    return unit


def _offered(ctx: Context, unit: Unit) -> Screen:
    lines = [ctx.say("reorg-what", unit=clipped(unit.name))]
    options: list[Option] = []
    for act in OFFERED:
        code = f"t:{unit.id}:{act.value}:0" if act in WITH_ANOTHER else f"g:{unit.id}:{act.value}:0"
        options.append((ctx.say(f"reorg-act-{act.value}"), f"{ROUTE}:{code}"))
    for planned in reorganising.planned(ctx.db, ctx.scope):
        names = ", ".join(sorted({_name(ctx, act) for act in planned.acts}))
        lines.append(ctx.say("reorg-planned-line", day=planned.on, units=clipped(names)))
        options.append((ctx.say("reorg-planned-drop", day=ctx.say.short_day(planned.on)), f"{ROUTE}:n:{planned.id}"))
    return choose("\n".join(lines), options)


def _name(ctx: Context, act: Act) -> str:
    return act.name or reorganising.standing(ctx.db, ctx.today).name(act.code) or act.code


def _others(ctx: Context, unit: Unit, act: ActKind, page: int) -> Screen:
    """Into which unit, or below which: those of the asker's own subtree, the nearest first."""
    found = reorganising.others(ctx.db, ctx.scope, unit.id, act, ctx.person.id, ctx.today)
    back = back_row(ctx, f"{ROUTE}:u:{unit.id}")
    if not found:
        return Screen(ctx.say("reorg-no-other", unit=clipped(unit.name)), (back,), replace=True)
    page = page if page * PAGE < len(found) else 0
    shown = found[page * PAGE : (page + 1) * PAGE]
    above = units.names(ctx.db, ctx.scope, {each.parent_id for each in shown if each.parent_id}, ctx.today)
    options: list[Option] = []
    for each in shown:
        farther = above.get(each.parent_id or 0, "") if each.parent_id != unit.parent_id else ""
        name = f"{each.name} ({farther})" if farther and act is ActKind.MERGE else each.name
        options.append((ctx.say("invite-unit", name=clipped(name)), f"{ROUTE}:g:{unit.id}:{act.value}:{each.id}"))
    screen = choose(ctx.say(f"reorg-which-{act.value}", unit=clipped(unit.name)), options, first=page * PAGE + 1)
    pages = [f"{ROUTE}:t:{unit.id}:{act.value}:{number}" for number in range(-(-len(found) // PAGE))]
    return Screen(screen.text, kept(*screen.rows, page_buttons(ctx, pages, page), back), replace=True)


def _agreed(ctx: Context, reorganisation_id: int) -> Screen:
    found = reorganising.get(ctx.db, ctx.scope, reorganisation_id)
    done = reorganising.agree(ctx.db, ctx.scope, reorganisation_id, ctx.person.id, ctx.local)
    if done:
        return Screen(ctx.say("reorg-done"))
    drop = Button(ctx.say.plain("reorg-planned-drop", day=ctx.say.short_day(found.on)), f"{ROUTE}:n:{found.id}")
    return Screen(ctx.say("reorg-planned", day=found.on), ((drop,),))


# --- the form --------------------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """What is to be done and with which other unit is known from the press."""
    unit = units.get(ctx.db, ctx.scope, unit_id, ctx.today)
    other = units.get(ctx.db, ctx.scope, int(about["other"]), ctx.today).name if int(about["other"]) else ""
    facts = {"title": unit.name, "doing": str(about["act"]), "other": other}
    return Begun(Given(now=ctx.local, usual=facts), answers={"act": ActKind(about["act"])})


def title(given: Given, say: Voice) -> str:
    """``Sáp nhập · Chi bộ thôn Muối → Chi bộ thôn Khe Sâu``."""
    doing = given.usual.get("doing", ActKind.RENAME.value)
    act = Html(say(f"reorg-act-{doing}"))
    key = "reorganising-title-other" if given.usual.get("other") else "reorganising-title"
    return say(key, act=act, unit=given.usual.get("title", ""), other=given.usual.get("other", ""))


def keep(ctx: Context, draft: Draft, record: Told, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """The look at what would change, with the yes and the no."""
    unit = _own(ctx, draft.unit_id)
    other = int(draft.about["other"])
    named = units.get(ctx.db, ctx.scope, other, ctx.today).code if other else ""
    acts = _acts(ctx, unit, record, named)
    number = reorganising.propose(ctx.db, ctx.scope, acts, record.on, ctx.person.id, ctx.local)
    told = reorganising.look(ctx.db, acts, record.on, ctx.today)
    text = "\n".join(preview_lines(ctx.say, told))
    if told.wrong:
        reorganising.withdraw(ctx.db, ctx.scope, number, ctx.person.id, ctx.local)
        return Screen(text, (back_row(ctx, f"{ROUTE}:u:{unit.id}"),))
    options = [(ctx.say("reorg-yes"), f"{ROUTE}:y:{number}"), (ctx.say("reorg-no"), f"{ROUTE}:n:{number}")]
    return choose(text, options, width=2)


def _acts(ctx: Context, unit: Unit, told: Told, other: str) -> list[Act]:
    match told.act:
        case ActKind.RENAME:
            return [Act(told.act, unit.code, name=told.name)]
        case ActKind.MOVE:
            return [Act(told.act, unit.code, parent=other)]
        case ActKind.MERGE:
            return [Act(told.act, unit.code, into=(other,), holders=told.holders)]
        case ActKind.SPLIT:
            above = units.get(ctx.db, ctx.scope, unit.parent_id or 0, ctx.today).code
            new = reorganising.free_code(ctx.db, ctx.scope, unit.id, ctx.today)
            opened = Act(ActKind.OPEN, new, unit.kind, told.name, above)
            return [opened, Act(told.act, unit.code, into=(unit.code, new))]
        case _:
            return [Act(ActKind.CLOSE, unit.code)]


# --- what came before ------------------------------------------------------------------------------------------------


def before_lines(ctx: Context, unit_id: int) -> list[str]:
    """The units out of which it came, and into which it went, as lines of a card."""
    came = successions.before(ctx.db, ctx.scope, unit_id)
    went = successions.after(ctx.db, ctx.scope, unit_id)
    lines = [ctx.say("units-before", name=clipped(each.name), day=f"{each.since:%d/%m/%Y}") for each in came]
    return lines + [ctx.say("units-after", name=clipped(each.name), day=f"{each.since:%d/%m/%Y}") for each in went]


def before_buttons(ctx: Context, unit_id: int) -> tuple[tuple[Button, ...], ...]:
    """A button to each of them: a cell's records, a committee's figures of the month before it ended."""
    return tuple(
        (Button(ctx.say.plain("units-button-before", name=clipped(each.name, 28)), _code(each)),)
        for each in successions.before(ctx.db, ctx.scope, unit_id)[:PAGE]
    )


def _code(came: successions.Came) -> str:
    if came.cell:
        return f"his:u:{came.unit_id}:0"
    return Place(came.unit_id, Span(Month.of(came.since).plus(-1), 1)).code
