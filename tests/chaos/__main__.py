"""``python -m tests.chaos CYCLES=n SEED=n [REPLICAS=n [WEBHOOK=1]]``: with REPLICAS on a PostgreSQL of its own; prints the table; exit code 1 when anything in it is not as promised."""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from tests import postgresql
from tests.chaos import fleet
from tests.chaos.harness import run

CYCLES, SEED, CELLS = 20, 1, 12


def main(words: list[str]) -> int:
    """0 when all is as promised; the folder of a run that was not is left for a look."""
    asked = dict(word.split("=", 1) for word in words)
    cycles, seed = int(asked.get("CYCLES") or CYCLES), int(asked.get("SEED") or SEED)
    replicas, hooked = int(asked.get("REPLICAS") or 0), asked.get("WEBHOOK") == "1"
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))

    def tell(line: str) -> None:
        print(line, file=sys.stderr)

    if replicas:
        with postgresql.running() as server:
            made = fleet.run(folder, server.fresh(), cycles, seed, CELLS, replicas, tell, hooked=hooked)
            verdict = asyncio.run(made)
    else:
        verdict = asyncio.run(run(folder, cycles, seed, CELLS, tell))
    print(verdict)
    if verdict.good:
        shutil.rmtree(folder)
        return 0
    print(*verdict.notes, sep="\n", file=sys.stderr)
    print(f"The bot's log and database are in {folder}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
