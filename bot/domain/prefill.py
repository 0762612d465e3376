"""What a meeting's record tells of its score: one rule a part, each with the sentence that says from what (domain.md 4).

A person decides; what no record can tell is proposed in full and named for looking at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.rules import Rules
from bot.domain.scores import Criterion, Part, Table, Thematic


@dataclass(frozen=True, slots=True)
class Told:
    """What the records say of one session, as far as it is scored."""

    minutes: int | None = None
    wanted: int = 90
    present: int = 0
    base: int = 0
    unexcused: int = 0
    running: tuple[str, ...] = ()
    """Names of those who were excused this time and too many times before it."""
    small: bool = False
    """The cell has only a secretary: no committee that could meet."""
    committee_met: bool = False
    content: bool = False
    thematic: bool = False
    speakers: int | None = None
    """None: not noted."""
    praised: bool = False
    """Praise or reproof is noted; that none is noted proves nothing."""
    book: bool = False
    """Photos of the minutes book, or minutes written."""
    targets: int = 0
    """Tasks of earlier resolutions that were to be reported on."""
    follow_up: float = 1.0
    """How much of them is done, 0 to 1."""
    passed: bool = False
    """A resolution was passed or a conclusion drawn."""
    tasks_given: int = 0
    entered_after: int = 0
    """Days from the meeting to its record."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence: its key in the texts and its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """Points proposed for one criterion, of how many, and from what; ``unknown``: keys of parts for a person to judge."""

    points: float
    most: float
    reasons: tuple[Reason, ...] = ()
    lost: tuple[Reason, ...] = ()
    """Those of the reasons that cost points."""
    unknown: tuple[str, ...] = ()


Rule = Callable[[Part, Told, Rules], tuple[float, Reason] | None]
"""Points and reason; None when this record does not tell."""


def prefilled(table: Table, told: Told, rules: Rules) -> dict[str, Filled]:
    """What is proposed for every criterion of the table."""
    return {criterion.key: _criterion(criterion, told, rules) for criterion in table.criteria}


def _criterion(criterion: Criterion, told: Told, rules: Rules) -> Filled:
    points, most = 0.0, 0.0
    reasons: list[Reason] = []
    lost: list[Reason] = []
    unknown: list[str] = []
    for part in criterion.parts:
        if part.rule == "thematic" and not told.thematic and rules.score_thematic == Thematic.LEFT_OUT:
            reasons.append(Reason("score-why-thematic-left-out"))
            continue
        most += part.most
        rule = PREFILLS.get(part.rule)
        found = rule(part, told, rules) if rule else None
        if found is None:
            points += part.most
            unknown.append(part.key)
        else:
            points += found[0]
            reasons.append(found[1])
            if found[0] < part.most:
                lost.append(found[1])
    return Filled(points, most, tuple(reasons), tuple(lost), tuple(unknown))


# --- one rule a part -------------------------------------------------------------------------------------------------


def stepped(part: Part, share: float) -> float:
    """Points for a share by the part's steps, the best first."""
    for mark, points in part.above:
        if share > mark:
            return points
    return next((points for mark, points in part.steps if share >= mark), part.least)


def _duration(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    if told.minutes is None:
        return None
    short = told.wanted - told.minutes
    values: dict[str, object] = {"minutes": told.minutes, "wanted": told.wanted}
    for most_short, points in part.steps:
        if short <= most_short:
            return points, Reason("score-why-minutes", values)
    enough = part.half is not None and told.minutes * 2 >= told.wanted
    return (part.half or part.least) if enough else part.least, Reason("score-why-minutes", values)


def _attendance(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    if not told.base:
        return None
    share = told.present / told.base
    values: dict[str, object] = {"present": told.present, "base": told.base, "unexcused": told.unexcused}
    if told.unexcused:
        return part.least, Reason("score-why-unexcused", values)
    return stepped(part, share), Reason("score-why-attendance", values)


def _running(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:
    if not told.running:
        return part.most, Reason("score-why-running-none")
    values = {"names": ", ".join(told.running), "times": rules.score_excused_running}
    return 0.0, Reason("score-why-running", values)


def _committee(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    if told.small:
        return part.most, Reason("score-why-committee-none")
    # a cell committee's meeting is seldom recorded yet: that it is not there is no proof that it was not held
    return (part.most, Reason("score-why-committee-met")) if told.committee_met else None


def _content(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    return (part.most, Reason("score-why-content")) if told.content else None


def _thematic(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:
    if told.thematic:
        return part.most, Reason("score-why-thematic")
    if rules.score_thematic == Thematic.LOST:
        return 0.0, Reason("score-why-thematic-lost")
    return part.most, Reason("score-why-thematic-given")


def _speakers(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    if told.speakers is None or not told.present:
        return None
    values = {"speakers": told.speakers, "present": told.present}
    return stepped(part, told.speakers / told.present), Reason("score-why-speakers", values)


def _praise(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    return (part.most, Reason("score-why-praise")) if told.praised else None


def _book(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    return (part.most, Reason("score-why-book")) if told.book else None


def _follow_up(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    if not told.targets:
        return part.most, Reason("score-why-no-targets")
    values = {"share": round(told.follow_up * 100, 1), "targets": told.targets}
    return stepped(part, told.follow_up), Reason("score-why-follow-up", values)


def _passed(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    return (part.most, Reason("score-why-passed")) if told.passed else (0.0, Reason("score-why-not-passed"))


def _tasks_given(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:  # noqa: ARG001
    return (part.most, Reason("score-why-tasks", {"count": told.tasks_given})) if told.tasks_given else None


def _posted(part: Part, told: Told, rules: Rules) -> tuple[float, Reason] | None:
    values = {"days": told.entered_after}
    fine = told.entered_after <= rules.entry_days
    return part.most if fine else 0.0, Reason("score-why-posted", values)


PREFILLS: Mapping[str, Rule] = {
    "duration": _duration,
    "attendance": _attendance,
    "running": _running,
    "committee_met": _committee,
    "content": _content,
    "thematic": _thematic,
    "speakers": _speakers,
    "praise": _praise,
    "minutes_book": _book,
    "follow_up": _follow_up,
    "passed": _passed,
    "tasks_given": _tasks_given,
    "posted": _posted,
}
"""What a table's parts may name as their rule."""
