"""What was begun and not finished: when its owner is told of it, and when it counts as abandoned."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.rules import Rules


def to_be_told(updated_at: datetime, now: datetime, rules: Rules) -> bool:
    """Whether a draft that was last touched then has been quiet for so long that its owner is told (once)."""
    return now - updated_at >= timedelta(days=rules.draft_notice_days)


def abandoned(updated_at: datetime, noticed_at: datetime, now: datetime, rules: Rules) -> bool:
    """Whether it counts as abandoned: quiet for long, and its owner had his time after the notice (late as that may be)."""
    days = max(rules.draft_left_days, rules.draft_notice_days)
    answerable = timedelta(days=days - rules.draft_notice_days)
    return now - updated_at >= timedelta(days=days) and now - noticed_at >= answerable
