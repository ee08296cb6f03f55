"""Other tools' JSON: read leniently where it says more than is needed, and strictly where it is needed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from api.documents.advice import shown
from api.documents.fields import FIRST_YEAR, LAST_YEAR, wrong
from api.documents.places import joined
from api.documents.sections import M, SectionReader
from api.errors import BadInput, Issue
from scheduler.intervals import is_zone, parse_instant

MOST_ENTRIES = 5_000
_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(:00)?(\.0+)?Z?", re.ASCII)
_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z?", re.ASCII)


class Shape(BaseModel):
    """A part of what another tool says."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def _instant(value: object) -> datetime:
    try:
        instant = parse_instant(str(value)).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise wrong("an instant with its offset from UTC, such as 2027-01-04T12:00:00Z") from None
    return _of_our_time(instant)


def _wall(value: object) -> datetime:
    text = str(value)
    if not _WALL.fullmatch(text):
        raise wrong("a wall-clock time such as 2027-01-04T12:00:00")
    try:
        return _of_our_time(datetime.fromisoformat(text.removesuffix("Z")))
    except ValueError:
        raise wrong("a wall-clock time such as 2027-01-04T12:00:00") from None


def _of_our_time(time: datetime) -> datetime:
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        raise wrong(f"a time of the years {FIRST_YEAR} to {LAST_YEAR}")
    return time


def _of_day(value: object) -> int:
    found = _OF_DAY.fullmatch(str(value))
    if not found:
        raise wrong("a time of day on a whole minute, such as 08:00:00")
    return 60 * int(found[1]) + int(found[2])


def _zone(name: str) -> str:
    if not is_zone(name):
        raise wrong("an IANA time zone such as America/New_York", "Replace the name in the export, then try again")
    return name


Label = Annotated[str, Field(max_length=500)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Wall = Annotated[datetime, BeforeValidator(_wall)]  # naive
OfDay = Annotated[int, BeforeValidator(_of_day)]  # minutes since midnight
Zone = Annotated[Label, AfterValidator(_zone)]


class Reading(SectionReader):
    """Collects what cannot be read of an export, so that everything is said at once."""

    def __init__(self) -> None:
        super().__init__({})

    def each(self, kind: type[M], raw: object, path: str) -> list[M]:
        """The entries of a list, or of a page of one as an API gives it; without those that cannot be read."""
        return [row for _, row in self.placed(kind, raw, path)]

    def placed(self, kind: type[M], raw: object, path: str) -> list[tuple[str, M]]:
        """The same, each entry with its path."""
        place, rows = paged(raw, path)
        if not isinstance(rows, list):
            if rows is not None:
                self.refuse(place, shown(rows), "is not valid", "a list")
            return []
        if len(rows) > MOST_ENTRIES:
            self.refuse(place, f"{len(rows):,} entries", "are too many", f"at most {MOST_ENTRIES:,}")
            return []
        read = [(joined(place, n), self.value(kind, row, joined(place, n))) for n, row in enumerate(rows)]
        return [(at, row) for at, row in read if row is not None]

    def refuse(self, path: str, value: str, problem: str, expected: str = "", advice: str = "") -> None:
        self.issues.append(Issue(path, value, problem, expected, advice))

    def finish(self) -> None:
        """Raises BadInput when anything could not be read."""
        if self.issues:
            raise BadInput(self.issues)


def paged(raw: object, path: str) -> tuple[str, object]:
    """The list inside the envelope of an API, with its path: Opsgenie says `data`, Grafana `results`."""
    for name in ("data", "results"):
        if isinstance(raw, dict) and name in raw:
            return joined(path, name), raw[name]
    return path, raw
