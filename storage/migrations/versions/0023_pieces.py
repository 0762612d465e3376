"""Figures kept by piece and the marks that make them old; indexes that reach a month without reading the years before it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COMMITTEE = "kind NOT IN ('cell', 'practice')"
_COMMITTEES_BELOW = (
    "SELECT t.descendant_id FROM unit_tree AS t JOIN unit AS u ON u.id = t.descendant_id"
    " WHERE t.ancestor_id = {row}.unit_id AND u.kind NOT IN ('cell', 'practice')"
)
_MARKED: dict[str, tuple[str, tuple[str, ...]]] = {
    "unit": ("SELECT {row}.id", ("kind", "opened_on", "closed_on")),
    "unit_tree": (
        "SELECT {row}.ancestor_id WHERE {row}.depth = 1 UNION ALL SELECT {row}.descendant_id WHERE {row}.depth = 1",
        ("ancestor_id", "descendant_id", "depth"),
    ),
    "unit_past": ("SELECT {row}.descendant_id", ("ancestor_id", "descendant_id", "until", "depth", "first")),
    "setting": (_COMMITTEES_BELOW, ("unit_id", "name", "value")),
    "person": ("SELECT unit_id FROM post WHERE person_id = {row}.id", ("telegram_id", "blocked")),
    "post": ("SELECT {row}.unit_id", ("person_id", "unit_id", "role", "valid_from", "valid_to")),
    "obligation": (
        "SELECT {row}.unit_id",
        ("unit_id", "period", "kind", "planned_on", "postponed_to", "said_held_on", "paper_at", "state"),
    ),
    "meeting": ("SELECT {row}.unit_id", ("unit_id", "period", "regular", "version", "recorded_at")),
    "meeting_version": ("SELECT unit_id FROM meeting WHERE id = {row}.meeting_id", ()),
    "score": ("SELECT {row}.unit_id", ("unit_id", "meeting_id", "version")),
    "score_version": ("SELECT unit_id FROM score WHERE id = {row}.score_id", ()),
    "visit": ("SELECT {row}.unit_id", ()),
    "resolution": ("SELECT {row}.unit_id", ("unit_id", "period", "superseded_at")),
    "task": ("SELECT {row}.unit_id", ("unit_id", "state", "due_on", "closed_on", "superseded_at")),
    "growth": ("SELECT {row}.unit_id", ("unit_id", "kind", "happened_on", "withdrawn_at")),
}


def upgrade() -> None:
    op.create_table(
        "piece",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("above", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_piece_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sa.UniqueConstraint("unit_id", "period", "day", "rules", name=op.f("uq_piece_unit_id_period_day_rules")),
        sqlite_strict=True,
    )
    op.create_index("ix_piece_day", "piece", ["day"], unique=False)
    op.create_table(
        "piece_mark",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_mark")),
        sqlite_strict=True,
    )
    op.create_index("ix_piece_mark_unit_id", "piece_mark", ["unit_id"], unique=False)
    for name in _MARKED:
        _marks(name)
    op.create_index(
        "ix_unit_committee",
        "unit",
        ["id"],
        unique=False,
        sqlite_where=sa.text(_COMMITTEE),
        postgresql_where=sa.text(_COMMITTEE),
    )
    _part("ix_review_returned", "review", "verdict = 'returned'")
    _part("ix_correction_request_waiting", "correction_request", "state = 'waiting'")
    op.create_index("ix_unit_tree_below", "unit_tree", ["ancestor_id", "depth", "descendant_id"], unique=False)
    op.create_index("ix_visit_unit_day", "visit", ["unit_id", "day"], unique=False)
    op.drop_index("ix_resolution_unit_id", table_name="resolution")
    op.create_index("ix_resolution_unit_period", "resolution", ["unit_id", "period"], unique=False)
    op.drop_index("ix_task_unit_state", table_name="task")
    op.create_index("ix_task_unit_state", "task", ["unit_id", "state", "closed_on"], unique=False)


def _part(name: str, table: str, where: str) -> None:
    """An index of the units of some rows."""
    op.create_index(
        name, table, ["unit_id"], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _marks(name: str) -> None:
    """Changed rows of the table mark their units."""
    units, columns = _MARKED[name]
    sqlite = op.get_bind().dialect.name == "sqlite"
    unlike = "IS NOT" if sqlite else "IS DISTINCT FROM"
    for verb in ("INSERT", "UPDATE", "DELETE") if columns else ("INSERT",):
        rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[verb]
        on = f"UPDATE OF {', '.join(columns)}" if verb == "UPDATE" else verb
        changed = " OR ".join(f"OLD.{column} {unlike} NEW.{column}" for column in columns)
        when = f" WHEN ({changed})" if verb == "UPDATE" else ""
        body = " ".join(f"INSERT INTO piece_mark (unit_id) {units.format(row=row)};" for row in rows)
        trigger = f"{name}_marks_{verb.lower()}"
        if sqlite:
            op.execute(f"CREATE TRIGGER {trigger} AFTER {on} ON {name}{when} BEGIN {body} END")
            continue
        quoted = f"BEGIN {body} RETURN NULL; END".replace("'", "''")
        op.execute(f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS '{quoted}'")
        op.execute(f"CREATE TRIGGER {trigger} AFTER {on} ON {name} FOR EACH ROW{when} EXECUTE FUNCTION {trigger}()")
