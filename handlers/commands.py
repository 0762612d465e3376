"""Every command and every route of a button, in one table: menus, /help, routing and permission come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.domain.people import RECORDERS, Role
from handlers import (
    broadcasting,
    caring,
    cells,
    charts,
    dismissals,
    documents,
    exports,
    following,
    forms,
    growing,
    growth_years,
    handing,
    history,
    invitations,
    inviting,
    missing,
    modelling,
    nudging,
    onboarding,
    people,
    practice,
    recording,
    reminders,
    reorganising,
    requests,
    reviewing,
    rosters,
    rules,
    schedule,
    scoring,
    search,
    summaries,
    task_presses,
    templates,
    units,
    usual_day,
    visiting,
)
from handlers.context import Handler
from handlers.help import start, trogiup

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

INVITING = frozenset({Role.ADMIN, Role.SECRETARY})
"""Those who bring in others: an admin below him, a secretary his deputy and committee members."""

COMMANDS: tuple[Command, ...] = (
    Command("start", "batdau", start, door="read"),
    Command("trogiup", "help", trogiup, door="read"),
    Command("hop", "meeting", recording.meeting, RECORDERS),
    Command("dieuhanh", "lead", recording.leading, RECORDERS),
    Command("nghiquyet", "resolution", recording.resolution, RECORDERS),
    Command("nhiemvu", "tasks", recording.open_tasks, RECORDERS, door="read"),
    Command("lichsu", "history", recording.history, RECORDERS, door="read"),
    Command("lich", "schedule", schedule.lich, RECORDERS, practice=False),
    Command("huy", "cancel", recording.cancel),
    Command("tonghop", "summary", summaries.tonghop, frozenset(Role), door="read", practice=False),
    Command("chuahop", "missing", missing.chuahop, ABOVE, door="read", practice=False),
    Command("chibo", "cell", cells.chibo, frozenset(Role), door="read", practice=False),
    Command("nhac", "remind", nudging.nhac, nudging.NUDGING, practice=False),
    Command("bieudo", "chart", charts.bieudo, ABOVE, door="read", practice=False),
    Command("xuat", "export", exports.xuat, ABOVE, door="read", practice=False),
    Command("tim", "search", search.tim, frozenset(Role), door="read"),
    Command("moi", "invite", inviting.moi, INVITING, door="read", practice=False),
    Command("thongbao", "broadcast", broadcasting.thongbao, broadcasting.BROADCASTING, practice=False),
    Command("donvi", "units", units.donvi, ABOVE | {Role.SECRETARY, Role.DEPUTY}, door="read"),
    Command("ngonngu", "language", people.ngonngu, door="read"),
    Command("tapdung", "practice", practice.tapdung),
    Command("toi", "me", people.toi, door="read", practice=False),
)

ROUTES: tuple[Route, ...] = (
    Route("f", forms.press),
    Route("rec", recording.press_recording, RECORDERS),
    Route("cor", recording.press_correct, RECORDERS),
    Route("ask", recording.press_ask, RECORDERS, practice=False),
    Route("req", requests.press, frozenset({Role.ADMIN}), practice=False),
    Route("vis", visiting.press, frozenset({Role.UPPER_MEMBER}), practice=False),
    Route("fol", following.press, frozenset({Role.ADMIN}), practice=False),
    Route("mod", modelling.press, frozenset({*RECORDERS, Role.ADMIN}), practice=False),
    Route("rev", reviewing.press, ABOVE, practice=False),
    Route("his", history.press_history, frozenset(Role), door="read"),
    Route("sco", scoring.press, frozenset(Role)),
    Route("tsk", task_presses.pressed, RECORDERS),
    Route("doc", documents.press, frozenset(Role)),
    Route("tpl", templates.press, frozenset({Role.ADMIN}), practice=False),
    Route("rem", reminders.pressed, RECORDERS, practice=False),
    Route("sch", schedule.pressed, RECORDERS, practice=False),
    Route("sum", summaries.pressed, frozenset(Role), door="read", practice=False),
    Route("cha", charts.pressed, ABOVE, door="read", practice=False),
    Route("xua", exports.pressed, ABOVE, door="read", practice=False),
    Route("mis", missing.pressed, ABOVE, door="read", practice=False),
    Route("car", caring.press, caring.CARING, door="read", practice=False),
    Route("cel", cells.pressed, frozenset(Role), door="read", practice=False),
    Route("nha", nudging.press, nudging.NUDGING, practice=False),
    Route("bro", broadcasting.press, practice=False),
    Route("tim", search.press, frozenset(Role), door="read"),
    Route("sha", search.press_sharing, RECORDERS),
    Route("onb", onboarding.press, INVITING, practice=False),
    Route("reo", reorganising.press, frozenset({Role.ADMIN}), practice=False),
    Route("rul", rules.press, frozenset({Role.ADMIN}), practice=False),
    Route("inv", inviting.press, INVITING, practice=False),
    Route("gro", growing.press, frozenset(Role)),
    Route(growth_years.ROUTE, growth_years.press, frozenset(Role), door="read", practice=False),
    Route("han", handing.press, INVITING),
    Route("out", dismissals.press, INVITING, practice=False),
    Route("join", invitations.press, stranger=True, practice=False),
    Route("mem", rosters.press, frozenset({*RECORDERS, Role.ADMIN})),
    Route("don", units.press, frozenset(Role), door="read"),
    Route("day", usual_day.press, frozenset({Role.SECRETARY, Role.DEPUTY, Role.ADMIN}), practice=False),
    Route("tap", practice.press),
    Route("me", people.press),
)
