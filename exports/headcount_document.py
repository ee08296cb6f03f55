"""The headcount as JSON: what ``headcount --json`` writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from scheduler.headcount import Headcount, NightShifts, ShortWeek, SmallestTeam, ThinSpot
from scheduler.intervals import utc_text
from scheduler.problem import Problem

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def headcount_document(
    problem: Problem,
    found: Headcount,
    nights: Iterable[NightShifts],
    weeks: Iterable[ShortWeek],
    spots: Iterable[ThinSpot],
    smallest: SmallestTeam | None = None,
) -> dict[str, Any]:
    """Hours are hours of presence, instants are in UTC, hours of the week are those of the `zone` beside them.

    `smallest_team` is null where it was not asked for.
    """
    return {
        "team": problem.team.id,
        "first_day": problem.first_day.isoformat(),
        "last_day": problem.last_day.isoformat(),
        "requirements": [asdict(line) for line in found.requirements],
        "sites": [asdict(line) for line in found.sites],
        "skills": [
            {
                "skill": line.skill,
                "people": dict(zip((site.id for site in problem.team.sites), line.people, strict=True)),
                "available": line.available,
            }
            for line in found.skills
        ],
        "nights": [asdict(line) for line in nights],
        "short_weeks": [_week(week) for week in weeks],
        "thin_spots": [asdict(spot) | {"start": utc_text(spot.start), "end": utc_text(spot.end)} for spot in spots],
        "smallest_team": None if smallest is None else asdict(smallest) | {"proven": smallest.proven},
    }


def _week(week: ShortWeek) -> dict[str, Any]:
    """`hours` lists each hour of the week at which somebody lacks, in order."""
    return {
        "requirement": week.requirement,
        "zone": week.zone,
        "minimum": week.minimum,
        "hours": [
            {"day": WEEKDAYS[day], "hour": hour, "able": week.able.get((day, hour)), "squeezed": squeezed}
            for day, hour in sorted(week.able.keys() | week.squeezed)
            for squeezed in [(day, hour) in week.squeezed]
        ],
        "bottleneck": asdict(week.bottleneck) if week.bottleneck else None,
    }
