"""Logging: one line an event, ids only, tokens and phone numbers struck out of everything that is written."""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

import structlog

SECRET = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}|(?<=/start )\S+|(?<!\d)(?:\+?84|0)[35789]\d{8}(?!\d)|(?<=tag \")[^\"]+")
"""A bot's token, what follows /start, a Vietnamese mobile number, and the piece of a text that Telegram could not parse."""
QUIET = ("httpx", "httpcore", "apscheduler", "telegram", "aiohttp.access", "alembic")


def struck_out(text: str) -> str:
    """The text without secrets."""
    return SECRET.sub("[…]", text)


class Line(logging.Formatter):
    """The last step of every handler: whatever the record holds, traceback included, leaves without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line, struck out."""
        return struck_out(super().format(record))


def configure(level: str, stream: TextIO | None = None) -> None:
    """Both structlog and the standard library write through one handler to ``stream`` (stderr)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Line("%(asctime)s %(levelname)-7s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.getLogger("telegram.ext.Updater").setLevel(logging.CRITICAL)  # handlers/errors.py says it in one line
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)  # it writes out answers that it cannot read
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
