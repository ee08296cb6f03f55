"""Public holidays, from the `holidays` package: a seed that a manager sees in the document and may edit.

The names that package gives depend on the process's locale unless a language is asked for, and its "(observed)" rows
move holidays for office workers; what people on shifts are owed in lieu is derived per person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.metadata import version

import holidays

from scheduler.domain.team import Holiday

SOURCE = f"holidays {version('holidays')}"
ESTIMATED = " (estimated)"

# The package gives 15 November 2028 as certain; by the moon it is as likely 17 October, as in 2009.
_DISPUTED = {("SG", date(2028, 11, 15)): f"{SOURCE}; or 2028-10-17"}


def holidays_of(calendar: str, first: date, last: date) -> tuple[Holiday, ...] | None:
    """The public holidays of `calendar` from `first` to `last`, both included; None when there is no such calendar."""
    if not is_calendar(calendar):
        return None
    years = range(first.year, last.year + 1)
    return tuple(h for year in years for h in _year(calendar, year) if first <= h.day <= last)


def is_calendar(name: str) -> bool:
    """True for a country (``SG``) or a part of one (``US-CA``) that the package knows."""
    return name in calendars()


@lru_cache(maxsize=1)
def calendars() -> frozenset[str]:
    """The names of all calendars."""
    countries = holidays.list_supported_countries(include_aliases=False)
    return frozenset(countries) | {f"{country}-{part}" for country, parts in countries.items() for part in parts}


def confirmed_until(calendar: str, since: int | None = None) -> int | None:
    """The last year before the first, from `since` (this year) on, that has a date which may still change.

    None when the package marks no date as estimated: its dates follow from rules, and one-off days are not known to it.
    """
    start = datetime.now(UTC).year if since is None else since
    for year in range(start, holidays.country_holidays(calendar[:2]).end_year + 1):
        if any(h.status == "estimated" for h in _year(calendar, year)):
            return year - 1
    return None


@lru_cache(maxsize=512)
def _year(calendar: str, year: int) -> tuple[Holiday, ...]:
    country, _, part = calendar.partition("-")
    named = holidays.country_holidays(
        country,
        subdiv=part or None,
        years=year,
        expand=False,
        observed=False,
        language=_language(country),
        categories=("public",),
    )
    return tuple(_holiday(country, day, name) for day, name in sorted(named.items()) if day.year == year)


def _holiday(country: str, day: date, name: str) -> Holiday:
    disputed = _DISPUTED.get((country, day))
    status = "estimated" if disputed or ESTIMATED in name else "confirmed"
    return Holiday(day, name.replace(ESTIMATED, ""), status, disputed or SOURCE)


@lru_cache(maxsize=64)
def _language(country: str) -> str | None:
    """English as the country writes it, where it is offered; an unknown language would fall back silently."""
    about = holidays.country_holidays(country)
    wanted: Iterator[str] = (code for code in (f"en_{country}", "en_US") if code in about.supported_languages)
    return next(wanted, about.default_language)
