"""What members of the committee above say of their coming to a cell's meeting, before it and after."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("draft_id", _ID, nullable=True),
        sa.CheckConstraint("word IN ('will', 'will_not', 'came', 'did_not')", name=op.f("ck_visit_word_known")),
        sa.CheckConstraint("remark = '' OR word = 'came'", name=op.f("ck_visit_remark_of_who_came")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_visit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_visit_draft_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_visit_unit_period", "visit", ["unit_id", "period"], unique=False)
    _append_only("visit")


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
