"""Faults of this edge in the log: what failed and where, never what a message said."""

from __future__ import annotations

import traceback

import structlog

log = structlog.get_logger()


def fault(what: str, exc: BaseException, **about: object) -> None:
    """Log that ``what`` failed: the exception's type and the line it came from, not its text."""
    frames = traceback.extract_tb(exc.__traceback__)
    where = f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else ""
    log.error(what, error=type(exc).__name__, where=where, **about)
