"""``python -m tests.chaos CYCLES=n SEED=n [REPLICAS=n] [WEBHOOK=1] [ROLES=web,web,worker,worker]``: prints the table; exit
code 1 when anything in it is not as promised.

With REPLICAS or ROLES on a PostgreSQL of its own; WEBHOOK: Telegram posts instead of being asked (with ROLES it always does).
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path
from typing import cast, get_args

from bot.duties import Share
from tests import postgresql
from tests.chaos import fleet
from tests.chaos.forked import alone
from tests.chaos.harness import run
from tests.handlers.test_listening import free_port

CYCLES, SEED, CELLS = 20, 1, 12


def main(words: list[str]) -> int:
    """0 when all is as promised; the folder of a run that was not is left for a look."""
    asked = dict(word.split("=", 1) for word in words)
    cycles, seed = int(asked.get("CYCLES") or CYCLES), int(asked.get("SEED") or SEED)
    roles = asked.get("ROLES", "").split(",") if asked.get("ROLES") else ["all"] * int(asked.get("REPLICAS") or 0)
    if strange := set(roles) - set(get_args(Share)):
        print(f"ROLES are of {', '.join(get_args(Share))}, not {', '.join(strange)}.", file=sys.stderr)
        return 2
    hooked = asked.get("WEBHOOK") == "1" or bool(asked.get("ROLES"))
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))

    def tell(line: str) -> None:
        print(line, file=sys.stderr)

    if roles:
        with postgresql.running() as server:
            made = fleet.run(
                folder, server.fresh(), cycles, seed, CELLS, cast("list[Share]", roles), tell, hooked=hooked
            )
            verdict = asyncio.run(made)
    else:
        hook = alone(free_port()) if hooked else None
        verdict = asyncio.run(run(folder, cycles, seed, CELLS, tell, hook))
    print(verdict)
    if verdict.good:
        shutil.rmtree(folder)
        return 0
    print(*verdict.notes, sep="\n", file=sys.stderr)
    print(f"The bot's log and database are in {folder}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
