"""Records of meetings: one identity a session, one unchangeable row a version; a correction is the next version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain import carrying
from bot.domain.errors import Refused
from bot.domain.meetings import Absence, Attendance, Hours, Kind, Meeting
from bot.domain.members import Roll, Strength
from bot.domain.people import Scope
from bot.domain.periods import Month
from storage import attendance, audit, search, units
from storage.entry import Entry
from storage.tables import NEWEST_VERSION, meeting, meeting_version, person

OTHERS_LOOKED_AT = 24
"""Records of other kinds among which the last one of each kind is sought."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A meeting as it stands: its newest version, and the answers it was told with (for correcting)."""

    id: int
    version: int
    recorded_at: datetime
    entered_by: int | None
    entered_at: datetime
    meeting: Meeting
    answers: dict[str, Any]


_NEWEST = select(
    meeting.c.id,
    meeting.c.unit_id,
    meeting.c.period,
    meeting.c.recorded_at,
    *[column for column in meeting_version.c if column.name not in {"meeting_id", "draft_id", "reason"}],
).join(meeting_version, NEWEST_VERSION)
_OF_UNIT = (
    _NEWEST.where(meeting.c.unit_id == bindparam("unit_id"))
    .order_by(meeting_version.c.held_on.desc(), meeting.c.id.desc())
    .limit(bindparam("most"))
)
_REGULAR = (
    _NEWEST.where(meeting.c.unit_id == bindparam("unit_id"), meeting.c.regular == 1)
    .order_by(meeting.c.period.desc())
    .limit(bindparam("most"))
)
_OF_PERIOD = _REGULAR.where(meeting.c.period == bindparam("period", type_=meeting.c.period.type))
_BEFORE = _REGULAR.where(meeting.c.period < bindparam("before", type_=meeting.c.period.type))
_OTHERS = (
    _NEWEST.where(meeting.c.unit_id == bindparam("unit_id"), meeting.c.regular == 0)
    .order_by(meeting_version.c.held_on.desc(), meeting.c.id.desc())
    .limit(OTHERS_LOOKED_AT)
)
_THEMATIC = (
    select(meeting_version.c.held_on)
    .join(meeting, and_(meeting.c.id == meeting_version.c.meeting_id, meeting.c.version == meeting_version.c.version))
    .where(
        meeting.c.unit_id == bindparam("unit_id"),
        meeting.c.period >= bindparam("since", type_=meeting.c.period.type),
        meeting.c.id != bindparam("without"),
        meeting_version.c.kinds.contains(Kind.THEMATIC.value),
    )
    .order_by(meeting_version.c.held_on)
)
_BODY = bindparam("body", type_=meeting_version.c.kinds.type)
_OF_BODY = _OF_UNIT.where(
    or_(
        meeting_version.c.kinds == _BODY,
        and_(_BODY == "", meeting_version.c.kinds.not_in((Kind.COMMITTEE.value, Kind.GROUP.value))),
    )
)
_BODIES = (
    select(meeting_version.c.kinds, func.count().label("number"))
    .join(meeting, and_(meeting.c.id == meeting_version.c.meeting_id, meeting.c.version == meeting_version.c.version))
    .where(
        meeting.c.unit_id == bindparam("unit_id"),
        meeting_version.c.kinds.in_((Kind.COMMITTEE.value, Kind.GROUP.value)),
    )
    .group_by(meeting_version.c.kinds)
)
_VERSIONS: units.AnySelect = (
    select(
        meeting.c.id,
        meeting.c.unit_id,
        meeting.c.period,
        meeting.c.recorded_at,
        *[column for column in meeting_version.c if column.name not in {"meeting_id", "draft_id"}],
        person.c.name.label("by"),
    )
    .join(meeting_version, meeting_version.c.meeting_id == meeting.c.id)
    .outerjoin(person, person.c.id == meeting_version.c.entered_by)
    .where(meeting.c.id == bindparam("meeting_id"))
    .order_by(meeting_version.c.version)
)
_ONE = _NEWEST.where(meeting.c.id == bindparam("meeting_id"))
_PERIODS = select(meeting.c.period).where(
    meeting.c.unit_id == bindparam("unit_id"), meeting.c.regular == 1, meeting.c.period >= bindparam("since")
)
_INSERT, _INSERT_VERSION = insert(meeting), insert(meeting_version)
_OF_DRAFT = select(meeting_version.c.meeting_id).where(meeting_version.c.draft_id == bindparam("draft_id"))


