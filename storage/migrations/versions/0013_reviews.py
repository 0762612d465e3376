"""What committees say of recorded meetings: passed, or returned with a comment on one line."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "review",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("meeting_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("comment", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("reviewed_by", _ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("draft_id", _ID, nullable=True),
        sa.CheckConstraint("verdict IN ('passed', 'returned')", name=op.f("ck_review_verdict_known")),
        sa.CheckConstraint(
            "verdict = 'passed' OR (line <> '' AND comment <> '')", name=op.f("ck_review_returned_with_comment")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_review_reviewed_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_review_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_review_draft_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_review_meeting_id", "review", ["meeting_id"], unique=False)
    op.create_index("ix_review_unit_id", "review", ["unit_id"], unique=False)
    _append_only("review")


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
