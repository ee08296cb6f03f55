"""Who may cover a dated shift of a published roster."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.changes.cover.schemas import CoversBody
from api.changes.names import Names
from api.schedule.standing import Standing
from api.web.problems import conflict
from scheduler.cover import Cover, covers
from scheduler.domain.shift import Shift
from scheduler.intervals import shift_by, utc_text
from scheduler.report import plain


def of_shift(names: Names, standing: Standing, id: str, without: str | None, now: datetime) -> CoversBody:
    """Everybody whom the team knows today, by the roster as it is now; `without` falls out.

    Of a shift that has begun it says what it would have said before. Raises a problem for one that is over.
    """
    shift = standing.problem.shift(id)
    if shift.end <= now:
        raise conflict("past", f"{id} ended at {utc_text(shift.end)}.")
    asked = min(now, shift_by(shift.start, seconds=-1))
    found = covers(standing.problem, standing.checked, id, asked, without)
    people = [_told(cover) for cover in found if cover.person in names.people]
    return CoversBody.model_validate(_about(shift) | {"running": shift.start <= now, "people": people})


def _about(shift: Shift) -> dict[str, Any]:
    told = {name: getattr(shift, name) for name in ("site", "start", "end")}
    return {"shift": shift.id, "duty": shift.duty, "level": 1, **told}


def _told(cover: Cover) -> dict[str, Any]:
    told: dict[str, Any] = plain(cover)
    rest = told.pop("rest")
    return told | {"may": cover.may, "rest_before": rest["before"], "rest_after": rest["after"]}
