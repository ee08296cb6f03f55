"""What is good for the times that one request asks about: worked out once, however many schedules it is told for."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlmodel import Session

from api.compat.moments import DAY_SECONDS, widened
from api.schedule.board import Board
from api.schedule.final import base_of, touching
from api.schedule.posted import Posted
from api.schedule.records import records_for
from api.web.problems import not_found
from scheduler.intervals import Interval
from scheduler.oncall.packed import Packed
from scheduler.oncall.resolve import FinalSchedule

MARGIN_DAYS = 50  # more than a turn of a month lasts: bounds of ordinary turns are known
_KEPT = ("compat", "planned")


@dataclass(frozen=True)
class Surroundings:
    """Of one request."""

    board: Board
    _known: dict[tuple[str, Interval], Posted] = field(default_factory=dict)

    def of(self, team: str, window: Interval) -> Posted:
        """What is good for `window`, and for `MARGIN_DAYS` before and after it.

        Raises a problem for a team that was deleted at this moment.
        """
        key = team, window
        if key not in self._known:
            posted = self.board.around(team, widened(window, MARGIN_DAYS * DAY_SECONDS))
            if posted is None:
                raise not_found(team)
            self._known[key] = posted
        return self._known[key]


def planned(session: Session, posted: Posted) -> Packed:
    """What was planned for the time for which `posted` is good, before swaps and overrides; kept beside it."""
    known: Packed | None = posted.rendered.get(_KEPT)
    if known is None:
        base, tracks = base_of(records_for(session, posted.team, posted.window))
        known = posted.rendered[_KEPT] = touching(FinalSchedule(tuple(base), tracks), posted.window).packed
    return known
