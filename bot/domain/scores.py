"""Quality scores of meetings: tables that are data, points a line, bands, and who confirms (domain.md 4).

A table is a file of ``score_tables``, ``<code>.<version>.json``, and is never changed once used: a correction is the
next version. A score keeps its lines as they were given, with the table's code and version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.errors import Refused
from bot.domain.meetings import Kind
from bot.domain.people import Post, Role

FOLDER = Path(__file__).parent / "score_tables"
WHOLE = 100.0


class Band(StrEnum):
    """What a total is worth, the best first: Tốt, Khá, Trung bình, Kém (never "Yếu")."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


class Thematic(StrEnum):
    """What becomes of the thematic points in a month without a thematic meeting (domain.md 11.3 leaves it open)."""

    GIVEN = "given"
    LEFT_OUT = "left_out"
    """Neither given nor counted: the rest is scaled to a hundred."""
    LOST = "lost"


class Confirms(StrEnum):
    """Who confirms what a cell proposes."""

    UPPER_MEMBER = "upper_member"
    """The member who follows the cell, or an admin above."""
    ADMIN = "admin"
    NOBODY = "nobody"
    """The cell's own score stands."""


class Stage(StrEnum):
    """What a version of a score is."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DIFFERED = "differed"
    """The member above scores otherwise, with a remark."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that points are given for; ``rule`` names what prefills it, empty where only a person can tell."""

    key: str
    name: Mapping[str, str]
    """By language."""
    most: float
    rule: str = ""
    steps: tuple[tuple[float, float], ...] = ()
    """(mark, points), the best first: from that share on, or up to so many minutes short."""
    above: tuple[tuple[float, float], ...] = ()
    """The same where the mark itself must be passed."""
    half: float | None = None
    """Points for at least half the minutes."""
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the table."""

    key: str
    name: Mapping[str, str]
    parts: tuple[Part, ...]

    @property
    def most(self) -> float:
        """All its points."""
        return sum(part.most for part in self.parts)


@dataclass(frozen=True, slots=True)
class Table:
    """How a committee scores meetings: lines, bands, and for which kinds of session."""

    code: str
    version: int
    title: Mapping[str, str]
    issuer: Mapping[str, str]
    kinds: frozenset[Kind]
    bands: tuple[tuple[Band, float], ...]
    """(band, from how many points of a hundred), the best first; the last begins at 0."""
    criteria: tuple[Criterion, ...]

    def band(self, total: float) -> Band:
        """What so many points of a hundred are worth."""
        return next((band for band, least in self.bands if total >= least), self.bands[-1][0])

    def scores(self, kinds: frozenset[Kind]) -> bool:
        """Whether a session of those kinds is scored by it."""
        return bool(kinds & self.kinds)


@dataclass(frozen=True, slots=True)
class Line:
    """Points of one criterion: ``why`` the record's word for them, ``remark`` the person's own."""

    points: float
    most: float
    why: str = ""
    remark: str = ""

    @property
    def lost(self) -> bool:
        """Fewer than all its points."""
        return self.points < self.most

    @property
    def unsaid(self) -> bool:
        """Lost points of which nobody has said why."""
        return self.lost and not self.remark


@dataclass(frozen=True, slots=True)
class Score:
    """One meeting's score: points by the keys of a table's criteria, in their order."""

    table: str
    table_version: int
    lines: Mapping[str, Line]
    band: Band

    @property
    def points(self) -> float:
        """All points given."""
        return sum(line.points for line in self.lines.values())

    @property
    def most(self) -> float:
        """All points that could be given."""
        return sum(line.most for line in self.lines.values())

    @property
    def total(self) -> float:
        """Points of a hundred."""
        return total_of(self.lines.values())


def total_of(lines: Iterable[Line]) -> float:
    """Points of a hundred, to one decimal: where all can be reached, the points themselves."""
    told = tuple(lines)
    most = sum(line.most for line in told)
    return round(sum(line.points for line in told) * WHOLE / most, 1) if most else 0.0


def scored(table: Table, lines: Mapping[str, Line]) -> Score:
    """The score that those lines make by the table."""
    kept = {criterion.key: lines[criterion.key] for criterion in table.criteria}
    return Score(table.code, table.version, kept, table.band(total_of(kept.values())))


def may_confirm(posts: Iterable[Post], unit_id: int, above: Collection[int], confirms: str) -> bool:
    """Whether holders of ``posts`` may confirm the cell's score, ``above`` being the units above it."""
    if confirms == Confirms.NOBODY:
        return False
    return any(
        (post.role is Role.ADMIN and post.unit_id in above)
        or (confirms == Confirms.UPPER_MEMBER and post.role is Role.UPPER_MEMBER and post.unit_id == unit_id)
        for post in posts
    )


# --- tables as files -------------------------------------------------------------------------------------------------


@cache
def table_of(code: str, version: int = 0) -> Table:
    """The table of that code, the newest version unless one is named; Refused("score-no-table") when there is none."""
    if not re.fullmatch(r"[a-z0-9-]{1,40}", code):
        raise Refused("score-no-table", code=code)
    found = {int(path.name.split(".")[1]): path for path in FOLDER.glob(f"{code}.[0-9]*.json")}
    wanted = version or max(found, default=0)
    if wanted not in found:
        raise Refused("score-no-table", code=code)
    return read_table(json.loads(found[wanted].read_text(encoding="utf-8")))


def read_table(raw: Mapping[str, Any]) -> Table:
    """The table in a file's JSON; ValueError or KeyError when it is none."""
    table = Table(
        code=raw["code"],
        version=int(raw["version"]),
        title=raw["title"],
        issuer=raw["issuer"],
        kinds=frozenset(Kind(word) for word in raw["kinds"]),
        bands=tuple((Band(name), float(least)) for name, least in raw["bands"]),
        criteria=tuple(
            Criterion(each["key"], each["name"], tuple(_part(part) for part in each["parts"]))
            for each in raw["criteria"]
        ),
    )
    marks = [least for _, least in table.bands]
    if marks != sorted(marks, reverse=True) or not marks or marks[-1] != 0:
        raise ValueError("bands go down to 0")
    return table


def _part(raw: Mapping[str, Any]) -> Part:
    def steps(name: str) -> tuple[tuple[float, float], ...]:
        return tuple((float(mark), float(points)) for mark, points in raw.get(name, ()))

    half = raw.get("half")
    part = Part(
        raw["key"],
        raw["name"],
        float(raw["most"]),
        raw.get("rule", ""),
        steps("steps"),
        steps("above"),
        None if half is None else float(half),
        float(raw.get("least", 0)),
    )
    given = [points for _, points in (*part.steps, *part.above)] + [part.least, part.half or 0.0]
    if any(not 0 <= points <= part.most for points in given):
        raise ValueError(part.key)
    return part
