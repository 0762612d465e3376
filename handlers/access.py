"""Who asks and what answers him: one update inside one transaction, from the person's rights to the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.errors import Refused
from bot.domain.people import Person, Post, Role, Scope, scope_of
from bot.domain.rules import Rules
from bot.texts import Voice, voice
from bot.texts.screen import Screen
from handlers import commands, forms, invitations
from handlers.commands import Command, Door, Route
from handlers.context import Answer, Context, Incoming
from handlers.help import COMMAND, home
from handlers.screens import numbers
from storage import drafts, inbox, offers, outbox, people, rules

NO_ANSWER = frozenset({"blocked", "unblocked", "group"})
"""Kinds of update that owe nobody a reply in this chat."""
LONGEST_NUMBER = 3
MOST_WELCOMED = 1000


Asker = tuple[Person, tuple[Post, ...]]
"""Who writes, and the posts he holds today."""


@dataclass(frozen=True, slots=True)
class House:
    """What stays the same from update to update."""

    zone: ZoneInfo
    language: str = "vi"
    admin_ids: frozenset[int] = frozenset()
    bot_username: str = ""
    """The bot's name in links, known once Telegram has told it."""
    welcomed: dict[int, dict[int, str]] = field(default_factory=dict)
    """By chat: what the numbers of an invitation stand for. In memory only: they hold its token (reliability.md 3.7)."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What is to be said and done outside the transaction."""

    screens: tuple[Screen, ...] = ()
    language: str = "vi"
    roles: frozenset[Role] | None = None
    """Roles that decide the menu; None for a stranger."""
    leave: bool = False
    """Leave this group."""


