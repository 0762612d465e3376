"""What a committee's month comes to on the day it is locked, counted for being kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.domain.people import SWEEP
from bot.domain.periods import Month, Span
from bot.reports.freezing import figures_of
from storage.rules import rules_for
from storage.summaries import live_summary


def figures(db: Connection, unit_id: int, period: Month, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The figures of that committee and month, and the rules by which they were counted."""
    rules = rules_for(db, unit_id)
    return figures_of(live_summary(db, SWEEP, unit_id, Span(period, 1), now.astimezone(zone), rules), rules)
