"""The newest records are found by their day: a usual word is looked for among them first."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_index("ix_search_entry_day", "search_entry", ["day", "id"])
