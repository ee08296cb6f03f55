"""The tools that read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from api.mcp.asking import Body, Service
from api.mcp.comparing import compared
from api.mcp.values import Duty, Instant, Level, PersonId, Result, Shift, TeamId, ZoneName, result

Count = Annotated[int, Field(ge=1, le=100, description="How many shifts, the first ones.")]
Stretch = Annotated[int, Field(ge=1, description="Of which level, for a stretch of time.")]


class Reading:
    """What assistants may ask; every method is a tool, and its docstring is what they are told of it."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def who_am_i(self) -> Result:
        """Whose token it is: the teams it is for, who that is in each of them, and what it may do there."""
        return result("The account whose token is used.", await self._service.get("/me"))

    async def who_is_on_call(
        self,
        team: TeamId | None = None,
        duty: Duty = None,
        level: Level = None,
        at: Instant = None,
        tz: ZoneName = None,
    ) -> Result:
        """Who is on call now, or at an instant: one answer for each duty, level and person, with since, until and next.

        Without a team: in all teams that the token may see. `covered` false: nobody is; `fallback` names whom to ask.
        """
        said = await self._service.get("/oncall", team=team, duty=duty, level=level, at=at, tz=tz)
        return result(_answered(said["answers"]), said)

    async def when_am_i_next(self, duty: Duty = None, limit: Count = 5, tz: ZoneName = None) -> Result:
        """When the person whose token it is has a shift or turn next: the running one, and those that follow."""
        said = await self._service.get("/me/next", duty=duty, limit=limit, tz=tz)
        return result(f"{len(said['shifts'])} shifts, the running one included.", said)

    async def next_shifts_of(
        self, team: TeamId, person: PersonId, duty: Duty = None, limit: Count = 5, tz: ZoneName = None
    ) -> Result:
        """When somebody else has a shift or turn next: the running one, and those that follow."""
        said = await self._service.get(f"/teams/{team}/people/{person}/next", duty=duty, limit=limit, tz=tz)
        return result(f"{len(said['shifts'])} shifts of {person}, the running one included.", said)

    async def schedule_of_person(
        self, team: TeamId, person: PersonId, start: Instant = None, until: Instant = None, tz: ZoneName = None
    ) -> Result:
        """All shifts and turns of a person, swaps and overrides applied, from now (or start) for 28 days (or until)."""
        query = {"from": start, "until": until, "person": person, "tz": tz}
        said = await self._service.get(f"/teams/{team}/roster", **query)
        return result(f"{len(said['rows'])} shifts or turns of {person}.", said)

    async def gaps(
        self,
        team: TeamId,
        start: Instant = None,
        until: Instant = None,
        unreachable: Annotated[bool, Field(description="Also where who is there cannot be reached.")] = False,
        tz: ZoneName = None,
    ) -> Result:
        """Where nobody, or too few people, are there: from now (or start) for four weeks (or until)."""
        query = {"from": start, "until": until, "unreachable": unreachable, "tz": tz}
        said = await self._service.get(f"/teams/{team}/gaps", **query)
        return result(f"{len(said['gaps'])} gaps.", said)

    async def suggest_cover(
        self,
        team: TeamId,
        shift: Shift = None,
        without: Annotated[PersonId | None, Field(description="Who falls out, by id.")] = None,
        duty: Duty = None,
        level: Stretch = 1,
        start: Instant = None,
        end: Instant = None,
    ) -> Result:
        """Who may cover, the best first by rest, hours and burden; and what stands against each of the others.

        Name a dated shift; or a stretch of on-call time by duty, level, start and end. Changes nothing.
        """
        query = {"shift": shift, "without": without, "duty": duty, "start": start, "end": end}
        said = await self._service.get(f"/teams/{team}/cover", **query, level=None if shift else level)
        able = [row["person"] for row in said["people"] if row["may"]]
        return result(f"{len(able)} may cover, the best first: {', '.join(able[:5]) or 'nobody'}.", said)

    async def suggest_swaps(
        self,
        team: TeamId,
        shift: Annotated[str, Field(description="Id of the dated shift to give away.", max_length=128)],
        person: Annotated[PersonId | None, Field(description="Who has it. Left out: who asks.")] = None,
    ) -> Result:
        """With whom a shift could be swapped without breaking a hard rule, the best first. Changes nothing."""
        said = await self._service.get(f"/teams/{team}/swaps/suggestions", shift=shift, person=person)
        return result(f"{len(said['suggestions'])} swaps are possible.", said)

    async def fairness_of(self, team: TeamId, person: PersonId, start: Instant = None, until: Instant = None) -> Result:
        """What a person has of shifts, hours, nights, weekends and holidays against everybody else of the same duty.

        Without start and until: in the period of the team's document. Each count comes with the mean, the least and the
        most of all people who have the duty, and how many of them have more.
        """
        said = await self._service.get(f"/teams/{team}/statistics", **{"from": start, "until": until})
        found = compared(said, person)
        return result(f"{person} has {len(found['duties'])} duties in that time.", found)


def _answered(answers: Iterable[Body]) -> str:
    rows = list(answers)
    open_: list[Any] = [f"{row['team']}/{row['duty']}/{row['level']}" for row in rows if not row["covered"]]
    told = f"{len(rows) - len(open_)} on call."
    return f"{told} Nobody is for: {', '.join(open_)}." if open_ else told
