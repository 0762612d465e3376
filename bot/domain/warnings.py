"""What is odd about a record and said so, but never blocks it (domain.md 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.meetings import Attendance, Hours, Kind, of_cell
from bot.domain.resolutions import Vote
from bot.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning: a text key and its values."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def minutes_wanted(kinds: frozenset[Kind], members: int, rules: Rules) -> int:
    """Minutes that a session should last: HD 42 [O]; small cells need no more with a thematic part [S]."""
    both = {Kind.REGULAR, Kind.THEMATIC} <= kinds and members >= rules.small_cell
    return rules.minutes_with_thematic if both else rules.minutes_regular


def meeting_warnings(
    kinds: frozenset[Kind],
    held_on: date | None,
    hours: Hours | None,
    attendance: Attendance,
    today: date,
    members: int,
    rules: Rules,
) -> tuple[Warned, ...]:
    """Duration, attendance, unexcused absence, sums that disagree, late entry."""
    found: list[Warned] = []
    wanted = minutes_wanted(kinds, members, rules)
    if hours and hours.minutes is not None and hours.minutes < wanted and kinds & {Kind.REGULAR, Kind.THEMATIC}:
        found.append(Warned("warn-short", {"minutes": hours.minutes, "wanted": wanted}))
    found += attendance_warnings(attendance, rules, whole_cell=of_cell(kinds))
    if held_on is not None and (today - held_on).days > rules.entry_days:
        found.append(Warned("warn-late-entry", {"days": (today - held_on).days, "allowed": rules.entry_days}))
    return tuple(found)


def attendance_warnings(attendance: Attendance, rules: Rules, *, whole_cell: bool = True) -> tuple[Warned, ...]:
    """Quorum, threshold (of the whole cell alone), unexcused absences, and absentees of whom nothing was said."""
    found: list[Warned] = []
    said = {"present": attendance.present, "base": attendance.base}
    if attendance.share < rules.quorum_alarm:
        found.append(Warned("warn-under-half", said))
    elif attendance.share < rules.quorum_warn:
        found.append(Warned("warn-under-two-thirds", said))
    elif whole_cell and attendance.share < rules.attendance_good:
        found.append(Warned("warn-attendance", {**said, "wanted": round(rules.attendance_good * 100)}))
    if attendance.unexcused:
        found.append(Warned("warn-unexcused", {"count": attendance.unexcused}))
    if attendance.unexplained > 0:
        found.append(Warned("warn-unexplained", {"count": attendance.unexplained}))
    return tuple(found)


def vote_warnings(vote: Vote, present: int | None, official: int, rules: Rules) -> tuple[Warned, ...]:
    """A vote binds when more than half of all official members agree (Điều lệ [O]; the base is [A]); sums should agree."""
    found: list[Warned] = []
    if official and vote.agree <= official * rules.vote_majority:
        found.append(Warned("warn-no-majority", {"agree": vote.agree, "official": official}))
    if present is not None and vote.counted > present:
        found.append(Warned("warn-votes-over-present", {"votes": vote.counted, "present": present}))
    if vote.voters is not None and vote.counted < vote.voters:
        found.append(Warned("warn-votes-missing", {"votes": vote.counted, "voters": vote.voters}))
    return tuple(found)
