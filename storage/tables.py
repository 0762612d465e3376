"""The tables; columns are named like the fields of the domain's frozen dataclasses."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy import (
    event as events,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.periods import Month

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


@events.listens_for(metadata, "before_create")
def _in_part(_: MetaData, connection: Connection, **_options: object) -> None:
    """An index of a part of its table says of which by ``sqlite_where``: PostgreSQL's kinds are imported only for itself."""
    if connection.dialect.name == "postgresql":
        for table in metadata.tables.values():
            for index in table.indexes:
                index.dialect_options["postgresql"]["where"] = index.dialect_options["sqlite"]["where"]


Id = BigInteger().with_variant(Integer, "sqlite")
"""Ids of rows and of Telegram: 64 bits on both engines (STRICT SQLite accepts INTEGER only)."""

Real = Float().with_variant(REAL, "sqlite")
"""A measure (STRICT SQLite knows REAL, not FLOAT)."""


class Day(TypeDecorator[date]):
    """A date as ISO text (STRICT tables hold text; text sorts as days do)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002, D102
        return None if value is None else date.fromisoformat(value)


UTC_ZONE = "+00:00"


class Moment(TypeDecorator[datetime]):
    """An aware moment as UTC text of fixed width, so that it sorts and compares as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix(UTC_ZONE)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, D102
        return None if value is None else datetime.fromisoformat(value + UTC_ZONE)


class MonthText(TypeDecorator[Month]):
    """A period, ``2026-11``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:  # noqa: ARG002, D102
        return None if value is None else Month.read(value)


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as JSON, as it is stored."""


class Json(TypeDecorator[Any]):
    """A JSON value as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002, D102
        return None if value is None else as_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002, D102
        return None if value is None else json.loads(value)


def one_of(column: str, *words: str) -> CheckConstraint:
    """A CHECK that the column holds one of the words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=f"{column}_known")


def flag(name: str) -> Column[int]:
    """A yes/no column: 0 or 1 (STRICT SQLite has no booleans)."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def table(name: str, *parts: Any) -> Table:
    """A STRICT table."""
    return Table(name, metadata, *parts, sqlite_strict=True)


def key(type_: TypeEngine[Any] = Id) -> Column[Any]:
    """The primary key."""
    return Column("id", type_, primary_key=True, autoincrement=True)


def ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A foreign key to ``target``'s id."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def words(name: str, *, nullable: bool = False) -> Column[str]:
    """A text column; empty by default."""
    return Column(name, Text, nullable=nullable, server_default=None if nullable else text("''"))


# --- units -----------------------------------------------------------------------------------------------------------

unit = table(
    "unit",
    key(),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("opened_on", Day, nullable=False),
    Column("closed_on", Day),
    Index(
        "ix_unit_committee",
        "id",
        sqlite_where=text("kind NOT IN ('cell', 'practice')"),
    ),
)
"""A node of the tree; its names and parents are dated rows of their own."""

COMMITTEE = text("unit.kind NOT IN ('cell', 'practice')")
"""That a unit has cells below it: written out, a partial index is not used for parameters."""

unit_name = table(
    "unit_name",
    key(),
    ref("unit_id", "unit", index=True),
    Column("name", Text, nullable=False),
    words("search_name"),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
)

unit_parent = table(
    "unit_parent",
    key(),
    ref("unit_id", "unit", index=True),
    ref("parent_id", "unit", index=True),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
)

unit_tree = table(
    "unit_tree",
    Column("ancestor_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("descendant_id", Id, ForeignKey("unit.id"), primary_key=True, index=True),
    Column("depth", Integer, nullable=False),
    Index("ix_unit_tree_below", "ancestor_id", "depth", "descendant_id"),
)
"""The closure of today's parents (each unit is its own ancestor at depth 0); rebuilt when a parent changes. A closed unit lies
below its heir, when it has one: whoever sees the heir sees what came before it."""

unit_past = table(
    "unit_past",
    Column("ancestor_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("descendant_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("until", MonthText, primary_key=True),
    Column("depth", Integer, nullable=False),
    Column("first", MonthText),
    Index("ix_unit_past_descendant_until", "descendant_id", "until"),
    CheckConstraint("first IS NULL OR first < until", name="in_order"),
)
"""Closures that have ended: in the periods from ``first`` (none: ever) to before ``until`` the unit lay below that ancestor. Where
a unit has rows, they are its whole line of ancestors in those periods; a period counts where the unit lies at its end."""

succession = table(
    "succession",
    Column("predecessor_id", Id, ForeignKey("unit.id"), primary_key=True),
    Column("successor_id", Id, ForeignKey("unit.id"), primary_key=True, index=True),
    Column("since", Day, nullable=False),
    Column("kind", Text, nullable=False),
    flag("heir"),
    one_of("kind", "merge", "split", "close"),
)
"""Which unit came out of which, from when and how. ``heir``: the one that took over what was open, and below which the closed
unit is seen."""

reorganisation = table(
    "reorganisation",
    key(),
    ref("unit_id", "unit", index=True),
    Column("effective_on", Day, nullable=False),
    Column("acts", Json, nullable=False),
    Column("state", Text, nullable=False),
    words("fault"),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    Column("settled_at", Moment),
    one_of("state", "proposed", "planned", "done", "withdrawn", "failed"),
    Index("ix_reorganisation_state", "state", "effective_on"),
)
"""Units that are to merge, split, move, be renamed or closed on a day: shown (proposed), said yes to (planned), carried out (done)."""

cell_profile = table(
    "cell_profile",
    key(),
    ref("unit_id", "unit", index=True),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
    words("meeting_day"),
    words("starts_at"),
    Column("usual_minutes", Integer, nullable=False, server_default=text("90")),
    words("place"),
    *[
        Column(name, Integer, nullable=False, server_default=text("0"))
        for name in ("official", "probationary", "exempt", "special_duty", "temporary_in", "temporary_out")
    ],
)

setting = table(
    "setting",
    key(),
    ref("unit_id", "unit"),
    Column("name", Text, nullable=False),
    Column("value", Json, nullable=False),
    UniqueConstraint("unit_id", "name"),
)
"""What a committee decides otherwise than the default of ``bot.domain.rules``; inherited down the tree."""

template = table(
    "template",
    key(),
    ref("unit_id", "unit"),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", Text, nullable=False),
    words("file_name"),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    UniqueConstraint("unit_id", "kind", "version"),
    one_of("kind", "minutes", "resolution", "agenda", "report"),
)
"""A committee's own Word template of one kind of paper: the newest not withdrawn is in force, and for all below it."""

