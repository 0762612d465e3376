"""A committee's own Word templates: its admin gets the one in force, changes it in Word and sends it back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.domain.documents import OWN, SLUGS, DocumentKind, kind_named, slug
from bot.domain.errors import Refused
from bot.domain.people import Role
from bot.reports.printing import fault, printed, shipped
from bot.reports.rendering import LARGEST
from bot.texts import Html
from bot.texts.screen import Button, File, Screen
from handlers.choices import choose
from handlers.context import Answer, Context, Incoming, SentFile
from storage import rules, templates, units
from storage.entry import Entry

ROUTE = "tpl"
WORD = (".docx", ".doc", ".docm", ".dotx", ".dotm", ".odt")
"""Names of files that are meant as templates, usable or not."""


def press(ctx: Context) -> Answer:
    """``tpl:u:<unit>`` lists; ``tpl:g|s|d|y:<unit>:<kind>`` gets, tries, asks before dropping, drops; ``tpl:n`` keeps."""
    if ctx.args[:1] == ("n",):
        return Screen(ctx.say("template-kept-as-it-was"))
    unit_id = ctx.number(1)
    _allowed(ctx, unit_id)
    match ctx.args:
        case ("u", _):
            return _listed(ctx, unit_id)
        case ("g", _, kind) if kind in OWN:
            return _file(ctx, unit_id, DocumentKind(kind))
        case ("s", _, kind) if kind in OWN:
            return _trial(ctx, unit_id, DocumentKind(kind))
        case ("d", _, kind) if kind in OWN:
            return _ask(ctx, unit_id, DocumentKind(kind))
        case ("y", _, kind) if kind in OWN:
            return _drop(ctx, unit_id, DocumentKind(kind))
        case _:
            raise Refused("not-found")


def may_change(ctx: Context, unit_id: int) -> bool:
    """Whether the asker administers the unit or one above it."""
    own = {post.unit_id for post in ctx.holds(Role.ADMIN)}
    return bool(own.intersection((unit_id, *units.above(ctx.db, unit_id))))


def _allowed(ctx: Context, unit_id: int) -> None:
    units.seen(ctx.db, ctx.scope, unit_id)
    if not may_change(ctx, unit_id):
        raise Refused("not-found")


def _kind(ctx: Context, kind: DocumentKind) -> Html:
    return Html(ctx.say(f"template-kind-{kind.value}"))


def _name(ctx: Context, unit_id: int) -> str:
    return units.name_of(ctx.db, unit_id, ctx.today)


def _listed(ctx: Context, unit_id: int) -> Screen:
    """Each kind with the template in force, and what can be done."""
    lines = [ctx.say("template-head", unit=_name(ctx, unit_id))]
    options = []
    for kind in OWN:
        own = templates.in_force(ctx.db, unit_id, kind)
        lines.append(ctx.say("template-line", kind=_kind(ctx, kind), state=Html(_state(ctx, unit_id, own))))
        options.append((ctx.say("template-get", kind=_kind(ctx, kind)), f"{ROUTE}:g:{unit_id}:{kind.value}"))
        if own is not None and own.unit_id == unit_id:
            options.append((ctx.say("template-drop", kind=_kind(ctx, kind)), f"{ROUTE}:d:{unit_id}:{kind.value}"))
    lines.append(ctx.say("template-how"))
    return choose("\n".join(lines), options)


def _state(ctx: Context, unit_id: int, own: templates.Template | None) -> str:
    if own is None:
        return ctx.say("template-state-shipped")
    if own.unit_id == unit_id:
        return ctx.say("template-state-own", version=own.version)
    return ctx.say("template-state-above", unit=_name(ctx, own.unit_id))


def _file(ctx: Context, unit_id: int, kind: DocumentKind) -> Screen:
    own = templates.in_force(ctx.db, unit_id, kind)
    content = shipped(kind) if own is None else own.content
    file = File(f"mau-{SLUGS[kind]}.docx", lambda: content)
    return Screen(ctx.say("template-file", kind=_kind(ctx, kind), unit=_name(ctx, unit_id)), file=file)


def _trial(ctx: Context, unit_id: int, kind: DocumentKind) -> Screen:
    """An invented paper after the template in force and under the unit's rules."""
    from bot.reports.samples import samples  # noqa: PLC0415 - seldom needed

    told = samples(kind, rules.rules_for(ctx.db, unit_id))[0]
    own = templates.in_force(ctx.db, unit_id, kind)
    content = shipped(kind) if own is None else own.content
    file = File(f"thu-{SLUGS[kind]}.docx", partial(printed, told, content))
    return Screen(ctx.say("template-sample", kind=_kind(ctx, kind)), file=file)


