"""``python -m tests.benchmarks.installed …``: ``python -m bot …`` without what only the tests' environment has.

structlog takes up rich wherever it finds it; an installed program has none of it (requirements.lock).
"""

from __future__ import annotations

import runpy
import sys
from typing import Any, cast

ONLY_IN_TESTS = ("rich",)

if __name__ == "__main__":
    cast("dict[str, Any]", sys.modules).update(dict.fromkeys(ONLY_IN_TESTS))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
