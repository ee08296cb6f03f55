"""The roster as it is: who has which shift, all changes applied."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.roster.schemas import RosterBody, RosterRow
from api.roster.window import holdings_in, window_of
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.tables import CSV, Format, csv_answer
from api.web.values import From, InZone, Line, TeamId, Until, told
from scheduler.oncall.values import Holding

rosters = router("roster")

DAYS = 28
Only = Annotated[Line | None, Query(examples=["sin-01"])]


@rosters.get("/teams/{team}/roster", responses=CSV | documented(409), response_model=RosterBody)
def read_roster(
    team: TeamId,
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ROSTER_READ))],
    start: From = None,
    until: Until = None,
    person: Only = None,
    site: Only = None,
    duty: Only = None,
    zone: InZone = None,
    wanted: Format = "json",
) -> RosterBody | Response:
    """The final schedule from now, or `from`, for 28 days, or `until`; of one person, site or duty where named."""
    window = window_of(start or transaction.now, until, DAYS)
    found = holdings_in(services(request).board, team, window)
    only = {"person": person, "site": site, "duty": duty}
    rows = [_row(h, zone) for h in found if all(value in (None, getattr(h, name)) for name, value in only.items())]
    if wanted == "csv":
        return csv_answer(f"{team}-roster", list(RosterRow.model_fields), [row.model_dump(mode="json") for row in rows])
    bounds = {"start": told(window.start, zone), "end": told(window.end, zone)}
    return RosterBody.model_validate({"team": team, "rows": rows, **bounds})


def _row(holding: Holding, zone: str | None) -> RosterRow:
    known = ("person", "shift", "site", "duty", "level", "source", "revision")
    times = {"start": told(holding.start, zone), "end": told(holding.end, zone)}
    return RosterRow.model_validate({name: getattr(holding, name) for name in known} | times)
