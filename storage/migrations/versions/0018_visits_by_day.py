"""An index for the cells that nobody of the committee above has visited lately."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_index(
        "ix_meeting_version_visited",
        "meeting_version",
        ["held_on", "meeting_id", "version"],
        unique=False,
        sqlite_where=sa.text("upper_member <> ''"),
        postgresql_where=sa.text("upper_member <> ''"),
    )
