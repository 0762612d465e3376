"""The list behind a frozen figure: made by the rules of the lock, with a word where it is not the figure's any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.domain.people import SWEEP
from bot.domain.periods import Month
from bot.texts.screen import Button
from storage import rules
from storage.tables import unit
from tests.conftest import ZONE
from tests.conversations.talk import Talk
from tests.small_district import add_cell, correct, hold, oblige

OCTOBER = Month(2026, 10)


def units_of(talk: Talk) -> tuple[int, list[int]]:
    """Hà's commune and its cells."""
    found = talk.db.execute(select(unit.c.id, unit.c.kind).order_by(unit.c.id)).all()
    return next(row.id for row in found if row.kind == "commune"), [row.id for row in found if row.kind == "cell"][:3]


def test_a_rule_set_after_the_lock_makes_no_other_list(talk: Talk) -> None:
    commune, cells = units_of(talk)
    for cell in cells:
        hold(talk.db, cell, OCTOBER.day(3), 28, 30)
    talk.now = datetime(2026, 11, 12, 8, 0, tzinfo=ZONE)
    talk.tick()
    rules.set_rule(talk.db, SWEEP, commune, "attendance_good", 0.95, None, talk.now)
    shown = talk.gives_press("Hà", Button("", f"sum:{commune}:2026-10:below_good:0"))
    assert "Dưới 90%: 0" in shown
    assert "Số liệu khóa" not in shown


def test_many_cells_told_of_after_the_lock_are_named_in_part_and_counted(talk: Talk) -> None:
    commune, cells = units_of(talk)
    more = [*cells, *(clone(talk, commune, number) for number in range(3))]
    kept = [hold(talk.db, cell, OCTOBER.day(3), 28, 30) for cell in more]
    talk.now = datetime(2026, 11, 12, 8, 0, tzinfo=ZONE)
    talk.tick()
    talk.now = datetime(2026, 11, 13, 8, 0, tzinfo=ZONE)
    for meeting in kept[:5]:
        correct(talk.db, meeting, OCTOBER.day(3), 20, 30, talk.now)
    held = talk.gives_press("Hà", Button("", f"sum:{commune}:2026-10:held:0"))
    assert "Số liệu khóa ngày 12/11 là 6" in held
    assert "và 2 chi bộ khác." in held
    alone = talk.gives_press("Hà", Button("", f"sum:{cells[0]}:2026-10:held:0"))
    assert "Số liệu khóa" not in alone, "a cell's own month is never frozen"


def clone(talk: Talk, commune: int, number: int) -> int:
    cell = add_cell(talk.db, commune, f"Chi bộ xóm {number}")
    oblige(talk.db, cell, OCTOBER, planned_on=OCTOBER.day(3))
    return cell
