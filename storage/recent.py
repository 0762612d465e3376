"""What was used last, up to a bound, for all threads: values of their own making, to be checked by whoever takes one."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """By number, the ``most`` values that were put or taken last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[int, T] = {}
        self._lock = Lock()

    def take(self, number: int) -> T | None:
        """The value under that number, which is then the newest; None for none."""
        with self._lock:
            value = self._values.pop(number, None)
            if value is not None:
                self._values[number] = value
        return value

    def put(self, number: int, value: T) -> None:
        """That value under the number; the one not used for longest goes when there are too many."""
        with self._lock:
            self._values.pop(number, None)
            self._values[number] = value
            if len(self._values) > self._most:
                del self._values[next(iter(self._values))]
