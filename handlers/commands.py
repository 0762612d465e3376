"""Every command and every route of a button, in one table: menus, /help, routing and permission come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import handlers
from bot.domain.people import RECORDERS, Role
from handlers.context import Handler
from handlers.help import start, trogiup

if TYPE_CHECKING:
    import handlers.broadcasting
    import handlers.caring
    import handlers.cells
    import handlers.charts
    import handlers.dismissals
    import handlers.documents
    import handlers.exports
    import handlers.following
    import handlers.forms
    import handlers.growing
    import handlers.growth_years
    import handlers.handing
    import handlers.history
    import handlers.invitations
    import handlers.inviting
    import handlers.missing
    import handlers.modelling
    import handlers.nudging
    import handlers.onboarding
    import handlers.people
    import handlers.practice
    import handlers.recording
    import handlers.reminders
    import handlers.reorganising
    import handlers.requests
    import handlers.reviewing
    import handlers.rosters
    import handlers.rules
    import handlers.schedule
    import handlers.scoring
    import handlers.search
    import handlers.summaries
    import handlers.task_presses
    import handlers.templates
    import handlers.units
    import handlers.usual_day
    import handlers.visiting

Door = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the menu; its description is the text ``command-<name>``."""

    name: str
    alias: str
    handle: Handler
    roles: frozenset[Role] = frozenset()
    """Empty: everyone who has joined."""
    door: Door = "write"
    practice: bool = True
    """May be given while practising: it touches nothing but the practice cell."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a pressed code ``<name>:part:part`` goes; the parts are ``ctx.args``."""

    name: str
    handle: Handler
    roles: frozenset[Role] = frozenset()
    door: Door = "write"
    stranger: bool = False
    """Open to those who have not joined (the answer to an invitation)."""
    practice: bool = True
    """May be pressed while practising."""


ABOVE = frozenset({Role.ADMIN, Role.UPPER_MEMBER})
"""Those who look at cells from above."""

ADMINS = frozenset({Role.ADMIN})

INVITING = frozenset({Role.ADMIN, Role.SECRETARY})
"""Those who bring in others: an admin below him, a secretary his deputy and committee members."""

COMMANDS: tuple[Command, ...] = (
    Command("start", "batdau", start, door="read"),
    Command("trogiup", "help", trogiup, door="read"),
    Command("hop", "meeting", lambda ctx: handlers.recording.meeting(ctx), RECORDERS),
    Command("dieuhanh", "lead", lambda ctx: handlers.recording.leading(ctx), RECORDERS),
    Command("nghiquyet", "resolution", lambda ctx: handlers.recording.resolution(ctx), RECORDERS),
    Command("nhiemvu", "tasks", lambda ctx: handlers.recording.open_tasks(ctx), RECORDERS, door="read"),
    Command("lichsu", "history", lambda ctx: handlers.recording.history(ctx), RECORDERS, door="read"),
    Command("lich", "schedule", lambda ctx: handlers.schedule.lich(ctx), RECORDERS, practice=False),
    Command("huy", "cancel", lambda ctx: handlers.recording.cancel(ctx)),
    Command(
        "tonghop", "summary", lambda ctx: handlers.summaries.tonghop(ctx), frozenset(Role), door="read", practice=False
    ),
    Command("chuahop", "missing", lambda ctx: handlers.missing.chuahop(ctx), ABOVE, door="read", practice=False),
    Command("chibo", "cell", lambda ctx: handlers.cells.chibo(ctx), frozenset(Role), door="read", practice=False),
    Command("nhac", "remind", lambda ctx: handlers.nudging.nhac(ctx), ADMINS, practice=False),
    Command("bieudo", "chart", lambda ctx: handlers.charts.bieudo(ctx), ABOVE, door="read", practice=False),
    Command("xuat", "export", lambda ctx: handlers.exports.xuat(ctx), ABOVE, door="read", practice=False),
    Command("tim", "search", lambda ctx: handlers.search.tim(ctx), frozenset(Role), door="read"),
    Command("moi", "invite", lambda ctx: handlers.inviting.moi(ctx), INVITING, door="read", practice=False),
    Command("thongbao", "broadcast", lambda ctx: handlers.broadcasting.thongbao(ctx), ADMINS, practice=False),
    Command(
        "donvi", "units", lambda ctx: handlers.units.donvi(ctx), ABOVE | {Role.SECRETARY, Role.DEPUTY}, door="read"
    ),
    Command("ngonngu", "language", lambda ctx: handlers.people.ngonngu(ctx), door="read"),
    Command("tapdung", "practice", lambda ctx: handlers.practice.tapdung(ctx)),
    Command("toi", "me", lambda ctx: handlers.people.toi(ctx), door="read", practice=False),
)

