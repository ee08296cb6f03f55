"""What the report says of holidays: doubts about their dates, and what people are owed in lieu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.domain.holidays import DISPUTED, ESTIMATED, Holiday
from scheduler.domain.people import HolidayWorked
from scheduler.domain.roster import Roster
from scheduler.domain.team import Period, Site
from scheduler.holidays_worked import WorkedHoliday, next_holidays_worked, worked_holidays
from scheduler.in_lieu import InLieu, in_lieu
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class HolidayReport:
    """`notices`: sentences on dates that may still change. `in_lieu`: who is owed what for holidays off anyway.

    `worked`: who works which holiday. `remembered`: what the next quarter is to know of that, and of earlier years.
    """

    notices: tuple[str, ...]
    in_lieu: tuple[InLieu, ...]
    worked: tuple[WorkedHoliday, ...]
    remembered: tuple[HolidayWorked, ...]


def holiday_report(problem: Problem, roster: Roster) -> HolidayReport:
    """Of a roster."""
    return HolidayReport(
        holiday_notices(problem.team.period, problem.team.sites),
        in_lieu(problem, roster),
        worked_holidays(problem, roster),
        next_holidays_worked(problem, roster),
    )


def holiday_notices(period: Period, sites: Iterable[Site]) -> tuple[str, ...]:
    """A sentence for each doubt about a date of the period; two sites of one calendar with the same doubt have one."""
    return tuple(dict.fromkeys(notice for site in sites for notice in _of_site(period, site)))


def _of_site(period: Period, site: Site) -> Iterator[str]:
    calendar, ends = site.holiday_calendar or site.id, f"the period ends on {period.last_day}"
    if site.confirmed_until and site.confirmed_until < period.last_day:
        yield f"Holidays of {calendar} are confirmed until {site.confirmed_until}; {ends}: later dates may change."
    if site.known_until and site.known_until < period.last_day:
        yield f"Holidays of {calendar} are known until {site.known_until}; {ends}: none is counted after that."
    inside = [holiday for holiday in site.holidays if period.first_day <= holiday.day <= period.last_day]
    estimated = [f"{holiday.name} {holiday.day}" for holiday in inside if holiday.status == ESTIMATED]
    if estimated:
        yield f"Estimated in {calendar}: {', '.join(estimated)}."
    yield from (_disputed(calendar, name, site) for name in _disputed_ids(inside))


def _disputed_ids(holidays: Iterable[Holiday]) -> list[str]:
    return list(dict.fromkeys(holiday.id for holiday in holidays if holiday.status == DISPUTED))


def _disputed(calendar: str, id: str, site: Site) -> str:
    days = [holiday for holiday in site.holidays if holiday.id == id]
    on = " or ".join(str(day.day) for day in days)
    counts = "each day counts as a holiday" if len(days) > 1 else "it counts as a holiday"
    return f"Disputed in {calendar}: {days[0].name} {on}; {counts} until somebody confirms one ({id})."
