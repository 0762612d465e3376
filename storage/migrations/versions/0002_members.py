"""Members of a cell, their standings, and what was noted of them at meetings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("party_group", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("joined_on", sa.Text(), nullable=False),
        sa.Column("joined_how", sa.Text(), server_default=sa.text("'listed'"), nullable=False),
        sa.Column("left_on", sa.Text(), nullable=True),
        sa.Column("left_how", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("(left_on IS NULL) = (left_how = '')", name=op.f("ck_member_left_with_reason")),
        sa.CheckConstraint(
            "joined_how IN ('listed', 'transfer', 'admission')", name=op.f("ck_member_joined_how_known")
        ),
        sa.CheckConstraint(
            "left_how IN ('', 'transfer', 'removal', 'death', 'mistake')", name=op.f("ck_member_left_how_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_person_id"), "member", ["person_id"], unique=False)
    op.create_index(op.f("ix_member_unit_id"), "member", ["unit_id"], unique=False)

    op.create_table(
        "member_standing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=False),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "standing IN ('official', 'probationary', 'exempt', 'special_duty', 'temporary_in', 'temporary_out')",
            name=op.f("ck_member_standing_standing_known"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_standing_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_standing")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_member_standing_member_id"), "member_standing", ["member_id"], unique=False)
    op.create_index(
        "uq_member_standing_newest",
        "member_standing",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )

    op.create_table(
        "attendance_mark",
        sa.Column("meeting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint(
            "mark IN ('excused', 'unexcused', 'unsaid', 'late', 'left_early', 'exempt_came')",
            name=op.f("ck_attendance_mark_mark_known"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id", "version"],
            ["meeting_version.meeting_id", "meeting_version.version"],
            name=op.f("fk_attendance_mark_meeting_id_version"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_attendance_mark_member_id")),
        sa.PrimaryKeyConstraint("meeting_id", "version", "member_id", "mark", name=op.f("pk_attendance_mark")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attendance_mark_member_id"), "attendance_mark", ["member_id"], unique=False)
    _append_only("attendance_mark")


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
