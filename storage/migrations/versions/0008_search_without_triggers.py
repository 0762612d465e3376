"""The full text index is kept up to date by the program: SQLite lets no trigger write to it while no schema is trusted."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for what in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER search_entry_{what}")
        op.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")
