"""A team document in the words of the domain. Every name in it is known to be good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from api.documents.bands import band
from api.documents.fields import WEEKDAYS
from api.documents.holidays import kept_days, site_of
from api.documents.model import TeamDocument
from api.documents.patterns import template_of
from api.documents.rows import OFF, CoverageRow, PeriodRow, PersonRow, PinRow, PublishedRow, SiteRow, WishRow
from api.documents.standby import standbys
from constraints.packs.applying import Limit, limits, pack_rules
from scheduler.domain.burden import CarryOver
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import HolidayWorked, Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shift import shift_id
from scheduler.domain.team import CallOut, PastShift, Period, Published, Team
from scheduler.intervals import each_day, next_day
from scheduler.problem import Problem

STRONGEST = 3


def problem_of(document: TeamDocument) -> Problem:
    """What is to be planned, under the document's rules and those of rule packs that none of them covers."""
    return under_rules(document, team_of(document))


def under_rules(document: TeamDocument, team: Team) -> Problem:
    """`team`, which may differ from the document's, under the document's rules and packs."""
    return Problem(team, (*document.rules.rules(), *pack_rules(limits_of(document, team))))


def limits_of(document: TeamDocument, team: Team) -> list[Limit]:
    """The numbers of the rule packs that hold for its people, each with what covers it."""
    return limits(team, document.rules.rules(), document.rules.named())


def team_of(document: TeamDocument) -> Team:
    """The team with its period."""
    zones = {site.id: site.timezone for site in document.sites}
    period = document.period
    # The last night runs into the day after the period.
    sites = tuple(site_of(row, period.first_day, next_day(period.last_day)) for row in document.sites)
    people = tuple(_person(row, document.sites) for row in document.people)
    work = {standby.shift for standby in standbys(document) if standby.counts_as_work}
    return Team(
        id=document.team,
        period=Period(period.first_day, period.last_day, period.coverage_from, period.coverage_until),
        sites=sites,
        people=people,
        templates=tuple(replace(template_of(row), counts_as_work=row.id in work) for row in document.shifts),
        coverage=tuple(_coverage(row, zones) for row in document.coverage),
        leave=tuple(Leave(row.person, row.first_day, row.last_day, row.kind) for row in document.leave),
        wishes=tuple(_wishes(document, people)),
        ledger=tuple(LedgerEntry(**row.model_dump()) for row in document.ledger),
        holidays_worked=tuple(HolidayWorked(**row.model_dump()) for row in document.holidays_worked),
        previous=tuple(PastShift(row.person, row.day, row.shift) for row in document.previous),
        callouts=tuple(CallOut(row.person, row.start, row.end) for row in document.callouts),
        pins=frozenset(_assignments(document.pins)),
        published=_published(document.published) if document.published else None,
        points=document.points.points() if document.points else None,
        carry_over=document.carry_over.carry_over() if document.carry_over else CarryOver(),
    )


def _published(row: PublishedRow) -> Published:
    return Published(row.as_of, row.first_day, row.last_day, Roster(frozenset(_assignments(row.assignments))))


def _assignments(rows: Iterable[PinRow]) -> Iterator[Assignment]:
    return (Assignment(row.person, shift_id(row.shift, row.day)) for row in rows)


def _person(row: PersonRow, sites: Sequence[SiteRow]) -> Person:
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
        observances=kept_days(row, sites),
        facts=frozenset(row.facts),
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


def _wishes(document: TeamDocument, people: Sequence[Person]) -> Iterator[Wish]:
    """The wishes by day, but for days on which the person is not employed: nobody can grant or refuse those.

    Who keeps a day wishes to be off, as strongly as can be wished, unless the document has another wish for the day.
    """
    by_id = {person.id: person for person in people}
    said = set()
    for row in document.wishes:
        for day in _days(row, document.period):
            said.add((row.person, day))
            if by_id[row.person].employed_on(day):
                yield Wish(row.person, day, None if row.wish == OFF else row.wish, row.weight)
    first, last = document.period.first_day, document.period.last_day
    for person in people:
        for day in sorted(person.observances):
            if first <= day <= last and person.employed_on(day) and (person.id, day) not in said:
                yield Wish(person.id, day, None, STRONGEST)


def _days(row: WishRow, period: PeriodRow) -> list[date]:
    if row.day:
        return [row.day]
    return [day for day in each_day(period.first_day, period.last_day) if WEEKDAYS[day.weekday()] == row.every]
