"""The stretch of time that somebody asks about, and the final schedule of it."""

from __future__ import annotations

from datetime import datetime

from api.errors import Issue
from api.schedule.board import Board
from api.web.problems import bad_input
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, utc_text
from scheduler.oncall.values import Holding

MOST_DAYS = 400


def window_of(start: datetime, until: datetime | None, days: int) -> Interval:
    """From `start` to `until`, where that is left out for so many days. Raises BadInput for no time, or too much."""
    end = until or shift_by(start, minutes=days * MINUTES_A_DAY)
    if end <= start:
        raise bad_input(Issue("until", utc_text(end), "is not after `from`", f"an instant after {utc_text(start)}"))
    if end > shift_by(start, minutes=MOST_DAYS * MINUTES_A_DAY):
        raise bad_input(Issue("until", utc_text(end), "is too far from `from`", f"at most {MOST_DAYS} days later"))
    return Interval(start, end)


def holdings_in(board: Board, team: str, window: Interval) -> tuple[Holding, ...]:
    """Who holds what in `window` by the final schedule, with their true bounds, in order of start.

    Raises RevisionChanged where the board has to read revisions again, and one is not what was published.
    """
    posted = board.around(team, window)
    return posted.schedule.between(window) if posted else ()
