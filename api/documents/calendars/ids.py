"""The ids of holidays: ``sg-deepavali-2028``. They stay when a date moves, or when somebody finds a better name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.domain.holidays import every_year

LONGEST = 64


def holiday_id(calendar: str, name: str, year: int, number: int = 1) -> str:
    """The id of the holiday of that name; `number` tells those apart that share a name in a year."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "holiday"
    end = f"-{number}-{year}" if number > 1 else f"-{year}"
    return f"{calendar.lower()}-{words}"[: LONGEST - len(end)].rstrip("-") + end


def numbered(calendar: str, holidays: Iterable[tuple[str, int]]) -> Iterator[str]:
    """The ids of holidays, given by name and year in the order of their days."""
    seen: Counter[tuple[str, int]] = Counter()
    for name, year in holidays:
        seen[name, year] += 1
        yield holiday_id(calendar, name, year, seen[name, year])


def stem_of(calendar: str, id: str) -> str:
    """What is the same in every year, and on each of several days: ``chinese-new-year``."""
    return every_year(id).removeprefix(f"{calendar.lower()}-")
