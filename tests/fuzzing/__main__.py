"""``python -m tests.fuzzing SECONDS=n TARGET=name SEED=n``: every target for so long, one table, 1 when anything crashed
or kept the processor too long; ``TARGET=answers:meeting`` for one form.

What crashes is written to ``tests/fuzzing/found/`` by target and place: an example that ``make test`` tries from then on.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from bot import logs
from tests.fuzzing.engine import fuzz
from tests.fuzzing.talks import ALL
from tests.fuzzing.targets import TARGETS, target_of

FOUND = Path(__file__).parent / "found"
WIDTH = 24


def main(words: list[str]) -> int:
    """The exit code."""
    given = dict(word.split("=", 1) for word in words if "=" in word)
    chosen = [given["TARGET"]] if given.get("TARGET") else list(TARGETS)
    try:
        targets = [target_of(name) for name in chosen]
    except KeyError:
        print(f"TARGET is one of {', '.join(TARGETS)}; answers:FORM for one form of {', '.join(ALL)}.")
        return 2
    seconds, seed, crashed = float(given.get("SECONDS") or 10), int(given.get("SEED") or 1), False
    print(f"{'target':<{WIDTH}}{'inputs':>9}{'inputs/s':>10}{'corpus':>8}{'edges':>8}{'crashes':>9}")
    for name, target in zip(chosen, targets, strict=True):
        run = fuzz(target, seconds, seed)
        rate = run.inputs / max(run.seconds, 0.001)
        print(
            f"{name:<{WIDTH}}{run.inputs:>9}{rate:>10.0f}{len(run.corpus):>8}{len(run.edges):>8}{len(run.crashes):>9}",
            flush=True,
        )
        for place, data in run.crashes.items():
            crashed = True
            path = FOUND / f"{name.partition(':')[0]}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
            path.write_bytes(target.kept(data))
            print(f"  {place}: {path.name} {data[:80]!r}", flush=True)
    return 1 if crashed else 0


if __name__ == "__main__":
    logs.configure("CRITICAL")
    sys.exit(main(sys.argv[1:]))
