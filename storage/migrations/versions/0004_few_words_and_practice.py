"""Few words, and the practice cell a person records for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("person", sa.Column("few_words", sa.Integer(), server_default=sa.text("0"), nullable=False))
    integer = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE person ADD COLUMN practice_id {integer} CONSTRAINT fk_person_practice_id REFERENCES unit (id)"
    )
