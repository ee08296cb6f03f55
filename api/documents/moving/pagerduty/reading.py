"""PagerDuty: schedules as its REST API gives them, by layers (v2) or by shifts (v3).

What is read: the answer of ``GET /schedules/{id}`` or ``GET /v3/schedules/{id}``, or a list of such answers. Beside
`schedule` may stand `overrides`, `custom_shifts` and `users`, as their own endpoints list them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.documents.advice import shown
from api.documents.moving.agreement import disagreement
from api.documents.moving.carried import Carried
from api.documents.moving.pagerduty.layers import carry_layers
from api.documents.moving.pagerduty.shapes import LayeredSchedule, ShiftSchedule, User
from api.documents.moving.pagerduty.shifts import carry_shifts
from api.documents.moving.shapes import Reading
from api.documents.moving.values import Destination, Imported
from api.documents.places import joined
from api.errors import BadInput, Issue

_EXPECTED = "what GET /schedules/{id} answers, or a list of such answers"


def from_pagerduty(raw: Any, into: Destination) -> Imported:
    """The schedules of an export. Raises BadInput with every issue, each with its path in the export.

    Where the export shows PagerDuty's own final schedule, the notes say whether the import comes to the same.
    """
    reading, carried, results = Reading(), Carried(into), []
    for path, schedule, beside in _schedules(raw, ""):
        for user in reading.each(User, beside.get("users"), "users"):
            carried.people.describe(user.id, user.card)
        if schedule.get("type") == "schedule_v3" or "rotations" in schedule:
            shifts = reading.value(ShiftSchedule, schedule, path)
            results += [carry_shifts(shifts, beside, carried, reading)] if shifts else []
        else:
            layers = reading.value(LayeredSchedule, schedule, path)
            results += [carry_layers(layers, beside, path, carried, reading)] if layers else []
    reading.finish()
    imported = carried.imported()
    names = (row.name or "Schedule" for row in imported.document.schedules)
    differ = [disagreement(imported, *result, name) for result, name in zip(results, names, strict=True)]
    return replace(imported, notes=(*imported.notes, *filter(None, differ)))


def _schedules(raw: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """The schedules of an export, each with its path and with what stands beside it."""
    if isinstance(raw, dict) and isinstance(raw.get("schedule"), dict):
        yield joined(path, "schedule"), raw["schedule"], raw
    elif isinstance(raw, dict) and isinstance(raw.get("schedules"), list):
        yield from _schedules(raw["schedules"], joined(path, "schedules"))
    elif isinstance(raw, dict) and ("schedule_layers" in raw or "rotations" in raw):
        yield path, raw, raw
    elif isinstance(raw, list) and raw:
        for n, item in enumerate(raw):
            yield from _schedules(item, joined(path, n))
    else:
        raise BadInput([Issue(path, shown(raw), "is not a schedule of PagerDuty", _EXPECTED)])
