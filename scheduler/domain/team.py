"""A team: who is planned together, where they are, and for which period."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Leave, LedgerEntry, Person, Wish
from scheduler.domain.roster import Assignment
from scheduler.domain.shift import ShiftTemplate


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday on the day that the law names; days in lieu are derived per person, not listed here.

    `status` is ``confirmed`` or ``estimated``; `source` says where the date comes from.
    """

    day: date
    name: str
    status: str = "confirmed"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where people are: IANA time zone, public holidays, rule pack."""

    id: str
    zone: str
    holiday_calendar: str | None = None
    pack: str | None = None
    holidays: tuple[Holiday, ...] = ()


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
    """Everything that a manager brings, apart from the rules."""

    id: str
    period: Period
    sites: tuple[Site, ...]
    people: tuple[Person, ...]
    templates: tuple[ShiftTemplate, ...]
    coverage: tuple[CoverageRequirement, ...] = ()
    leave: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    previous: tuple[PastShift, ...] = ()
    pins: frozenset[Assignment] = field(default_factory=frozenset)
