"""Figures of a committee's month as they were when it was locked; indexes for the figures of a span."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "frozen",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_frozen_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen")),
        sa.UniqueConstraint("unit_id", "period", name=op.f("uq_frozen_unit_id_period")),
        sqlite_strict=True,
    )
    op.create_index("ix_frozen_period", "frozen", ["period"], unique=False)
    _append_only("frozen")
    op.create_index(
        "ix_meeting_version_thematic",
        "meeting_version",
        ["held_on", "meeting_id", "version"],
        unique=False,
        sqlite_where=sa.text("kinds LIKE '%thematic%'"),
        postgresql_where=sa.text("kinds LIKE '%thematic%'"),
    )
    op.create_index("ix_resolution_period", "resolution", ["period"], unique=False)
    op.create_index("ix_task_closed_on", "task", ["closed_on"], unique=False)


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
