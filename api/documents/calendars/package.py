"""Asking the package `holidays`: at an import, and never when a roster is planned or checked.

Its names depend on the locale unless a language is asked for; whether a date is an estimate stands in the name
alone; and its "(observed)" rows move holidays for office workers: what people on shifts are owed in lieu is derived per
person. Such rows are kept only where the law itself makes them holidays of everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import holidays

from api.documents.calendars.ids import numbered
from api.documents.calendars.table import TableRow

# Act on National Holidays (Japan), article 3; Public Holidays Act 2010 (New South Wales), and the days declared.
_SUBSTITUTES_BY_LAW = frozenset({"JP", "AU"})
_LABEL = re.compile(r" \(((?:observed|estimated)(?:, (?:observed|estimated))*)\)")


def source() -> str:
    """Name and version of the package."""
    return f"holidays {version('holidays')}"


def known_to_package() -> frozenset[str]:
    """The names of all calendars that can be imported."""
    countries = holidays.list_supported_countries(include_aliases=False)
    return frozenset(countries) | {f"{country}-{part}" for country, parts in countries.items() for part in parts}


def from_package(calendar: str, years: Iterable[int]) -> tuple[TableRow, ...]:
    """The public holidays of a calendar that the package knows, in order of day."""
    country, _, part = calendar.partition("-")
    named = holidays.country_holidays(
        country,
        subdiv=part or None,
        years=years,
        expand=False,
        observed=country in _SUBSTITUTES_BY_LAW,
        language=_language(country),
        categories=("public",),
    )
    wanted = frozenset(years)
    found = [(day, *_read(name)) for day, names in sorted(named.items()) for name in names.split("; ")]
    found = [row for row in found if row[0].year in wanted]
    ids = numbered(calendar, ((name, day.year) for day, name, _ in found))
    return tuple(
        TableRow.model_validate({"id": id, "day": day, "name": name, "status": status})
        for id, (day, name, status) in zip(ids, found, strict=True)
    )


def _read(name: str) -> tuple[str, str]:
    """The name without its label, and the status that the label tells."""
    label = _LABEL.search(name)
    told = label[1] if label else ""
    plain = _LABEL.sub("", name)
    called = f"Additional day for {plain}" if "observed" in told else plain
    return called, "estimated" if "estimated" in told else "confirmed"


def _language(country: str) -> str | None:
    """English as the country writes it, where it is offered; an unknown language would fall back silently."""
    about = holidays.country_holidays(country)
    wanted: Iterator[str] = (code for code in (f"en_{country}", "en_US") if code in about.supported_languages)
    return next(wanted, about.default_language)
