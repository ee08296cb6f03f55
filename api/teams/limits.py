"""Which numbers of which laws hold for the people of a team."""

from __future__ import annotations

from datetime import date

from fastapi import Response
from pydantic import BaseModel, Field

from api.documents.domain import limits_of, team_of
from api.documents.model import TeamDocument
from api.documents.standby import standbys
from api.security.abilities import Ability
from api.store.tables import TeamRow
from api.teams.access import Reads
from api.teams.parts import no_document
from api.web.etags import tag
from api.web.requests import Tx
from api.web.router import router
from constraints.packs.applying import Limit, unsaid
from scheduler.report import plain, reaches

limits = router("teams")


class LimitBody(BaseModel):
    """A number of a law or of the company's policy that holds for a person."""

    person: str = Field(description="For whom.", examples=["sin-01"])
    id: str = Field(description="Its name in the rule pack.", examples=["SG-040-AVG44"])
    pack: str = Field(description="The rule pack.", examples=["singapore"])
    says: str = Field(description="What must hold.", examples=["44 hours a week on average over any three weeks"])
    law: str = Field(description="Law and section.", examples=["Employment Act 1968, s.40"])
    status: str = Field(description="confirmed, check with counsel, or policy.", examples=["confirmed"])
    force: str = Field(description="hard, or soft.", examples=["hard"])
    value: float | None = Field(description="The number.", examples=[44])
    unit: str | None = Field(description="Of what.", examples=["h a week"])
    valid_from: date | None = Field(
        description="The first day on which it is in force. It holds in periods with any day in force.", examples=[None]
    )
    valid_to: date | None = Field(description="The last day.", examples=["2027-09-26"])
    covered_by: str | None = Field(
        description="What is as strict and binds in its place; null: it binds itself.", examples=["rules.rest_period"]
    )


class ReachBody(BaseModel):
    """A window that begins before what is known of the past: it is judged by what is known."""

    rule: str = Field(description="Whose window.", examples=["average_hours"])
    looks_back_to: date = Field(description="The first day of the window.", examples=["2026-09-14"])
    known_from: date = Field(description="The first day of which something is known.", examples=["2026-12-21"])


class StandbyBody(BaseModel):
    """How a standby shift counts: as work, or as rest."""

    shift: str = Field(description="The shift.", examples=["sin-lead"])
    counts_as_work: bool = Field(description="false: it is rest.")
    numbers: list[str] = Field(description="By which numbers of rule packs it is work.", examples=[["P-STANDBY"]])
    because: str = Field(description="Why the document decides, whatever the numbers say; or empty.", examples=[""])


class LimitsBody(BaseModel):
    """The limits of people, and what nobody has said of them."""

    limits: list[LimitBody] = Field(description="In the order of the people.")
    reaches: list[ReachBody] = Field(description="Windows that begin before what is known of the past.")
    standby: list[StandbyBody] = Field(description="In the order of the shifts.")
    unsaid: dict[str, list[str]] = Field(
        description="By person, facts that the packs ask for: they are taken as docs/rule-packs.md says.",
        examples=[{"sin-01": ["sg_part4"]}],
    )


@limits.get("/teams/{team}/limits")
def read_limits(transaction: Tx, access: Reads, response: Response) -> LimitsBody:
    """Which numbers of which laws hold for whom, and which of them bind. Managers see everybody's, others their own."""
    row = transaction.session.get_one(TeamRow, access.team)
    if row.document is None:
        raise no_document(access.team)
    document = TeamDocument.model_validate(row.document)
    team = team_of(document)
    everybody = access.may(Ability.TEAM_WRITE)
    seen = {person.id for person in team.people if everybody or person.id == access.person}
    tag(response, row.version)
    found = [limit for limit in limits_of(document, team) if limit.person in seen]
    return LimitsBody(
        limits=[_body(limit) for limit in found],
        reaches=[ReachBody(**plain(reach)) for reach in reaches(team, (limit.rule for limit in found))],
        standby=[
            StandbyBody(
                shift=standby.shift,
                counts_as_work=standby.counts_as_work,
                numbers=[number.id for number in standby.numbers],
                because=standby.because,
            )
            for standby in standbys(document)
        ],
        unsaid={person: list(facts) for person, facts in unsaid(team).items() if person in seen},
    )


def _body(limit: Limit) -> LimitBody:
    number = limit.number
    return LimitBody(
        person=limit.person,
        id=number.id,
        pack=limit.pack,
        says=number.says,
        law=number.law,
        status=number.status,
        force=number.force,
        value=number.value,
        unit=number.unit,
        valid_from=number.valid_from,
        valid_to=number.valid_to,
        covered_by=limit.covered_by,
    )
