"""Everything in open formats: one noun a file, as .csv for a spreadsheet and as .jsonl for another program.

Left out is what is no record of the cells: secrets (invitations' hashes), messages under way, and what is computed.
"""

from __future__ import annotations

import base64
import csv
import json
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from sqlalchemy import Column, Connection, CursorResult, select

from bot.domain.errors import BadSetting
from bot.domain.people import SWEEP, Scope
from bot.domain.spreadsheets import guarded
from bot.domain.units import UnitKind
from storage import audit, backup, units
from storage.store import Store, once
from storage.tables import (
    attendance_mark,
    broadcast,
    broadcast_reader,
    cell_profile,
    correction_request,
    event,
    frozen,
    growth,
    meeting,
    meeting_version,
    member,
    member_standing,
    model_guest,
    model_meeting,
    obligation,
    person,
    post,
    postponement,
    reorganisation,
    resolution,
    resolution_share,
    review,
    score,
    score_version,
    setting,
    succession,
    task,
    task_update,
    template,
    unit,
    unit_name,
    unit_parent,
    unlocking,
    visit,
)
from storage.tables import audit as audit_table

LEFT_OUT = {
    "invitation": "holds hashes of tokens; who was invited is in the audit",
    "invitation_term": "goes with its invitation; the post it became has the days",
    "joining": "goes with its invitation; who asked and who said yes is in the audit",
    "wrong_token": "a guard against guessing",
    "inbox": "messages as they came, kept until they are handled",
    "outbox": "messages on their way",
    "digest_line": "what messages on their way say",
    "draft": "conversations not yet signed off",
    "offer": "what the numbers of the last screen mean",
    "search_entry": "follows from meetings, resolutions and tasks",
    "pulse": "when the program last did what",
    "unit_tree": "follows from unit_parents",
    "unit_past": "follows from unit_parents",
    "piece": "follows from the records: sums of them, kept so that they need not be counted again",
    "piece_mark": "which of those sums are to be counted anew",
}
"""Tables that are in no file, each with the reason."""


@dataclass(frozen=True, slots=True)
class Noun:
    """One file: its name, its rows, and the column that names the unit they belong to."""

    name: str
    rows: units.AnySelect
    unit: Column[Any]


def _with_unit(part: Any, whole: Any, on: Any) -> units.AnySelect:
    return select(whole.c.unit_id, *part.c).join(whole, on)


_VERSIONS: units.AnySelect = select(
    meeting.c.unit_id,
    meeting.c.period,
    meeting.c.regular,
    meeting.c.recorded_at,
    meeting.c.version.label("version_in_force"),
    *meeting_version.c,
).join(meeting, meeting.c.id == meeting_version.c.meeting_id)
NOUNS = (
    Noun("units", select(unit), unit.c.id),
    Noun("unit_names", select(unit_name), unit_name.c.unit_id),
    Noun("unit_parents", select(unit_parent), unit_parent.c.unit_id),
    Noun("successions", select(succession), succession.c.predecessor_id),
    Noun("reorganisations", select(reorganisation), reorganisation.c.unit_id),
    Noun("cell_profiles", select(cell_profile), cell_profile.c.unit_id),
    Noun("settings", select(setting), setting.c.unit_id),
    Noun("templates", select(template), template.c.unit_id),
    Noun("people", select(person), post.c.unit_id),
    Noun("posts", select(post), post.c.unit_id),
    Noun("meetings", _VERSIONS.order_by(meeting.c.id, meeting_version.c.version), meeting.c.unit_id),
    Noun("members", select(member), member.c.unit_id),
    Noun(
        "member_standings",
        _with_unit(member_standing, member, member.c.id == member_standing.c.member_id),
        member.c.unit_id,
    ),
    Noun(
        "attendance_marks",
        _with_unit(attendance_mark, meeting, meeting.c.id == attendance_mark.c.meeting_id),
        meeting.c.unit_id,
    ),
    Noun("resolutions", select(resolution), resolution.c.unit_id),
    Noun("resolution_shares", select(resolution_share), resolution_share.c.unit_id),
    Noun("tasks", select(task), task.c.unit_id),
    Noun("task_updates", _with_unit(task_update, task, task.c.id == task_update.c.task_id), task.c.unit_id),
    Noun("correction_requests", select(correction_request), correction_request.c.unit_id),
    Noun("reviews", select(review), review.c.unit_id),
    Noun("broadcasts", select(broadcast), broadcast.c.unit_id),
    Noun("broadcast_readers", select(broadcast_reader), broadcast_reader.c.unit_id),
    Noun("visits", select(visit), visit.c.unit_id),
    Noun("model_meetings", select(model_meeting), model_meeting.c.unit_id),
    Noun("model_guests", select(model_guest), model_guest.c.unit_id),
    Noun("unlockings", select(unlocking), unlocking.c.unit_id),
    Noun("growth", select(growth), growth.c.unit_id),
    Noun("scores", _with_unit(score_version, score, score.c.id == score_version.c.score_id), score.c.unit_id),
    Noun("frozen_figures", select(frozen), frozen.c.unit_id),
    Noun("obligations", select(obligation), obligation.c.unit_id),
    Noun(
        "postponements",
        _with_unit(postponement, obligation, obligation.c.id == postponement.c.obligation_id),
        obligation.c.unit_id,
    ),
    Noun("events", _with_unit(event, obligation, obligation.c.id == event.c.obligation_id), obligation.c.unit_id),
    Noun("audit", select(audit_table), audit_table.c.unit_id),
)
AT_ONCE = 1000
"""Rows held in memory."""


