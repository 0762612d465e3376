"""How often each of some cells was late in the twelve months up to one, for sentences that name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, select

from bot.domain.people import Scope
from bot.domain.periods import Month, Span
from bot.domain.rules import Rules
from bot.reports.summary import CellState, Lateness, lateness
from storage import units
from storage.new_rows import portions
from storage.standing import asked, standing


@cache
def _stands(whole: bool) -> units.AnySelect:  # noqa: FBT001
    rows = standing(whole).c
    return select(rows.unit_id, rows.period, rows.stands).order_by(rows.unit_id, rows.period)


def of_cells(
    db: Connection, scope: Scope, unit_ids: Sequence[int], month: Month, now: datetime, rules: Rules
) -> dict[int, Lateness]:
    """By cell, with ``month`` as the last of the twelve; ``now`` is local. Cells without any month are left out."""
    values = asked(scope, None, Span(month.plus(-11), 12), now, rules)
    found: dict[int, list[tuple[Month, CellState | None]]] = defaultdict(list)
    for some in portions(unit_ids):
        for unit_id, period, stands in db.execute(_stands(scope.whole), {**values, "units": some}):
            found[unit_id].append((period, CellState(stands)))
    return {unit_id: lateness(months) for unit_id, months in found.items()}
