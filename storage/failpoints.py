"""Places at which a test lets the program die, as a kill would: at the doors through which every effect goes.

A place is named by its door and what passes it: ``write:handle`` (before the unit of work), ``commit:handle`` (done,
not committed), ``committed:handle``, ``written:handle`` (its caller goes on), ``call:sendMessage`` (before the request)
and ``called:sendMessage`` (answered). ``FAILPOINT`` in the environment chooses one: a name, a name's n-th time
(``commit:sweep#3``), the n-th of those that begin so (``commit:*#3``) or the n-th of all (``#17``).
"""

from __future__ import annotations

import os
import threading

DIED = 137
"""The exit code, that of kill -9."""

_wanted = ""
_countdown = 0
_counting = threading.Lock()


def arm(wanted: str) -> None:
    """Die at that place; an empty one is none."""
    global _wanted, _countdown
    name, _, count = wanted.partition("#")
    _wanted, _countdown = (name or "*") if wanted else "", int(count or 1)


def failpoint(door: str, *whats: object) -> None:
    """The end of the program when this is the place chosen; costs a look at a name otherwise."""
    if _wanted:
        _reached(door, whats)


def _reached(door: str, whats: tuple[object, ...]) -> None:
    global _countdown  # noqa: PLW0603 - as above
    names = [f"{door}:{getattr(what, '__name__', what)}" for what in whats]
    if not any(name == _wanted or (_wanted[-1] == "*" and name.startswith(_wanted[:-1])) for name in names):
        return
    with _counting:
        _countdown -= 1
        if not _countdown:
            os.write(2, f"failpoint {' '.join(names)}\n".encode())
            os._exit(DIED)


arm(os.environ.get("FAILPOINT", ""))