async def export_all(url: str, folder: Path, unit_code: str | None, now: datetime) -> dict[str, int]:
    """Rows by file, written into a folder that must not be there yet; BadSetting when it is, or there is no such unit.

    SQLite is read from a snapshot, so that the bot's commits do not wait for a long read.
    """
    store = Store(url)
    with TemporaryDirectory(prefix="chi-bo-") as aside:
        if store.path is not None:
            backup.take(store.path, Path(aside) / "snapshot.db")
            store = Store(f"sqlite:///{aside}/snapshot.db")
        await store.open()
        try:
            scope = SWEEP if unit_code is None else await store.read(_below, unit_code)
            written = await store.read(write_files, scope, folder)
        finally:
            await store.close()
    await once(url, audit.note, now, None, scope.roots[0] if scope.roots else None, "exported-all", written)
    return written


def _below(db: Connection, unit_code: str) -> Scope:
    found = db.execute(select(unit.c.id).where(unit.c.code == unit_code)).scalar()
    if found is None:
        raise BadSetting(f"There is no unit with the code {unit_code}.")
    return Scope(0, (found,))


def write_files(db: Connection, scope: Scope, folder: Path) -> dict[str, int]:
    """Every noun's two files, within the scope; how many rows each has."""
    part = folder.with_name(f"{folder.name}.part")
    if folder.exists():
        raise BadSetting(f"{folder} is there already; name a new folder.")
    try:
        part.mkdir(parents=True, mode=0o700)
        named = _names(db, scope)
        written = {noun.name: _write(part / noun.name, _rows(db, scope, noun), named) for noun in NOUNS}
        part.rename(folder)
    except OSError as exc:
        raise BadSetting(f"{exc.filename or folder} cannot be written: {exc.strerror}.") from exc
    return written


def _rows(db: Connection, scope: Scope, noun: Noun) -> CursorResult[Any]:
    statement = noun.rows
    if noun.name != "people":
        statement = units.within(statement, noun.unit, scope)
        if scope.whole:
            practice = select(unit.c.id).where(unit.c.kind == UnitKind.PRACTICE.value)
            statement = statement.where(noun.unit.is_(None) | noun.unit.not_in(practice))
    elif not scope.whole:
        statement = statement.where(person.c.id.in_(units.within(select(post.c.person_id), noun.unit, scope)))
    return db.execute(statement.execution_options(yield_per=AT_ONCE))


def _names(db: Connection, scope: Scope) -> dict[int, tuple[str, str]]:
    """Code and newest name of each unit."""
    newest = select(unit.c.id, unit.c.code, unit_name.c.name).join(unit_name, unit_name.c.unit_id == unit.c.id)
    found = db.execute(units.within(newest.order_by(unit_name.c.valid_from), unit.c.id, scope))
    return {key: (code, name) for key, code, name in found}


def _write(stem: Path, rows: CursorResult[Any], named: Mapping[int, tuple[str, str]]) -> int:
    """Each row with its unit's code and name before the rest."""
    columns = list(rows.keys())
    where = columns.index("unit_id") if "unit_id" in columns else None
    columns = columns if where is None else ["unit_code", "unit_name", *columns]
    count = 0
    with ExitStack() as stack:
        table = stack.enter_context(_private(stem.with_suffix(".csv"), "utf-8-sig"))
        lines = stack.enter_context(_private(stem.with_suffix(".jsonl"), "utf-8"))
        sheet = csv.writer(table, delimiter=";")
        sheet.writerow(columns)
        for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were
            values = row if where is None else (*named.get(row[where], ("", "")), *row)
            sheet.writerow([_cell(value) for value in values])
            told = dict(zip(columns, values, strict=True))
            lines.write(json.dumps(told, ensure_ascii=False, default=_said) + "\n")
    return count


def _said(value: Any) -> str:
    match value:
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return str(value)


def _cell(value: Any) -> Any:
    match value:
        case None | int() | float():
            return value
        case str():
            return guarded(value)
        case list() | dict():
            return guarded(json.dumps(value, ensure_ascii=False))
        case _:
            return _said(value)


def _private(path: Path, encoding: str) -> TextIO:
    opener: Callable[[str, int], int] = lambda name, flags: os.open(name, flags, 0o600)  # noqa: E731
    return open(path, "x", encoding=encoding, newline="", opener=opener)
