"""``python -m tests.benchmarks [QUICK=1] [SIZES=471x24,7000x36] [POSTGRESQL=1] [REMINDERS=n] [KEEP=folder] [JSON=file]``.

Prints one table and writes it as JSON (``bench.json``).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import district, growing, inside, reminding, sizes, talking
from tests.benchmarks.peers import cores
from tests.benchmarks.table import Row, as_json, rendered, told


def bench(asked: dict[str, str], folder: Path) -> list[Row]:
    """All rows."""
    plan = talking.QUICK if asked["QUICK"] else talking.FULL
    seeded = folder / "seeded"
    seeded.mkdir()
    told(f"making a district of {district.CELLS} cells × {district.MONTHS} months")
    begun = time.perf_counter()
    district.lay(seeded)
    made = time.perf_counter() - begun
    if pinned := cores():
        os.sched_setaffinity(0, {pinned[0]})
    rows = talking.rows(plan, asyncio.run(talking.measured(plan, seeded, folder / "run")))
    told("commands and sweeps")
    rows += [*inside.commands(seeded, plan.times), *inside.sweeps(seeded, plan.times), inside.importing(3)]
    rows.append(Row(f"seed of {district.CELLS} × {district.MONTHS}", made, "s"))
    told("the same questions over a longer history")
    rows += growing.rows(folder, plan.times)
    if asked["SIZES"]:
        kept = Path(asked["KEEP"] or Path(tempfile.gettempdir()) / "chi-bo-bot-bench")
        rows += sizes.rows(asked["SIZES"].split(","), kept, plan.times, postgresql=bool(asked["POSTGRESQL"]))
    if asked["REMINDERS"]:
        laid = folder / "reminding"
        laid.mkdir()
        reminding.lay(laid, int(asked["REMINDERS"]))
        rows += asyncio.run(reminding.measured(laid, int(asked["REMINDERS"]), 50))
    return rows


def main(words: list[str]) -> None:
    """The table; no goal missed ends with another exit code: a bench is read, not obeyed."""
    asked = dict.fromkeys(("QUICK", "SIZES", "POSTGRESQL", "REMINDERS", "KEEP", "JSON"), "")
    given = dict(word.partition("=")[::2] for word in words)
    if unknown := given.keys() - asked.keys():
        sys.exit(f"unknown: {', '.join(sorted(unknown))}\n{__doc__}")
    asked |= given
    if asked["QUICK"] == "0":
        asked["QUICK"] = ""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = bench(asked, Path(folder))
    print(rendered(rows))
    kept = {"asked": asked, "rows": [as_json(row) for row in rows]}
    path = Path(asked["JSON"] or "bench.json")
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
