"""The routes of Opsgenie's API that answer who is on call."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlmodel import Session

from api.compat.asking import AsksFor
from api.compat.moments import instant, window
from api.compat.opsgenie import schemas
from api.compat.opsgenie.errors import PREFIX
from api.compat.opsgenie.teller import Teller, Telling
from api.compat.seats import Seat, cards_of, seat_of
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.web.problems import not_found
from api.web.requests import Transacted
from scheduler.intervals import wall_after

opsgenie = APIRouter(prefix=PREFIX, tags=["Opsgenie-compatible"], route_class=Transacted, responses=schemas.REFUSALS)


class By(StrEnum):
    """What names a schedule in an address."""

    ID = "id"
    NAME = "name"


class Unit(StrEnum):
    """What the length of a timeline is counted in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


_MOST_DAYS = 400


def _named(request: Request) -> Seat | None:
    """The schedule that the address names, of whatever team."""
    board, query = services(request).board, request.query_params
    identifier = str(request.path_params["identifier"])
    if By.NAME not in (query.get("scheduleIdentifierType"), query.get("identifierType")):
        return seat_of(board, identifier)
    posted = board.of(identifier.partition(" ")[0])
    seats = cards_of(posted).seats.values() if posted else ()
    return next((seat for seat in seats if identifier in seat.names), None)


def team_named(session: Session, request: Request) -> str | None:
    """The team of the schedule that the address names."""
    seat = _named(request)
    return seat.team if seat else None


def _seat(
    request: Request,
    access: Annotated[Access, Depends(May(Ability.ONCALL_READ, of=team_named))],
    identifier: Annotated[str, Path(max_length=300, description="Id or name of the schedule.")],
    by: Annotated[By, Query(alias="scheduleIdentifierType", description="Which of the two.")] = By.ID,
    also_by: Annotated[By, Query(alias="identifierType", description="The same.")] = By.ID,
) -> Seat:
    seat = _named(request)
    if seat is None:
        raise not_found(identifier)
    return seat


SeatNamed = Annotated[Seat, Depends(_seat)]
Flat = Annotated[bool, Query(description="Names only.")]
Date = Annotated[
    str | None, Query(max_length=60, description="The instant asked about; without an offset it is in UTC. Now.")
]
_LISTS = [Depends(AsksFor(Ability.ONCALL_READ))]


@opsgenie.get("/v1/maintenance", dependencies=_LISTS, response_model=schemas.MaintenanceAnswer)
def list_maintenance(teller: Telling) -> dict[str, Any]:
    """Nothing: clients ask it to see whether their key is good."""
    return teller.answer([])


@opsgenie.get("/v2/schedules", dependencies=_LISTS, response_model=schemas.SchedulesAnswer)
def list_opsgenie_schedules(teller: Telling) -> dict[str, Any]:
    """All schedules: one of each duty and level of a team, and of each site, where several have a part in it."""
    return teller.answer([teller.schedule(seat) for seat in teller.seats()])


@opsgenie.get(
    "/v2/schedules/on-calls",
    dependencies=_LISTS,
    response_model=schemas.AllOnCallsAnswer,
    response_model_exclude_none=True,
)
def list_all_on_calls(teller: Telling, flat: Flat = False, date: Date = None) -> dict[str, Any]:
    """Who is on call, in every schedule."""
    at = _at(teller, date)
    return teller.answer([teller.on_calls(seat, at, flat=flat) for seat in teller.seats()])


@opsgenie.get("/v2/schedules/{identifier}", response_model=schemas.ScheduleAnswer)
def read_opsgenie_schedule(seat: SeatNamed, teller: Telling) -> dict[str, Any]:
    """A schedule."""
    return teller.answer(teller.schedule(seat))


@opsgenie.get(
    "/v2/schedules/{identifier}/on-calls", response_model=schemas.OnCallsAnswer, response_model_exclude_none=True
)
def list_on_calls(seat: SeatNamed, teller: Telling, flat: Flat = False, date: Date = None) -> dict[str, Any]:
    """Who is on call in a schedule."""
    return teller.answer(teller.on_calls(seat, _at(teller, date), flat=flat))


@opsgenie.get(
    "/v2/schedules/{identifier}/next-on-calls",
    response_model=schemas.NextOnCallsAnswer,
    response_model_exclude_none=True,
)
def list_next_on_calls(seat: SeatNamed, teller: Telling, flat: Flat = False, date: Date = None) -> dict[str, Any]:
    """Who comes next in a schedule."""
    return teller.answer(teller.next_on_calls(seat, _at(teller, date), flat=flat))


@opsgenie.get("/v2/schedules/{identifier}/timeline", response_model=schemas.TimelineAnswer)
def read_timeline(
    seat: SeatNamed,
    teller: Telling,
    interval: Annotated[int, Query(ge=1, le=_MOST_DAYS, description="How many of the unit.")] = 1,
    unit: Annotated[Unit, Query(alias="intervalUnit", description="The unit.")] = Unit.WEEKS,
    date: Date = None,
) -> dict[str, Any]:
    """Who has a schedule when, at most 400 days."""
    start = _at(teller, date)
    return teller.answer(teller.timeline(seat, window(start, _later(start, interval, unit), _MOST_DAYS)))


def _at(teller: Teller, date: str | None) -> datetime:
    return instant(date, "UTC", "date") if date else teller.now


def _later(start: datetime, interval: int, unit: Unit) -> datetime:
    """So many days, weeks or months later by the clock of UTC."""
    wall = start.replace(tzinfo=None)
    if unit is Unit.MONTHS:
        return wall_after(wall, months=interval).replace(tzinfo=UTC)
    return wall_after(wall, days=interval * (7 if unit is Unit.WEEKS else 1)).replace(tzinfo=UTC)
