"""What came from another tool, put into what the team has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from api.documents.moving import Imported
from api.documents.oncall import OncallPersonRow
from api.documents.rows import LeaveRow
from api.store.tables import OverrideRow
from api.teams.whole import Raw, oncall_told
from scheduler.intervals import whole_second
from scheduler.oncall.values import Override


def known_people(was: Raw) -> tuple[OncallPersonRow, ...]:
    """Everybody whom the team has, by its team document and its on-call document."""
    rows = [*was.get("people", ()), *(was.get("oncall") or {}).get("people", ())]
    fields = ("id", "name", "site", "email")
    told = {row["id"]: {name: row[name] for name in fields if row.get(name) is not None} for row in rows}
    return tuple(OncallPersonRow.model_validate(row) for row in told.values())


def with_schedules(was: Raw, imported: Imported) -> Raw:
    """The team with the schedules that came in, in place of those of the same duty, level and site."""
    new = oncall_told(imported.document)
    old = was.get("oncall") or {**new, "schedules": [], "people": []}
    coming = [_with_zone(schedule, new["timezone"]) for schedule in new["schedules"]]
    replaced = {_place(schedule) for schedule in coming}
    kept = [schedule for schedule in old.get("schedules", ()) if _place(schedule) not in replaced]
    people = [*old.get("people", ()), *new.get("people", ())]
    return {**was, "oncall": {**old, "schedules": [*kept, *coming], "people": people}}


def with_leave(was: Raw, rows: Iterable[LeaveRow]) -> Raw:
    """The team with more leave."""
    return {**was, "leave": [*was.get("leave", ()), *(row.model_dump(mode="json") for row in rows)]}


def new_leave(was: Raw, rows: Iterable[LeaveRow]) -> list[LeaveRow]:
    """Those of `rows` that the team does not have yet."""
    known = {(row["person"], row["first_day"], row["last_day"]) for row in was.get("leave", ())}
    return [row for row in rows if (row.person, str(row.first_day), str(row.last_day)) not in known]


def override_rows(overrides: Iterable[Override], team: str, login: str, now: datetime) -> list[OverrideRow]:
    """Those that are not over, as the database keeps them; one that is under way counts from `now` on.

    All of them begin and end at whole seconds.
    """
    now = whole_second(now)
    return [
        OverrideRow(
            team_id=team,
            duty=override.duty,
            level=override.level,
            start=whole_second(max(override.interval.start, now)),
            end=whole_second(override.interval.end),
            add=override.add,
            remove=override.remove,
            everybody=override.everybody,
            shift=override.shift,
            site=override.site,
            reason="imported",
            created_by=login,
            created_at=now,
        )
        for override in overrides
        if override.interval.end > now
    ]


def _place(schedule: Raw) -> tuple[Any, ...]:
    return schedule["duty"], schedule.get("level", 1), schedule.get("site")


def _with_zone(schedule: Raw, zone: str) -> Raw:
    """Every rotation names its zone: the document that it comes into may go by another clock."""
    layers = [
        {**layer, "rotations": [{**r, "timezone": r.get("timezone") or zone} for r in layer["rotations"]]}
        if layer.get("rotations")
        else layer
        for layer in schedule.get("layers", ())
    ]
    return {**schedule, "layers": layers}
