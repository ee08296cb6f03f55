"""Who did what: hours, pay units, burden and exposure."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.statistics import service
from api.statistics.schemas import StatisticsBody
from api.store.tables import TeamRow
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.tables import CSV, Format, csv_answer
from api.web.values import From, InZone, TeamId, Until

statistics = router("statistics")


@statistics.get("/teams/{team}/statistics", responses=CSV | documented(409), response_model=StatisticsBody)
def read_statistics(
    team: TeamId,
    request: Request,
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.STATISTICS))],
    start: From = None,
    until: Until = None,
    zone: InZone = None,
    wanted: Format = "json",
) -> StatisticsBody | Response:
    """What each person does in a window by the final schedule, what was published with all swaps and overrides.

    Left out, the window is the period of the team's document. Days, nights and holidays are those of a person's site.
    """
    row = transaction.session.get_one(TeamRow, team)
    window = service.asked_window(row, start, until, transaction.now)
    held, people = service.statistics_of(services(request).board, transaction.session, row, window)
    if wanted == "csv":
        return csv_answer(f"{team}-statistics", service.COLUMNS, service.csv_rows(people))
    return service.body(team, window, zone, held, people)
