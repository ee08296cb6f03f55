"""The kinds of value that a document holds, each read from the text of a cell or of a YAML scalar."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.documents.bands import ShortDay, UnreadableBand, band
from scheduler.intervals import parse_instant, utc_text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_YEAR, LAST_YEAR = 1950, 2100

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_OTHER_DAY = re.compile(r"(\d{1,4})[./ -](\d{1,2})[./ -](\d{1,4})", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_LOOSE_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(:00)?", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d{1,9}(\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d{1,9}(\.\d{0,9})?", re.ASCII)


def wrong(expected: str, advice: str = "") -> PydanticCustomError:
    """The error of a value that is not what was expected."""
    return PydanticCustomError("unexpected", "{expected}", {"expected": expected, "advice": advice})


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    text = str(value)
    found = _ISO_DAY.fullmatch(text)
    if not found:
        raise wrong("a day as YYYY-MM-DD", _maybe_day(text))
    year, month, number = map(int, found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise wrong(f"a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    return _calendar_day(year, month, number)


def _calendar_day(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        advice = f"{year} is not a leap year" if (month, number) == (2, 29) else "The calendar has no such day"
        raise wrong("a day as YYYY-MM-DD", advice) from None


def _maybe_day(text: str) -> str:
    """``04/01/2027`` is January to some and April to others: name both."""
    found = _OTHER_DAY.fullmatch(text.strip())
    if not found:
        return ""
    a, b, c = map(int, found.groups())
    guesses = [(a, b, c)] if a > 31 else [(c, b, a), (c, a, b)]
    likely = [(y, m, d) for y, m, d in guesses if y >= FIRST_YEAR and 1 <= m <= 12 and 1 <= d <= 31]
    days = dict.fromkeys(f"{y:04}-{m:02}-{d:02}" for y, m, d in likely)
    return f"Maybe {' or '.join(days)}?" if days else ""


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(str(value))
    if found:
        return time(int(found[1]), int(found[2]))
    loose = _LOOSE_CLOCK.fullmatch(str(value))
    raise wrong("a wall-clock time from 00:00 to 23:59", f"Maybe {loose[1]:0>2}:{loose[2]}?" if loose else "")


def _one_pack(value: object) -> object:
    """Of two laws for the same people nobody could say which holds."""
    if isinstance(value, list | tuple):
        advice = "Maybe one of them, and what is stricter in the others as rules of the document?"
        raise wrong("one rule pack; what a pack includes holds with it", advice)
    return value


def _instant(value: object) -> datetime:
    try:
        instant = parse_instant(value.isoformat() if isinstance(value, datetime) else str(value))
    except (ValueError, OverflowError) as error:
        naive = "no offset" in str(error)
        advice = str(error) if naive else "Example: 2027-01-04T12:00:00Z"
        raise wrong("an instant with its offset from UTC", advice) from None
    if instant.second or instant.microsecond or not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise wrong(f"an instant on a whole minute of the years {FIRST_YEAR} to {LAST_YEAR}")
    return instant


def _weekday(value: object) -> str:
    word = str(value).strip().lower()
    if len(word) >= 3:
        for name in WEEKDAYS:
            if name == word or name[:3] == word:
                return name
    raise wrong("a day of the week, such as friday")


def _short_weekday(value: object) -> str:
    return _weekday(value)[:3]


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value.partition(".")[0])
    raise wrong("a whole number")


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value)
    decimal = str(value).replace(",", ".")
    comma = isinstance(value, str) and _NUMBER.fullmatch(decimal)
    raise wrong("a number, with a point before its decimals", f"Maybe {decimal}?" if comma else "")


def _text(value: object) -> object:
    if isinstance(value, bool | int | float):
        raise wrong("text", f'Put it in quotes: "{value}"')
    return value


def _band(value: str) -> str:
    try:
        band(value, "UTC")
    except UnreadableBand as error:
        raise wrong(str(error)) from None
    return value


def _observance(value: object) -> str:
    """``sg-deepavali-2027``, or ``2027-03-21 Nowruz``."""
    if isinstance(value, date):
        return _day(value).isoformat()
    if not isinstance(value, str):
        raise wrong("the id of a holiday, or a day with a name", f'Put it in quotes: "{value}"')
    first, _, rest = value.strip().partition(" ")
    if _OTHER_DAY.fullmatch(first):
        day = _day(first).isoformat()
        return f"{day} {rest.strip()}" if rest.strip() else day
    if not _ID.fullmatch(value.strip()):
        raise wrong("the id of a holiday such as sg-deepavali-2027, or a day such as 2027-03-21 Nowruz")
    return value.strip()


# Ids end up in file names, addresses and calendar UIDs: hence the short alphabet.
# Constraints stand before validators: pydantic leaves a pattern out of the JSON Schema when it comes after.
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64), BeforeValidator(_text)]
Pack = Annotated[Id, BeforeValidator(_one_pack)]
Name = Annotated[str, Field(min_length=1, max_length=200), BeforeValidator(_text)]
Note = Annotated[str, Field(max_length=500), BeforeValidator(_text)]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda t: f"{t:%H:%M}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$", "examples": ["23:00"]}),
]
Instant = Annotated[datetime, BeforeValidator(_instant), PlainSerializer(utc_text, return_type=str)]
Weekday = Annotated[
    Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], BeforeValidator(_weekday)
]
ShortWeekday = Annotated[ShortDay, BeforeValidator(_short_weekday)]
Observance = Annotated[
    str, Field(max_length=200, examples=["sg-deepavali-2027", "2027-03-21 Nowruz"]), BeforeValidator(_observance)
]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[Whole, Field(ge=0, le=100_000)]
Number = Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
When = Annotated[str, BeforeValidator(_text), AfterValidator(_band), Field(examples=["mon-fri 08:00-20:00"])]
