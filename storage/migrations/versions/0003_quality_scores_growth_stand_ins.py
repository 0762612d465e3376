"""Quality scores, growth, stand-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "growth",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('admission', 'recognition')", name=op.f("ck_growth_kind_known")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_growth_entered_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_growth_member_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_growth_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_growth")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_growth_draft_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_growth_member_id", "growth", ["member_id"], unique=False)
    op.create_index("ix_growth_unit_day", "growth", ["unit_id", "happened_on"], unique=False)

    op.create_table(
        "invitation_term",
        sa.Column(
            "invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("until_on", sa.Text(), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_invitation_term_in_order")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_invitation_term_invitation_id")),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_invitation_term")),
        sqlite_strict=True,
    )
    op.create_table(
        "score",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_score_meeting_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_score_meeting_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_score_unit_period", "score", ["unit_id", "period"], unique=False)

    op.create_table(
        "score_version",
        sa.Column("score_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("table_code", sa.Text(), nullable=False),
        sa.Column("table_version", sa.Integer(), nullable=False),
        sa.Column("meeting_version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("points", sa.Float().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("most", sa.Float().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("total", sa.Float().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.CheckConstraint("band IN ('good', 'fair', 'average', 'poor')", name=op.f("ck_score_version_band_known")),
        sa.CheckConstraint("stage IN ('proposed', 'confirmed', 'differed')", name=op.f("ck_score_version_stage_known")),
        sa.CheckConstraint(
            "points >= 0 AND points <= most AND total >= 0 AND total <= 100",
            name=op.f("ck_score_version_points_within"),
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_score_version_entered_by")),
        sa.ForeignKeyConstraint(["score_id"], ["score.id"], name=op.f("fk_score_version_score_id")),
        sa.PrimaryKeyConstraint("score_id", "version", name=op.f("pk_score_version")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_score_version_draft_id")),
        sqlite_strict=True,
    )
    _append_only("score_version")


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
