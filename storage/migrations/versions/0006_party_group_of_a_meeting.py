"""Which party group met is kept with the meeting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("meeting_version", sa.Column("party_group", sa.Text(), server_default=sa.text("''"), nullable=False))
