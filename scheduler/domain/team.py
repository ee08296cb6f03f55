"""A team: who is planned together, where they are, and for which period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import HolidayWorked, Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment
from scheduler.domain.shift import ShiftTemplate


@dataclass(frozen=True, slots=True)
class Site:
    """Where people are: IANA time zone, public holidays, rule pack.

    Of the holidays, those until `confirmed_until` are certain, and those until `known_until` are known at all, both
    included; None: every one.
    """

    id: str
    zone: str
    holiday_calendar: str | None = None
    pack: str | None = None
    holidays: tuple[Holiday, ...] = ()
    confirmed_until: date | None = None
    known_until: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last local day on which a shift may start, and the instants between which coverage is owed."""

    first_day: date
    last_day: date
    coverage_from: datetime
    coverage_until: datetime


@dataclass(frozen=True, slots=True)
class PastShift:
    """A shift as worked before the first day."""

    person: str
    day: date
    template: str


@dataclass(frozen=True, slots=True)
class Team:
    """Everything that a manager brings, apart from the rules. `points` None: burden is not weighed on one scale."""

    id: str
    period: Period
    sites: tuple[Site, ...]
    people: tuple[Person, ...]
    templates: tuple[ShiftTemplate, ...]
    coverage: tuple[CoverageRequirement, ...] = ()
    leave: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    holidays_worked: tuple[HolidayWorked, ...] = ()
    previous: tuple[PastShift, ...] = ()
    pins: frozenset[Assignment] = field(default_factory=frozenset)
    points: Points | None = None
    carry_over: CarryOver = field(default_factory=CarryOver)
