"""How often somebody may ask; counted in each process for itself."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from scheduler.errors import WatchbillError


class TooManyRequests(WatchbillError):
    """Somebody asks too often; may again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests: wait {seconds} s.")
        self.seconds = seconds


class Limiter:
    """Counts by key."""

    def __init__(self) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, key: str, a_minute: int) -> None:
        """Raises TooManyRequests when `key` asked more often than that."""
        item = RateLimitItemPerMinute(a_minute)
        if not self._limiter.hit(item, key):
            left = self._limiter.get_window_stats(item, key).reset_time - time.time()
            raise TooManyRequests(max(1, math.ceil(left)))