def _ask(ctx: Context, unit_id: int, kind: DocumentKind) -> Screen:
    options = [
        (ctx.say("template-drop-yes"), f"{ROUTE}:y:{unit_id}:{kind.value}"),
        (ctx.say("template-drop-no"), f"{ROUTE}:n"),
    ]
    return choose(ctx.say("template-drop-ask", kind=_kind(ctx, kind), unit=_name(ctx, unit_id)), options, width=2)


def _drop(ctx: Context, unit_id: int, kind: DocumentKind) -> Screen:
    entry = Entry(ctx.person.id, ctx.now)
    done = templates.withdraw(ctx.db, ctx.scope, unit_id, kind, entry)
    key = "template-dropped" if done else "template-dropped-before"
    return Screen(ctx.say(key, kind=_kind(ctx, kind), unit=_name(ctx, unit_id)))


# --- a file that was sent --------------------------------------------------------------------------------------------


def meant(incoming: Incoming) -> bool:
    """Whether a file that was sent is meant as a template, by its name."""
    file = incoming.file
    return file is not None and not incoming.forwarded and file.name.casefold().endswith(WORD)


def checked(file: SentFile, caption: str, content: bytes) -> SentFile:
    """The file with its content, or with the reason why it cannot be used. Slow: not for the event loop."""
    from bot.reports.samples import samples  # noqa: PLC0415 - seldom needed

    kind = kind_named(caption, file.name)
    broken = None if kind is None else fault(content, samples(kind))
    if broken is not None:
        return replace(file, fault=broken.key, fault_values=broken.values)
    return replace(file, content=content)


def received(ctx: Context) -> Answer:
    """A template that an admin sent: kept and in force at once, or refused with the reason."""
    file = ctx.incoming.file
    if file is None or not ctx.holds(Role.ADMIN):
        raise Refused("template-only-admins")
    kind = kind_named(ctx.incoming.text, file.name)
    if kind is None:
        raise Refused("template-which-kind")
    unit_id = _unit_meant(ctx)
    if file.size > LARGEST:
        return _not_taken(ctx, "template-too-large", {"most": str(LARGEST >> 10)})
    if file.fault or not file.content:
        return _not_taken(ctx, file.fault or "template-not-fetched", file.fault_values)
    entry = Entry(ctx.person.id, ctx.now)
    version = templates.put(ctx.db, ctx.scope, unit_id, kind, file.content, file.name, entry)
    told = ctx.say("template-put", kind=_kind(ctx, kind), version=version, unit=_name(ctx, unit_id))
    buttons = (
        Button(ctx.say.plain("template-put-look"), f"{ROUTE}:s:{unit_id}:{kind.value}"),
        Button(ctx.say.plain("template-drop-yes"), f"{ROUTE}:d:{unit_id}:{kind.value}"),
    )
    return Screen(told, (buttons,))


def _not_taken(ctx: Context, key: str, values: dict[str, str]) -> Screen:
    return Screen(ctx.say("template-not-taken", why=Html(ctx.say(key, **values))))


def _unit_meant(ctx: Context) -> int:
    """The admin's unit; of several the one whose code stands in what was written with the file."""
    own = tuple(dict.fromkeys(post.unit_id for post in ctx.holds(Role.ADMIN)))
    for word in ctx.incoming.text.split():
        for unit in units.find(ctx.db, ctx.scope, word):
            if slug(unit.code) == slug(word) and may_change(ctx, unit.id):
                return unit.id
    if len(own) > 1:
        raise Refused("template-which-unit", code=units.get(ctx.db, ctx.scope, own[0], ctx.today).code)
    return own[0]
