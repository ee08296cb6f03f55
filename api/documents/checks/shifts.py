"""The shift templates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.documents.advice import shown
from api.documents.checks.names import skill_nobody_has, unknown_site
from api.documents.draft import Draft
from api.documents.patterns import span_days, wall_minutes
from api.documents.rows import OFF, PeriodRow, ShiftRow
from api.errors import Issue
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY, at, each_day, is_zone, next_day

_LONGEST_CLOCK_CHANGE = 24 * 60  # a zone that crosses the date line skips a day


def shifts_of_known_sites(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        yield from unknown_site(draft, shift.site, f"{path}.site")


def shift_lengths(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        minutes = wall_minutes(shift)
        end = f"'{shift.end:%H:%M}'"
        if minutes <= 0:
            problem = "makes a shift of no length" if minutes == 0 else "comes before the start"
            yield Issue(f"{path}.end", end, problem, "an end after the start", "Maybe span_days: 1?")
        elif minutes > MINUTES_A_DAY and shift.kind is Duty.ON_DUTY:
            problem = f"makes a shift of {minutes / 60:g} h"
            yield Issue(f"{path}.end", end, problem, "at most 24 h, unless kind is standby")


def breaks_fit(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        if 0 < wall_minutes(shift) <= shift.unpaid_break_minutes:
            found = str(shift.unpaid_break_minutes)
            expected = f"less than the {wall_minutes(shift)} minutes of the shift"
            yield Issue(f"{path}.unpaid_break_minutes", found, "is longer than the shift", expected)


def clock_changes_leave_length(draft: Draft) -> Iterator[Issue]:
    """A short shift can vanish in the hour that a clock change skips."""
    for path, shift in draft.shifts.rows:
        zone = draft.zone_of(shift.site)
        short = 0 < wall_minutes(shift) <= _LONGEST_CLOCK_CHANGE + shift.unpaid_break_minutes
        if short and zone and is_zone(zone) and draft.period:
            for day in _vanishing(shift, zone, draft.period):
                problem = f"has no length on {day}, when the clocks of {zone} change"
                yield Issue(path, shown(shift.id), problem, "other times, or weekdays without that day")


def _vanishing(shift: ShiftRow, zone: str, period: PeriodRow) -> Iterator[date]:
    for day in each_day(period.first_day, period.last_day):
        if at(next_day(day, span_days(shift)), shift.end, zone) <= at(day, shift.start, zone):
            yield day


def required_skills(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        if shift.required_skill and not draft.sites.lacks(shift.site):
            yield from skill_nobody_has(draft, shift.required_skill, shift.site, f"{path}.required_skill")


def off_is_no_shift(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        if shift.id == OFF:
            yield Issue(f"{path}.id", shown(OFF), "means a day without shift", "another id")


def standby_is_said_of_standby(draft: Draft) -> Iterator[Issue]:
    names = ("response_minutes", "confined", "counts_as_work", "counts_because")
    for path, shift in draft.shifts.rows:
        for name in names if shift.kind is Duty.ON_DUTY else ():
            value = getattr(shift, name)
            if value != ShiftRow.model_fields[name].default:
                problem = f"is said of {shift.id}, which is on duty: that is work"
                yield Issue(f"{path}.{name}", shown(value), problem, "kind: standby, or nothing")


def decisions_have_reasons(draft: Draft) -> Iterator[Issue]:
    for path, shift in draft.shifts.rows:
        if shift.counts_as_work is not None and not shift.counts_because:
            expected = "why, and by whom it was decided"
            yield Issue(f"{path}.counts_because", "", "is missing beside counts_as_work", expected)


CHECKS = (
    shifts_of_known_sites,
    shift_lengths,
    breaks_fit,
    clock_changes_leave_length,
    required_skills,
    off_is_no_shift,
    standby_is_said_of_standby,
    decisions_have_reasons,
)
