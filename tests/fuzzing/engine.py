"""Inputs changed at random; what reaches a new step from one line of our code to another is kept and changed further.

Written here because it must run wherever the tests do: atheris has wheels for some systems only and ends with the process.
Coverage is Python's own trace, for the bot's files alone, so a few thousand inputs a second at best.
"""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from tests.fuzzing.targets import Target

ROOT = str(Path(__file__).parents[2])
OURS = tuple(f"{ROOT}/{folder}/" for folder in ("bot", "handlers", "storage"))
LONGEST = 20_000
"""Bytes of an input."""
SLOW = 10
"""Seconds of the processor for one input, traced: the one thread that writes would stand still as well."""
Edge = tuple[int, int, int]


class Slow(BaseException):
    """It took longer than any input may."""


@dataclass
class Run:
    """What came of fuzzing one target."""

    inputs: int = 0
    seconds: float = 0.0
    corpus: list[bytes] = field(default_factory=list)
    edges: set[Edge] = field(default_factory=set)
    crashes: dict[str, bytes] = field(default_factory=dict)
    """By where they happened: the shortest input."""


def fuzz(target: Target, seconds: float, seed: int = 1) -> Run:
    """Bounded in time; the seeds are tried in any case."""
    random, run, began = Random(seed), Run(), time.monotonic()  # noqa: S311 - the same run for the same seed
    for data in target.seeds():
        _try(target.run, data, run)
    while (spent := time.monotonic() - began) < seconds:
        _try(target.run, changed(random, run.corpus, target.words), run)
    run.seconds = spent if seconds else time.monotonic() - began
    return run


def _try(work: Callable[[bytes], None], data: bytes, run: Run) -> None:
    run.inputs += 1
    seen: set[Edge] = set()
    sys.settrace(_tracer(seen))
    signal.signal(signal.SIGVTALRM, _slow)
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)
    try:
        work(data)
    except BaseException as exc:
        sys.settrace(None)
        if isinstance(exc, KeyboardInterrupt):
            raise
        place = where(exc)
        if len(data) < len(run.crashes.get(place, data + b"x")):
            run.crashes[place] = data
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        sys.settrace(None)
    if seen - run.edges or not run.corpus:
        run.edges |= seen
        run.corpus.append(data)


def _slow(_: int, __: FrameType | None) -> None:
    raise Slow


def where(exc: BaseException) -> str:
    """The kind of the failure and the last of our lines it went through."""
    ours = [each for each in traceback.extract_tb(exc.__traceback__) if each.filename.startswith(OURS)]
    last = f"{ours[-1].filename.removeprefix(ROOT)[1:]}:{ours[-1].lineno}" if ours else "outside"
    return f"{type(exc).__name__} at {last}"


def _tracer(seen: set[Edge]) -> Any:
    def outer(frame: FrameType, _: str, __: Any) -> Any:
        code = frame.f_code
        if not code.co_filename.startswith(OURS):
            return None
        number, last = id(code), 0

        def inner(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal last
            if event == "line":
                line = frame.f_lineno
                seen.add((number, last, line))
                last = line
            return inner

        return inner

    return outer


def changed(random: Random, corpus: list[bytes], words: tuple[bytes, ...]) -> bytes:
    """One of the corpus with a few changes, rather one of the newest."""
    newest = random.random() < 0.5
    data = bytearray(random.choice(corpus[-20:] if newest else corpus))
    for _ in range(random.choice((1, 1, 2, 4, 8))):
        place = random.randrange(len(data) + 1)
        match random.randrange(7):
            case 0 if data:
                data[place % len(data)] = random.randrange(256)
            case 1 if data:
                data[place % len(data)] ^= 1 << random.randrange(8)
            case 2:
                del data[place : place + random.randrange(1, 1 + max(1, len(data) // 3))]
            case 3 if words:
                data[place:place] = random.choice(words)
            case 4:
                other = random.choice(corpus)
                cut = random.randrange(len(other) + 1)
                data[place:] = other[cut:]
            case 5:
                part = bytes(data[place : place + random.randrange(1, 40)])
                data[place:place] = part * random.randrange(1, 4)
            case _ if words and data:
                data[place : place + random.randrange(8)] = random.choice(words)
    return bytes(data[:LONGEST])
