"""Made-up minutes: a meeting with its attendance and content, what it says of earlier tasks, its resolutions with votes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any, Protocol

from bot.domain.meetings import Kind
from bot.domain.members import Mark
from bot.domain.names import folded
from bot.domain.periods import Month
from bot.domain.prefill import Told
from bot.domain.rules import Rules
from bot.domain.units import CellProfile
from bot.domain.visits import Word
from bot.domain.warnings import minutes_wanted
from demo import errands, words
from demo.chance import Weighted, happens, pick
from demo.rosters import SeededRoster
from demo.rows import Rows
from demo.scores import keep_score
from storage.tables import attendance_mark, meeting, meeting_version, resolution, visit

USUAL_START = "19:30"
MONTHS_OF_A_QUARTER = 3


class Recorded(Protocol):
    """What minutes need of a cell."""

    resolutions: int
    errands: list[errands.Errand]
    met_on: date | None
    """Its last regular meeting."""

    @property
    def profile(self) -> CellProfile:
        """Its place, hour and members."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its members, the secretary's first."""

    @property
    def roster(self) -> SeededRoster | None:
        """Its members, when it keeps a list of them."""

    @property
    def upper_member(self) -> str:
        """Who of the committee above follows it."""

    @property
    def upper_id(self) -> int:
        """The same, as a person."""

    @property
    def secretary_id(self) -> int:
        """Who records."""


def keep_meeting(rows: Rows, rng: Random, cell: Recorded, month: Month, held_on: date, now: datetime) -> None:
    """The regular meeting of the month, thematic once a quarter; now and then an extraordinary one besides."""
    thematic = (cell.profile.unit_id + month.month) % MONTHS_OF_A_QUARTER == 0 and happens(rng, 0.92)
    kinds = (Kind.REGULAR, Kind.THEMATIC) if thematic else (Kind.REGULAR,)
    meeting_id, recorded_at = _meeting(rows, rng, cell, month, held_on, now, kinds)
    if happens(rng, 0.62):
        _resolution(rows, rng, cell, month, held_on, meeting_id, recorded_at)
    if happens(rng, 0.015) and held_on + timedelta(6) <= min(month.last, now.date()):
        _meeting(rows, rng, cell, month, held_on + timedelta(rng.randint(2, 6)), now, (Kind.EXTRAORDINARY,))


def keep_others(rows: Rows, cell: Recorded, month: Month, held_on: date, now: datetime) -> None:
    """What is not the cell's regular meeting: its committee's before it, now and then a thematic one alone, a party group's.

    Their chances are of their own, so that a district stays as it was made without them.
    """
    rng = Random(f"others-{cell.profile.unit_id}-{month}")
    before, after = held_on - timedelta(2), held_on + timedelta(rng.randint(3, 8))
    if happens(rng, 0.3) and before >= month.first:
        _small(rows, rng, cell, month, before, now, Kind.COMMITTEE, 3)
    if happens(rng, 0.03) and after <= min(month.last, now.date()):
        _small(rows, rng, cell, month, after, now, Kind.THEMATIC, cell.profile.base)
    if happens(rng, 0.08) and cell.profile.base >= BIG and after <= min(month.last, now.date()):
        _small(rows, rng, cell, month, after, now, Kind.GROUP, rng.randint(6, 9))


BIG = 25
"""Members from which a made-up cell has party groups."""


