"""Papers become files: the process that renders is started here; an own template that fails gives way to the shipped one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import structlog

from bot.domain.documents import SLUGS, DocumentKind
from bot.reports.document import Document
from bot.reports.rendering import BROKEN, SECONDS, Broken, order

log = structlog.get_logger()
ROOT = Path(__file__).parents[2]
SHIPPED = Path(__file__).parent / "templates"
TIMEOUT = SECONDS + 15
"""Seconds of the clock; on a busy machine more than of the processor."""
LARGEST_FILE = 8 << 20
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
"""Of the environment; what it holds of secrets stays outside."""


@cache
def shipped(kind: DocumentKind) -> bytes:
    """The template that comes with the project."""
    return (SHIPPED / f"{SLUGS[kind]}.docx").read_bytes()


def printed(document: Document, template: bytes, *, strict: bool = False) -> bytes:
    """The file; Broken when the template is at fault."""
    told = order(template, document.values, document.look, strict=strict, mark=document.digest[:16])
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.reports.rendering"],
            input=told,
            capture_output=True,
            timeout=TIMEOUT,
            cwd=ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise Broken("template-too-slow") from exc
    if done.returncode == BROKEN:
        why = json.loads(done.stdout)
        raise Broken(why["key"], **why["values"])
    if done.returncode < 0 or len(done.stdout) > LARGEST_FILE:  # killed at its limits, or grown beyond sense
        raise Broken("template-too-slow")
    if done.returncode:
        log.error("document.failed", code=done.returncode, where=done.stderr.decode("utf-8", "replace")[-300:])
        raise RuntimeError("the process that renders failed")
    return done.stdout


def fault(template: bytes, samples: tuple[Document, ...]) -> Broken | None:
    """Why the template cannot be used for these; None when it can."""
    try:
        for sample in samples:
            printed(sample, template, strict=True)
    except Broken as why:
        return why
    return None
