"""How many spoke at a meeting, and whom it praised or reproved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("meeting_version", sa.Column("speakers", sa.Integer(), nullable=True))
    op.add_column("meeting_version", sa.Column("praise", sa.Text(), server_default=sa.text("''"), nullable=False))
