"""A roster as managers know it: people by days. The value that the workbook, the page and the wall chart all draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from exports.kinds import Kind
from scheduler.burden import is_weekend
from scheduler.fairness import Spread, Standing
from scheduler.intervals import Interval
from scheduler.statistics import PersonStatistics

AWAY = "×"  # noqa: RUF001 - the sign, not the letter: no kind of shift has it
TOTALS = ("Hours", "Shifts", "Nights", "Weekends", "Holidays", "Standby")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a chart is called, where it comes from, and the instant (UTC) as of which it is so."""

    title: str
    source: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody has a shift of that kind on a day; `part`: not all of it."""

    kind: Kind
    interval: Interval
    part: bool = False

    @property
    def text(self) -> str:
        """The letter; small for a part."""
        return self.kind.letter.lower() if self.part else self.kind.letter


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's day: first on duty, each in order of start. `away`: on leave, for whatever reason."""

    marks: tuple[Mark, ...] = ()
    away: bool = False

    @property
    def text(self) -> str:
        return "+".join(mark.text for mark in self.marks) or (AWAY if self.away else "")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a person has in the chart, see `PersonStatistics`: on duty, and how many standby shifts or turns."""

    hours: float
    shifts: int
    nights: int
    weekends: int
    holidays: int
    standby: int

    @property
    def values(self) -> tuple[float, ...]:
        """In the order of `TOTALS`."""
        return self.hours, self.shifts, self.nights, self.weekends, self.holidays, self.standby


@dataclass(frozen=True, slots=True)
class Row:
    """A person with a cell for each day of the chart. `name` is on one line; totals are None where not to be shown."""

    person: str
    name: str
    cells: tuple[Cell, ...]
    totals: Totals | None


@dataclass(frozen=True, slots=True)
class Section:
    """The people of a site. Days are those of the site's clock; `holidays` has their names.

    `cover` says of each letter of the site on how many people's days it is, by day; with a kind that has it.
    """

    site: str
    zone: str
    holidays: Mapping[date, str]
    rows: tuple[Row, ...]
    cover: tuple[tuple[Kind, tuple[int, ...]], ...]

    def free(self, day: date) -> bool:
        """Whether the day is a weekend or a public holiday there."""
        return is_weekend(day) or day in self.holidays


@dataclass(frozen=True, slots=True)
class Chart:
    """People by days, grouped by site. `statistics` are what totals come from; fairness is there where it is known.

    `notices` are sentences on holidays of which the day is not sure.
    """

    heading: Heading
    days: tuple[date, ...]
    sections: tuple[Section, ...]
    kinds: tuple[Kind, ...]
    statistics: tuple[PersonStatistics, ...] = ()
    standings: tuple[Standing, ...] = ()
    spreads: tuple[Spread, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def with_totals(self) -> bool:
        return any(row.totals is not None for section in self.sections for row in section.rows)
