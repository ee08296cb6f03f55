"""From plain values to an on-call document that holds together, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from api.documents.advice import shown
from api.documents.oncall.checks import check
from api.documents.oncall.fields import Known
from api.documents.oncall.model import (
    MOST_PEOPLE,
    FallbackRow,
    FixedShiftRow,
    LayerRow,
    OncallDocument,
    OncallPersonRow,
    RotationRow,
    ScheduleRow,
    SpanRow,
)
from api.documents.translate import issues_of
from api.errors import BadInput, Issue

MOST_ISSUES = 1_000

# Which rows stand where: the fields that are known there.
_ROWS: Mapping[str, type[BaseModel]] = {
    "": OncallDocument,
    "people": OncallPersonRow,
    "fallback": FallbackRow,
    "schedules": ScheduleRow,
    "schedules.layers": LayerRow,
    "schedules.layers.rotations": RotationRow,
    "schedules.layers.shifts": FixedShiftRow,
    "schedules.layers.spans": SpanRow,
}


def oncall_of(raw: Any, people: Collection[str] = (), sites: Collection[str] | None = None) -> OncallDocument:
    """The document that plain values make. Raises BadInput with every issue, at most a thousand.

    It may name its own people and `people`, those of the team document, and the `sites` of that (None: any).
    """
    if not isinstance(raw, dict):
        raise BadInput([Issue("", shown(raw), "is not an on-call document", "a mapping with timezone and schedules")])
    known = Known(frozenset(_ids(raw.get("people"))) | frozenset(people), sites)
    try:
        document = OncallDocument.model_validate(raw, context=known)
    except ValidationError as error:
        raise BadInput(list(issues_of(error, raw, "", _fields))[:MOST_ISSUES]) from None
    issues = list(check(document))
    if issues:
        raise BadInput(issues)
    return document


def _ids(rows: object) -> Iterator[str]:
    """The ids of all people, also of rows that cannot be read: whoever names them is not wrong."""
    if isinstance(rows, list | tuple):
        for row in rows[:MOST_PEOPLE]:
            id = row.get("id") if isinstance(row, dict) else None
            if isinstance(id, str):
                yield id


def _fields(path: str) -> Collection[str]:
    """The names that are known at `path`."""
    place = ".".join(part.partition("[")[0] for part in path.split(".")) if path else ""
    row = _ROWS.get(place)
    return row.model_fields if row else ()
