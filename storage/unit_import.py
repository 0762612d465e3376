"""Units from and to table files: read, compared, shown as a diff, and applied all or nothing (docs/import.md)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.domain.errors import BadSetting
from bot.domain.people import Person, Post, Role
from bot.domain.units import Unit
from storage import reorganising_file, unit_changes
from storage.sheets import read_sheet, write_sheet
from storage.unit_columns import COLUMNS, KIND_NAMES, PHONE, PROFILE, ROLES, tidy
from storage.unit_plan import Added, Key, Plan, carried_out, fault_lines, plan, written_name
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
    known: dict[Key, int] = {}
    for part in unit_changes.parts(found):
        known |= unit_changes.carry(db, part.plan, now, person_id, known)


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
