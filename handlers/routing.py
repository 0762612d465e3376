"""What answers an update of somebody known: a command, a button, a form's reply, a typed number, a kind word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import handlers
from bot.domain.errors import Refused
from bot.domain.names import folded
from bot.domain.people import RECORDERS, Role
from bot.forms.reading.outcome import Understood
from bot.forms.reading.words import read_yes_no
from bot.texts.screen import Screen
from handlers import commands, forms
from handlers.commands import Command, Door, Route
from handlers.context import LONGEST_ID, Answer, Context, Incoming, SentFile, screens_of
from handlers.help import COMMAND, home
from storage import drafts, offers, outbox

if TYPE_CHECKING:
    import handlers.contacts
    import handlers.growing
    import handlers.invitations
    import handlers.people
    import handlers.recording
    import handlers.reminders
    import handlers.task_presses
    import handlers.templates

LONGEST_NUMBER = 3


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


def routed(ctx: Context) -> Answer:
    """By the kind of update, then by its words."""
    match ctx.incoming:
        case Incoming(kind="press", code=code):
            return _pressed(ctx, code)
        case Incoming(kind="text", forwarded=True):
            return _evidence(ctx, "forwarded")
        case Incoming(kind="text", text=text):
            name, args = command_of(text)
            return _commanded(ctx, name, args) if name else _typed(ctx)
        case Incoming(kind="photo"):
            return _evidence(ctx, "photo")
        case Incoming(kind="voice", what=what):
            return _evidence(ctx, what)
        case Incoming(kind="document", file=SentFile()) if forms.awaits_file(ctx.db, ctx.person.id):
            return _evidence(ctx, "document")
        case Incoming(kind="document") if (
            handlers.templates.meant(ctx.incoming) and not ctx.practising and ctx.holds(Role.ADMIN)
        ):
            return handlers.templates.received(ctx)
        case Incoming(kind="edited"):
            return _odd(ctx, "edited")
        case Incoming(kind="contact"):
            held = None if ctx.practising else handlers.contacts.received(ctx)
            return _odd(ctx, "contact") if held is None else (held, *present(ctx))
        case Incoming(what=what):
            return _odd(ctx, what)


def _commanded(ctx: Context, name: str, args: tuple[str, ...]) -> Answer:
    command = _commands().get(name)
    if command is None:
        return (Screen(ctx.say("unknown-command")), home(ctx))
    if command.name == "start" and args:
        ctx.args = args
        return handlers.invitations.welcome(ctx)
    return _may(ctx, command, args)


def _pressed(ctx: Context, code: str) -> Answer:
    if any(part.isdecimal() and not (part.isascii() and len(part) <= LONGEST_ID) for part in code.split(":")):
        raise Refused("not-found")  # no number that the bot has written, nor one that the records could be asked for
    if (command := _pressed_command(code)) is not None:
        return _may(ctx, command, tuple(code.split(":")[2:]))
    route, args = route_of(code)
    if route is None:
        return (Screen(ctx.say("old-button")), *present(ctx), home(ctx))[:2]
    return _may(ctx, route, args)


def _may(ctx: Context, what: Command | Route, args: tuple[str, ...]) -> Answer:
    if ctx.practising and not what.practice:
        raise Refused("practice-not-here")
    if what.roles and not ctx.holds(*what.roles):
        raise Refused("no-right")
    ctx.args = args
    told = screens_of(what.handle(ctx))
    return (*told, *_reminder(ctx)) if what.door == "read" else told


def _typed(ctx: Context) -> Answer:
    """Words: an answer in a form, the number or the name of a choice, a whole meeting in one message, or nothing understood."""
    short = len(ctx.incoming.text) <= handlers.people.LONGEST_WISH
    if short and (few_words := handlers.people.WORDS.get(folded(ctx.incoming.text).strip(" .!"))) is not None:
        return handlers.people.speak(ctx, few_words=few_words)
    if code := _offered_meanwhile(ctx):
        return _pressed(ctx, code)
    if (replied := _reply(ctx)) is not None:
        return replied
    if code := _offered(ctx):
        return _pressed(ctx, code)
    for taken_by in (
        handlers.task_presses.told,
        handlers.growing.told,
        handlers.recording.asked_for,
        handlers.reminders.asked_for,
    ):
        if (answer := taken_by(ctx)) is not None:
            return answer
    if meant := offers.meant(ctx.db, ctx.incoming.chat_id, ctx.incoming.text):
        return _pressed(ctx, meant)
    if code := _agreed(ctx):
        return _pressed(ctx, code)
    if (taken := forms.unasked(ctx)) is not None:
        return taken
    return (replace(home(ctx), text=f"{ctx.say('not-understood')}\n\n{home(ctx).text}"),)


def _evidence(ctx: Context, what: str) -> Answer:
    """Kept with what is being recorded, or with the task shown last; while nothing is open, said what to do first."""
    if (replied := _reply(ctx)) is not None:
        return replied
    if not ctx.incoming.forwarded and (reported := handlers.task_presses.told(ctx)) is not None:
        return reported
    if ctx.incoming.words and (taken := forms.unasked(ctx)) is not None:
        return taken
    return _odd(ctx, what if ctx.holds(*RECORDERS) else "evidence-above")


def _odd(ctx: Context, what: str) -> Answer:
    """A kind of message that is no answer: kindly asked again; what was being recorded stays as it is."""
    key = f"odd-{what}"
    shown = present(ctx)
    return (Screen(ctx.say(key if ctx.say.knows(key) else "odd-other")), *(shown or (home(ctx),)))


def _offered_meanwhile(ctx: Context) -> str:
    """The code behind a typed number when a choice was shown after the open form's last screen: the newest screen counts."""
    number = number_in(ctx.incoming)
    offered = offers.chosen(ctx.db, ctx.incoming.chat_id, number) if number else None
    if offered is None:
        return ""
    held = drafts.open_of(ctx.db, ctx.person.id)
    return offered[0] if held is not None and offered[1] > held.updated_at else ""


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


def _agreed(ctx: Context) -> str:
    """The code behind *ok*, *vâng*, *không* when the newest screen asks whether to do what it shows."""
    match read_yes_no(ctx.incoming.text):
        case Understood(value=yes):
            return offers.answered(ctx.db, ctx.incoming.chat_id, ctx.now, yes=bool(yes)) or ""
        case _:
            return ""


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


def present(ctx: Context) -> tuple[Screen, ...]:
    """The open form's screen as it stands; nothing when none is open."""
    shown = forms.present(ctx)
    return () if shown is None else (shown,)


def _reminder(ctx: Context) -> tuple[Screen, ...]:
    told = forms.reminder_of_draft(ctx)
    return () if told is None else (told,)


def may_be_practised(incoming: Incoming) -> bool:
    """False for a command or a button that concerns real posts and units."""
    if incoming.kind == "press":
        found = _pressed_command(incoming.code) or route_of(incoming.code)[0]
    else:
        found = _commands().get(command_of(incoming.text)[0])
    return found is None or found.practice


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


def kind_of(code: str) -> str:
    """Which kind of button a code is of, as far as the bot knows it: ``req:y``; no id and nothing else that it carries."""
    name, action, *_ = [*code.split(":"), ""]
    if _pressed_command(code) is not None or name not in _routes():
        return name if name in {COMMAND, *_routes()} else ""
    return f"{name}:{action}" if re.fullmatch(r"[a-z]{1,6}", action) else name


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
