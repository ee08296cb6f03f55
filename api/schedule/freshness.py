"""Whether what is in memory is known to be what the database has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic

PATIENCE_SECONDS = 5.0


class Freshness:
    """When that was last confirmed. Where nobody confirms it for a while, it is not known any more.

    So answers say that they may be out of date also when the one who is to find out hangs.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._confirmed = self._clock(), monotonic()
        self._lost = False
        self.watched = False  # nobody confirms anything before somebody watches

    def confirm(self) -> None:
        """What is in memory is what the database has."""
        self._confirmed, self._lost = (self._clock(), monotonic()), False

    def lose(self) -> None:
        """The database cannot be asked."""
        self._lost = True

    @property
    def stale_since(self) -> datetime | None:
        """The last instant at which it was known; None while it is."""
        confirmed, at = self._confirmed
        overdue = self.watched and monotonic() - at > PATIENCE_SECONDS
        return confirmed if self._lost or overdue else None
