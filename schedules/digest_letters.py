"""What a digest says: the cells that are silent with how often they were late, and what an earlier one said that is so no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from bot.domain.digests import CARD, SETTLED, as_told
from bot.domain.periods import Month
from bot.domain.reminders import Obligation
from bot.texts import Voice
from bot.texts.screen import Button, Rows, rows_of
from storage.outbox import Digest, Silent

LINES = 12
"""Names in one message; the rest is counted."""


def planned_said(say: Voice, owed: Obligation) -> str:
    """The day that counts, short; or that no day was told."""
    return say.short_day(owed.day) if owed.day else say("digest-no-day")


def digest_letter(say: Voice, part: Digest, person: str, today: date) -> tuple[str, Rows]:
    """Text (HTML) and buttons: what is new first, then what changed since earlier digests, then what is still open of them.

    Every numbered cell opens its card; the numbers run on from list to list.
    """
    ended = [each for each in part.cells if each.ended]
    rest = [each for each in part.cells if not each.ended]
    shown = _Shown()
    lines = [say("reminder-greeting-name", person=person)] if part.level == "upper" else []
    for period in sorted({each.owed.period for each in ended}):
        lines += _month_over(say, part, period, shown.next([each for each in ended if each.owed.period == period]))
    if rest:
        lines += _silent(say, part, shown.next(rest), today)
    if part.changed:
        lines += _changed(say, part, shown.next(part.left), today)
    elif part.left:
        lines.append(say("digest-before", count=len(part.left)))
    if shown.cells:
        mine = "digest-foot-one" if len(shown.cells) == 1 else "digest-foot-upper"
        lines.append(say(mine if part.level == "upper" else "digest-foot"))
    codes = [CARD.format(each.owed.unit_id) for each in shown.cells]
    return "\n".join(lines), rows_of([Button(str(number), code) for number, code in enumerate(codes, 1)], 6)


@dataclass(slots=True)
class _Shown:
    """The numbered cells of the message so far."""

    cells: list[Silent] = field(default_factory=list)

    def next(self, cells: Sequence[Silent]) -> _Listed:
        """As many of them as fit, with the numbers they get."""
        first, fit = len(self.cells) + 1, list(cells[:LINES])
        self.cells += fit
        return _Listed(list(enumerate(fit, first)), len(cells))


@dataclass(frozen=True, slots=True)
class _Listed:
    """Numbered cells, of how many."""

    numbered: list[tuple[int, Silent]]
    count: int

    def lines(self, say: Voice, line: Callable[[Silent], str]) -> list[str]:
        """One line a cell; the rest counted."""
        more = self.count - len(self.numbered)
        made = [f"{number}. {line(cell)}" for number, cell in self.numbered]
        return [*made, say("reminder-more", count=more)] if more else made


def _month_over(say: Voice, part: Digest, period: Month, cells: _Listed) -> list[str]:
    said = f"{period.month}/{period.year}"
    values = {"unit": part.unit, "count": cells.count, "expected": part.expected.get(period, cells.count)}
    return [say("digest-month-over", period=said, **values), *cells.lines(say, partial(_month_line, say))]


def _month_line(say: Voice, cell: Silent) -> str:
    return say("digest-month-line", unit=_name(cell), planned=_stands(say, cell.owed)) + _often(say, cell)


def _silent(say: Voice, part: Digest, cells: _Listed, today: date) -> list[str]:
    if part.level == "upper" and cells.count == 1:
        return _alone(say, cells.numbered[0][1], today)
    head = say(f"digest-{part.level}", today=say.short_day(today), unit=part.unit, count=cells.count)
    return [head, *cells.lines(say, lambda cell: _line(say, cell, today))]


def _alone(say: Voice, cell: Silent, today: date) -> list[str]:
    owed = cell.owed
    values = {"period": owed.period.short(today), "planned": planned_said(say, owed)}
    told = say("digest-one", today=say.short_day(today), unit=cell.name, **values)
    year, row = cell.often
    return [told, *([say("digest-often-alone", year=year, row=row)] if max(year, row) > 1 else [])]


def _line(say: Voice, cell: Silent, today: date) -> str:
    month = cell.owed.period.short(today)
    return say("digest-line", unit=_name(cell), period=month, stands=_stands(say, cell.owed)) + _often(say, cell)


def _changed(say: Voice, part: Digest, left: _Listed, today: date) -> list[str]:
    """What is so no more, and the whole list as it is now."""
    days = ", ".join(say.short_day(day) for day in part.corrects)
    more = len(part.changed) - LINES
    lines = [say("digest-corrected", days=days)]
    lines += [f"- {_now(say, each, before, today)}" for each, before in part.changed[:LINES]]
    lines += [say("reminder-more", count=more)] if more > 0 else []
    if not left.count:
        return [*lines, say("digest-left-none")]
    return [*lines, say("digest-left", count=left.count), *left.lines(say, lambda cell: _line(say, cell, today))]


def _now(say: Voice, cell: Silent, before: str, today: date) -> str:
    """How a cell's month stands that an earlier digest said otherwise of."""
    owed = cell.owed
    kind = as_told(owed).partition("@")[0]
    if owed.paper_at is not None:
        kind = "paper"
    elif kind not in SETTLED and before in SETTLED:
        kind = "owed-again"
    values = {"unit": _name(cell), "period": owed.period.short(today), "day": planned_said(say, owed)}
    return say(f"digest-now-{kind}", **values)


def _name(cell: Silent) -> str:
    return f"{cell.name} ({cell.above})" if cell.above else cell.name


def _often(say: Voice, cell: Silent) -> str:
    """``; 3 tháng trong năm, 2 tháng liền`` where it is not the first time."""
    year, row = cell.often
    return say("digest-often", year=year, row=row) if max(year, row) > 1 else ""


def _stands(say: Voice, owed: Obligation) -> str:
    if owed.said_held_on is not None:
        return say("digest-held")
    if owed.day is None:
        return say("digest-no-day")
    key = "digest-postponed" if owed.postponed_to is not None else "digest-planned"
    return say(key, day=say.short_day(owed.day))
