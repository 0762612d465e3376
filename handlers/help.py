"""What the bot can do for the person who asks, by his posts: the home screen, /start for the joined, /trogiup."""

from __future__ import annotations

from bot.domain.people import RECORDERS, Role
from bot.texts import Html
from bot.texts.screen import Button, Screen, rows_of
from handlers.context import Context

COMMAND = "c"
"""Buttons ``c:<command>`` stand for a command."""
ASIDE = frozenset({"start", "trogiup", "huy", "ngonngu", "toi", "tapdung"})
"""Commands that are named by /trogiup but are no work of their own."""
WIDTH = 2
LAST = ("toi", "trogiup")
MENUS: tuple[tuple[frozenset[Role], tuple[str, ...]], ...] = (
    (RECORDERS, ("hop", "nghiquyet", "nhiemvu", "lich", "lichsu", "donvi")),
    (
        frozenset({Role.ADMIN}),
        ("tonghop", "chuahop", "chibo", "nhac", "tim", "moi", "thongbao", "donvi"),
    ),
    (frozenset({Role.UPPER_MEMBER}), ("tonghop", "chuahop", "chibo", "tim")),
)
"""What earns its place in Telegram's menu, by post, before ``LAST``: at most 8 for those who record, 10 for an admin; the rest by buttons."""


def commands_for(roles: frozenset[Role]) -> tuple[str, ...]:
    """Names of the commands that holders of those roles may give, in the order of the table."""
    from handlers.commands import COMMANDS  # noqa: PLC0415 - the table names this module's functions

    return tuple(command.name for command in COMMANDS if not command.roles or command.roles & roles)


def menu_for(roles: frozenset[Role]) -> tuple[str, ...]:
    """Telegram's command menu: the few commands that such posts need most, of those they may give."""
    may = commands_for(roles)
    named = (name for held, names in MENUS if held & roles for name in names)
    return tuple(name for name in dict.fromkeys((*named, *LAST)) if name in may)


def home(ctx: Context, *, opening: str = "") -> Screen:
    """What there is to do now, numbered and as buttons."""
    roles = frozenset(post.role for post in ctx.posts)
    names = [name for name in menu_for(roles) if name not in ASIDE]
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
    """``/trogiup``: every command with its use, buttons for those the menu leaves out, and the words that help in a form."""
    roles = frozenset(post.role for post in ctx.posts)
    names = commands_for(roles)
    lines = [f"/{name} {ctx.say(f'command-{name}')}" for name in names]
    shown = {*menu_for(roles), "start", "huy"}
    buttons = [Button(ctx.say.plain(f"command-{name}"), f"{COMMAND}:{name}") for name in names if name not in shown]
    return Screen(ctx.say("help", commands=Html("\n".join(lines))), rows_of(buttons, WIDTH))
