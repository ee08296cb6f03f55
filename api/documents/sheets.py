"""The nine CSV files, and two that may be there: their columns, and how their rows become rows of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.documents.csv_table import Columns
from api.documents.fields import Clock, Count
from api.documents.patterns import clock_after
from api.documents.rows import LedgerRow, Row
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY

_WEEK = 7 * MINUTES_A_DAY
_EVERY = re.compile(r"every\s+(.+)", re.IGNORECASE)
_LISTS = ("skills", "facts", "observances")
_BETWEEN = re.compile(r"[;,|]")

Fields = dict[str, Any]


def _as_it_is(fields: Fields) -> Fields:
    return fields


@dataclass(frozen=True)
class Sheet:
    """The file `name`.csv holds `section`; `renamed` are the columns that the document calls otherwise."""

    name: str
    section: str
    columns: Columns
    renamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shape: Callable[[Fields], Fields] = _as_it_is

    def fields_of(self, column: str) -> tuple[str, ...]:
        """The fields of the document that the column can fill."""
        return self.renamed.get(column, (column,))


class Timing(Row):
    """What a sheet says of a shift's length; the document says the end in its place."""

    start: Clock
    duration_minutes: Count


def with_end(fields: Fields, timing: Timing) -> Fields:
    """The fields of a shift with its end by the wall clock; a week of standby starts on Mondays."""
    end, days = clock_after(timing.start, timing.duration_minutes)
    fields = {**fields, "start": f"{timing.start:%H:%M}", "end": f"{end:%H:%M}"}
    fields.pop("duration_minutes", None)
    if days != int(end <= timing.start):
        fields["span_days"] = days
    if fields.get("kind") == Duty.STANDBY and timing.duration_minutes == _WEEK:
        fields["weekdays"] = ["mon"]
    return fields


def _person(fields: Fields) -> Fields:
    lists = {name: _BETWEEN.split(fields.get(name, "")) for name in _LISTS}
    return {**fields, **{name: [part for text in texts if (part := text.strip())] for name, texts in lists.items()}}


def _wish(fields: Fields) -> Fields:
    weekly = _EVERY.fullmatch(fields.get("day", ""))
    if not weekly:
        return fields
    return {**{key: value for key, value in fields.items() if key != "day"}, "every": weekly[1]}


SHEETS = (
    Sheet("period", "period", Columns(("first_day", "last_day", "coverage_from", "coverage_until"))),
    Sheet("sites", "sites", Columns(("site", "timezone", "holiday_calendar", "rule_pack")), renamed={"site": ("id",)}),
    Sheet(
        "shifts",
        "shifts",
        Columns(("shift", "site", "start_local", "duration_minutes", "unpaid_break_minutes", "kind", "required_skill")),
        renamed={"shift": ("id",), "start_local": ("start",), "duration_minutes": ("duration_minutes", "end")},
    ),
    Sheet(
        "coverage",
        "coverage",
        Columns(("coverage", "when", "site", "skill_or_shift", "minimum", "target"), ("maximum", "timezone")),
        renamed={"coverage": ("id",), "skill_or_shift": ("skill", "shift")},
    ),
    Sheet(
        "people",
        "people",
        Columns(
            ("person", "site", "fte", "contract_hours_per_week", "skills", "shadows", "first_day", "last_day"),
            ("name", "facts", "observances"),
        ),
        renamed={"person": ("id",)},
        shape=_person,
    ),
    Sheet("leave", "leave", Columns(("person", "first_day", "last_day", "kind"))),
    Sheet(
        "preferences",
        "wishes",
        Columns(("person", "day", "wish", "weight")),
        renamed={"day": ("day", "every")},
        shape=_wish,
    ),
    Sheet(
        "ledger",
        "ledger",
        Columns(
            ("person", "hours", "night_shifts", "weekend_shifts", "holiday_shifts", "standby_weeks"),
            tuple(name for name in LedgerRow.model_fields if name.startswith("carried_")),
        ),
    ),
    Sheet("previous", "previous", Columns(("person", "day", "shift"))),
)

# For who remembers holidays over the years.
WORKED = Sheet("holidays_worked", "holidays_worked", Columns(("person", "holiday", "year")))

# For who has something to say against the calendars; its rows belong to their sites.
OVERRIDES = Sheet(
    "holiday_overrides", "holiday_overrides", Columns(("site", "do", "holiday", "day", "name", "who", "why"))
)
