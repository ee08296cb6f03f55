"""Who can work, when they cannot, and what they would like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can work the shifts of the home `site`.

    `contract_minutes` is the most paid work that a Monday-to-Sunday week may hold. `shadows` names the mentor of
    somebody new. `first_day` and `last_day` of employment are both included; None means open. `observances` are the
    days that the person chose to keep, beside the public holidays of the site. `facts` say which laws
    speak of the person: ``opt_out``, ``not sg_part4``; what is not said is taken as the packs say.
    """

    id: str
    site: str
    fte: float = 1.0
    contract_minutes: int = 2400
    skills: frozenset[str] = frozenset()
    shadows: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    name: str | None = None
    observances: frozenset[date] = frozenset()
    facts: frozenset[str] = frozenset()

    def employed_on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Leave:
    """Approved absence on local days `first_day` to `last_day`, both included."""

    person: str
    first_day: date
    last_day: date
    kind: str = "annual"


@dataclass(frozen=True, slots=True)
class Wish:
    """A preference for one local day that may go unmet: `template` to be worked, or a day off when it is None.

    With `avoid`, the shift named is the one not to be worked. `weight` is 1 (nice) to 3 (important).
    """

    person: str
    day: date
    template: str | None
    weight: int = 1
    avoid: bool = False


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What a person did in the quarter before, and how far ahead of a fair share (negative: behind) it left the person.

    Where `carried_...` is None, the carry-over is made of what was done.
    """

    person: str
    hours: float = 0.0
    night_shifts: int = 0
    weekend_shifts: int = 0
    holiday_shifts: int = 0
    standby_weeks: int = 0
    carried_hours: float | None = None
    carried_nights: float | None = None
    carried_weekends: float | None = None
    carried_holidays: float | None = None
    carried_standby: float | None = None
    carried_points: float | None = None


@dataclass(frozen=True, slots=True)
class HolidayWorked:
    """That `person` worked on a day of `holiday` in `year`. The holiday is named as in every year."""

    person: str
    holiday: str
    year: int
