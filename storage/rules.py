"""What committees have decided otherwise than the defaults, inherited down the tree, the nearest deciding."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.domain.errors import Refused
from bot.domain.people import Scope
from bot.domain.rules import Rules, with_settings
from storage import audit, locks, units
from storage.hot import Hot
from storage.tables import obligation, setting, unit_tree

_DEFAULTS = Rules()
OF_THE_LADDER = frozenset(
    {
        "ladder",
        "without_day",
        "upper_days",
        "committee_days",
        "next_committee_days",
        "grace_days",
        "entry_days",
        "ask_hour",
        "morning_hour",
        "quiet_from",
        "quiet_to",
        "holidays",
    }
)
"""Rules on which the moments of reminders hang."""
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
    locks.alone(db, f"rules-{unit_id}")
    here = (setting.c.unit_id == unit_id, setting.c.name == name)
    before = db.execute(select(setting.c.value).where(*here)).scalar()
    if db.execute(update(setting).where(*here).values(value=value)).rowcount == 0:
        db.execute(insert(setting).values(unit_id=unit_id, name=name, value=value))
    _look_again(db, unit_id, name)
    audit.note(db, now, person_id, unit_id, "rule-set", {"rule": name, "from": before, "to": value})


def unset_rule(db: Connection, scope: Scope, unit_id: int, name: str, person_id: int | None, now: datetime) -> bool:
    """Let the unit have the rule of the unit above again; False when it had none of its own."""
    units.seen(db, scope, unit_id)
    here = (setting.c.unit_id == unit_id, setting.c.name == name)
    before = db.execute(select(setting.c.value).where(*here)).scalar()
    if db.execute(delete(setting).where(*here)).rowcount == 0:
        return False
    _look_again(db, unit_id, name)
    audit.note(db, now, person_id, unit_id, "rule-unset", {"rule": name, "from": before})
    return True


def _look_again(db: Connection, unit_id: int, name: str) -> None:
    """The next sweep works out the moments of the open months below anew, where the rule decides them."""
    if name in OF_THE_LADDER:
        below = select(unit_tree.c.descendant_id).where(unit_tree.c.ancestor_id == unit_id)
        open_ = (obligation.c.state == "open", obligation.c.unit_id.in_(below))
        db.execute(update(obligation).where(*open_).values(next_at=None))


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
