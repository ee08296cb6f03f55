"""The coverage requirements."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.advice import shown
from api.documents.bands import ALWAYS, band
from api.documents.checks.names import skill_nobody_has, unknown_shift, unknown_site
from api.documents.draft import Draft
from api.documents.rows import PeriodRow
from api.errors import Issue
from scheduler.domain.coverage import TimeBand
from scheduler.intervals import is_zone, utc_text


def coverage_of_known_things(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        if row.site:
            yield from unknown_site(draft, row.site, f"{path}.site")
        if row.shift:
            yield from unknown_shift(draft, row.shift, f"{path}.shift")


def coverage_skills(draft: Draft) -> Iterator[Issue]:
    """In CSV one column names a skill or a shift: without the shifts nothing can be said of it."""
    for path, row in draft.coverage.rows if draft.shifts.whole else ():
        if row.skill and not row.shift and not (row.site and draft.sites.lacks(row.site)):
            yield from skill_nobody_has(draft, row.skill, row.site, f"{path}.skill")


def skill_or_shift(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        if row.skill and row.shift:
            problem = f"stands beside shift {shown(row.shift)}"
            advice = "Who is on a shift has its required_skill already."
            yield Issue(f"{path}.skill", shown(row.skill), problem, "a skill or a shift", advice)


def shift_at_site(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        shift = draft.shifts.get(row.shift)
        if shift and row.site and shift.site != row.site:
            problem = f"is a shift of {shift.site}, not of {row.site}"
            yield Issue(f"{path}.shift", shown(row.shift), problem, f"a shift of {row.site}, or no site")


def numbers_in_order(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        if row.target is not None and row.target < row.minimum:
            expected = f"at least the minimum, {row.minimum}"
            yield Issue(f"{path}.target", str(row.target), "is less than the minimum", expected)
        if row.maximum is not None and row.maximum < max(row.minimum, row.target or 0):
            expected = f"at least {max(row.minimum, row.target or 0)}, the minimum and the target"
            yield Issue(f"{path}.maximum", str(row.maximum), "is less than what is asked for", expected)


def bands_have_zones(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        if row.when != ALWAYS and not row.site and not row.timezone:
            expected = "a site or a timezone as well"
            yield Issue(f"{path}.when", shown(row.when), "does not say by whose wall clock", expected)


def bands_survive_clock_changes(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.coverage.rows:
        zone = row.timezone or draft.zone_of(row.site)
        times = band(row.when, zone) if zone and is_zone(zone) else None
        if times and draft.period:
            yield from _vanishing(row.when, times, draft.period, f"{path}.when")


def _vanishing(when: str, times: TimeBand, period: PeriodRow, path: str) -> Iterator[Issue]:
    for interval in times.intervals(period.first_day, period.last_day):
        if interval.end <= interval.start:
            problem = f"has no length at {utc_text(interval.start)}, when the clocks of {times.zone} change"
            yield Issue(path, shown(when), problem, "other times")


CHECKS = (
    coverage_of_known_things,
    coverage_skills,
    skill_or_shift,
    shift_at_site,
    numbers_in_order,
    bands_have_zones,
    bands_survive_clock_changes,
)
