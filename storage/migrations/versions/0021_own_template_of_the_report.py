"""A committee may have a Word template of its own for the report, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KNOWN = "kind IN ('minutes', 'resolution', 'agenda', 'report')"
_NAMES = "id, unit_id, kind, version, content, digest, file_name, entered_by, entered_at, withdrawn_at"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_template_kind_known"), "template", type_="check")
        op.create_check_constraint(op.f("ck_template_kind_known"), "template", _KNOWN)
        return
    # SQLite cannot change a CHECK: the rows move to a table that has it
    op.rename_table("template", "template_before")
    op.create_table(
        "template",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_by", _ID, nullable=True),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.CheckConstraint(_KNOWN, name=op.f("ck_template_kind_known")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_template_entered_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_template_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template")),
        sa.UniqueConstraint("unit_id", "kind", "version", name=op.f("uq_template_unit_id_kind_version")),
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO template ({_NAMES}) SELECT {_NAMES} FROM template_before")  # noqa: S608 - names of this file
    op.drop_table("template_before")
