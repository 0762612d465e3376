"""Units from and to table files: read, compared, shown as a diff, and applied all or nothing (docs/import.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, update

from bot.domain.errors import BadSetting, Refused
from bot.domain.people import SWEEP, Person, Post, Role
from bot.domain.units import Unit
from storage import audit, obligations, people, reorganising_file, units
from storage.sheets import read_sheet, write_sheet
from storage.tables import person
from storage.unit_columns import COLUMNS, KIND_NAMES, PHONE, PROFILE, ROLES, tidy
from storage.unit_plan import Added, Changed, Plan, carried_out, fault_lines, plan, written_name
from storage.unit_state import Standing, is_cell, standing


def import_file(db: Connection, path: str | Path, now: datetime, dry_run: bool) -> tuple[str, bool]:  # noqa: FBT001
    """What the file changes, for the terminal, and whether it could be (or was) applied; ``now`` is local time.

    BadSetting for a file that cannot be read at all.
    """
    sheet = read_sheet(Path(path))
    if reorganising_file.is_one(sheet):
        return reorganising_file.import_file(db, sheet, now, dry_run=dry_run)
    found = plan(db, sheet, now.date())
    return carried_out(show(found), found, dry_run, lambda: apply(db, found, now, None))


def apply(db: Connection, found: Plan, now: datetime, person_id: int | None) -> None:
    """Carry the plan out, dated from the day of ``now``, with audit rows; the caller's transaction is all or nothing."""
    if found.faults:
        raise BadSetting("The table has faults; nothing of it is imported.")
    today = now.date()
    ids = {code: unit.id for code, unit in standing(db, today).units.items()}
    for added in _parents_first(found.added, ids):
        ids[added.code] = units.add(db, added.kind, added.code, added.name, ids.get(added.parent), today)
        audit.note(db, now, person_id, ids[added.code], "unit-added", {"code": added.code, "name": added.name})
    for changed in found.renamed:
        units.rename(db, ids[changed.code], changed.after, today)
        audit.note(db, now, person_id, ids[changed.code], "unit-renamed", {"from": changed.before, "to": changed.after})
    _move(db, found.moved, ids, now, person_id)
    _tell(db, found, ids, now, person_id)
    _post(db, found, ids, now, person_id)


def _parents_first(added: list[Added], ids: dict[str, int]) -> list[Added]:
    """New units in an order in which each finds its parent."""
    ordered: list[Added] = []
    there, waiting = set(ids) | {""}, list(added)
    while waiting:
        ready = [each for each in waiting if each.parent in there]
        if not ready:
            raise BadSetting("Units lie in a circle.")
        there |= {each.code for each in ready}
        ordered += ready
        waiting = [each for each in waiting if each.code not in there]
    return ordered


def _move(db: Connection, moved: list[Changed], ids: dict[str, int], now: datetime, person_id: int | None) -> None:
    """The moves; one that would lie below itself waits until the others are made."""
    waiting = list(moved)
    while waiting:
        put_off = []
        for changed in waiting:
            try:
                units.move(db, ids[changed.code], ids[changed.after], now.date())
            except Refused as why:
                if why.key != "unit-move-cycle":
                    raise
                put_off.append(changed)
                continue
            about = {"from": changed.before, "to": changed.after}
            audit.note(db, now, person_id, ids[changed.code], "unit-moved", about)
        if len(put_off) == len(waiting):
            raise BadSetting(f"{waiting[0].code} would lie below itself.")
        waiting = put_off


def _tell(db: Connection, found: Plan, ids: dict[str, int], now: datetime, person_id: int | None) -> None:
    new = {added.code for added in found.added}
    zone = now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else ZoneInfo("UTC")
    for told in found.told:
        profile = replace(told.profile, unit_id=ids[told.code], valid_from=now.date())
        units.set_profile(db, SWEEP, profile)
        if told.code in new:
            continue
        about = {key: [before, after] for key, before, after in told.changed}
        audit.note(db, now, person_id, profile.unit_id, "profile-changed", about)
        if {key for key, _, _ in told.changed} & {"meeting_day", "starts_at", "usual_minutes"}:
            obligations.replan(db, SWEEP, profile, now.astimezone(UTC), zone)


