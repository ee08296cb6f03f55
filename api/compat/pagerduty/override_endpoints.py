"""Overrides of schedules, in PagerDuty's shape."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, Field

from api.changes.overrides.cancelling import cancel
from api.compat.asking import seat_named, team_of_schedule
from api.compat.moments import zone
from api.compat.pagerduty.answers import answered, plain
from api.compat.pagerduty.envelopes import UNCHANGED, Outcome, Overrides
from api.compat.pagerduty.overrides import Desk, Sent
from api.compat.pagerduty.parameters import IfNoneMatch, Overflow, Since, TimeZone, Until
from api.compat.pagerduty.router import pagerduty_router
from api.compat.pagerduty.schedule_endpoints import ScheduleId
from api.compat.pagerduty.spans import coming
from api.compat.pagerduty.teller import Teller, Telling
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.web.requests import Tx
from api.web.values import Text

pagerduty_overrides = pagerduty_router()

OverrideId = Annotated[str, Path(max_length=60, description="Id of the override.", examples=["PQ4SYZ2DYFMPXG"])]
Reads = Annotated[Access, Depends(May(Ability.ROSTER_READ, of=team_of_schedule))]
Decides = Annotated[Access, Depends(May(Ability.CHANGES_DECIDE, of=team_of_schedule))]
Said = Annotated[Text, Field(max_length=60)]
MOST_AT_ONCE = 100


class SentUser(BaseModel):
    """Who comes."""

    id: Said = Field(description="Id of the user.", examples=["PQ4SYZ2DYFMPXG"])


class SentOverride(BaseModel):
    """Somebody in place of whoever has the schedule, for a time."""

    start: Said = Field(description="From when; what is past of it does not count.", examples=["2027-02-14T15:10:00Z"])
    end: Said = Field(description="Until when, not included.", examples=["2027-02-14T23:00:00Z"])
    user: SentUser = Field(description="Who comes.")


class SentOverrides(BaseModel):
    """Overrides to make."""

    overrides: list[SentOverride] = Field(min_length=1, max_length=MOST_AT_ONCE, description="Each for itself.")


@pagerduty_overrides.get("/schedules/{schedule_id}/overrides", response_model=Overrides, responses=UNCHANGED)
def list_schedule_overrides(
    schedule_id: ScheduleId,
    access: Reads,
    teller: Telling,
    since: Since = None,
    until: Until = None,
    overflow: Overflow = False,
    editable: Annotated[bool, Query(description="Only those that are not over.")] = False,
    time_zone: TimeZone = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Overrides that count from `since` until `until` (both left out: in the next two weeks)."""
    desk = _desk(teller, schedule_id, time_zone)
    window = coming(since, until, desk.zone, teller.now)
    found = desk.listed(window, overflow=overflow, editable=editable)
    return answered({"overrides": [plain(body) for body in found]}, [desk.posted], teller.now, if_none_match)


@pagerduty_overrides.post(
    "/schedules/{schedule_id}/overrides",
    status_code=201,
    response_model_exclude_none=True,
)
def create_schedule_overrides(
    schedule_id: ScheduleId, wanted: SentOverrides, access: Decides, teller: Telling, transaction: Tx
) -> list[Outcome]:
    """Let somebody stand in for whoever has the schedule. Each is made, or refused with all that is wrong.

    Where several people have it at once, say by `/v1/teams/{team}/overrides` who of them goes.
    """
    desk = _desk(teller, schedule_id, None)
    sent = [Sent(one.start, one.end, one.user.id) for one in wanted.overrides]
    return [desk.made(transaction, access, one) for one in sent]


@pagerduty_overrides.delete("/schedules/{schedule_id}/overrides/{override_id}", status_code=204)
def cancel_schedule_override(
    schedule_id: ScheduleId, override_id: OverrideId, access: Decides, teller: Telling, transaction: Tx
) -> None:
    """End an override now. What was true until now stays true.

    Refused (400): one that is over; and at the schedule of a site one that concerns other sites as well.
    """
    cancel(transaction, access, _desk(teller, schedule_id, None).to_cancel(override_id))


def _desk(teller: Teller, schedule_id: str, time_zone: str | None) -> Desk:
    seat = seat_named(teller.board, schedule_id)
    return Desk(teller, teller.posted(seat.team), seat, zone(time_zone, teller.zone(seat)))
