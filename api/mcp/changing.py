"""The tools that change something; they are there only for a token that may do so."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.mcp.asking import Service
from api.mcp.values import PersonId, Reason, Result, Shift, SiteId, TeamId, result

Required = Annotated[str, Field(description="An instant with its offset from UTC, such as 2027-02-14T15:10:00Z.")]
OfDuty = Annotated[Literal["on-duty", "standby"], Field(description="Of which duty.")]
OfLevel = Annotated[int, Field(ge=1, description="Of which level; 1 is primary.")]
DryRun = Annotated[bool, Field(description="True: say what would come of it and change nothing. False: do it.")]


class Move(BaseModel):
    """An assignment that is to go over to somebody."""

    model_config = ConfigDict(extra="forbid")

    person: PersonId
    shift: Annotated[str, Field(description="Id of the dated shift, such as sin-night@2027-01-04.", max_length=128)]
    to: PersonId | None = Field(None, description="Who gets it, by id. Left out: whoever accepts it first.")


class Changing:
    """What assistants may do; every method is a tool."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def make_override(
        self,
        team: TeamId,
        start: Required,
        end: Required,
        duty: OfDuty,
        reason: Reason,
        add: Annotated[PersonId | None, Field(description="Who comes, by id.")] = None,
        remove: Annotated[PersonId | None, Field(description="Who goes, by id.")] = None,
        level: OfLevel = 1,
        shift: Shift = None,
        site: SiteId = None,
        dry_run: DryRun = True,
    ) -> Result:
        """Let somebody come, go, or stand in for somebody (add and remove) for a time.

        Call it with dry_run first, show the person what it does (lost, gained, gaps, effects on the rules), and call it
        with dry_run false only once the person has agreed.
        """
        body = {"start": start, "end": end, "duty": duty, "level": level, "add": add, "remove": remove}
        told = body | {"shift": shift, "site": site, "reason": reason}
        said = await self._service.post(f"/teams/{team}/overrides", told, dry_run=str(dry_run).lower())
        return result("Made: it counts." if said["stored"] else "A dry run: nothing is changed.", said)

    async def offer_swap(
        self,
        team: TeamId,
        moves: Annotated[list[Move], Field(min_length=1, max_length=20, description="What goes over to whom.")],
        reason: Annotated[str, Field(max_length=2000, description="Why; for those concerned.")] = "",
        person: Annotated[PersonId | None, Field(description="Who offers it. Left out: who asks.")] = None,
    ) -> Result:
        """Offer to give shifts away, to exchange them, or to swap in a circle. Those concerned are told at once.

        Nothing changes before all of them have accepted. Ask `suggest_swaps` first, and offer only what the person
        whose token it is wants to be offered.
        """
        rows: list[dict[str, Any]] = [move.model_dump(exclude_none=True) for move in moves]
        said = await self._service.post(f"/teams/{team}/swaps", {"moves": rows, "reason": reason, "person": person})
        return result(f"Swap {said['id']} is {said['state']}.", said)
