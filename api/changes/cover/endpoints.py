"""Who may cover for whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from api.changes.cover.asking import Asked, cover
from api.changes.cover.schemas import CoversBody
from api.documents.fields import Id
from api.documents.oncall.model import HIGHEST_LEVEL
from api.plans.edit_schemas import ShiftId
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import Instant
from scheduler.domain.shift import Duty

covers = router("cover")

# It tells the hours and the burden of everybody.
Counts = Annotated[Access, Depends(May(Ability.STATISTICS))]
OfShift = Annotated[ShiftId | None, Query(description="A dated shift.", examples=["sin-night@2027-01-04"])]
Without = Annotated[Id | None, Query(description="Who falls out.", examples=["sin-01"])]
OfDuty = Annotated[Duty | None, Query(description="In place of a shift: of which duty, with start and end.")]
OfLevel = Annotated[int, Query(ge=1, le=HIGHEST_LEVEL, description="Of which level.")]
FromWhen = Annotated[Instant | None, Query(description="From when on.")]
UntilWhen = Annotated[Instant | None, Query(description="Until when, not included.")]


@covers.get("/teams/{team}/cover", responses=documented(409))
def read_cover(
    transaction: Tx,
    access: Counts,
    shift: OfShift = None,
    without: Without = None,
    duty: OfDuty = None,
    level: OfLevel = 1,
    start: FromWhen = None,
    end: UntilWhen = None,
) -> CoversBody:
    """Everybody who may cover a shift or a stretch of time, the best first; and why the others may not.

    By the roster as it is now, with all swaps and overrides. A stretch of time is asked of teams that have rotations.
    """
    return cover(transaction, access.team, Asked(shift, without, duty, level, start, end))
