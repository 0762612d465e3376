from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage import inbox
from storage.inbox import Received
from storage.tables import inbox as table

BOT = 42


def kept(db: Connection, *ids: int, now: datetime, chat: int = 7) -> None:
    inbox.store(db, BOT, [Received(n, {"update_id": n}, chat, "text") for n in ids], now)


def test_what_was_received_waits_in_order_until_it_is_done(db: Connection, now: datetime) -> None:
    kept(db, 12, 10, 11, now=now)
    assert [update_id for update_id, _ in inbox.waiting(db, BOT)] == [10, 11, 12]
    assert inbox.mark_done(db, BOT, 11, now)
    assert [update_id for update_id, _ in inbox.waiting(db, BOT)] == [10, 12]


def test_an_update_is_done_once(db: Connection, now: datetime) -> None:
    """Matrix 5."""
    kept(db, 10, now=now)
    assert inbox.mark_done(db, BOT, 10, now)
    assert not inbox.mark_done(db, BOT, 10, now)
    kept(db, 10, now=now)  # Telegram sends it again
    assert inbox.waiting(db, BOT) == ()
    assert not inbox.mark_done(db, BOT, 10, now)


def test_an_update_whose_store_failed_is_done_once_too(db: Connection, now: datetime) -> None:
    assert inbox.mark_done(db, BOT, 99, now, chat_id=7, kind="text")
    assert not inbox.mark_done(db, BOT, 99, now, chat_id=7, kind="text")


def test_ids_that_fall_are_new(db: Connection, now: datetime) -> None:
    """Matrix 6."""
    kept(db, 5000, now=now)
    inbox.mark_done(db, BOT, 5000, now)
    kept(db, 17, now=now)
    assert inbox.mark_done(db, BOT, 17, now)


def test_another_bot_has_its_own_numbers(db: Connection, now: datetime) -> None:
    kept(db, 10, now=now)
    inbox.mark_done(db, BOT, 10, now)
    assert inbox.mark_done(db, BOT + 1, 10, now)


def test_done_rows_lose_their_text_and_dead_rows_keep_it(db: Connection, now: datetime) -> None:
    kept(db, 10, 11, now=now)
    inbox.mark_done(db, BOT, 10, now)
    inbox.failed(db, BOT, 11, "KeyError")
    assert inbox.mark_dead(db, BOT, 11, "KeyError")
    rows = {row.update_id: row for row in db.execute(select(table))}
    assert rows[10].raw is None
    assert (rows[11].raw, rows[11].state, rows[11].attempts) == ('{"update_id":11}', "dead", 1)
    assert not inbox.mark_done(db, BOT, 11, now)
    assert inbox.waiting(db, BOT) == ()


def test_a_chat_whose_last_update_got_no_reply_is_found(db: Connection, now: datetime) -> None:
    kept(db, 10, 11, now=now, chat=7)
    kept(db, 20, 21, now=now, chat=8)
    kept(db, 30, now=now, chat=-100)  # a group is left, not answered
    kept(db, 40, now=now, chat=9)
    for update_id, chat in ((10, 7), (20, 8), (30, -100)):
        inbox.mark_done(db, BOT, update_id, now, chat_id=chat)
    for update_id, chat in ((11, 7), (21, 8)):
        inbox.mark_done(db, BOT, update_id, now + timedelta(seconds=1), chat_id=chat)
    inbox.mark_done(db, BOT, 40, now, chat_id=9, answered=True)
    inbox.answered(db, BOT, 21, now + timedelta(seconds=2))
    assert inbox.unanswered(db, BOT, now - timedelta(days=1)) == ((7, now + timedelta(seconds=1)),)
    assert inbox.unanswered(db, BOT, now + timedelta(days=1)) == ()


def test_a_clock_set_back_hides_no_chat_that_is_owed_a_reply(db: Connection, now: datetime) -> None:
    """Matrix 41: the machine of tests/machine found it."""
    kept(db, 10, 11, now=now, chat=7)
    inbox.mark_done(db, BOT, 10, now, chat_id=7, answered=True)
    inbox.mark_done(db, BOT, 11, now - timedelta(hours=1), chat_id=7)
    assert inbox.unanswered(db, BOT, now - timedelta(days=1)) == ((7, now - timedelta(hours=1)),)


def test_the_backlog_is_counted_and_old_done_rows_are_dropped(db: Connection, now: datetime) -> None:
    kept(db, 10, 11, now=now)
    assert inbox.backlog(db) == (2, now)
    inbox.mark_done(db, BOT, 10, now)
    assert inbox.prune(db, now + timedelta(days=30)) == 1
    assert inbox.backlog(db) == (1, now)
