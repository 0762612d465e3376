"""What the bot can do for the person who asks, by his posts: the home screen, /start for the joined, /trogiup."""

from __future__ import annotations

from bot.domain.people import Role
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Context

COMMAND = "c"
"""Buttons ``c:<command>`` stand for a command."""
ASIDE = frozenset({"start", "trogiup", "huy", "ngonngu", "toi", "tapdung"})
"""Commands that are named by /trogiup but are no work of their own."""
WIDTH = 2


def commands_for(roles: frozenset[Role]) -> tuple[str, ...]:
    """Names of the commands that holders of those roles may give, in the order of the table."""
    from handlers.commands import COMMANDS  # noqa: PLC0415 - the table names this module's functions

    return tuple(command.name for command in COMMANDS if not command.roles or command.roles & roles)


def home(ctx: Context, *, opening: str = "") -> Screen:
    """What there is to do now, numbered and as buttons."""
    roles = frozenset(post.role for post in ctx.posts)
    names = [name for name in commands_for(roles) if name not in ASIDE]
    described = [(name, ctx.say.plain(f"command-{name}")) for name in names]
    lines = [f"{number}. {ctx.say(f'command-{name}')} /{name}" for number, (name, _) in enumerate(described, 1)]
    greeting = opening or ctx.say("home-greeting", name=ctx.person.name)
    choose = ctx.say("home-choose") if lines else ctx.say("home-nothing")
    buttons = [
        Button(f"{number}. {described_as}", f"{COMMAND}:{name}")
        for number, (name, described_as) in enumerate(described, 1)
    ]
    return Screen("\n".join([greeting, choose, *lines]), rows_of(buttons, WIDTH))


def start(ctx: Context) -> Screen:
    """``/start`` of somebody who has joined."""
    return home(ctx)


def trogiup(ctx: Context) -> Screen:
    """``/trogiup``: every command with its use, and the words that help inside a conversation."""
    roles = frozenset(post.role for post in ctx.posts)
    lines = [f"/{name} {ctx.say(f'command-{name}')}" for name in commands_for(roles)]
    return Screen(ctx.say("help", commands=Html("\n".join(lines))))