ROUTES: tuple[Route, ...] = (
    Route("f", lambda ctx: handlers.forms.press(ctx)),
    Route("rec", lambda ctx: handlers.recording.press_recording(ctx), RECORDERS),
    Route("cor", lambda ctx: handlers.recording.press_correct(ctx), RECORDERS),
    Route("ask", lambda ctx: handlers.recording.press_ask(ctx), RECORDERS, practice=False),
    Route("req", lambda ctx: handlers.requests.press(ctx), ADMINS, practice=False),
    Route("vis", lambda ctx: handlers.visiting.press(ctx), frozenset({Role.UPPER_MEMBER}), practice=False),
    Route("fol", lambda ctx: handlers.following.press(ctx), ADMINS, practice=False),
    Route("mod", lambda ctx: handlers.modelling.press(ctx), frozenset({*RECORDERS, Role.ADMIN}), practice=False),
    Route("rev", lambda ctx: handlers.reviewing.press(ctx), ABOVE, practice=False),
    Route("his", lambda ctx: handlers.history.press_history(ctx), frozenset(Role), door="read"),
    Route("sco", lambda ctx: handlers.scoring.press(ctx), frozenset(Role)),
    Route("tsk", lambda ctx: handlers.task_presses.pressed(ctx), RECORDERS),
    Route("doc", lambda ctx: handlers.documents.press(ctx), frozenset(Role)),
    Route("tpl", lambda ctx: handlers.templates.press(ctx), ADMINS, practice=False),
    Route("rem", lambda ctx: handlers.reminders.pressed(ctx), RECORDERS, practice=False),
    Route("sch", lambda ctx: handlers.schedule.pressed(ctx), RECORDERS, practice=False),
    Route("sum", lambda ctx: handlers.summaries.pressed(ctx), frozenset(Role), door="read", practice=False),
    Route("cha", lambda ctx: handlers.charts.pressed(ctx), ABOVE, door="read", practice=False),
    Route("xua", lambda ctx: handlers.exports.pressed(ctx), ABOVE, door="read", practice=False),
    Route("mis", lambda ctx: handlers.missing.pressed(ctx), ABOVE, door="read", practice=False),
    Route("car", lambda ctx: handlers.caring.press(ctx), ABOVE, door="read", practice=False),
    Route("cel", lambda ctx: handlers.cells.pressed(ctx), frozenset(Role), door="read", practice=False),
    Route("nha", lambda ctx: handlers.nudging.press(ctx), ADMINS, practice=False),
    Route("bro", lambda ctx: handlers.broadcasting.press(ctx), practice=False),
    Route("tim", lambda ctx: handlers.search.press(ctx), frozenset(Role), door="read"),
    Route("sha", lambda ctx: handlers.search.press_sharing(ctx), RECORDERS),
    Route("onb", lambda ctx: handlers.onboarding.press(ctx), INVITING, practice=False),
    Route("reo", lambda ctx: handlers.reorganising.press(ctx), ADMINS, practice=False),
    Route("rul", lambda ctx: handlers.rules.press(ctx), ADMINS, practice=False),
    Route("inv", lambda ctx: handlers.inviting.press(ctx), INVITING, practice=False),
    Route("gro", lambda ctx: handlers.growing.press(ctx), frozenset(Role)),
    Route("yea", lambda ctx: handlers.growth_years.press(ctx), frozenset(Role), door="read", practice=False),
    Route("han", lambda ctx: handlers.handing.press(ctx), INVITING),
    Route("out", lambda ctx: handlers.dismissals.press(ctx), INVITING, practice=False),
    Route("join", lambda ctx: handlers.invitations.press(ctx), stranger=True, practice=False),
    Route("mem", lambda ctx: handlers.rosters.press(ctx), frozenset({*RECORDERS, Role.ADMIN})),
    Route("don", lambda ctx: handlers.units.press(ctx), frozenset(Role), door="read"),
    Route(
        "day",
        lambda ctx: handlers.usual_day.press(ctx),
        frozenset({Role.SECRETARY, Role.DEPUTY, Role.ADMIN}),
        practice=False,
    ),
    Route("tap", lambda ctx: handlers.practice.press(ctx)),
    Route("me", lambda ctx: handlers.people.press(ctx)),
)
