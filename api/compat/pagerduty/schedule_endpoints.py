"""Schedules, and who has them, in PagerDuty's shape."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Response

from api.compat.asking import AsksFor, seat_named, team_of_schedule
from api.compat.entries import entries
from api.compat.ids import opaque
from api.compat.moments import zone
from api.compat.pagerduty.answers import answered, page, part, plain
from api.compat.pagerduty.envelopes import UNCHANGED, OneSchedule, Schedules, ScheduleUsers
from api.compat.pagerduty.links import name_of
from api.compat.pagerduty.parameters import (
    IfNoneMatch,
    Include,
    Named,
    NextFor,
    Overflow,
    Paged,
    Since,
    TeamIds,
    TimeZone,
    Until,
    chosen,
    lacks,
)
from api.compat.pagerduty.rendering import PARTS, Shown, rendered
from api.compat.pagerduty.router import pagerduty_router
from api.compat.pagerduty.spans import now_or, weeks
from api.compat.pagerduty.teller import Teller, Telling
from api.compat.seats import Seat, cards_of
from api.schedule.posted import Posted
from api.security.abilities import Ability
from api.security.guard import Access, May

pagerduty_schedules = pagerduty_router()

ScheduleId = Annotated[str, Path(max_length=60, description="Id of the schedule.", examples=["PQ4SYZ2DYFMPXG"])]
Reads = Annotated[Access, Depends(May(Ability.ONCALL_READ, of=team_of_schedule))]


@pagerduty_schedules.get(
    "/schedules",
    dependencies=[Depends(AsksFor(Ability.ONCALL_READ))],
    response_model=Schedules,
    responses=UNCHANGED,
)
def list_schedules(
    teller: Telling,
    paging: Paged,
    query: Named = None,
    team_ids: TeamIds = [],  # noqa: B006 - FastAPI copies them
    include: Include = [],  # noqa: B006
    since: Since = None,
    until: Until = None,
    time_zone: TimeZone = None,
    next_for: NextFor = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Schedules: one of each duty and level of a team, and where several sites have a part in it, one of each site.

    With `include[]`, entries and layers as well.
    """
    posts = [posted for posted in teller.seen() if not lacks(chosen(team_ids), opaque("team", posted.team))]
    found = sorted(_named(posts, query or ""), key=lambda pair: pair[1].name)
    parts = PARTS & (chosen(include) or frozenset())

    def shown(seat: Seat) -> Shown:
        known = zone(time_zone, teller.zone(seat))
        return Shown(known, weeks(since, until, known), parts=parts, next_for=next_for)

    told = [rendered(teller, posted, seat, shown(seat)) for posted, seat in part(found, paging)]
    return answered(page("schedules", told, len(found), paging), posts, teller.now, if_none_match)


@pagerduty_schedules.get("/schedules/{schedule_id}", response_model=OneSchedule, responses=UNCHANGED)
def read_schedule(
    schedule_id: ScheduleId,
    access: Reads,
    teller: Telling,
    since: Since = None,
    until: Until = None,
    time_zone: TimeZone = None,
    overflow: Overflow = False,
    next_for: NextFor = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A schedule; with `since` or `until` also who has it when, cut off there unless `overflow` is said.

    With both the same: who has it then, with true bounds.
    """
    posted, seat = _posted(teller, schedule_id)
    known = zone(time_zone, teller.zone(seat))
    shown = Shown(known, weeks(since, until, known), overflow, next_for=next_for)
    told = rendered(teller, posted, seat, shown)
    return answered({"schedule": plain(told)}, [posted], teller.now, if_none_match)


@pagerduty_schedules.get("/schedules/{schedule_id}/users", response_model=ScheduleUsers, responses=UNCHANGED)
def list_schedule_users(
    schedule_id: ScheduleId,
    access: Reads,
    teller: Telling,
    since: Since = None,
    until: Until = None,
    time_zone: TimeZone = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Who has the schedule at any instant from `since` until `until` (both left out: now), in full."""
    posted, seat = _posted(teller, schedule_id)
    window = now_or(since, until, zone(time_zone, teller.zone(seat)), teller.now)
    around = teller.around(seat.team, window)
    people = {entry.person for entry in entries(around.schedule, seat, window)}
    told = [plain(teller.user(around, person)) for person in sorted(people, key=lambda p: (name_of(around, p), p))]
    return answered({"users": told}, [posted], teller.now, if_none_match)


def _named(posts: list[Posted], query: str) -> list[tuple[Posted, Seat]]:
    wanted = query.casefold()
    pairs = ((posted, seat) for posted in posts for seat in cards_of(posted).seats.values())
    return [(posted, seat) for posted, seat in pairs if any(wanted in name.casefold() for name in seat.names)]


def _posted(teller: Teller, schedule_id: str) -> tuple[Posted, Seat]:
    seat = seat_named(teller.board, schedule_id)
    return teller.posted(seat.team), seat
