"""What a reorganisation does, said before the yes and after it: one list for the terminal and the chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.domain.reorganising import ActKind, Wrong
from bot.reports.text import clipped
from bot.texts import Html, Voice


@dataclass(frozen=True, slots=True)
class Ending:
    """One unit that ends, with what is open in it; ``heir``: name of the unit that takes over, empty for none."""

    code: str
    name: str
    kind: ActKind
    into: tuple[str, ...]
    heir: str
    holders: tuple[tuple[str, str, str], ...] = ()
    """(role, name, role in the heir; empty: the post ends)."""
    blind: int = 0
    """How many of them see nothing any more."""
    obligations: int = 0
    drafts: int = 0
    tasks: int = 0
    members: int = 0
    members_go: bool = False
    settings: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that changes on ``on``; nothing is carried out while there is something wrong."""

    on: date
    today: date
    opened: tuple[tuple[str, str, str], ...] = ()
    """(code, name, name of the unit above or empty)."""
    renamed: tuple[tuple[str, str, str], ...] = ()
    """(code, name before, name after)."""
    moved: tuple[tuple[str, str, str, str], ...] = ()
    """(code, name, above before, above after)."""
    ended: tuple[Ending, ...] = ()
    parted: tuple[tuple[str, str], ...] = ()
    """(name of a unit that goes on, names of those split off)."""
    roots: tuple[tuple[str, int, int], ...] = ()
    """(name, cells before, cells after) of each topmost unit."""
    wrong: tuple[Wrong, ...] = field(default=())


SHOWN = 8
"""Moves named one by one in a chat; the terminal names all."""


def preview_lines(say: Voice, told: Preview, most: int | None = SHOWN) -> list[str]:
    """The lines, as HTML; ``most`` None: every one."""
    if told.wrong:
        return [say("reorg-wrong", count=len(told.wrong)), *(wrong_line(say, each) for each in told.wrong)]
    key = "reorg-head-planned" if told.on > told.today else "reorg-head"
    lines = [say(key, day=told.on)]
    lines += _some(say, [_opened(say, *each) for each in told.opened], most)
    lines += [say("reorg-renamed", before=clipped(before), after=clipped(after)) for _, before, after in told.renamed]
    lines += _some(say, [_moved(say, *each) for each in told.moved], most)
    lines += [say("reorg-parted", name=clipped(name), into=into) for name, into in told.parted]
    for each in told.ended:
        lines += ending_lines(say, each)
    lines += [
        say("reorg-root", name=clipped(name), before=before, after=after)
        for name, before, after in told.roots
        if before != after
    ]
    lines.append(say("reorg-history"))
    return lines


def _some(say: Voice, lines: list[str], most: int | None) -> list[str]:
    if most is None or len(lines) <= most:
        return lines
    return [*lines[:most], say("reorg-more", count=len(lines) - most)]


def _opened(say: Voice, code: str, name: str, above: str) -> str:
    if not above:
        return say("reorg-opened-root", name=clipped(name), code=code)
    return say("reorg-opened", name=clipped(name), code=code, above=clipped(above))


def _moved(say: Voice, _: str, name: str, before: str, after: str) -> str:
    return say("reorg-moved", name=clipped(name), before=clipped(before) or "–", after=clipped(after))


def ending_lines(say: Voice, told: Ending) -> list[str]:
    """One unit that ends: what it becomes, then what is open in it, each with what becomes of that."""
    into = ", ".join(clipped(name) for name in told.into)
    key = f"reorg-{told.kind.value}" if into else "reorg-dissolved"
    lines = [say(key, name=clipped(told.name), into=into)]
    for role, name, becomes in told.holders:
        said = Html(say(f"role-{role}"))
        if becomes:
            lines.append(say("reorg-holder-goes", role=said, name=name, becomes=Html(say(f"role-{becomes}"))))
        else:
            lines.append(say("reorg-holder-ends", role=said, name=name))
    if told.blind:
        lines.append(say("reorg-blind", count=told.blind))
    heir = clipped(told.heir)
    if told.tasks:
        lines.append(say("reorg-tasks" if heir else "reorg-tasks-stay", count=told.tasks, heir=heir))
    if told.obligations:
        lines.append(say("reorg-obligations", count=told.obligations))
    if told.drafts:
        lines.append(say("reorg-drafts", count=told.drafts))
    if told.members:
        key = "reorg-members" if told.members_go else "reorg-members-stay"
        lines.append(say(key, count=told.members, heir=heir or "–"))
    if told.settings:
        lines.append(say("reorg-settings", count=told.settings))
    return lines


def wrong_line(say: Voice, wrong: Wrong) -> str:
    """Why an act cannot be, with its row when it came from a file."""
    said = say(f"reorg-wrong-{wrong.key}", **wrong.values)
    return say("reorg-wrong-row", row=wrong.row, why=Html(said)) if wrong.row else said
