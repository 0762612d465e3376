"""A committee's settings: what holds and who decided it, changed by a look and one press, inherited by all below."""

from __future__ import annotations

from typing import Any

from bot.domain.errors import Refused
from bot.domain.rule_values import VALUES
from bot.forms.reading.outcome import Given
from bot.forms.rule import Told, rule_text
from bot.texts import Html, Voice
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Answer, Context
from handlers.places import administers, turning
from handlers.talk import Begun
from storage import rules, units
from storage.drafts import Draft

ROUTE = "rul"
PAGE = 9
NAMES = tuple(VALUES)


def may(ctx: Context, unit_id: int) -> bool:
    """Admins of the committee and of those above it."""
    return administers(ctx, unit_id, itself=True)


def rules_screen(ctx: Context, unit_id: int, page: int, *, told: str = "") -> Screen:
    """The rules of a unit, nine a page: each with what holds and whose word it is; the numbers run through all pages."""
    if not may(ctx, unit_id):
        raise Refused("not-found")
    held = rules.rules_for(ctx.db, unit_id)
    deciding = rules.deciding(ctx.db, ctx.scope, unit_id)
    pages = -(-len(NAMES) // PAGE)
    page = page if page < pages else 0
    shown = NAMES[page * PAGE : (page + 1) * PAGE]
    first = page * PAGE + 1
    head = ctx.say("rules-head", unit=units.name_of(ctx.db, unit_id, ctx.today), page=page + 1, pages=pages)
    lines = [_line(ctx, unit_id, name, held, deciding.get(name), n) for n, name in enumerate(shown, first)]
    buttons = [Button(str(n), f"{ROUTE}:one:{unit_id}:{name}") for n, name in enumerate(shown, first)]
    moves = turning(ctx, lambda number: f"{ROUTE}:all:{unit_id}:{number}", page, more=page + 1 < pages)
    rows = (*rows_of(buttons, 5), *((moves,) if moves else ()))
    text = "\n".join(filter(None, [told, head, *lines, ctx.say("rules-foot")]))
    return Screen(text, rows, unseen=_others(ctx, unit_id, shown))


def _others(ctx: Context, unit_id: int, shown: tuple[str, ...]) -> tuple[Button, ...]:
    """The rules on the other pages: each is found by its number and by its words from every page."""
    return tuple(
        Button(f"{number}. {ctx.say.without_tags(ctx.say(f'rule-{name}'))}", f"{ROUTE}:one:{unit_id}:{name}")
        for number, name in enumerate(NAMES, 1)
        if name not in shown
    )


def _line(ctx: Context, unit_id: int, name: str, held: Any, decided_by: int | None, number: int) -> str:
    value = Html(rule_text(ctx.say, name, getattr(held, name)))
    label = ctx.say(f"rule-{name}")
    match decided_by:
        case None:
            return ctx.say("rules-line", number=number, label=Html(label), value=value)
        case own if own == unit_id:
            return ctx.say("rules-line-own", number=number, label=Html(label), value=value)
        case other:
            name_of = units.name_of(ctx.db, other, ctx.today)
            return ctx.say("rules-line-above", number=number, label=Html(label), value=value, unit=name_of)


def press(ctx: Context) -> Answer:
    """``rul:all:<unit>:<page>`` lists, ``rul:one:<unit>:<rule>`` changes one, ``rul:not:<unit>:<rule>`` takes it back.

    Buttons of old carry a place in the list, at which another rule may stand now: they show the list.
    """
    from handlers import forms  # noqa: PLC0415 - the table of forms names this module's functions

    match ctx.args:
        case ("all", _, _):
            return rules_screen(ctx, ctx.number(1), ctx.number(2))
        case ("one", _, name) if name in VALUES:
            return forms.start(ctx, "rule", ctx.number(1), {"rule": name})
        case ("not", _, name) if name in VALUES:
            return _taken_back(ctx, ctx.number(1), name)
        case ("one" | "not", _, place) if place.isdecimal():
            return rules_screen(ctx, ctx.number(1), 0)
        case _:
            raise Refused("not-found")


def _taken_back(ctx: Context, unit_id: int, name: str) -> Screen:
    if not may(ctx, unit_id):
        raise Refused("not-found")
    done = rules.unset_rule(ctx.db, ctx.scope, unit_id, name, ctx.person.id, ctx.now)
    label = Html(ctx.say(f"rule-{name}"))
    told = ctx.say("rule-taken-back" if done else "rule-not-own", label=label)
    return rules_screen(ctx, unit_id, NAMES.index(name) // PAGE, told=told)


# --- the form ----------------------------------------------------------------------------------------------------------


def begin(ctx: Context, unit_id: int, about: dict[str, Any]) -> Begun:
    """The rule as it stands, and how many cells it holds for."""
    name = about["rule"]
    now = rule_text(ctx.say, name, getattr(rules.rules_for(ctx.db, unit_id), name))
    cells = units.cell_counts(ctx.db, ctx.scope, [unit_id], ctx.today).get(unit_id, 0)
    facts = {
        "title": units.name_of(ctx.db, unit_id, ctx.today),
        "rule": name,
        "rule_label": ctx.say.without_tags(ctx.say(f"rule-{name}")),
        "rule_now": ctx.say.without_tags(now),
        "rule_example": VALUES[name].example,
        "cells": cells,
    }
    return Begun(Given(now=ctx.local, usual=facts))


def title(given: Given, say: Voice) -> str:
    """``Cài đặt · Đảng bộ xã Lục Nam``."""
    return say("rule-title", unit=given.usual.get("title", ""))


def keep(ctx: Context, draft: Draft, record: Told, answers: dict[str, Any]) -> Answer:  # noqa: ARG001
    """From now on the rule holds for the unit and all below that have none of their own."""
    rules.set_rule(ctx.db, ctx.scope, draft.unit_id, record.name, record.value, ctx.person.id, ctx.now)
    value = Html(rule_text(ctx.say, record.name, record.value))
    told = ctx.say("rule-kept", label=Html(ctx.say(f"rule-{record.name}")), value=value)
    row = (
        Button(ctx.say.plain("rule-back"), f"{ROUTE}:not:{draft.unit_id}:{record.name}"),
        Button(ctx.say.plain("rules-button"), f"{ROUTE}:all:{draft.unit_id}:{NAMES.index(record.name) // PAGE}"),
    )
    on_paper = record.name == "spelling" or record.name.startswith("document_")
    trial = Button(ctx.say.plain("rule-trial"), f"tpl:s:{draft.unit_id}:resolution")
    return Screen(told, ((trial,), row) if on_paper else (row,))
