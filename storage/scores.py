"""Quality scores of meetings: one a meeting, one unchangeable row a version: proposed, confirmed, scored otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.carrying import Carried, FollowUp, follow_up
from bot.domain.errors import Refused
from bot.domain.evidence import counted
from bot.domain.meetings import Kind
from bot.domain.members import excused_running
from bot.domain.people import RECORDERS, Role, Scope
from bot.domain.periods import Month
from bot.domain.prefill import Told
from bot.domain.rules import Rules
from bot.domain.score_years import YearScore, judged, year_rule
from bot.domain.scores import Band, Line, Score, Stage
from bot.domain.warnings import minutes_wanted
from storage import attendance, audit, members, people, resolutions, units
from storage.entry import Entry
from storage.meetings import Recorded
from storage.rules import rules_for
from storage.tables import (
    NEWEST_VERSION,
    Day,
    MonthText,
    meeting,
    meeting_version,
    resolution,
    score,
    score_version,
    task,
)


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A score as it stands: its newest version, and which version of the record it judged."""

    id: int
    unit_id: int
    meeting_id: int
    period: Month
    version: int
    stage: Stage
    score: Score
    remark: str
    meeting_version: int
    entered_by: int | None
    entered_at: datetime


_NEWEST: units.AnySelect = select(
    score.c.id,
    score.c.unit_id,
    score.c.meeting_id,
    score.c.period,
    *[column for column in score_version.c if column.name not in {"score_id", "draft_id"}],
).join(score_version, and_(score_version.c.score_id == score.c.id, score_version.c.version == score.c.version))
_ONE = _NEWEST.where(score.c.id == bindparam("score_id"))
_OF_MEETING = _NEWEST.where(score.c.meeting_id == bindparam("meeting_id"))
_OF_UNIT = _NEWEST.where(score.c.unit_id == bindparam("unit_id"), score.c.period >= bindparam("since")).order_by(
    score.c.period, score.c.id
)
_BANDS: units.AnySelect = (
    select(score.c.period, score_version.c.band)
    .join(score_version, and_(score_version.c.score_id == score.c.id, score_version.c.version == score.c.version))
    .join(meeting, meeting.c.id == score.c.meeting_id)
    .where(
        score.c.unit_id == bindparam("unit_id"),
        score.c.period.between(bindparam("first", type_=MonthText()), bindparam("last", type_=MonthText())),
        meeting.c.regular == literal_column("1"),
    )
    .order_by(score.c.period)
)
_INSERT, _INSERT_VERSION = insert(score), insert(score_version)
_OF_DRAFT = select(score_version.c.score_id).where(score_version.c.draft_id == bindparam("draft_id"))
_PROPOSER = (
    select(score_version.c.entered_by)
    .where(score_version.c.score_id == bindparam("score_id"), score_version.c.stage == Stage.PROPOSED.value)
    .order_by(score_version.c.version.desc())
    .limit(1)
)


def _kept(row: Any) -> KeptScore:
    lines = {key: Line(**told) for key, told in row.lines}
    given = Score(row.table_code, row.table_version, lines, Band(row.band))
    return KeptScore(
        row.id,
        row.unit_id,
        row.meeting_id,
        row.period,
        row.version,
        Stage(row.stage),
        given,
        row.remark,
        row.meeting_version,
        row.entered_by,
        row.entered_at,
    )


def get(db: Connection, scope: Scope, score_id: int) -> KeptScore:
    """The score; Refused("not-found") when absent or outside the scope."""
    row = units.run_within(db, _ONE, score.c.unit_id, scope, {"score_id": score_id}).first()
    if row is None:
        raise Refused("not-found")
    return _kept(row)


def of_meeting(db: Connection, scope: Scope, meeting_id: int) -> KeptScore | None:
    """The score of that meeting, if it has one."""
    row = units.run_within(db, _OF_MEETING, score.c.unit_id, scope, {"meeting_id": meeting_id}).first()
    return None if row is None else _kept(row)


def of_unit(db: Connection, scope: Scope, unit_id: int, since: Month) -> tuple[KeptScore, ...]:
    """The cell's scores of the months from ``since`` on, the oldest first."""
    rows = units.run_within(db, _OF_UNIT, score.c.unit_id, scope, {"unit_id": unit_id, "since": since})
    return tuple(map(_kept, rows))


