"""Statistics of a team's final schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.roster.window import holdings_in, window_of
from api.schedule.board import Board
from api.statistics.places import known_of
from api.statistics.schemas import StatisticsBody
from api.store.tables import TeamRow
from api.web.values import told
from scheduler.intervals import MINUTES_A_DAY, Interval, parse_instant, shift_by
from scheduler.oncall.values import Holding
from scheduler.pay import CLASSES, ORDINARY
from scheduler.quality import quality_of
from scheduler.report import plain
from scheduler.statistics import PersonStatistics, statistics

DAYS = 28
_COUNTS = ("person", "duty", "shifts", "hours", "days", "longest_run", "nights", "weekends", "holidays")
_CLASSES = (*(pay_class.name for pay_class in CLASSES), ORDINARY)
COLUMNS = (*_COUNTS, *(f"{name}_minutes" for name in _CLASSES), "exposure_minutes")


def asked_window(team: TeamRow, start: datetime | None, until: datetime | None, now: datetime) -> Interval:
    """What is named; with one bound only, the 28 days after or before it; with none, the period of the team's document.

    A team without a document has none: then it is the last 28 days.
    """
    if start is None and until is None and team.document:
        period = team.document["period"]
        return Interval(parse_instant(period["coverage_from"]), parse_instant(period["coverage_until"]))
    if start is None:
        until = until or now
        start = shift_by(until, minutes=-DAYS * MINUTES_A_DAY)
    return window_of(start, until, DAYS)


def statistics_of(
    board: Board, session: Session, team: TeamRow, window: Interval
) -> tuple[tuple[Holding, ...], tuple[PersonStatistics, ...]]:
    """Who holds what in `window`, and what that comes to for each person and duty."""
    held = holdings_in(board, team.id, window)
    known = known_of(session, team, window)
    return held, statistics(held, known.of(h.person for h in held), window, skills=known.skills)


def body(
    team: str, window: Interval, zone: str | None, held: tuple[Holding, ...], people: tuple[PersonStatistics, ...]
) -> StatisticsBody:
    """The whole, with the quality of each duty and level that anybody holds."""
    bounds = {"start": told(window.start, zone), "end": told(window.end, zone)}
    quality = list(_quality(held, window))
    return StatisticsBody.model_validate({"team": team, **bounds, "people": plain(people), "quality": quality})


def csv_rows(people: tuple[PersonStatistics, ...]) -> Iterator[dict[str, Any]]:
    """One row a person and duty. Exposure is written ``fraud: 510; csam: 240``."""
    for person in people:
        minutes = {f"{c.pay_class}_minutes": c.minutes for c in person.classes}
        exposure = "; ".join(f"{e.skill}: {e.minutes}" for e in person.exposures)
        yield {name: getattr(person, name) for name in _COUNTS} | minutes | {"exposure_minutes": exposure}


def _quality(held: tuple[Holding, ...], window: Interval) -> Iterator[dict[str, Any]]:
    for duty, level in sorted({h.track for h in held}):
        of_it = (h for h in held if h.track == (duty, level))
        yield {"duty": str(duty), "level": level, **plain(quality_of(of_it, window))}
