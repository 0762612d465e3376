"""The cell of the examples in domain.md section 7: base 30, planned for 03/11 at 19:30, its clock at 05/11/2026 20:00."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.meetings import Attendance, Hours, Kind
from bot.domain.tasks import Measure, Task
from bot.forms.reading.outcome import Given
from tests.conftest import NOW

ROSTER = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Thị Lan", "Phạm Văn Hùng", "Hoàng Văn Nam")
GIVEN = Given(
    now=NOW,
    base=30,
    total=32,
    exempt=2,
    official=28,
    roster=ROSTER,
    planned_on=date(2026, 11, 3),
    usual={"kinds": frozenset({Kind.REGULAR})},
)
TWO_HUNGS = replace(GIVEN, roster=(*ROSTER, "Đỗ Mạnh Hùng"))
VOTING = replace(GIVEN, present=28)
USUAL = Hours("19:30", "21:00", 90)
KNOWN = Attendance(28, 30)
TASK = Task("vận động hiến đất", "Trần Thị Bình", date(2026, 11, 30), Measure(12, "hộ"), "ngõ 2")
WHOLE = (
    "Tối mùng 3 họp tại NVH thôn từ 19h30 đến 21h15, có mặt 28/30, vắng đ/c Lan ốm, đ/c Hùng đi làm xa, đ/c An chủ trì"
)