def years(db: Connection, scope: Scope, unit_id: int, now: Month) -> tuple[YearScore, ...]:
    """The year of ``now`` and the one before, as far as enough of their regular months are scored; the latest first."""
    rule = year_rule(rules_for(db, unit_id).score_year)
    values = {"unit_id": unit_id, "first": Month(now.year - 1, 1), "last": Month(now.year, 12)}
    by_year: dict[int, list[Band]] = defaultdict(list)
    for row in units.run_within(db, _BANDS, score.c.unit_id, scope, values):
        by_year[row.period.year].append(Band(row.band))
    return judged(rule, by_year)


def proposer(db: Connection, scope: Scope, score_id: int) -> int | None:
    """Who proposed the score last; None when nobody known did, or outside the scope."""
    units.seen(db, scope, get(db, scope, score_id).unit_id)
    return db.execute(_PROPOSER, {"score_id": score_id}).scalar()


def propose(db: Connection, scope: Scope, was: Recorded, given: Score, entry: Entry) -> int:
    """Keep what the cell proposes; the score's id. The same draft twice is one version.

    Refused("score-confirmed") once it was confirmed: then only who confirmed may score otherwise.
    """
    units.seen(db, scope, was.meeting.unit_id)
    known = None if entry.draft_id is None else db.execute(_OF_DRAFT, {"draft_id": entry.draft_id}).scalar()
    if known is not None:
        return int(known)
    before = of_meeting(db, scope, was.id)
    if before is None:
        identity = {"unit_id": was.meeting.unit_id, "meeting_id": was.id, "period": was.meeting.period, "version": 1}
        try:
            with db.begin_nested():
                key = db.execute(_INSERT, identity).inserted_primary_key
        except IntegrityError:
            raise Refused("score-changed") from None
        score_id = int(key[0]) if key else 0
        _add_version(db, score_id, 1, Stage.PROPOSED, given, was.version, entry)
    elif before.stage is Stage.CONFIRMED:
        raise Refused("score-confirmed")
    else:
        score_id = before.id
        _next(db, before, Stage.PROPOSED, given, was.version, entry)
    about = {"score": score_id, "total": given.total, "band": given.band.value}
    audit.note(db, entry.now, entry.by, was.meeting.unit_id, "score-proposed", about)
    return score_id


def judge(db: Connection, scope: Scope, was: KeptScore, given: Score | None, entry: Entry) -> KeptScore:
    """Confirm the score, or with ``given`` score otherwise; Refused("score-changed") when it is no longer ``was``."""
    units.seen(db, scope, was.unit_id)
    stage = Stage.CONFIRMED if given is None else Stage.DIFFERED
    _next(db, was, stage, given or was.score, was.meeting_version, entry)
    told = given or was.score
    about = {"score": was.id, "stage": stage.value, "total": told.total, "band": told.band.value}
    audit.note(db, entry.now, entry.by, was.unit_id, "score-judged", about)
    return get(db, scope, was.id)


def _next(db: Connection, was: KeptScore, stage: Stage, given: Score, record: int, entry: Entry) -> None:
    change = update(score).where(score.c.id == was.id, score.c.version == was.version)
    if db.execute(change.values(version=was.version + 1)).rowcount != 1:
        raise Refused("score-changed")
    _add_version(db, was.id, was.version + 1, stage, given, record, entry)


def _add_version(
    db: Connection, score_id: int, version: int, stage: Stage, given: Score, record: int, entry: Entry
) -> None:
    values = {
        "score_id": score_id,
        "version": version,
        "stage": stage.value,
        "table_code": given.table,
        "table_version": given.table_version,
        "meeting_version": record,
        "lines": [[key, asdict(line)] for key, line in given.lines.items()],
        "points": given.points,
        "most": given.most,
        "total": given.total,
        "band": given.band.value,
        "remark": entry.reason,
        "draft_id": entry.draft_id,
        "entered_by": entry.by,
        "entered_at": entry.now,
    }
    db.execute(_INSERT_VERSION, values)


# --- what the records tell -------------------------------------------------------------------------------------------

