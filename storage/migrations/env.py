"""What Alembic runs: the steps, on the connection it was given, in the caller's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from storage.tables import known_to_tables, metadata


def rendered(kind: str, item: Any, _: object) -> str | Literal[False]:
    """Our own column types are plain text to the database, and steps must not depend on today's code."""
    return "sa.Text()" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=context.config.attributes.get("batch", True),
    render_item=rendered,
    compare_type=True,
    include_name=known_to_tables,
    transactional_ddl=True,
)
context.run_migrations()
