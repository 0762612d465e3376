"""One program at a time on one database file: a lock beside it, which also tells that a database was there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import BadSetting


def lock_of(path: Path) -> Path:
    """The lock's file."""
    return path.with_name(f"{path.name}.lock")


def refuse_a_lost_one(path: Path) -> None:
    """BadSetting when a bot has run on this file before and the file is gone: an empty one must not take its place."""
    if not path.exists() and lock_of(path).exists():
        raise BadSetting(
            f"The database {path} is gone. Put it (or a backup of it) back; to begin anew, delete {lock_of(path)}."
        )


def is_held(path: Path) -> bool:
    """Whether a bot runs on the file now."""
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        with lock_of(path).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def only_one(path: Path | None) -> Iterator[None]:
    """Holds the lock; BadSetting when another bot holds it. PostgreSQL (None) has no file to lock."""
    if path is None:
        yield
        return
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        with lock_of(path).open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BadSetting(f"Another bot runs on {path}; stop it first.") from None
            yield
    except PermissionError:
        raise BadSetting(f"{lock_of(path)} cannot be written.") from None
