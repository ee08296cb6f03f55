"""How often somebody may ask; counted in each process for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic

from scheduler.errors import WatchbillError


class TooManyRequests(WatchbillError):
    """Somebody asks too often; may again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests: wait {seconds} s.")
        self.seconds = seconds


@dataclass(slots=True)
class _Counted:
    """What was asked in a minute, and in the one before it."""

    minute: int
    here: int = 0
    before: int = 0


class Limiter:
    """Counts by key. Of the minute before, as much counts as lies in the last sixty seconds, taken as evenly spread.

    That is exact enough, and so quick that the quickest of questions can be counted too.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._counted: dict[str, _Counted] = {}
        self._minute = 0
        self._lock = Lock()

    def count(self, key: str, a_minute: int) -> None:
        """Raises TooManyRequests when `key` asked more often than that."""
        now = self._seconds() / 60
        with self._lock:
            counted = self._of(key, int(now))
            left = 1 - (now - counted.minute)
            if counted.here + counted.before * left >= a_minute:
                raise TooManyRequests(_wait(counted, left, a_minute))
            counted.here += 1

    def _of(self, key: str, minute: int) -> _Counted:
        if minute != self._minute:
            self._turn(minute)
        counted = self._counted.get(key)
        if counted is None:
            counted = self._counted[key] = _Counted(minute)
        return counted

    def _turn(self, minute: int) -> None:
        """The minute before is what was counted until now; who did not ask in it is forgotten."""
        before = self._counted if minute == self._minute + 1 else {}
        self._counted = {key: _Counted(minute, 0, c.here) for key, c in before.items() if c.here}
        self._minute = minute


def _wait(counted: _Counted, left: float, a_minute: int) -> int:
    """Whole seconds until one more may be asked."""
    if counted.here < a_minute:
        return max(1, ceil(60 * (left - (a_minute - counted.here) / counted.before)))
    return ceil(60 * left) + 1
