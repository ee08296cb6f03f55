"""The days that people keep: each person says so, in the team's document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from api.security.abilities import Ability
from api.security.guard import Access, May
from api.teams.changing import considered, store
from api.teams.parts import with_part
from api.teams.whole import Raw
from api.web.etags import IfMatch, tag
from api.web.problems import documented, forbidden, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import NamedId

observances = router("teams")

Asks = Annotated[Access, Depends(May(Ability.REQUESTS))]


class Observances(BaseModel):
    """The days that a person keeps."""

    model_config = ConfigDict(extra="forbid")

    observances: list[str] = Field(
        description="Ids of holidays of any calendar, or days with a name if one likes.",
        examples=[["2027-03-21 Nowruz", "in-ka-ugadi-2027"]],
    )


@observances.put("/teams/{team}/people/{person}/observances", responses=documented(404, 409, 422))
def put_observances(
    person: NamedId, wanted: Observances, transaction: Tx, access: Asks, response: Response, if_match: IfMatch = None
) -> Observances:
    """Say which days one keeps: they count as holidays, and as wishes to be off. Managers may say it for others."""
    if person != access.person and not access.may(Ability.TEAM_WRITE):
        raise forbidden("Everybody says for oneself which days to keep.")
    change = considered(transaction, access.team, with_part("people", _keeping(person, wanted.observances)), if_match)
    store(transaction, access, change, "team.change", subject=person)
    tag(response, change.row.version)
    return wanted


def _keeping(person: str, days: list[str]) -> Callable[[Raw], list[Raw]]:
    def people(was: Raw) -> list[Raw]:
        if all(row["id"] != person for row in was["people"]):
            raise not_found(f"There is no person {person}.")
        return [row | {"observances": days} if row["id"] == person else row for row in was["people"]]

    return people