def _post(db: Connection, found: Plan, ids: dict[str, int], now: datetime, person_id: int | None) -> None:
    for ended in found.ended:
        people.end_post(db, ended.post, now.date())
        audit.note(db, now, person_id, ended.post.unit_id, "post-ended", {"role": ended.post.role.value})
    made: dict[tuple[str, ...], int] = {}
    for begun in found.begun:
        if isinstance(begun.who, int):
            holder = begun.who
        else:
            holder = made.get(begun.who) or people.create(db, begun.named.name, begun.named.phone)
            made[begun.who] = holder
        people.begin_post(db, holder, ids[begun.code], begun.role, now.date(), person_id)
        about = {"role": begun.role.value, "person": holder}
        audit.note(db, now, person_id, ids[begun.code], "post-begun", about)
    for phoned in found.phoned:
        db.execute(update(person).where(person.c.id == phoned.person.id).values(phone=phoned.phone))
        audit.note(db, now, person_id, ids[phoned.code], "phone-changed", {"person": phoned.person.id})


# --- the diff on the terminal ----------------------------------------------------------------------------------------


def show(found: Plan) -> str:
    """The plan in English, always in the same order."""
    lines = (
        [f"Rows with faults: {len({fault.row for fault in found.faults})}", *fault_lines(found.faults)]
        if found.faults
        else []
    )
    new = {added.code for added in found.added}
    parts: tuple[tuple[str, list[str]], ...] = (
        ("New units", [f"+ {each.code}  {KIND_NAMES[each.kind]}  {each.name}{_below(each)}" for each in found.added]),
        ("Renamed", [f"~ {each.code}  {each.before} → {each.after}" for each in found.renamed]),
        ("Moved", [f"~ {each.code}  from {each.before or '(root)'} to {each.after}" for each in found.moved]),
        ("Profiles", [f"~ {told.code}  {_differences(told.changed)}" for told in found.told if told.code not in new]),
        ("Posts begun", [f"+ {each.code}  {each.role.value}  {each.named.name}" for each in found.begun]),
        ("Posts ended", [f"- {each.code}  {each.post.role.value}  {each.name}" for each in found.ended]),
        ("Phones", [f"~ {each.code}  {each.person.name}  {each.person.phone} → {each.phone}" for each in found.phoned]),
    )
    for title, said in parts:
        if said:
            lines += [f"{title}: {len(said)}", *(f"  {line}" for line in said if not found.faults)]
    lines.append(f"Unchanged rows: {found.unchanged}")
    return "\n".join(lines if found.changes or found.faults else [*lines, "Nothing changes."])


def _below(added: Added) -> str:
    return f"  (below {added.parent})" if added.parent else "  (root)"


def _differences(changed: tuple[tuple[str, object, object], ...]) -> str:
    english = {column.key: column.headings[1] for column in COLUMNS}
    return "; ".join(f"{english[key]}: {_said(before)} → {_said(after)}" for key, before, after in changed)


def _said(value: object) -> str:
    return "(empty)" if value == "" else str(value)


# --- back into a file ------------------------------------------------------------------------------------------------


def export_file(db: Connection, path: str | Path, today: date) -> str:
    """Write every open unit with the columns of the import; a sentence that says how many. Imported again: no change."""
    found = standing(db, today)
    written = [unit for unit in found.units.values() if unit.closed_on is None or unit.closed_on > today]
    rows = [[column.headings[0] for column in COLUMNS], *(_row(found, unit) for unit in written)]
    write_sheet(Path(path), rows)
    return f"{len(written)} units written to {path}."


def _row(found: Standing, unit: Unit) -> list[str]:
    cells = {"kind": KIND_NAMES[unit.kind], "code": unit.code, "name": tidy(unit.name)}
    cells["parent"] = found.parent_code(unit)
    if is_cell(unit):
        profile = found.profile(unit)
        cells |= {key: tidy(str(getattr(profile, key))) for key in PROFILE}
        for role in ROLES:
            cells |= _holders(role.value, found.holding(unit.id, role))
    return [cells.get(column.key, "") for column in COLUMNS]


def _holders(key: str, holding: tuple[tuple[Post, Person], ...]) -> dict[str, str]:
    """Their names, and their phones in the same order; what a cell cannot hold leaves it empty, which changes nothing."""
    names = [written_name(who.name) for _, who in holding]
    if not all(names) or (key == Role.SECRETARY and len(names) > 1):
        return {}
    phones = [tidy(who.phone) if PHONE.fullmatch(tidy(who.phone)) else "" for _, who in holding]
    return {key: "; ".join(names), f"{key}_phone": "; ".join(phones) if any(phones) else ""}
