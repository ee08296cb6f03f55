"""A team: who is planned together, where they are, and for which period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.holidays import Holiday
from scheduler.domain.people import HolidayWorked, Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment, Roster
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
class Published:
    """What is published, as of an instant, of the shifts that start on `first_day` to `last_day`, both included.

    A shift of those days without an assignment is nobody's; of other days nothing is published. The people and shifts
    may be in the team no more.
    """

    as_of: datetime
    first_day: date
    last_day: date
    roster: Roster

    def speaks_of(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class CallOut:
    """Work that somebody was called to while on standby: from when to when, as recorded."""

    person: str
    start: datetime
    end: datetime


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
    callouts: tuple[CallOut, ...] = ()
    pins: frozenset[Assignment] = field(default_factory=frozenset)
    points: Points | None = None
    carry_over: CarryOver = field(default_factory=CarryOver)
    published: Published | None = None

    @property
    def known_from(self) -> date:
        """The first day of which something is known: that of the earliest shift worked, or of the period."""
        return min((past.day for past in self.previous), default=self.period.first_day)