def _recorded(row: Any) -> Recorded:
    told = row.attendance or {}
    counted = Attendance(
        present=row.present,
        base=row.base,
        excused=row.excused,
        unexcused=row.unexcused,
        absences=tuple(Absence(**each) for each in told.get("absences", ())),
        late=tuple(told.get("late", ())),
        left_early=tuple(told.get("left_early", ())),
        exempt_present=tuple(told.get("exempt_present", ())),
        temporary_in=row.temporary_in,
    )
    known = Meeting(
        unit_id=row.unit_id,
        period=row.period,
        kinds=frozenset(Kind(word) for word in row.kinds.split()),
        held_on=row.held_on,
        hours=Hours(row.starts_at, row.ends_at, row.minutes),
        place=row.place,
        chair=row.chair,
        clerk=row.clerk,
        attendance=counted,
        topic=row.topic,
        party_group=row.party_group,
        upper_member=row.upper_member,
        dues_announced=None if row.dues_announced is None else bool(row.dues_announced),
        content=tuple((heading, text) for heading, text in row.content or ()),
        conclusion=row.conclusion,
        remark=row.remark,
        speakers=row.speakers,
        praise=row.praise,
        photos=tuple(row.photos or ()),
        carried=tuple(map(carrying.from_json, row.carried or ())),
        roll=_roll(told),
    )
    return Recorded(row.id, row.version, row.recorded_at, row.entered_by, row.entered_at, known, row.answers or {})


def _roll(told: dict[str, Any]) -> Roll | None:
    if "expected" not in told:
        return None
    return Roll(Strength(**told.get("strength", {})), tuple(told["expected"]))


def version_row(held: Meeting) -> dict[str, Any]:
    """The meeting as columns of ``meeting_version``."""
    came, roll = held.attendance, held.roll
    return {
        "kinds": " ".join(kind.value for kind in Kind if kind in held.kinds),
        "topic": held.topic,
        "party_group": held.party_group,
        "held_on": held.held_on,
        "starts_at": held.hours.starts_at,
        "ends_at": held.hours.ends_at,
        "minutes": held.hours.minutes,
        "place": held.place,
        "chair": held.chair,
        "clerk": held.clerk,
        "present": came.present,
        "base": came.base,
        "excused": came.excused,
        "unexcused": came.unexcused,
        "temporary_in": came.temporary_in,
        "attendance": {
            "absences": [asdict(each) for each in came.absences],
            "late": list(came.late),
            "left_early": list(came.left_early),
            "exempt_present": list(came.exempt_present),
            **({} if roll is None else {"expected": list(roll.expected), "strength": asdict(roll.strength)}),
        },
        "upper_member": held.upper_member,
        "dues_announced": None if held.dues_announced is None else int(held.dues_announced),
        "content": [list(pair) for pair in held.content],
        "conclusion": held.conclusion,
        "remark": held.remark,
        "speakers": held.speakers,
        "praise": held.praise,
        "photos": list(held.photos),
        "carried": [carrying.to_json(each) for each in held.carried],
    }


def get(db: Connection, scope: Scope, meeting_id: int) -> Recorded:
    """The record; Refused("not-found") when absent or outside the scope."""
    row = units.run_within(db, _ONE, meeting.c.unit_id, scope, {"meeting_id": meeting_id}).first()
    if row is None:
        raise Refused("not-found")
    return _recorded(row)


def newest(db: Connection, scope: Scope, unit_id: int, most: int = 1) -> tuple[Recorded, ...]:
    """The unit's records, the latest held first."""
    rows = units.run_within(db, _OF_UNIT, meeting.c.unit_id, scope, {"unit_id": unit_id, "most": most})
    return tuple(map(_recorded, rows))


def of_body(db: Connection, scope: Scope, unit_id: int, body: str, most: int) -> tuple[Recorded, ...]:
    """The records of the cell itself (``body`` empty), of its committee or its groups, the latest held first."""
    values = {"unit_id": unit_id, "most": most, "body": body}
    return tuple(map(_recorded, units.run_within(db, _OF_BODY, meeting.c.unit_id, scope, values)))


def bodies(db: Connection, scope: Scope, unit_id: int) -> dict[Kind, int]:
    """How many records there are of the cell's committee and of its groups; nothing for one that has none."""
    rows = units.run_within(db, _BODIES, meeting.c.unit_id, scope, {"unit_id": unit_id})
    return {Kind(row.kinds): row.number for row in rows}


def newest_regular(db: Connection, scope: Scope, unit_id: int, before: Month) -> Recorded | None:
    """The last regular meeting before that month: where its usual things come from; else the newest there is."""
    values = {"unit_id": unit_id, "most": 1}
    row = units.run_within(db, _BEFORE, meeting.c.unit_id, scope, {**values, "before": before}).first()
    row = row or units.run_within(db, _REGULAR, meeting.c.unit_id, scope, values).first()
    return None if row is None else _recorded(row)