def _small(
    rows: Rows, rng: Random, cell: Recorded, month: Month, held_on: date, now: datetime, kind: Kind, base: int
) -> None:
    """A session with its own base, to which all came; nothing is passed at it."""
    profile = cell.profile
    starts_at = profile.starts_at or USUAL_START
    minutes = rng.choice((60, 75, 90))
    ends = _at(held_on, starts_at, now) + timedelta(minutes=minutes)
    recorded_at = min(now, ends + timedelta(minutes=rng.randint(10, 200)))
    meeting_id = rows.add(meeting, unit_id=profile.unit_id, period=month, regular=0, version=1, recorded_at=recorded_at)
    rows.add(
        meeting_version,
        meeting_id=meeting_id,
        version=1,
        kinds=kind.value,
        topic=rng.choice(words.TOPICS) if kind is Kind.THEMATIC else "",
        party_group=f"Tổ đảng số {rng.randint(1, 3)}" if kind is Kind.GROUP else "",
        held_on=held_on,
        starts_at=starts_at,
        ends_at=f"{ends:%H:%M}",
        minutes=minutes,
        place=profile.place,
        chair=cell.names[0],
        clerk=cell.names[1],
        present=base,
        base=base,
        excused=0,
        unexcused=0,
        attendance={"absences": [], "late": [], "left_early": [], "exempt_present": []},
        content=[list(rng.choice(words.CONTENT))],
        temporary_in=0,
        speakers=None,
        upper_member="",
        dues_announced=None,
        conclusion=rng.choice(words.CONCLUSIONS),
        photos=[],
        carried=[],
        entered_by=cell.secretary_id,
        entered_at=recorded_at,
    )


def _meeting(
    rows: Rows, rng: Random, cell: Recorded, month: Month, held_on: date, now: datetime, kinds: Sequence[Kind]
) -> tuple[int, datetime]:
    profile, regular, thematic = cell.profile, Kind.REGULAR in kinds, Kind.THEMATIC in kinds
    starts_at = profile.starts_at or USUAL_START
    minutes = profile.usual_minutes + rng.choice((-15, -10, 0, 0, 0, 5, 10, 15)) + (30 if thematic else 0)
    ends = _at(held_on, starts_at, now) + timedelta(minutes=minutes)
    recorded_at = min(now, ends + _delay(rng))
    attendance, marks = _attendance(rng, cell, held_on)
    carried = errands.carried_into(rng, cell, held_on, cell.met_on, now.date()) if regular else []
    deputy = cell.names[1]
    guest = cell.upper_member if happens(rng, 0.3) else ""
    meeting_id = rows.add(
        meeting, unit_id=profile.unit_id, period=month, regular=int(regular), version=1, recorded_at=recorded_at
    )
    rows.add(
        meeting_version,
        meeting_id=meeting_id,
        version=1,
        kinds=" ".join(kinds),
        topic=rng.choice(words.TOPICS) if thematic else "",
        party_group="",
        held_on=held_on,
        starts_at=starts_at,
        ends_at=f"{ends:%H:%M}",
        minutes=minutes,
        place=profile.place,
        chair=cell.names[0] if happens(rng, 0.9) else deputy,
        clerk=deputy,
        **attendance,
        temporary_in=profile.temporary_in,
        speakers=_speakers(attendance["present"], held_on) if regular else None,
        upper_member=guest,
        dues_announced=1,
        content=[list(rng.choice(words.CONTENT))],
        conclusion=rng.choice(words.CONCLUSIONS),
        photos=[],
        carried=errands.shown(carried),
        entered_by=cell.secretary_id,
        entered_at=recorded_at,
    )
    for member_id, mark, reason in marks:
        rows.add(attendance_mark, meeting_id=meeting_id, version=1, member_id=member_id, mark=mark.value, reason=reason)
    if regular and guest and cell.upper_id:
        _visited(rows, cell, meeting_id, month, held_on, recorded_at)
    if regular:
        errands.tell(cell, carried, meeting_id, held_on, recorded_at)
        cell.met_on = held_on
        told = Told(
            minutes=minutes,
            wanted=minutes_wanted(frozenset(kinds), profile.base + profile.exempt, Rules()),
            present=attendance["present"],
            base=attendance["base"],
            unexcused=attendance["unexcused"],
            content=True,
            thematic=thematic,
            book=True,
            passed=True,
            entered_after=max(0, (recorded_at.date() - held_on).days),
        )
        keep_score(rows, profile.unit_id, month, meeting_id, told, cell.secretary_id, recorded_at, now)
    return meeting_id, recorded_at