def handle(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled | None:
    """The unit of work of one update: marked done and answered in one transaction; None when it was done before."""
    answered = incoming.kind in NO_ANSWER
    if not _mark(db, incoming, now, answered=answered):
        return None
    handled = answer(db, incoming, now, house)
    remember(db, incoming, handled, now)
    return handled


def answer(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    """What answers the update; Refused when it is not to be carried out."""
    match incoming.kind:
        case "group":
            return Handled((Screen(voice(house.language)("group-only")),), house.language, leave=True)
        case "blocked" | "unblocked":
            people.set_blocked(db, incoming.user_id, incoming.kind == "blocked")
            return Handled()
        case _:
            return _answer(db, incoming, now, house)


class MustWrite(Exception):
    """The update came by the reading door, but answering it needs the writing one."""


def told(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled | None:
    """The read of a reading command; None when it was answered before."""
    if inbox.is_done(db, incoming.bot_id, incoming.update_id):
        return None
    if people.by_telegram(db, incoming.user_id) is None:
        raise MustWrite
    return _answer(db, incoming, now, house)


def again(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    """Where the person stands: his form's present screen, else the home screen; nothing for a stranger."""
    asker = people.asker(db, incoming.user_id, now.astimezone(house.zone).date())
    if asker is None:
        return Handled()
    ctx = context_of(db, incoming, *asker, now, house)
    return Handled(_present(ctx) or (home(ctx),), ctx.say.language)


def _answer(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    if (code := house.welcomed.get(incoming.chat_id, {}).get(number_in(incoming))) is not None:
        incoming = replace(incoming, kind="press", code=code, message_id=0)
    asker = known(db, incoming, now, house)
    if asker is None:
        return _stranger(db, incoming, now, house)
    ctx = context_of(db, incoming, *asker, now, house)
    screens = _screens(_routed(ctx))
    return Handled(screens, ctx.say.language, frozenset(post.role for post in ctx.posts))


def refused(db: Connection, incoming: Incoming, now: datetime, house: House, why: Refused) -> Handled | None:
    """The unit of work after a refusal rolled the first one back: only marked done, and the sentence said."""
    if not _mark(db, incoming, now):
        return None
    say = language_of(db, incoming, house)
    return Handled((Screen(say(why.key, **why.values)),), say.language)


def finish(db: Connection, incoming: Incoming, handled: Handled, now: datetime, *, answered: bool) -> None:
    """The unit of work after a reading command: marked done, with its reply gone out or still owed."""
    remember(db, incoming, handled, now)
    _mark(db, incoming, now, answered=answered)


def give_up(db: Connection, incoming: Incoming, error: str) -> None:
    """The unit of work after the last try failed: the update is kept for somebody to look at."""
    inbox.mark_dead(db, incoming.bot_id, incoming.update_id, error)


def remember(db: Connection, incoming: Incoming, handled: Handled, now: datetime) -> None:
    """Keeps what the numbers on the new screen stand for, unless they hold a secret."""
    if (codes := numbers(handled.screens)) and not _secret(codes):
        offers.put(db, incoming.chat_id, codes, now)


def note_welcome(house: House, chat_id: int, handled: Handled) -> None:
    """The same for the screen of an invitation, outside the records; any later screen ends it."""
    codes = numbers(handled.screens)
    if codes and _secret(codes):
        if len(house.welcomed) >= MOST_WELCOMED:
            house.welcomed.pop(next(iter(house.welcomed)))
        house.welcomed[chat_id] = codes
    elif handled.screens:
        house.welcomed.pop(chat_id, None)


def _secret(codes: Mapping[int, str]) -> bool:
    routes = (route_of(code)[0] for code in codes.values())
    return any(route is not None and route.stranger for route in routes)


def language_of(db: Connection, incoming: Incoming, house: House) -> Voice:
    """The voice in which the sender is spoken to."""
    person = people.by_telegram(db, incoming.user_id)
    return voice(house.language if person is None else person.language)


def _mark(db: Connection, incoming: Incoming, now: datetime, *, answered: bool = False) -> bool:
    return inbox.mark_done(
        db,
        incoming.bot_id,
        incoming.update_id,
        now,
        chat_id=incoming.chat_id,
        kind=incoming.kind,
        answered=answered,
    )


# --- who asks --------------------------------------------------------------------------------------------------------


def known(db: Connection, incoming: Incoming, now: datetime, house: House) -> Asker | None:
    """The person who writes, with his posts; those of ADMIN_IDS are known from their first word on, once there is a unit."""
    local = now.astimezone(house.zone)
    asker = people.asker(db, incoming.user_id, local.date())
    if asker is None and incoming.user_id in house.admin_ids:
        people.ensure_root_admins(db, (incoming.user_id,), local)
        return people.asker(db, incoming.user_id, local.date())
    return asker


def context_of(
    db: Connection, incoming: Incoming, person: Person, posts: tuple[Post, ...], now: datetime, house: House
) -> Context:
    """Everything a handler may know of the asker, read in this transaction: no right outlives its post."""
    scope = scope_of(person.id, posts)
    return Context(
        db=db,
        now=now,
        zone=house.zone,
        incoming=incoming,
        person=person,
        posts=posts,
        scope=scope,
        say=voice(person.language),
        rules=rules.rules_for(db, posts[0].unit_id) if posts else Rules(),
        bot_username=house.bot_username,
    )


def _stranger(db: Connection, incoming: Incoming, now: datetime, house: House) -> Handled:
    """One polite sentence, unless he brings an invitation or answers one."""
    say = voice(house.language)
    nobody = Person(0, incoming.user_name, language=house.language)
    ctx = Context(db, now, house.zone, incoming, nobody, (), Scope(0, ()), say, Rules())
    name, args = command_of(incoming.text)
    if incoming.kind == "text" and name == "start" and args:
        ctx.args = args
        return Handled(_screens(invitations.welcome(ctx)), say.language)
    if incoming.kind == "press" and (found := route_of(incoming.code))[0] is not None and found[0].stranger:
        ctx.args = found[1]
        screens = _screens(found[0].handle(ctx))
        joined = people.by_telegram(db, incoming.user_id)
        posts = people.posts_of(db, joined.id, ctx.today) if joined is not None else ()
        return Handled(screens, say.language, frozenset(post.role for post in posts) if joined is not None else None)
    key = "no-units" if incoming.user_id in house.admin_ids else "stranger"
    return Handled((Screen(say(key)),), say.language)


# --- what answers ----------------------------------------------------------------------------------------------------


def door_of(incoming: Incoming) -> Door:
    """Whether the update only asks to be told something: then no write is made before the reply."""
    if incoming.kind == "press":
        return (found.door if (found := _pressed_command(incoming.code)) else None) or _route_door(incoming.code)
    name, args = command_of(incoming.text)
    command = _commands().get(name)
    if command is None or incoming.kind != "text" or incoming.forwarded or (command.name == "start" and args):
        return "write"
    return command.door


def _route_door(code: str) -> Door:
    route, _ = route_of(code)
    return route.door if route is not None else "write"


def _routed(ctx: Context) -> Answer:
    match ctx.incoming:
        case Incoming(kind="press", code=code):
            return _pressed(ctx, code)
        case Incoming(kind="text", forwarded=True):
            return _odd(ctx, "forwarded")
        case Incoming(kind="text", text=text):
            name, args = command_of(text)
            return _commanded(ctx, name, args) if name else _typed(ctx)
        case Incoming(kind="photo"):
            return _photo(ctx)
        case Incoming(kind="edited"):
            return _odd(ctx, "edited")
        case Incoming(kind="contact"):
            return _odd(ctx, "contact")
        case Incoming(what=what):
            return _odd(ctx, what)


def _commanded(ctx: Context, name: str, args: tuple[str, ...]) -> Answer:
    command = _commands().get(name)
    if command is None:
        return (Screen(ctx.say("unknown-command")), home(ctx))
    if command.name == "start" and args:
        ctx.args = args
        return invitations.welcome(ctx)
    return _may(ctx, command, args)


def _pressed(ctx: Context, code: str) -> Answer:
    if (command := _pressed_command(code)) is not None:
        return _may(ctx, command, tuple(code.split(":")[2:]))
    route, args = route_of(code)
    if route is None:
        return (Screen(ctx.say("old-button")), *_present(ctx), home(ctx))[:2]
    return _may(ctx, route, args)


def _may(ctx: Context, what: Command | Route, args: tuple[str, ...]) -> Answer:
    if what.roles and not ctx.holds(*what.roles):
        raise Refused("no-right")
    ctx.args = args
    told = _screens(what.handle(ctx))
    return (*told, *_reminder(ctx)) if what.door == "read" else told


def _typed(ctx: Context) -> Answer:
    """Words: an answer in a form, the number of a choice, a whole meeting in one message, or nothing understood."""
    if (replied := _reply(ctx)) is not None:
        return replied
    if code := _offered(ctx):
        return _pressed(ctx, code)
    if (taken := forms.unasked(ctx)) is not None:
        return taken
    return (replace(home(ctx), text=f"{ctx.say('not-understood')}\n\n{home(ctx).text}"),)


def _photo(ctx: Context) -> Answer:
    if (replied := _reply(ctx)) is not None:
        return replied
    if ctx.incoming.text and (taken := forms.unasked(ctx)) is not None:
        return taken
    return _odd(ctx, "photo")


def _odd(ctx: Context, what: str) -> Answer:
    """A kind of message that is no answer: kindly asked again; what was being recorded stays as it is."""
    key = f"odd-{what}"
    present = _present(ctx)
    return (Screen(ctx.say(key if ctx.say.knows(key) else "odd-other")), *(present or (home(ctx),)))


def _offered(ctx: Context) -> str:
    """The code behind a typed number: of the newest screen with numbers, or of the newest reminder."""
    number = number_in(ctx.incoming)
    if not number:
        return ""
    offered = offers.chosen(ctx.db, ctx.incoming.chat_id, number)
    # a reminder counts when it is newer than that screen: ``numbered`` looks back from the moment it is given
    moment = ctx.now if offered is None else max(ctx.now, offered[1] + outbox.ANSWERABLE_FOR)
    reminded = outbox.numbered(ctx.db, ctx.person.id, number, moment)
    return reminded or (offered[0] if offered is not None else "")


def number_in(incoming: Incoming) -> int:
    """The choice typed: ``2``, ``2.``, ``2)``; 0 for anything else."""
    text = incoming.text.strip(" .)")
    typed = incoming.kind == "text" and text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if typed else 0


# --- the form that is open -------------------------------------------------------------------------------------------


def _reply(ctx: Context) -> Answer | None:
    """The form's answer; None when no form is open (asked of the form itself: the draft is read once)."""
    try:
        return forms.reply(ctx)
    except Refused as why:
        if why.key == "no-draft":
            return None
        raise


def _present(ctx: Context) -> tuple[Screen, ...]:
    held = drafts.open_of(ctx.db, ctx.person.id)
    return () if held is None else (forms.shown_again(ctx.db, held, ctx.now, ctx.zone),)


def _reminder(ctx: Context) -> tuple[Screen, ...]:
    told = forms.reminder_of_draft(ctx)
    return () if told is None else (told,)


# --- reading commands and codes --------------------------------------------------------------------------------------


def command_of(text: str) -> tuple[str, tuple[str, ...]]:
    """``/Hop@the_bot 11 2026`` is the command ``hop`` with two words; an empty name for no command."""
    if not text.startswith("/"):
        return "", ()
    first, *words = text.split()
    return first[1:].partition("@")[0].casefold(), tuple(words)


def route_of(code: str) -> tuple[Route | None, tuple[str, ...]]:
    """The route of a pressed code, and its parts."""
    name, *parts = code.split(":")
    return _routes().get(name), tuple(parts)


def _pressed_command(code: str) -> Command | None:
    """``c:hop``: a button that stands for a command."""
    head, _, rest = code.partition(":")
    return _commands().get(rest.partition(":")[0]) if head == COMMAND else None


@cache
def _commands() -> Mapping[str, Command]:
    return {name: command for command in commands.COMMANDS for name in (command.name, command.alias) if name}


@cache
def _routes() -> Mapping[str, Route]:
    return {route.name: route for route in commands.ROUTES}


def _screens(told: Answer) -> tuple[Screen, ...]:
    return told if isinstance(told, tuple) else (told,)
