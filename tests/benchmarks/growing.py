"""How cost grows with history: the same question over 12, 60 and 120 months, whose answer is of the same size."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import district, inside
from tests.benchmarks.table import Row

CELLS = 60
HISTORY = (12, 60, 120)
NOISE = 1.25
"""Above this many times the cost over the shortest history it has grown."""
ASKED = ("/tonghop", "/chuahop", "/chibo Muối", "/tim đường")


def rows(folder: Path, times: int) -> list[Row]:
    """Each question over each history, and how many times the shortest one's cost that is."""
    spent: dict[str, list[float]] = {}
    for months in HISTORY:
        laid = folder / f"history{months}"
        laid.mkdir()
        district.lay(laid, CELLS, months)
        with district.opened(laid, writing=True) as db:
            for name, cost in {
                **inside.asked(db, ASKED, times),
                "reminder sweep": inside.quiet_sweep(db, times),
            }.items():
                spent.setdefault(name, []).append(cost)
    found = []
    for name, (first, *later) in spent.items():
        for months, cost in zip(HISTORY[1:], later, strict=True):
            note = f"{first:.2f} → {cost:.2f} ms own time"
            found.append(Row(f"{name}: {months} / {HISTORY[0]} months", cost / first, "×", NOISE, note=note))
    return found
