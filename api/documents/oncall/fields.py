"""The kinds of value that an on-call document holds beyond those of a team document."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from api.documents.advice import counted, maybe
from api.documents.fields import FIRST_YEAR, LAST_YEAR, Id, Name, wrong
from scheduler.intervals import is_zone, parse_instant, utc_text

MOST_TOGETHER = 50
_MOST_ADVICE = 100  # each searches for a close name: a hostile document shall not buy minutes of it
_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_WALL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)
_WALL_EXPECTED = "a wall-clock time without offset, such as 2026-11-02T09:00"
_GROUP_EXPECTED = "the id of a person, a list of ids, or [] for nobody"


@dataclass
class Known:
    """Which people, and which sites (None: any), a document may name: the context in which one is validated."""

    people: Collection[str]
    sites: Collection[str] | None = None
    _advice: dict[str, str] = field(default_factory=dict)

    def person(self, id: str) -> None:
        """Raises the error of a name that nobody has."""
        if id not in self.people:
            raise wrong(f"the id of one of {counted(len(self.people), 'person', 'people')}", self._maybe(id))

    def site(self, id: str) -> None:
        """Raises the error of a site that is not there."""
        if self.sites is not None and id not in self.sites:
            raise wrong(f"the id of one of {counted(len(self.sites), 'site', 'sites')}", maybe(id, self.sites))

    def _maybe(self, id: str) -> str:
        if id not in self._advice and len(self._advice) < _MOST_ADVICE:
            self._advice[id] = maybe(id, self.people)
        return self._advice.get(id, "")


def _person(id: str, info: ValidationInfo) -> str:
    if isinstance(info.context, Known):
        info.context.person(id)
    return id


def _site(id: str, info: ValidationInfo) -> str:
    if isinstance(info.context, Known):
        info.context.site(id)
    return id


def _zone(name: str) -> str:
    if not is_zone(name):
        raise wrong("an IANA time zone such as Asia/Singapore", maybe(name, available_timezones()))
    return name


def _email(value: object) -> object:
    if not isinstance(value, str) or len(value) > _LONGEST_EMAIL or not _EMAIL.fullmatch(value):
        raise wrong("an e-mail address")
    return value


def _moment(value: object) -> datetime:
    try:
        instant = parse_instant(value.isoformat() if isinstance(value, datetime) else str(value))
    except (ValueError, OverflowError) as error:
        advice = str(error) if "no offset" in str(error) else "Example: 2027-01-04T12:00:00Z"
        raise wrong("an instant with its offset from UTC", advice) from None
    if instant.microsecond or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise wrong(f"an instant on a whole second of the years {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def _wall(value: object) -> datetime:
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise wrong(_WALL_EXPECTED) from None
    if wall.tzinfo is not None:
        raise wrong(_WALL_EXPECTED, f"Maybe {wall:%Y-%m-%dT%H:%M}? The time zone is said beside it.")
    if not _WALL.fullmatch(text) or not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise wrong(f"{_WALL_EXPECTED}, of the years {FIRST_YEAR} to {LAST_YEAR}")
    return wall


def _group(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        raise wrong(_GROUP_EXPECTED)
    return value


def _written(group: tuple[str, ...]) -> Any:
    return group[0] if len(group) == 1 else list(group)


PersonId = Annotated[Id, AfterValidator(_person)]
SiteId = Annotated[Id, AfterValidator(_site)]
Zone = Annotated[Name, AfterValidator(_zone)]
Email = Annotated[
    str,
    BeforeValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": _LONGEST_EMAIL}),
]
# To the second, where a team document has whole minutes: rosters made elsewhere hand over when they like.
Moment = Annotated[datetime, BeforeValidator(_moment), PlainSerializer(utc_text, return_type=str)]
Wall = Annotated[
    datetime,
    BeforeValidator(_wall),
    PlainSerializer(lambda t: t.isoformat(timespec="seconds" if t.second else "minutes"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$"}),
]
_ID_SCHEMA = {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": 64}
Group = Annotated[
    tuple[PersonId, ...],
    Field(max_length=MOST_TOGETHER),
    BeforeValidator(_group),
    PlainSerializer(_written),
    WithJsonSchema({"anyOf": [_ID_SCHEMA, {"type": "array", "items": _ID_SCHEMA, "maxItems": MOST_TOGETHER}]}),
]