def _speakers(present: int, held_on: date) -> int | None:
    """A sixth to a half of those present, as the day falls; every third meeting does not tell."""
    return None if held_on.day % 3 == 0 else max(1, present * (2 + held_on.day % 4) // 12)


AWAY = "đi làm xa"


def _visited(rows: Rows, cell: Recorded, meeting_id: int, month: Month, held_on: date, at: datetime) -> None:
    """Of most meetings at which the minutes name him the upper member says so, too; of every third with a remark."""
    if meeting_id % 4:
        remark = words.REMARKS[meeting_id % len(words.REMARKS)] if meeting_id % 3 == 0 else ""
        rows.add(
            visit,
            unit_id=cell.profile.unit_id,
            period=month,
            person_id=cell.upper_id,
            word=Word.CAME.value,
            day=held_on,
            remark=remark,
            at=at,
        )


def _attendance(rng: Random, cell: Recorded, held_on: date) -> tuple[dict[str, Any], list[tuple[int, Mark, str]]]:
    """80 to 100 of a hundred came; the absent are named as far as names are known, one in fifteen without excuse."""
    roster = cell.roster
    expected, told_of = roster.on(held_on) if roster else ((), {})
    base = len(expected) if roster else cell.profile.base
    absent = round(base * (1 - rng.triangular(0.8, 1.0, 0.97)))
    unexcused = sum(happens(rng, 0.07) for _ in range(absent))
    known = expected[2:] if roster else tuple((0, name) for name in cell.names[2:])
    named = rng.sample(known, min(absent, len(known)))
    if roster and roster.away and named and roster.away not in named and happens(rng, 0.7):
        named[-1] = roster.away
    absences = [
        {"name": name, "excused": place >= unexcused, "reason": _reason(rng, roster, number, place >= unexcused)}
        for place, (number, name) in enumerate(named)
    ]
    marks = [
        (number, Mark.EXCUSED if told["excused"] else Mark.UNEXCUSED, str(told["reason"]))
        for (number, _), told in zip(named, absences, strict=True)
        if roster
    ]
    return {
        "present": base - absent,
        "base": base,
        "excused": absent - unexcused,
        "unexcused": unexcused,
        "attendance": {
            "absences": absences,
            "late": [],
            "left_early": [],
            "exempt_present": [],
            **told_of,
        },
    }, marks


def _reason(rng: Random, roster: SeededRoster | None, number: int, excused: bool) -> str:  # noqa: FBT001
    if not excused:
        return ""
    away = roster is not None and roster.away is not None and roster.away[0] == number
    return AWAY if away else rng.choice(words.REASONS)


def _resolution(
    rows: Rows,
    rng: Random,
    cell: Recorded,
    month: Month,
    held_on: date,
    meeting_id: int,
    recorded_at: datetime,
) -> None:
    cell.resolutions += 1
    subject = rng.choice(words.SUBJECTS)
    voters = max(1, round(cell.profile.official * rng.uniform(0.85, 1.0)))
    other = min(1, voters - 1) if happens(rng, 0.08) else 0
    resolution_id = rows.add(
        resolution,
        unit_id=cell.profile.unit_id,
        meeting_id=meeting_id,
        position=0,
        number=f"{cell.resolutions:02d}-NQ/CB",
        passed_on=held_on,
        period=month,
        subject=subject,
        search_subject=_folded(subject),
        text=f"{subject}, theo kết luận của chủ trì.",
        agree=voters - other,
        against=0,
        other=other,
        voters=voters,
        entered_by=cell.secretary_id,
        entered_at=recorded_at,
    )
    for _ in range(pick(rng, TASKS_EACH)):
        number = f"{cell.resolutions:02d}-NQ/CB"
        errands.give(rows, rng, cell, cell.profile.unit_id, (resolution_id, number), held_on, recorded_at)


TASKS_EACH: Weighted[int] = ((0, 15), (1, 55), (2, 30))
DAYS_LATER: Weighted[tuple[int, int]] = (((0, 0), 80), ((1, 2), 16), ((3, 6), 4))
"""How many days after the meeting its record comes, from and to."""


def _delay(rng: Random) -> timedelta:
    return timedelta(days=rng.randint(*pick(rng, DAYS_LATER)), minutes=rng.randint(5, 60))


def _at(day: date, clock: str, now: datetime) -> datetime:
    return datetime.combine(day, time(int(clock[:2]), int(clock[3:])), now.tzinfo)


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return folded(text)
