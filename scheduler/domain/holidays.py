"""Public holidays: on which days, how sure that is, and what a manager says against what was imported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

_YEAR = re.compile(r"-\d{4}$")
_NUMBER = re.compile(r"-\d$")

CONFIRMED, ESTIMATED, DISPUTED, COMPANY = "confirmed", "estimated", "disputed", "company"


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday on the day that the law names; days in lieu are derived per person, not listed here.

    `status` is ``confirmed``, ``estimated`` (the date may still change), ``disputed`` (several days are possible: there
    is one value for each, with the same `id`, and all count) or ``company`` (no law, but the employer's word). `source`
    says where the date comes from. `id` names the holiday of that year for good, on whatever day it comes to lie.
    """

    day: date
    name: str
    status: str = CONFIRMED
    source: str = ""
    id: str = ""

    @property
    def every_year(self) -> str:
        """What names it in any year; empty where it has no id."""
        return every_year(self.id)


def every_year(id: str) -> str:
    """What the ids of a holiday share in every year, and on each of its days: ``sg-chinese-new-year``."""
    return _NUMBER.sub("", _YEAR.sub("", id))


class Do(StrEnum):
    """What an override does to a holiday."""

    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    RENAME = "rename"
    CONFIRM = "confirm"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class HolidayOverride:
    """What `who` says of the holiday with that id, and `why`. `day` and `name` are the new ones."""

    do: Do
    holiday: str
    who: str
    why: str
    day: date | None = None
    name: str | None = None


def overridden(holidays: Iterable[Holiday], overrides: Sequence[HolidayOverride]) -> tuple[Holiday, ...]:
    """The holidays after the overrides, one after the other; in order of day, then id.

    Raises ValueError for an override that does not fit: of a holiday that is not there, or without what it needs.
    """
    known: dict[str, list[Holiday]] = {}
    loose: list[Holiday] = []
    for holiday in holidays:
        (known.setdefault(holiday.id, []) if holiday.id else loose).append(holiday)
    for override in overrides:
        known[override.holiday] = changed(known.get(override.holiday, []), override)
    return tuple(sorted([*loose, *(h for days in known.values() for h in days)], key=lambda h: (h.day, h.id)))


def changed(was: Sequence[Holiday], override: HolidayOverride) -> list[Holiday]:
    """The days of one holiday after the override; none: it is no holiday."""
    if bool(was) is (override.do is Do.ADD):
        raise ValueError(f"{override.holiday} is {'there already' if was else 'not there'}")
    source = f"{override.do} by {override.who}: {override.why}"
    match override.do:
        case Do.ADD:
            name = override.name or override.holiday
            return [Holiday(_day_of(override), name, COMPANY, source, override.holiday)]
        case Do.REMOVE:
            return []
        case Do.RENAME:
            return [replace(day, name=override.name or day.name) for day in was]
        case Do.MOVE:
            return [replace(was[0], day=_day_of(override), status=_settled(was[0]), source=source)]
        case Do.CONFIRM:
            return [replace(was[0], day=override.day or was[0].day, status=CONFIRMED, source=source)]
        case Do.DISPUTE:
            days = [*was, replace(was[0], day=_day_of(override))]
            return [replace(day, status=DISPUTED, source=source) for day in days]


def _day_of(override: HolidayOverride) -> date:
    if override.day is None:
        raise ValueError(f"{override.do} {override.holiday}: it says no day")
    return override.day


def _settled(holiday: Holiday) -> str:
    """Who moves a holiday knows its date."""
    return COMPANY if holiday.status == COMPANY else CONFIRMED
