"""The holidays of a site: those that its row lists, else those of its calendar's table, and what its overrides say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from api.documents.calendars import holiday_called, holidays_of, numbered, table_of
from api.documents.rows import HolidayRow, PersonRow, SiteRow
from scheduler.domain.holidays import DISPUTED, Holiday, overridden
from scheduler.domain.team import Site

Days = dict[str, list[Holiday]]


def written_out(site: SiteRow, first: date, last: date) -> SiteRow:
    """The site with the holidays of its calendar from `first` to `last`, where it lists none; overrides stay beside."""
    if site.holidays is not None or site.holiday_calendar is None:
        return site
    return site.model_copy(update={"holidays": _rows(holidays_of(site.holiday_calendar, first, last) or ())})


def holidays_at(site: SiteRow, first: date, last: date) -> tuple[Holiday, ...]:
    """Those that the site has after its overrides: all that it lists, else those from `first` to `last`; of a disputed
    one with a day among these, every day.

    Raises ValueError for an override that does not fit; a document that was read has none.
    """
    every = every_holiday(site)
    if site.holidays is not None:
        meant = {holiday.id for holiday in _listed(site)} | {row.holiday for row in site.holiday_overrides}
        return tuple(holiday for holiday in every if holiday.id in meant)
    inside = [holiday for holiday in every if first <= holiday.day <= last]
    doubtful = {holiday.id for holiday in inside if holiday.status == DISPUTED}
    return tuple(holiday for holiday in every if holiday in inside or holiday.id in doubtful)


def every_holiday(site: SiteRow) -> tuple[Holiday, ...]:
    """Those listed and those of the calendar's table, of all its years, after the overrides. Raises ValueError."""
    days = (day for days in known_to(site).values() for day in days)
    return overridden(days, [row.override() for row in site.holiday_overrides])


def site_of(row: SiteRow, first: date, last: date) -> Site:
    """The site in the words of the domain. What it lists itself is known for good."""
    table = table_of(row.holiday_calendar or "")
    return Site(
        row.id,
        row.timezone,
        row.holiday_calendar,
        row.rule_pack,
        holidays_at(row, first, last),
        table.confirmed_until if table else None,
        table.known_until if table and row.holidays is None else None,
    )


def known_to(site: SiteRow) -> Days:
    """The holidays that overrides can speak of: those listed, and those of the calendar's table; by id.

    A list may end between the days of a disputed holiday: it has all of them here.
    """
    table = table_of(site.holiday_calendar or "")
    there = dict(table.by_id) if table else {}
    for id, days in by_id(_listed(site)).items():
        disputed = [day for day in there.get(id, ()) if DISPUTED == day.status == days[0].status]
        there[id] = sorted({day.day: day for day in [*disputed, *days]}.values(), key=lambda day: day.day)
    return there


def kept_days(person: PersonRow, sites: Sequence[SiteRow]) -> frozenset[date]:
    """The days of a person's observances: holidays as the person's site has them, else another site, else their table.

    A public holiday that a site took away may still be kept by a person.
    """
    if not person.observances:
        return frozenset()
    own_first = sorted(sites, key=lambda site: site.id != person.site)
    known = [by_id(every_holiday(site)) for site in own_first]
    return frozenset(day for item in person.observances for day in _days_of(item, known))


def day_of(observance: str) -> date | None:
    """The day that an observance names; None for one that names a holiday."""
    try:
        return date.fromisoformat(observance[:10]) if observance[10:11] in ("", " ") else None
    except ValueError:
        return None


def by_id(holidays: Iterable[Holiday]) -> Days:
    """The days of each holiday."""
    found: Days = {}
    for holiday in holidays:
        found.setdefault(holiday.id, []).append(holiday)
    return found


def _days_of(observance: str, known: Sequence[Days]) -> list[date]:
    day = day_of(observance)
    if day is not None:
        return [day]
    found = next((days[observance] for days in known if observance in days), None)
    return [holiday.day for holiday in found or holiday_called(observance)]


def _listed(site: SiteRow) -> list[Holiday]:
    rows = sorted(site.holidays or (), key=lambda row: row.day)
    ids = numbered(site.holiday_calendar or site.id, ((row.name, row.day.year) for row in rows if row.id is None))
    return [Holiday(row.day, row.name, row.status, row.source, row.id or next(ids)) for row in rows]


def _rows(holidays: Iterable[Holiday]) -> tuple[HolidayRow, ...]:
    return tuple(
        HolidayRow.model_validate({"day": h.day, "name": h.name, "status": h.status, "source": h.source, "id": h.id})
        for h in holidays
    )
