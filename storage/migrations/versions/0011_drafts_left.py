"""When a draft's owner was told that it lies unfinished, and when it was given up for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

UNFINISHED = sa.text("state IN ('open', 'paused')")


def upgrade() -> None:
    op.add_column("draft", sa.Column("noticed_at", sa.Text(), nullable=True))
    op.add_column("draft", sa.Column("left_at", sa.Text(), nullable=True))
    op.create_index(
        "ix_draft_unfinished", "draft", ["updated_at"], sqlite_where=UNFINISHED, postgresql_where=UNFINISHED
    )
