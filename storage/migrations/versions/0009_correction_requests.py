"""Requests for late corrections, and closed months unlocked for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "correction_request",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("meeting_id", _ID, nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("asked_by", _ID, nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("draft_id", _ID, nullable=True),
        sa.Column("state", sa.Text(), server_default=sa.text("'waiting'"), nullable=False),
        sa.Column("decided_by", _ID, nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_correction_request_decided_once")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'allowed', 'refused')", name=op.f("ck_correction_request_state_known")
        ),
        sa.CheckConstraint(
            "answers IS NULL OR meeting_id IS NOT NULL", name=op.f("ck_correction_request_corrects_a_record")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_correction_request_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_correction_request_decided_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_correction_request_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_correction_request_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_correction_request_draft_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_correction_request_meeting_id", "correction_request", ["meeting_id"], unique=False)
    op.create_index("ix_correction_request_unit_id", "correction_request", ["unit_id"], unique=False)

    op.create_table(
        "unlocking",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("meeting_id", _ID, nullable=True),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unlocked_by", _ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_unlocking_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unlocking_unit_id")),
        sa.ForeignKeyConstraint(["unlocked_by"], ["person.id"], name=op.f("fk_unlocking_unlocked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlocking")),
        sqlite_strict=True,
    )
    op.create_index("ix_unlocking_unit_id", "unlocking", ["unit_id"], unique=False)

    _append_only("unlocking")


def _append_only(name: str) -> None:
    """Rows of the table are never changed or deleted."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"'BEGIN RAISE EXCEPTION ''{name} is append-only''; END'"
    )
    op.execute(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}_append_only()"
    )
