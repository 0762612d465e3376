"""Searching by words, and resolutions that cells share; what was recorded before can be found, too."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref_id", _ID, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('meeting', 'resolution', 'task')", name=op.f("ck_search_entry_kind_known")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_search_entry_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "ref_id", name=op.f("uq_search_entry_kind_ref_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_search_entry_unit_id", "search_entry", ["unit_id"], unique=False)
    op.create_table(
        "resolution_share",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("resolution_id", _ID, nullable=False),
        sa.Column("unit_id", _ID, nullable=False),
        sa.Column("shared_by", _ID, nullable=False),
        sa.Column("shared_at", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["resolution_id"], ["resolution.id"], name=op.f("fk_resolution_share_resolution_id")),
        sa.ForeignKeyConstraint(["shared_by"], ["person.id"], name=op.f("fk_resolution_share_shared_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_resolution_share_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_share")),
        sqlite_strict=True,
    )
    op.create_index("ix_resolution_share_resolution_id", "resolution_share", ["resolution_id"], unique=False)
    op.create_index(
        "uq_resolution_share_now",
        "resolution_share",
        ["resolution_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    for statement in _INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    rows = list(_recorded(op.get_bind()))
    if rows:
        columns: list[sa.ColumnClause[Any]] = [
            sa.column(name) for name in ("unit_id", "kind", "ref_id", "day", "plain", "exact")
        ]
        op.bulk_insert(sa.table("search_entry", *columns), rows)


_INDEX = {
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE search_words USING fts5(plain, exact, content='search_entry', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 0', prefix='2 3')"
        ),
        (
            "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
            "INSERT INTO search_words(rowid, plain, exact) VALUES (new.id, new.plain, new.exact); END"
        ),
        (
            "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
            "INSERT INTO search_words(search_words, rowid, plain, exact) "
            "VALUES ('delete', old.id, old.plain, old.exact); END"
        ),
        (
            "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
            "INSERT INTO search_words(search_words, rowid, plain, exact) "
            "VALUES ('delete', old.id, old.plain, old.exact); "
            "INSERT INTO search_words(rowid, plain, exact) VALUES (new.id, new.plain, new.exact); END"
        ),
    ),
    "postgresql": (
        "CREATE INDEX ix_search_entry_plain ON search_entry USING gin (to_tsvector('simple', plain))",
        "CREATE INDEX ix_search_entry_exact ON search_entry USING gin (to_tsvector('simple', exact))",
    ),
}


def _recorded(db: sa.Connection) -> Iterator[dict[str, Any]]:
    """Every record that counts, as its words."""
    meetings = db.execute(
        sa.text(
            "SELECT m.unit_id, m.id, v.held_on, v.topic, v.conclusion, v.content FROM meeting m "
            "JOIN meeting_version v ON v.meeting_id = m.id AND v.version = m.version"
        )
    )
    for unit_id, ref_id, day, topic, conclusion, content in meetings:
        told = [topic, conclusion, *(text for _, text in json.loads(content or "[]"))]
        yield _entry("meeting", unit_id, ref_id, day, told)
    for unit_id, ref_id, day, *told in db.execute(
        sa.text("SELECT unit_id, id, passed_on, number, subject, text FROM resolution WHERE superseded_at IS NULL")
    ):
        yield _entry("resolution", unit_id, ref_id, day, told)
    for unit_id, ref_id, day, *told in db.execute(
        sa.text("SELECT unit_id, id, created_at, what, assignee, area FROM task WHERE superseded_at IS NULL")
    ):
        yield _entry("task", unit_id, ref_id, day[:10], told)


def _entry(kind: str, unit_id: int, ref_id: int, day: str, told: list[str]) -> dict[str, Any]:
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", " ".join(filter(None, told))[:20_000]).lower())
    return {
        "unit_id": unit_id,
        "kind": kind,
        "ref_id": ref_id,
        "day": day,
        "plain": " ".join(map(_plain, words)),
        "exact": " ".join(map(_exact, words)),
    }


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.replace("đ", "d").replace("ð", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char))


def _exact(word: str) -> str:
    tones = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
    parts = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    tone = "".join(tones.get(char, "") for char in parts)[-1:]
    return (tone or "1") + unicodedata.normalize("NFC", "".join(char for char in parts if char not in tones))
