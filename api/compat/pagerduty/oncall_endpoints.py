"""Who is on call, in PagerDuty's shape."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response

from api.compat.asking import AsksFor
from api.compat.moments import zone
from api.compat.pagerduty.answers import answered, page, part
from api.compat.pagerduty.envelopes import UNCHANGED, Oncalls
from api.compat.pagerduty.oncalls import Wanted, oncall, rows
from api.compat.pagerduty.parameters import (
    IfNoneMatch,
    Include,
    Paged,
    PolicyIds,
    ScheduleIds,
    Since,
    TimeZone,
    Until,
    UserIds,
    chosen,
)
from api.compat.pagerduty.router import pagerduty_router
from api.compat.pagerduty.spans import now_or
from api.compat.pagerduty.teller import Telling
from api.security.abilities import Ability

pagerduty_oncalls = pagerduty_router()


@pagerduty_oncalls.get(
    "/oncalls",
    dependencies=[Depends(AsksFor(Ability.ONCALL_READ))],
    response_model=Oncalls,
    responses=UNCHANGED,
)
def list_oncalls(
    teller: Telling,
    paging: Paged,
    user_ids: UserIds = [],  # noqa: B006 - FastAPI copies them
    escalation_policy_ids: PolicyIds = [],  # noqa: B006
    schedule_ids: ScheduleIds = [],  # noqa: B006
    include: Include = [],  # noqa: B006
    since: Since = None,
    until: Until = None,
    earliest: Annotated[bool, Query(description="Of each person and level only the first.")] = False,
    time_zone: TimeZone = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Who is on call from `since` until `until` (both left out: now), at most 90 days, with true bounds.

    A schedule that nobody has has no row. Without `time_zone`, times are read and shown in UTC.
    """
    known = zone(time_zone)
    window = now_or(since, until, known, teller.now)
    wanted = Wanted(window, chosen(user_ids), chosen(escalation_policy_ids), chosen(schedule_ids), earliest)
    found, full = rows(teller, wanted), chosen(include) or frozenset()
    told = [oncall(teller, row, known, full) for row in part(found, paging)]
    return answered(page("oncalls", told, len(found), paging), teller.seen(), teller.now, if_none_match)