# --- people ----------------------------------------------------------------------------------------------------------

person = table(
    "person",
    key(),
    Column("name", Text, nullable=False),
    words("search_name"),
    words("phone"),
    Column("telegram_id", Id, unique=True),
    Column("language", Text, nullable=False, server_default=text("'vi'")),
    flag("blocked"),
    Column("joined_at", Moment),
    flag("few_words"),
    Column("practice_id", Id, ForeignKey("unit.id")),
)
"""``practice_id``: the practice cell that stands in the place of his posts while he practises."""

post = table(
    "post",
    key(),
    ref("person_id", "person", index=True),
    ref("unit_id", "unit", index=True),
    Column("role", Text, nullable=False),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
    Column("granted_by", Id, ForeignKey("person.id")),
    one_of("role", "secretary", "deputy", "committee_member", "upper_member", "admin"),
)

invitation = table(
    "invitation",
    key(),
    Column("token_hash", Text, nullable=False, unique=True),
    ref("unit_id", "unit"),
    Column("role", Text, nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("created_by", Id, ForeignKey("person.id")),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_by", Id, ForeignKey("person.id")),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
"""One single-use link; only the SHA-256 of its token is kept. ``person_id``: the imported holder it was made for."""

invitation_term = table(
    "invitation_term",
    Column("invitation_id", Id, ForeignKey("invitation.id"), primary_key=True, autoincrement=False),
    Column("from_on", Day, nullable=False),
    Column("until_on", Day, nullable=False),
    CheckConstraint("from_on <= until_on", name="in_order"),
)
"""First and last day of the post that a link leads into, when it is for a while only (a stand-in)."""

joining = table(
    "joining",
    key(),
    Column("invitation_id", Id, ForeignKey("invitation.id"), nullable=False, unique=True),
    Column("telegram_id", Id, nullable=False, index=True),
    words("account"),
    Column("language", Text, nullable=False, server_default=text("'vi'")),
    Column("asked_at", Moment, nullable=False),
    words("phone"),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("decided_by", Id, ForeignKey("person.id")),
    Column("decided_at", Moment),
    one_of("state", "waiting", "approved", "refused"),
)
"""Somebody who opened a link where the committee wants to say yes first: he is nobody, and sees nothing, until it does."""

wrong_token = table(
    "wrong_token",
    key(),
    Column("telegram_id", Id, nullable=False, index=True),
    Column("at", Moment, nullable=False),
)

audit = table(
    "audit",
    key(),
    Column("at", Moment, nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("unit_id", Id, ForeignKey("unit.id"), index=True),
    Column("act", Text, nullable=False),
    Column("about", Json),
)
"""Who did what to which unit's data, written in the transaction of the act; append-only (trigger)."""

member = table(
    "member",
    key(),
    ref("unit_id", "unit", index=True),
    Column("name", Text, nullable=False),
    words("search_name"),
    words("party_group"),
    Column("person_id", Id, ForeignKey("person.id"), index=True),
    Column("joined_on", Day, nullable=False),
    Column("joined_how", Text, nullable=False, server_default=text("'listed'")),
    Column("left_on", Day),
    words("left_how"),
    one_of("joined_how", "listed", "transfer", "admission"),
    one_of("left_how", "", "transfer", "removal", "death", "mistake"),
    CheckConstraint("(left_on IS NULL) = (left_how = '')", name="left_with_reason"),
)
"""Whoever is or was on a cell's roster; ``left_how`` ``mistake``: never belonged to it."""

member_standing = table(
    "member_standing",
    key(),
    ref("member_id", "member", index=True),
    Column("standing", Text, nullable=False),
    Column("valid_from", Day, nullable=False),
    Column("valid_to", Day),
    one_of("standing", "official", "probationary", "exempt", "special_duty", "temporary_in", "temporary_out"),
    Index(
        "uq_member_standing_newest",
        "member_id",
        unique=True,
        sqlite_where=text("valid_to IS NULL"),
    ),
)
"""What a member is from a day to a day; all rows end when he leaves the roster."""

# --- records ---------------------------------------------------------------------------------------------------------

meeting = table(
    "meeting",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False),
    flag("regular"),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("recorded_at", Moment, nullable=False),
    Index("ix_meeting_unit_period", "unit_id", "period"),
    Index("ix_meeting_period", "period"),
    Index(
        "uq_meeting_regular",
        "unit_id",
        "period",
        unique=True,
        sqlite_where=text("regular = 1"),
    ),
)
"""The identity of one session's record and which version counts; one regular record per cell and period."""

meeting_version = table(
    "meeting_version",
    Column("meeting_id", Id, ForeignKey("meeting.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kinds", Text, nullable=False),
    words("topic"),
    words("party_group"),
    Column("held_on", Day, nullable=False),
    words("starts_at"),
    words("ends_at"),
    Column("minutes", Integer),
    words("place"),
    words("chair"),
    words("clerk"),
    Column("present", Integer, nullable=False),
    Column("base", Integer, nullable=False),
    Column("excused", Integer, nullable=False, server_default=text("0")),
    Column("unexcused", Integer, nullable=False, server_default=text("0")),
    Column("temporary_in", Integer, nullable=False, server_default=text("0")),
    Column("attendance", Json),
    words("upper_member"),
    Column("dues_announced", Integer),
    Column("speakers", Integer),
    words("praise"),
    Column("content", Json),
    words("conclusion"),
    words("remark"),
    Column("photos", Json),
    Column("carried", Json),
    Column("answers", Json),
    Column("draft_id", Id, unique=True),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    words("reason"),
    CheckConstraint("present >= 0 AND base >= present", name="present_within_base"),
    Index(
        "ix_meeting_version_thematic",
        "held_on",
        "meeting_id",
        "version",
        sqlite_where=text("kinds LIKE '%thematic%'"),
    ),
    Index(
        "ix_meeting_version_visited",
        "held_on",
        "meeting_id",
        "version",
        sqlite_where=text("upper_member <> ''"),
    ),
)
"""One version of a record, never changed (trigger): a correction is the next version with who, when and why."""

attendance_mark = table(
    "attendance_mark",
    Column("meeting_id", Id, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("member_id", Id, ForeignKey("member.id"), primary_key=True, index=True),
    Column("mark", Text, primary_key=True),
    words("reason"),
    ForeignKeyConstraint(["meeting_id", "version"], ["meeting_version.meeting_id", "meeting_version.version"]),
    one_of("mark", "excused", "unexcused", "unsaid", "late", "left_early", "exempt_came"),
)
"""What was noted of one member at one meeting, with the version that says so; who has no mark was present all the time."""

correction_request = table(
    "correction_request",
    key(),
    ref("unit_id", "unit", index=True),
    Column("period", MonthText, nullable=False),
    Column("meeting_id", Id, ForeignKey("meeting.id"), index=True),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("reason", Text, nullable=False),
    Column("answers", Json),
    ref("asked_by", "person"),
    Column("asked_at", Moment, nullable=False),
    Column("draft_id", Id, unique=True),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("decided_by", Id, ForeignKey("person.id")),
    Column("decided_at", Moment),
    one_of("state", "waiting", "allowed", "refused"),
    CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_once"),
    CheckConstraint("answers IS NULL OR meeting_id IS NOT NULL", name="corrects_a_record"),
    Index(
        "ix_correction_request_waiting",
        "unit_id",
        sqlite_where=text("state = 'waiting'"),
    ),
)
"""A cell asks its committee: to take a late correction (``answers``: the record as it should be, made on ``version``), or
to unlock a closed month (no answers; ``meeting_id`` None: to tell a month that has no record)."""

unlocking = table(
    "unlocking",
    key(),
    ref("unit_id", "unit", index=True),
    Column("period", MonthText, nullable=False),
    Column("meeting_id", Id, ForeignKey("meeting.id")),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    ref("unlocked_by", "person"),
    Column("at", Moment, nullable=False),
)
"""A committee opens one record of a closed month (or the telling of one without a record) until a moment."""

review = table(
    "review",
    key(),
    ref("unit_id", "unit", index=True),
    ref("meeting_id", "meeting", index=True),
    Column("version", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    words("line"),
    words("comment"),
    ref("reviewed_by", "person"),
    Column("at", Moment, nullable=False),
    Column("draft_id", Id, unique=True),
    one_of("verdict", "passed", "returned"),
    CheckConstraint("verdict = 'passed' OR (line <> '' AND comment <> '')", name="returned_with_comment"),
    Index(
        "ix_review_returned",
        "unit_id",
        sqlite_where=text("verdict = 'returned'"),
    ),
)
"""What the committee above said of a version of a record; never changed (trigger). ``line``: the place of the correction
form at which the comment is answered (``question:attendance``). Returned ones are open until a later one passes."""

visit = table(
    "visit",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False),
    ref("person_id", "person"),
    Column("word", Text, nullable=False),
    Column("day", Day),
    words("remark"),
    Column("at", Moment, nullable=False),
    Column("draft_id", Id, unique=True),
    one_of("word", "will", "will_not", "came", "did_not"),
    CheckConstraint("remark = '' OR word = 'came'", name="remark_of_who_came"),
    Index("ix_visit_unit_period", "unit_id", "period"),
    Index("ix_visit_unit_day", "unit_id", "day"),
)
"""What an upper member says of his coming to a cell's meeting of a month; never changed (trigger): the newest word counts.
The minutes name who came, too (``meeting_version.upper_member``): one fact, two sources."""

model_meeting = table(
    "model_meeting",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False),
    Column("topic", Text, nullable=False),
    ref("marked_by", "person"),
    Column("at", Moment, nullable=False),
    Column("draft_id", Id, unique=True),
    Column("withdrawn_at", Moment),
    Index(
        "uq_model_meeting_now",
        "unit_id",
        "period",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
    ),
)
"""*Sinh hoạt mẫu*: a cell's meeting of a month to which other cells' secretaries are invited."""

model_guest = table(
    "model_guest",
    key(),
    ref("model_id", "model_meeting"),
    ref("unit_id", "unit", index=True),
    ref("invited_by", "person"),
    Column("invited_at", Moment, nullable=False),
    words("answer"),
    Column("answered_by", Id, ForeignKey("person.id")),
    Column("answered_at", Moment),
    UniqueConstraint("model_id", "unit_id"),
    one_of("answer", "", "come", "not"),
    CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_when"),
)
"""A cell invited to a model meeting, and what it answers (each answer is in the audit); ``unit_id``: the guest's."""

NEWEST_VERSION = and_(meeting_version.c.meeting_id == meeting.c.id, meeting_version.c.version == meeting.c.version)
"""Joins a meeting's identity with the version that counts."""

resolution = table(
    "resolution",
    key(),
    ref("unit_id", "unit"),
    Column("meeting_id", Id, ForeignKey("meeting.id"), index=True),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("draft_id", Id),
    words("number"),
    Column("passed_on", Day, nullable=False, index=True),
    Column("period", MonthText, nullable=False, index=True),
    Column("subject", Text, nullable=False),
    words("search_subject"),
    words("text"),
    Column("agree", Integer),
    Column("against", Integer, nullable=False, server_default=text("0")),
    Column("other", Integer, nullable=False, server_default=text("0")),
    Column("voters", Integer),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    Column("superseded_at", Moment),
    UniqueConstraint("draft_id", "position"),
    Index("ix_resolution_unit_period", "unit_id", "period"),
)
"""A resolution as passed; a correction supersedes the row and adds another."""

task = table(
    "task",
    key(),
    ref("unit_id", "unit", index=True),
    Column("resolution_id", Id, ForeignKey("resolution.id"), index=True),
    Column("what", Text, nullable=False),
    words("assignee"),
    Column("due_on", Day, index=True),
    words("area"),
    Column("amount", Real),
    words("measure_unit"),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    Column("progress", Real, nullable=False, server_default=text("0")),
    Column("closed_on", Day, index=True),
    Column("created_at", Moment, nullable=False),
    Column("superseded_at", Moment),
    Column("reminded_until", Moment),
    Column("next_at", Moment),
    one_of("state", "open", "done", "dropped"),
    Index("ix_task_unit_state", "unit_id", "state", "closed_on"),
    Index("ix_task_next", "state", "next_at"),
)
"""Work for one owner; ``progress`` is 0 to 1. Its state follows the newest task_update."""

task_update = table(
    "task_update",
    key(),
    ref("task_id", "task", index=True),
    Column("act", Text, nullable=False, server_default=text("'report'")),
    Column("state", Text, nullable=False),
    Column("done", Real),
    Column("total", Real),
    Column("percent", Real),
    words("note"),
    Column("photos", Json),
    Column("at", Moment, nullable=False),
    Column("said_on", Day),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("draft_id", Id, unique=True),
    Column("meeting_id", Id, ForeignKey("meeting.id"), index=True),
    Column("replaces", Id, ForeignKey("task_update.id")),
    Column("due_on", Day),
    Column("due_was", Day),
    one_of("act", "report", "undo", "reopen", "due"),
    one_of("state", "done", "in_progress", "late", "dropped"),
)

growth = table(
    "growth",
    key(),
    ref("unit_id", "unit"),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("happened_on", Day, nullable=False),
    Column("member_id", Id, ForeignKey("member.id"), index=True),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    Column("draft_id", Id, unique=True),
    Column("withdrawn_at", Moment),
    one_of("kind", "admission", "recognition"),
    Index("ix_growth_unit_day", "unit_id", "happened_on"),
)
"""A new member of a cell (admission), or one who has become official (recognition)."""

score = table(
    "score",
    key(),
    ref("unit_id", "unit"),
    Column("meeting_id", Id, ForeignKey("meeting.id"), nullable=False, unique=True),
    Column("period", MonthText, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Index("ix_score_unit_period", "unit_id", "period"),
)
"""The identity of one meeting's quality score and which version counts."""

score_version = table(
    "score_version",
    Column("score_id", Id, ForeignKey("score.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("table_code", Text, nullable=False),
    Column("table_version", Integer, nullable=False),
    Column("meeting_version", Integer, nullable=False),
    Column("lines", Json, nullable=False),
    Column("points", Real, nullable=False),
    Column("most", Real, nullable=False),
    Column("total", Real, nullable=False),
    Column("band", Text, nullable=False),
    words("remark"),
    Column("draft_id", Id, unique=True),
    Column("entered_by", Id, ForeignKey("person.id")),
    Column("entered_at", Moment, nullable=False),
    one_of("stage", "proposed", "confirmed", "differed"),
    one_of("band", "good", "fair", "average", "poor"),
    CheckConstraint("points >= 0 AND points <= most AND total >= 0 AND total <= 100", name="points_within"),
)
"""One version of a score, never changed (trigger): proposed by the cell, confirmed or scored otherwise from above."""

frozen = table(
    "frozen",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("figures", Json, nullable=False),
    Column("frozen_at", Moment, nullable=False),
    UniqueConstraint("unit_id", "period"),
)
"""The figures of a committee's month as they were when it was locked; never changed (trigger). ``version``: how they are written."""

piece = table(
    "piece",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False),
    Column("day", Day, nullable=False),
    Column("rules", Text, nullable=False),
    Column("figures", Json, nullable=False),
    Column("above", Json),
    UniqueConstraint("unit_id", "period", "day", "rules"),
    Index("ix_piece_day", "day"),
)
"""What a month of a committee with its own cells comes to on a day, by rules (their fingerprint): a summary is the sum of its
pieces. ``above``: where some of the cells once lay elsewhere, the units below which all of them lay in every month counted."""

piece_mark = table("piece_mark", key(), Column("unit_id", Id, nullable=False, index=True))
"""Units of which something that is counted has changed since their piece was: triggers write it, in the writer's transaction."""

# --- searching and sharing -------------------------------------------------------------------------------------------

search_entry = table(
    "search_entry",
    key(),
    ref("unit_id", "unit", index=True),
    Column("kind", Text, nullable=False),
    Column("ref_id", Id, nullable=False),
    Column("day", Day, nullable=False),
    Column("plain", Text, nullable=False),
    Column("exact", Text, nullable=False),
    UniqueConstraint("kind", "ref_id"),
    Index("ix_search_entry_day", "day", "id"),
    one_of("kind", "meeting", "resolution", "task"),
)
"""One record's words, without accents and with (``bot.domain.search``). SQLite finds them through ``search_words``, a full
text index that ``storage.search`` keeps up to date (a trigger may not: no schema is trusted); PostgreSQL through an index of ``to_tsvector``."""

resolution_share = table(
    "resolution_share",
    key(),
    ref("resolution_id", "resolution", index=True),
    ref("unit_id", "unit"),
    Column("shared_by", Id, ForeignKey("person.id"), nullable=False),
    Column("shared_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Index(
        "uq_resolution_share_now",
        "resolution_id",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
    ),
)
"""*Mô hình hay*: a resolution that its cell lets others read and copy; taken back at any time."""

# --- obligations and what is sent ------------------------------------------------------------------------------------

obligation = table(
    "obligation",
    key(),
    ref("unit_id", "unit"),
    Column("period", MonthText, nullable=False),
    Column("kind", Text, nullable=False, server_default=text("'regular'")),
    Column("planned_on", Day),
    words("planned_at"),
    Column("planned_minutes", Integer, nullable=False, server_default=text("90")),
    Column("postponed_to", Day),
    words("postponed_at"),
    words("postponed_reason"),
    Column("said_held_on", Day),
    Column("paper_at", Moment),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    Column("due_at", Moment, nullable=False),
    Column("grace_until", Moment, nullable=False),
    Column("next_at", Moment),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("unit_id", "period", "kind"),
    one_of("state", "open", "met", "missed", "excused"),
    Index("ix_obligation_period_state", "period", "state"),
    Index("ix_obligation_next", "state", "next_at"),
    Index("ix_obligation_open", "due_at", sqlite_where=text("state = 'open'")),
)
"""That an active cell is to meet in a period. ``planned_on`` None: any day; ``due_at``: the period's end, or a later day
that counts; ``grace_until``: when it counts as missed; ``next_at``: when the sweep looks at it (open and None: at once)."""

postponement = table(
    "postponement",
    key(),
    ref("obligation_id", "obligation", index=True),
    Column("from_day", Day),
    Column("to_day", Day, nullable=False),
    words("to_clock"),
    words("reason"),
    Column("at", Moment, nullable=False),
    Column("person_id", Id, ForeignKey("person.id")),
    Column("withdrawn_at", Moment),
    Column("draft_id", Id, unique=True),
)

event = table(
    "event",
    key(),
    ref("obligation_id", "obligation"),
    Column("type", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    UniqueConstraint("obligation_id", "type"),
)
"""What befell an obligation, at its true due time, once a type (``missed``, ``rung:evening`` …)."""

outbox = table(
    "outbox",
    key(),
    Column("dedupe_key", Text, nullable=False, unique=True),
    ref("recipient_id", "person", index=True),
    Column("unit_id", Id, ForeignKey("unit.id")),
    Column("channel", Text, nullable=False, server_default=text("'telegram'")),
    Column("kind", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("priority", Integer, nullable=False, server_default=text("5")),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'pending'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("ambiguous", Integer, nullable=False, server_default=text("0")),
    words("claimed_by"),
    Column("lease_until", Moment),
    Column("sending_at", Moment),
    Column("message_id", Id),
    Column("sent_at", Moment),
    words("last_error"),
    Column("created_at", Moment, nullable=False),
    one_of("state", "pending", "sending", "sent", "uncertain", "unconfirmed", "held", "dead", "expired"),
    Index("ix_outbox_pending", "state", "not_before", "priority"),
    Index("ix_outbox_turn", "state", "priority", "not_before"),
)

digest_line = table(
    "digest_line",
    Column("outbox_id", Id, ForeignKey("outbox.id"), primary_key=True),
    Column("obligation_id", Id, ForeignKey("obligation.id"), primary_key=True, index=True),
    Column("rung", Text, primary_key=True),
    words("said"),
)
"""What a digest names: a cell's month, by the key of the rung that is due, or empty where an earlier digest is corrected.
``said``: how it stood when the digest went out (bot.domain.digests.as_told); empty: it fell out before."""

broadcast = table(
    "broadcast",
    key(),
    ref("unit_id", "unit", index=True),
    ref("entered_by", "person"),
    Column("draft_id", Id, unique=True),
    Column("part", Json, nullable=False),
    Column("roles", Json, nullable=False),
    Column("text", Text, nullable=False),
    words("file"),
    Column("state", Text, nullable=False, server_default=text("'made'")),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    one_of("state", "made", "sent", "dropped"),
    CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_a_moment"),
)
"""What a committee tells many below it; ``file`` as bot.domain.evidence writes it. Made by the form, sent by one press."""

broadcast_reader = table(
    "broadcast_reader",
    Column("broadcast_id", Id, ForeignKey("broadcast.id"), primary_key=True),
    Column("person_id", Id, ForeignKey("person.id"), primary_key=True, index=True),
    ref("unit_id", "unit"),
    Column("role", Text, nullable=False),
    Column("seen_at", Moment),
    Column("reminded_on", Day),
)
"""Whom it was sent to, with the post by which he was meant; how his message stands is told by the outbox."""

# --- conversations ---------------------------------------------------------------------------------------------------

draft = table(
    "draft",
    key(),
    ref("person_id", "person"),
    ref("unit_id", "unit", index=True),
    Column("chat_id", Id, nullable=False),
    Column("form", Text, nullable=False),
    Column("form_version", Integer, nullable=False),
    Column("about", Json),
    Column("data", Json, nullable=False),
    Column("revision", Integer, nullable=False, server_default=text("1")),
    Column("shown_revision", Integer, nullable=False, server_default=text("0")),
    Column("shown_message_id", Id),
    Column("state", Text, nullable=False, server_default=text("'open'")),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("noticed_at", Moment),
    Column("left_at", Moment),
    one_of("state", "open", "paused", "submitted", "abandoned"),
    Index("ix_draft_person_id_state", "person_id", "state"),
    Index(
        "ix_draft_unfinished",
        "updated_at",
        sqlite_where=text("state IN ('open', 'paused')"),
    ),
    Index(
        "uq_draft_open",
        "person_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
    ),
)
"""A conversation under way: one row, saved at every answer in the transaction that marks the update handled.

``noticed_at``: its owner was told that he left it (once); ``left_at``: given up by the sweep, not by him, and so still his
to go on with."""

inbox = table(
    "inbox",
    Column("bot_id", Id, primary_key=True),
    Column("update_id", Id, primary_key=True),
    Column("chat_id", Id),
    Column("kind", Text, nullable=False, server_default=text("''")),
    Column("raw", Text),
    Column("received_at", Moment, nullable=False),
    Column("state", Text, nullable=False, server_default=text("'new'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    words("last_error"),
    Column("done_at", Moment),
    Column("answered_at", Moment),
    one_of("state", "new", "done", "dead"),
    Index(
        "ix_inbox_new",
        "bot_id",
        "update_id",
        sqlite_where=text("state = 'new'"),
    ),
    Index("ix_inbox_done_at", "done_at"),
)

offer = table(
    "offer",
    Column("chat_id", Id, primary_key=True, autoincrement=False),
    Column("codes", Json, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What the numbers on a chat's newest numbered screen outside a form stand for, and what its lines say: ``{"1": ["route:…", "words"]}``."""

pulse = table(
    "pulse",
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("detail", Json),
)
"""When something last went well: ``poll``, ``tick``, ``backup``."""

APPEND_ONLY = (
    "meeting_version",
    "unlocking",
    "review",
    "visit",
    "frozen",
    "attendance_mark",
    "score_version",
    "task_update",
    "audit",
    "event",
)
"""Tables whose rows triggers keep from being changed or deleted."""


def append_only_ddl(name: str, dialect: str) -> tuple[str, ...]:
    """The statements that keep the rows of table ``name`` from being changed or deleted."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        )
    return (
        (
            f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"'BEGIN RAISE EXCEPTION ''{name} is append-only''; END'"
        ),
        (
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()"
        ),
    )


for _name in APPEND_ONLY:
    for _dialect in ("sqlite", "postgresql"):
        for _statement in append_only_ddl(_name, _dialect):
            events.listen(
                metadata.tables[_name],
                "after_create",
                DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
            )

COMMITTEES_BELOW = (
    "SELECT t.descendant_id FROM unit_tree AS t JOIN unit AS u ON u.id = t.descendant_id"
    " WHERE t.ancestor_id = {row}.unit_id AND u.kind NOT IN ('cell', 'practice')"
)
MARKED: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit": ("SELECT {row}.id", ("kind", "opened_on", "closed_on")),
    "unit_tree": (
        "SELECT {row}.ancestor_id WHERE {row}.depth = 1 UNION ALL SELECT {row}.descendant_id WHERE {row}.depth = 1",
        ("ancestor_id", "descendant_id", "depth"),
    ),
    "unit_past": ("SELECT {row}.descendant_id", ("ancestor_id", "descendant_id", "until", "depth", "first")),
    "setting": (COMMITTEES_BELOW, ("unit_id", "name", "value")),
    "person": ("SELECT unit_id FROM post WHERE person_id = {row}.id", ("telegram_id", "blocked")),
    "post": ("SELECT {row}.unit_id", ("person_id", "unit_id", "role", "valid_from", "valid_to")),
    "obligation": (
        "SELECT {row}.unit_id",
        ("unit_id", "period", "kind", "planned_on", "postponed_to", "said_held_on", "paper_at", "state"),
    ),
    "meeting": ("SELECT {row}.unit_id", ("unit_id", "period", "regular", "version", "recorded_at")),
    "meeting_version": ("SELECT unit_id FROM meeting WHERE id = {row}.meeting_id", ()),
    "score": ("SELECT {row}.unit_id", ("unit_id", "meeting_id", "version")),
    "score_version": ("SELECT unit_id FROM score WHERE id = {row}.score_id", ()),
    "visit": ("SELECT {row}.unit_id", ()),
    "resolution": ("SELECT {row}.unit_id", ("unit_id", "period", "superseded_at")),
    "task": ("SELECT {row}.unit_id", ("unit_id", "state", "due_on", "closed_on", "superseded_at")),
    "growth": ("SELECT {row}.unit_id", ("unit_id", "kind", "happened_on", "withdrawn_at")),
}
"""By table that a summary counts: the units that a row of it belongs to, and the columns whose change counts (none: the rows
never change)."""


def mark_ddl(name: str, dialect: str) -> tuple[str, ...]:
    """The statements by which a changed row of table ``name`` marks its units."""
    units, columns = MARKED[name]
    verbs = ("INSERT", "UPDATE", "DELETE") if columns else ("INSERT",)
    unlike = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    made = []
    for verb in verbs:
        rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[verb]
        on = f"UPDATE OF {', '.join(columns)}" if verb == "UPDATE" else verb
        changed = " OR ".join(f"OLD.{column} {unlike} NEW.{column}" for column in columns)
        when = f" WHEN ({changed})" if verb == "UPDATE" else ""
        body = " ".join(f"INSERT INTO piece_mark (unit_id) {units.format(row=row)};" for row in rows)
        trigger = f"{name}_marks_{verb.lower()}"
        if dialect == "sqlite":
            made.append(f"CREATE TRIGGER {trigger} AFTER {on} ON {name}{when} BEGIN {body} END")
        else:
            quoted = f"BEGIN {body} RETURN NULL; END".replace("'", "''")
            made.append(f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS '{quoted}'")
            made.append(
                f"CREATE TRIGGER {trigger} AFTER {on} ON {name} FOR EACH ROW{when} EXECUTE FUNCTION {trigger}()"
            )
    return tuple(made)


for _name in MARKED:
    for _dialect in ("sqlite", "postgresql"):
        for _statement in mark_ddl(_name, _dialect):
            events.listen(
                metadata.tables[_name],
                "after_create",
                DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
            )

SEARCH_DDL = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE search_words USING fts5(plain, exact, content='search_entry', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
        ),
    ),
    "postgresql": (
        "CREATE INDEX ix_search_entry_plain ON search_entry USING gin (to_tsvector('simple', plain))",
        "CREATE INDEX ix_search_entry_exact ON search_entry USING gin (to_tsvector('simple', exact))",
    ),
}
"""What finds the words of ``search_entry``."""


def known_to_tables(name: str | None, _kind: str, _parents: object = None) -> bool:
    """False for what the database makes by itself or ``SEARCH_DDL`` makes: no table of ours to be compared."""
    return not (name or "").startswith(("search_words", "ix_search_entry_plain", "ix_search_entry_exact"))


for _dialect, _statements in SEARCH_DDL.items():
    for _statement in _statements:
        events.listen(
            search_entry,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )
