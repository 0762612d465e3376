"""The outcome table, read from the errors that the library and our transport really raise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import error as telegram

from handlers.transport import NoAnswer, NotSent, PerhapsSent
from schedules.outcomes import Kind, classify


class ConnectError(Exception):
    """As httpx names it."""


class ReadTimeout(Exception):
    """As httpx names it."""


def caused(by: Exception, error: Exception) -> Exception:
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (telegram.RetryAfter(30), Kind.SLOW_DOWN),
        (NotSent("refused"), Kind.NOT_SENT),
        (caused(ConnectError(), telegram.NetworkError("x")), Kind.NOT_SENT),
        (caused(NotSent("x"), telegram.NetworkError("x")), Kind.NOT_SENT),
        (telegram.Forbidden("Forbidden: bot was blocked by the user"), Kind.BLOCKED),
        (telegram.Forbidden("Forbidden: user is deactivated"), Kind.BLOCKED),
        (telegram.BadRequest("Chat not found"), Kind.NO_CHAT),
        (telegram.BadRequest("Can't parse entities"), Kind.BAD_TEXT),
        (telegram.ChatMigrated(-100500), Kind.MOVED),
        (telegram.InvalidToken("x"), Kind.BAD_TOKEN),
        (NoAnswer("no answer in time"), Kind.UNKNOWN),
        (PerhapsSent("closed"), Kind.UNKNOWN),
        (caused(ReadTimeout(), telegram.TimedOut()), Kind.UNKNOWN),
        (telegram.NetworkError("Bad Gateway"), Kind.UNKNOWN),
        (telegram.TelegramError("something new"), Kind.UNKNOWN),
        (ValueError("our own"), Kind.UNKNOWN),
    ],
)
def test_each_error_has_its_row_in_the_table(error: Exception, kind: Kind) -> None:
    assert classify(error).kind is kind


def test_the_pause_asked_for_is_read_in_either_form() -> None:
    assert classify(telegram.RetryAfter(30)).seconds == 30
    assert classify(telegram.RetryAfter(timedelta(seconds=7))).seconds == 7


def test_the_new_id_of_a_migrated_chat_is_read() -> None:
    assert classify(telegram.ChatMigrated(-100500)).chat_id == -100500