_COMMITTEE_MET = (
    select(func.count())
    .select_from(meeting)
    .join(
        meeting_version,
        NEWEST_VERSION,
    )
    .where(
        meeting.c.unit_id == bindparam("unit_id"),
        meeting_version.c.kinds.contains(Kind.COMMITTEE.value),
        meeting_version.c.held_on.between(bindparam("since", type_=Day()), bindparam("until", type_=Day())),
    )
)
_BEFORE = (
    select(func.max(meeting_version.c.held_on))
    .select_from(meeting)
    .join(
        meeting_version,
        NEWEST_VERSION,
    )
    .where(
        meeting.c.unit_id == bindparam("unit_id"),
        meeting.c.regular == 1,
        meeting_version.c.held_on < bindparam("until", type_=Day()),
    )
)
_TARGETS = (
    select(task.c.progress)
    .join(resolution, resolution.c.id == task.c.resolution_id)
    .where(
        task.c.unit_id == bindparam("unit_id"),
        task.c.superseded_at.is_(None),
        task.c.state != "dropped",
        resolution.c.passed_on < bindparam("until", type_=Day()),
        (task.c.due_on.is_(None)) | (task.c.due_on <= bindparam("until", type_=Day())) | (task.c.state == "done"),
        (task.c.closed_on.is_(None)) | (task.c.closed_on >= bindparam("since", type_=Day())),
    )
)
"""Tasks of earlier resolutions that this meeting was to hear of: not closed before the meeting before, due by now."""
_GIVEN = (
    select(func.count())
    .select_from(task)
    .join(resolution, resolution.c.id == task.c.resolution_id)
    .where(resolution.c.meeting_id == bindparam("meeting_id"), task.c.superseded_at.is_(None))
)
COMMITTEE_DAYS = 31
"""How many days before the meeting the cell committee's own counts as its preparation."""


def told(db: Connection, scope: Scope, was: Recorded, recorded_on: date, rules: Rules) -> Told:
    """What the records say of the meeting, for :func:`bot.domain.prefill.prefilled`; ``recorded_on``: the local day."""
    held = was.meeting
    units.seen(db, scope, held.unit_id)
    profile = units.profile(db, scope, held.unit_id, held.held_on)
    since = date.fromordinal(held.held_on.toordinal() - COMMITTEE_DAYS)
    values = {"unit_id": held.unit_id, "until": held.held_on, "since": since}
    before = db.execute(_BEFORE, {"unit_id": held.unit_id, "until": held.held_on}).scalar()
    shares = db.execute(_TARGETS, {**values, "since": before or date.min}).scalars().all()
    heard = follow_up(held.carried, held.held_on)
    crew = [post for post, _ in people.holders(db, scope, held.unit_id, held.held_on) if post.role in RECORDERS]
    content = bool(held.content) or bool(held.conclusion)
    return Told(
        minutes=held.hours.minutes,
        wanted=minutes_wanted(held.kinds, profile.base + profile.exempt, rules),
        present=held.attendance.present,
        base=held.attendance.base,
        unexcused=held.attendance.unexcused,
        running=_running(db, scope, was, rules),
        small=bool(crew) and all(post.role is Role.SECRETARY for post in crew),
        committee_met=bool(db.execute(_COMMITTEE_MET, values).scalar()),
        content=content,
        thematic=Kind.THEMATIC in held.kinds,
        speakers=held.speakers,
        praised=bool(held.praise),
        book=counted(held.photos).photos > 0 or content,
        targets=heard.due if held.carried else len(shares),
        follow_up=_share(heard, held.carried, shares),
        passed=content or bool(resolutions.of_meeting(db, scope, was.id)),
        tasks_given=db.execute(_GIVEN, {"meeting_id": was.id}).scalar() or 0,
        entered_after=max(0, (recorded_on - held.held_on).days),
    )


def _share(heard: FollowUp, carried: tuple[Carried, ...], shares: Sequence[float]) -> float:
    """As the meeting heard it, frozen with its version; of a record without carried tasks, as the tasks stand."""
    if carried:
        return 1.0 if heard.share is None else heard.share
    return sum(shares) / len(shares) if shares else 1.0


def _running(db: Connection, scope: Scope, was: Recorded, rules: Rules) -> tuple[str, ...]:
    """Names of those excused once too often, by the roster; a cell that keeps none is believed."""
    held, most = was.meeting, rules.score_excused_running
    if Kind.REGULAR not in held.kinds:
        return ()
    seen = attendance.regular(db, scope, held.unit_id, held.held_on, most + 1)
    ids = excused_running(seen, most)
    return tuple(each.name for each in members.roster(db, scope, held.unit_id, held.held_on) if each.id in ids)