def newest_by_kind(db: Connection, scope: Scope, unit_id: int) -> dict[Kind, Recorded]:
    """The last session of each kind but the regular one."""
    rows = units.run_within(db, _OTHERS, meeting.c.unit_id, scope, {"unit_id": unit_id})
    found: dict[Kind, Recorded] = {}
    for each in map(_recorded, rows):
        for kind in each.meeting.kinds:
            found.setdefault(kind, each)
    return found


def thematic_days(db: Connection, scope: Scope, unit_id: int, since: Month, without: int = 0) -> tuple[str, ...]:
    """Days of the cell's thematic sessions from that month on, but for the record ``without``."""
    values = {"unit_id": unit_id, "since": since, "without": without}
    rows = units.run_within(db, _THEMATIC, meeting.c.unit_id, scope, values).scalars()
    return tuple(day.isoformat() for day in rows)


def of_period(db: Connection, scope: Scope, unit_id: int, period: Month) -> Recorded | None:
    """The regular record of that month, if there is one."""
    values = {"unit_id": unit_id, "period": period, "most": 1}
    row = units.run_within(db, _OF_PERIOD, meeting.c.unit_id, scope, values).first()
    return None if row is None else _recorded(row)


def taken(db: Connection, scope: Scope, unit_id: int, since: Month) -> tuple[str, ...]:
    """Months from ``since`` on that have their regular record already."""
    rows = units.run_within(db, _PERIODS, meeting.c.unit_id, scope, {"unit_id": unit_id, "since": since})
    return tuple(map(str, rows.scalars()))


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a record: who entered it, when, why."""

    by: str
    """The person's name; empty for the program."""
    reason: str
    recorded: Recorded


def versions(db: Connection, scope: Scope, meeting_id: int) -> tuple[Version, ...]:
    """Every state of the record, the first one first; Refused("not-found") when absent or outside the scope."""
    rows = units.run_within(db, _VERSIONS, meeting.c.unit_id, scope, {"meeting_id": meeting_id}).all()
    if not rows:
        raise Refused("not-found")
    return tuple(Version(row.by or "", row.reason, _recorded(row)) for row in rows)


def record(db: Connection, scope: Scope, held: Meeting, entry: Entry) -> int:
    """Keep a new meeting; its id. The same draft twice gives the same id; a second regular one is Refused("meeting-taken")."""
    units.seen(db, scope, held.unit_id)
    known = None if entry.draft_id is None else db.execute(_OF_DRAFT, {"draft_id": entry.draft_id}).scalar()
    if known is not None:
        return int(known)
    identity = {
        "unit_id": held.unit_id,
        "period": held.period,
        "regular": int(Kind.REGULAR in held.kinds),
        "version": 1,
        "recorded_at": entry.now,
    }
    try:
        with db.begin_nested():
            result = db.execute(_INSERT, identity)
    except IntegrityError:
        raise Refused("meeting-taken", month=f"{held.held_on:%m/%Y}") from None
    key = result.inserted_primary_key
    meeting_id = int(key[0]) if key else 0
    _add_version(db, scope, meeting_id, 1, held, entry)
    audit.note(db, entry.now, entry.by, held.unit_id, "meeting-recorded", {"meeting": meeting_id})
    return meeting_id


def correct(db: Connection, scope: Scope, was: Recorded, held: Meeting, entry: Entry) -> int:
    """The next version of a record; Refused("meeting-changed") when somebody corrected it meanwhile."""
    units.seen(db, scope, held.unit_id)
    if entry.draft_id is not None and db.execute(_OF_DRAFT, {"draft_id": entry.draft_id}).scalar() is not None:
        return was.id
    values = {"version": was.version + 1, "period": held.period, "regular": int(Kind.REGULAR in held.kinds)}
    try:
        with db.begin_nested():
            change = update(meeting).where(meeting.c.id == was.id, meeting.c.version == was.version).values(values)
            changed = db.execute(change).rowcount
    except IntegrityError:
        raise Refused("meeting-taken", month=f"{held.held_on:%m/%Y}") from None
    if changed != 1:
        raise Refused("meeting-changed")
    _add_version(db, scope, was.id, was.version + 1, held, entry)
    audit.note(
        db, entry.now, entry.by, held.unit_id, "meeting-corrected", {"meeting": was.id, "version": was.version + 1}
    )
    return was.id


def _add_version(db: Connection, scope: Scope, meeting_id: int, version: int, held: Meeting, entry: Entry) -> None:
    about = {"answers": entry.answers, "draft_id": entry.draft_id, "entered_by": entry.by, "entered_at": entry.now}
    values = {"meeting_id": meeting_id, "version": version, "reason": entry.reason, **version_row(held), **about}
    db.execute(_INSERT_VERSION, values)
    search.note_meeting(db, scope, meeting_id, held)
    if held.roll is not None:
        attendance.keep(db, scope, meeting_id, version, held.roll.marks)
