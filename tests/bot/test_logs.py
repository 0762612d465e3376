from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_token_never_reaches_the_log_not_even_in_a_traceback(written: io.StringIO) -> None:
    """Matrix 96."""
    logging.getLogger("some.library").info("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    structlog.get_logger().warning("failed", url=f"https://api.telegram.org/bot{TOKEN}/x")
    try:
        int(TOKEN)
    except ValueError:
        logging.getLogger("a").exception("broken")
        structlog.get_logger().exception("broken too")
    text = written.getvalue()
    assert text.count("[…]") >= 4
    assert "AAHdqTcv" not in text
    assert "Traceback" in text


def test_invitations_and_phone_numbers_are_struck_out(written: io.StringIO) -> None:
    logging.getLogger("a").info("text=/start abcDEF123 phone=0900000012 other=+84900000012 id=123456789")
    assert "abcDEF123" not in written.getvalue()
    assert "900000012" not in written.getvalue()
    assert "123456789" in written.getvalue()


def test_libraries_that_print_addresses_are_quiet(written: io.StringIO) -> None:
    logs.configure("INFO", written)
    logging.getLogger("httpx").info("HTTP Request: POST")
    logging.getLogger("telegram.ext.Application").info("started")
    assert written.getvalue() == ""
