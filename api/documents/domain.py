"""A team document in the words of the domain. Every name in it is known to be good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.documents.bands import band
from api.documents.fields import WEEKDAYS
from api.documents.model import TeamDocument
from api.documents.patterns import template_of
from api.documents.reading import with_holidays
from api.documents.rows import OFF, CoverageRow, PeriodRow, PersonRow, SiteRow, WishRow
from constraints.base import Rule
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment
from scheduler.domain.shift import shift_id
from scheduler.domain.team import Holiday, PastShift, Period, Site, Team
from scheduler.intervals import each_day
from scheduler.problem import Problem


def problem_of(document: TeamDocument) -> Problem:
    """What is to be planned."""
    return Problem(team_of(document), rules_of(document))


def rules_of(document: TeamDocument) -> tuple[Rule, ...]:
    """The rules that apply."""
    return document.rules.rules()


def team_of(document: TeamDocument) -> Team:
    """The team with its period."""
    zones = {site.id: site.timezone for site in document.sites}
    period = document.period
    return Team(
        id=document.team,
        period=Period(period.first_day, period.last_day, period.coverage_from, period.coverage_until),
        sites=tuple(_site(row) for row in with_holidays(document).sites),
        people=tuple(_person(row) for row in document.people),
        templates=tuple(template_of(row) for row in document.shifts),
        coverage=tuple(_coverage(row, zones) for row in document.coverage),
        leave=tuple(Leave(row.person, row.first_day, row.last_day, row.kind) for row in document.leave),
        wishes=tuple(_wishes(document)),
        ledger=tuple(LedgerEntry(**row.model_dump()) for row in document.ledger),
        previous=tuple(PastShift(row.person, row.day, row.shift) for row in document.previous),
        pins=frozenset(Assignment(row.person, shift_id(row.shift, row.day)) for row in document.pins),
    )


def _site(row: SiteRow) -> Site:
    holidays = tuple(Holiday(h.day, h.name, h.status, h.source) for h in row.holidays or ())
    return Site(row.id, row.timezone, row.holiday_calendar, row.rule_pack, holidays)


def _person(row: PersonRow) -> Person:
    return Person(
        id=row.id,
        site=row.site,
        fte=row.fte,
        contract_minutes=round(60 * row.contract_hours_per_week),
        skills=frozenset(row.skills),
        shadows=row.shadows,
        first_day=row.first_day,
        last_day=row.last_day,
        name=row.name,
    )


def _coverage(row: CoverageRow, zones: dict[str, str]) -> CoverageRequirement:
    return CoverageRequirement(
        id=row.id,
        minimum=row.minimum,
        target=row.target,
        maximum=row.maximum,
        site=row.site,
        skill=row.skill,
        template=row.shift,
        when=band(row.when, row.timezone or zones.get(row.site or "", "UTC")),
    )


def _wishes(document: TeamDocument) -> Iterator[Wish]:
    """The wishes by day, but for days on which the person is not employed: nobody can grant or refuse those."""
    people = {row.id: _person(row) for row in document.people}
    for row in document.wishes:
        for day in _days(row, document.period):
            if people[row.person].employed_on(day):
                yield Wish(row.person, day, None if row.wish == OFF else row.wish, row.weight)


def _days(row: WishRow, period: PeriodRow) -> list[date]:
    if row.day:
        return [row.day]
    return [day for day in each_day(period.first_day, period.last_day) if WEEKDAYS[day.weekday()] == row.every]
