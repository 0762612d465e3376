"""Model meetings (sinh hoạt mẫu): a planned meeting to which other cells' secretaries are invited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "model_meeting",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("marked_by", _ID, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("draft_id", _ID, nullable=True),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["marked_by"], ["person.id"], name=op.f("fk_model_meeting_marked_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_model_meeting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_meeting")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_model_meeting_draft_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_model_meeting_now",
        "model_meeting",
        ["unit_id", "period"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "model_guest",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("model_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("invited_by", _ID, nullable=False),
        sa.Column("invited_at", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.CheckConstraint("answer IN ('', 'come', 'not')", name=op.f("ck_model_guest_answer_known")),
        sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f("ck_model_guest_answered_when")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_model_guest_answered_by")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_model_guest_invited_by")),
        sa.ForeignKeyConstraint(["model_id"], ["model_meeting.id"], name=op.f("fk_model_guest_model_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_model_guest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_guest")),
        sa.UniqueConstraint("model_id", "unit_id", name=op.f("uq_model_guest_model_id_unit_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_model_guest_unit_id", "model_guest", ["unit_id"], unique=False)
