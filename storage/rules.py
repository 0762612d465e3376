"""What committees have decided otherwise than the defaults, inherited down the tree, the nearest deciding."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.rules import Rules, with_settings
from storage import audit, units
from storage.hot import Hot
from storage.tables import setting, unit_tree

_DEFAULTS = Rules()
_SETTINGS = Hot(
    select(setting.c.name, setting.c.value)
    .join(unit_tree, unit_tree.c.ancestor_id == setting.c.unit_id)
    .where(unit_tree.c.descendant_id == bindparam("unit_id"))
    .order_by(unit_tree.c.depth.desc())
)


def rules_for(db: Connection, unit_id: int) -> Rules:
    """The rules in force for that unit: of two settings of one name the nearer unit's wins."""
    found = {row.name: row.value for row in _SETTINGS.rows(db, {"unit_id": unit_id})}
    return with_settings(found) if found else _DEFAULTS


def set_rule(
    db: Connection, scope: Scope, unit_id: int, name: str, value: Any, person_id: int | None, now: datetime
) -> None:
    """Let that rule be ``value`` from now on for the unit and all below; Refused for a rule that is none."""
    if name not in {field.name for field in fields(Rules)}:
        raise Refused("rule-unknown", name=name)
    units.seen(db, scope, unit_id)
    here = (setting.c.unit_id == unit_id, setting.c.name == name)
    before = db.execute(select(setting.c.value).where(*here)).scalar()
    if db.execute(update(setting).where(*here).values(value=value)).rowcount == 0:
        db.execute(insert(setting).values(unit_id=unit_id, name=name, value=value))
    audit.note(db, now, person_id, unit_id, "rule-set", {"rule": name, "from": before, "to": value})


def unset_rule(db: Connection, scope: Scope, unit_id: int, name: str, person_id: int | None, now: datetime) -> bool:
    """Let the unit have the rule of the unit above again; False when it had none of its own."""
    units.seen(db, scope, unit_id)
    here = (setting.c.unit_id == unit_id, setting.c.name == name)
    before = db.execute(select(setting.c.value).where(*here)).scalar()
    if db.execute(delete(setting).where(*here)).rowcount == 0:
        return False
    audit.note(db, now, person_id, unit_id, "rule-unset", {"rule": name, "from": before})
    return True


def deciding(db: Connection, scope: Scope, unit_id: int) -> dict[str, int]:
    """Which unit decides each rule that is not the default: the nearest at or above the unit."""
    units.seen(db, scope, unit_id)
    statement = (
        select(setting.c.name, setting.c.unit_id)
        .join(unit_tree, unit_tree.c.ancestor_id == setting.c.unit_id)
        .where(unit_tree.c.descendant_id == unit_id)
        .order_by(unit_tree.c.depth.desc())
    )
    return {row.name: row.unit_id for row in db.execute(statement)}
