"""What is said of holidays: overrides that fit, one after the other, and observances of holidays that there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from api.documents.advice import maybe, shown
from api.documents.calendars import holiday_called, tables_with
from api.documents.draft import Draft
from api.documents.holidays import Days, day_of, known_to
from api.documents.rows import HolidayOverrideRow, SiteRow
from api.errors import Issue
from scheduler.domain.holidays import CONFIRMED, DISPUTED, Do, changed, every_year


class _Fields(NamedTuple):
    """Which fields an override of a kind must and may have, apart from the holiday, who and why."""

    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


_FIELDS = {
    Do.ADD: _Fields(frozenset({"day", "name"})),
    Do.REMOVE: _Fields(),
    Do.MOVE: _Fields(frozenset({"day"})),
    Do.RENAME: _Fields(frozenset({"name"})),
    Do.CONFIRM: _Fields(may=frozenset({"day"})),
    Do.DISPUTE: _Fields(frozenset({"day"})),
}


def overrides_fit(draft: Draft) -> Iterator[Issue]:
    for path, site in draft.sites.rows:
        known = known_to(site) if site.holiday_overrides else {}
        removed: dict[str, str] = {}
        for n, row in enumerate(site.holiday_overrides):
            here = f"{path}.holiday_overrides[{n}]"
            issues = [*_wrong_fields(row, here)] or [*_misfit(row, site, known, removed, here)]
            yield from issues
            if not issues:
                known[row.holiday] = changed(known.get(row.holiday, []), row.override())
                if row.do is Do.REMOVE:
                    removed[row.holiday] = here


def observances_exist(draft: Draft) -> Iterator[Issue]:
    """Of any site or table: who works in Dublin may keep a holiday of Singapore."""
    known = {id for _, site in draft.sites.rows for id in _ids_of(site)} if _anybody_observes(draft) else set()
    for path, person in draft.people.rows:
        for n, item in enumerate(person.observances):
            if day_of(item) is None and item not in known and not holiday_called(item):
                expected = "a day such as 2027-03-21 Nowruz, or the id of a holiday (`watchbill holidays` lists them)"
                yield Issue(f"{path}.observances[{n}]", shown(item), "is not a holiday", expected, maybe(item, known))


def holidays_worked_exist(draft: Draft) -> Iterator[Issue]:
    """Of any site or table, in any year. An id that begins with a site's is its own: lists may have lost it since."""
    rows = draft.holidays_worked.rows if draft.sites.complete else ()
    known = {every_year(id) for _, site in draft.sites.rows for id in _ids_of(site)} if rows else set()
    own = tuple(f"{id}-" for id in draft.sites.ids if not tables_with(f"{id}-"))
    for path, row in rows:
        there = known.union(*({every_year(id) for id in table.by_id} for table in tables_with(row.holiday)))
        if row.holiday not in there and not row.holiday.startswith(own):
            expected = "the id of a holiday without its year, such as sg-chinese-new-year"
            plain = every_year(row.holiday)
            advice = f"Maybe {plain}?" if plain in there else maybe(row.holiday, there)
            yield Issue(f"{path}.holiday", shown(row.holiday), "is not a holiday", expected, advice)


def holidays_worked_are_past(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.holidays_worked.rows:
        if draft.period and row.year > draft.period.first_day.year:
            expected = f"a year up to {draft.period.first_day.year}, in which the period begins"
            yield Issue(f"{path}.year", str(row.year), "lies in the future", expected)


def _ids_of(site: SiteRow) -> set[str]:
    added = {row.holiday for row in site.holiday_overrides if row.do is Do.ADD}
    return added.union(known_to(site))


def _anybody_observes(draft: Draft) -> bool:
    return any(person.observances for _, person in draft.people.rows)


def _wrong_fields(row: HolidayOverrideRow, path: str) -> Iterator[Issue]:
    fields = _FIELDS[row.do]
    for name in ("day", "name"):
        said = getattr(row, name) is not None
        if not said and name in fields.must:
            yield Issue(f"{path}.{name}", "", "is missing", f"the {name}, for do: {row.do}")
        if said and name not in fields.must | fields.may:
            yield Issue(f"{path}.{name}", shown(getattr(row, name)), f"does not go with do: {row.do}", "nothing")


def _misfit(row: HolidayOverrideRow, site: SiteRow, known: Days, removed: dict[str, str], path: str) -> Iterator[Issue]:
    days = known.get(row.holiday)
    if row.do is Do.ADD:
        if days:
            lies = f"is there already, on {days[0].day}"
            yield Issue(f"{path}.holiday", shown(row.holiday), lies, "another id", "Maybe do: move?")
    elif not days:
        yield _unknown(row, site, known, removed, path)
    else:
        said = {day.day for day in days}
        if row.do is Do.RENAME and row.name == days[0].name:
            yield Issue(f"{path}.name", shown(row.name), "is its name already", "another name")
        elif row.do is Do.CONFIRM:
            yield from _unconfirmable(row, days[0].status, sorted(map(str, said)), path)
        elif row.do in (Do.MOVE, Do.DISPUTE) and row.day in said and (row.do is Do.DISPUTE or len(said) == 1):
            yield Issue(f"{path}.day", str(row.day), "is its day already", "another day")


def _unconfirmable(row: HolidayOverrideRow, status: str, days: list[str], path: str) -> Iterator[Issue]:
    expected = f"one of {', '.join(days)}"
    if status == DISPUTED and row.day is None:
        yield Issue(f"{path}.day", "", "is missing: its day is disputed", expected)
    elif row.day is not None and str(row.day) not in days:
        yield Issue(f"{path}.day", str(row.day), "is not its day", expected, "Maybe do: move?")
    elif status == CONFIRMED:
        yield Issue(f"{path}.do", shown("confirm"), f"{row.holiday} is confirmed already", "no such override")


def _unknown(row: HolidayOverrideRow, site: SiteRow, known: Days, removed: dict[str, str], path: str) -> Issue:
    where = f"of {site.holiday_calendar}" if site.holiday_calendar else f"of {site.id}, which names no calendar"
    problem = f"was taken away by {removed[row.holiday]}" if row.holiday in removed else f"is not a holiday {where}"
    expected = f"the id of a holiday (`watchbill holidays {site.holiday_calendar or 'CALENDAR'}` lists them)"
    there = [id for id, days in known.items() if days]
    return Issue(f"{path}.holiday", shown(row.holiday), problem, expected, maybe(row.holiday, there))


CHECKS = (overrides_fit, observances_exist, holidays_worked_exist, holidays_worked_are_past)
