"""The first tables."""

from __future__ import annotations

from alembic import op

from storage.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Until the first release: whatever the tables are."""
    metadata.create_all(op.get_bind())
