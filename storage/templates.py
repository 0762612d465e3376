"""A committee's own Word templates: versioned, inherited down the tree, the nearest deciding; nothing is deleted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.domain.documents import DocumentKind
from bot.domain.people import Scope
from storage import audit, units
from storage.entry import Entry
from storage.tables import template, unit_tree


@dataclass(frozen=True, slots=True)
class Template:
    """A template in force: whose it is, which version, the file."""

    unit_id: int
    kind: DocumentKind
    version: int
    entered_at: datetime
    digest: str
    content: bytes


_IN_FORCE = (
    select(template)
    .join(unit_tree, unit_tree.c.ancestor_id == template.c.unit_id)
    .where(
        unit_tree.c.descendant_id == bindparam("unit_id"),
        template.c.kind == bindparam("kind"),
        template.c.withdrawn_at.is_(None),
    )
    .order_by(unit_tree.c.depth, template.c.version.desc())
    .limit(1)
)
_NEWEST = select(func.max(template.c.version)).where(
    template.c.unit_id == bindparam("unit_id"), template.c.kind == bindparam("kind")
)


def in_force(db: Connection, unit_id: int, kind: DocumentKind) -> Template | None:
    """The own template that the unit's papers are made from: the nearest unit's; None: the shipped one."""
    row = db.execute(_IN_FORCE, {"unit_id": unit_id, "kind": kind.value}).first()
    return None if row is None else _template(row)


def _template(row: Any) -> Template:
    return Template(row.unit_id, DocumentKind(row.kind), row.version, row.entered_at, row.digest, row.content)


def put(
    db: Connection, scope: Scope, unit_id: int, kind: DocumentKind, content: bytes, file_name: str, entry: Entry
) -> int:
    """Keep a checked template as the unit's newest; its version. Refused("not-found") outside the scope."""
    units.seen(db, scope, unit_id)
    version = int(db.execute(_NEWEST, {"unit_id": unit_id, "kind": kind.value}).scalar() or 0) + 1
    digest = hashlib.sha256(content).hexdigest()
    values = {
        "unit_id": unit_id,
        "kind": kind.value,
        "version": version,
        "content": content,
        "digest": digest,
        "file_name": file_name,
        "entered_by": entry.by,
        "entered_at": entry.now,
    }
    db.execute(insert(template).values(values))
    about = {"kind": kind.value, "version": version, "hash": digest}
    audit.note(db, entry.now, entry.by, unit_id, "template-put", about)
    return version


def withdraw(db: Connection, scope: Scope, unit_id: int, kind: DocumentKind, entry: Entry) -> bool:
    """The unit has no template of its own any more (what stands above it, or the shipped one, counts); False: had none."""
    units.seen(db, scope, unit_id)
    own = (template.c.unit_id == unit_id, template.c.kind == kind.value, template.c.withdrawn_at.is_(None))
    if not db.execute(update(template).where(*own).values(withdrawn_at=entry.now)).rowcount:
        return False
    audit.note(db, entry.now, entry.by, unit_id, "template-withdrawn", {"kind": kind.value})
    return True
