"""Moving here from other tools: their exports and calendars, as on-call schedules or as leave."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from api.audit.recording import record
from api.documents.fields import Id
from api.documents.moving import (
    Destination,
    Imported,
    from_grafana,
    from_opsgenie,
    from_pagerduty,
    leave_from_ical,
    oncall_from_ical,
)
from api.moving.merging import known_people, new_leave, override_rows, with_leave, with_schedules
from api.moving.schemas import ImportBody, ImportedLeaveBody
from api.security.guard import Access
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from api.teams.access import Writes
from api.teams.changing import considered, store
from api.teams.whole import Raw, whole_now
from api.web.body import Document
from api.web.etags import tag
from api.web.problems import documented, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import DryRun, From, InZone, TeamId, Until
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by

moving = router("moving here")

DAYS_AHEAD = 400
_EXPORT = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}, "example": {}}}}
}
_CALENDAR = {
    "requestBody": {"required": True, "content": {"text/calendar": {"schema": {"type": "string", "format": "binary"}}}}
}


class Tool(StrEnum):
    """Where schedules come from."""

    PAGERDUTY = "pagerduty"
    OPSGENIE = "opsgenie"
    GRAFANA = "grafana"


READERS = {Tool.PAGERDUTY: from_pagerduty, Tool.OPSGENIE: from_opsgenie, Tool.GRAFANA: from_grafana}

OfDuty = Annotated[Duty, Query(alias="duty", description="For which duty they answer here.")]
OfLevel = Annotated[int, Query(alias="level", ge=1, le=100, description="At which level; further schedules follow.")]
AtSite = Annotated[Id | None, Query(alias="site", description="For which site. Left out: for the whole team.")]
OfPerson = Annotated[Id | None, Query(alias="person", description="Whose calendar it is. Left out: events say it.")]
OfKind = Annotated[Id, Query(alias="kind", description="What kind of leave it is.")]


def destination(
    transaction: Tx,
    access: Writes,
    duty: OfDuty = Duty.STANDBY,
    level: OfLevel = 1,
    site: AtSite = None,
    start: From = None,
    until: Until = None,
) -> Destination:
    """Where it goes: calendars are expanded between `from` (now) and `until` (400 days later)."""
    begins = start or transaction.now
    ends = until or shift_by(begins, minutes=DAYS_AHEAD * MINUTES_A_DAY)
    people = known_people(_team(transaction, access))
    return Destination(Interval(begins, max(begins, ends)), duty, level, site, people)


async def calendar(request: Request) -> bytes:
    """The calendar that was sent."""
    return await request.body()


Into = Annotated[Destination, Depends(destination)]
Calendar = Annotated[bytes, Depends(calendar)]


@moving.post("/teams/{team}/import/schedules/{tool}", status_code=201, responses=documented(409), openapi_extra=_EXPORT)
def import_schedules(
    team: TeamId,
    tool: Tool,
    export: Document,
    transaction: Tx,
    access: Writes,
    into: Into,
    response: Response,
    dry_run: DryRun = False,
) -> ImportBody:
    """Take over on-call schedules from what the tool's own API or export gives, with overrides that are not over.

    They replace the schedules of the same duty, level and site. Read the notes: they say what differs.
    """
    return _imported(transaction, access, response, READERS[tool](export, into), tool, dry_run=dry_run)


@moving.post("/teams/{team}/import/calendar", status_code=201, responses=documented(409), openapi_extra=_CALENDAR)
def import_calendar(
    team: TeamId,
    content: Calendar,
    transaction: Tx,
    access: Writes,
    into: Into,
    response: Response,
    zone: InZone = None,
    dry_run: DryRun = False,
) -> ImportBody:
    """Take over shifts from an iCal feed, recurring ones expanded: who answers are attendees, or else the titles."""
    found = oncall_from_ical(content, into, zone or "UTC")
    return _imported(transaction, access, response, found, "calendar", dry_run=dry_run)


@moving.post("/teams/{team}/import/leave", status_code=201, responses=documented(409), openapi_extra=_CALENDAR)
def import_leave(
    team: TeamId,
    content: Calendar,
    transaction: Tx,
    access: Writes,
    into: Into,
    response: Response,
    person: OfPerson = None,
    kind: OfKind = "annual",
    zone: InZone = None,
    dry_run: DryRun = False,
) -> ImportedLeaveBody:
    """Take over leave from an iCal feed: every day that an event touches, by the clock of the person's site."""
    was = _team(transaction, access)
    if "period" not in was:
        raise not_found(f"{access.team} has no team document, so no leave either.")
    sites = {row["id"]: row["timezone"] for row in was["sites"]}
    zones = {row["id"]: sites[row["site"]] for row in was["people"]}
    found = leave_from_ical(content, into, zones, zone=zone or "UTC", person=person, kind=kind)
    new = new_leave(was, found.rows)
    change = considered(transaction, access.team, lambda raw: with_leave(raw, new))
    if not dry_run:
        store(transaction, access, change, "import.leave")
    tag(response, change.row.version)
    return ImportedLeaveBody(stored=not dry_run, rows=new, notes=list(found.notes))


def _imported(
    transaction: Transaction, access: Access, response: Response, found: Imported, source: str, *, dry_run: bool
) -> ImportBody:
    change = considered(transaction, access.team, lambda raw: with_schedules(raw, found))
    login = access.principal.login
    overrides = override_rows(found.overrides, access.team, login, transaction.now)
    if not dry_run:
        store(transaction, access, change, f"import.{source}")
        transaction.session.add_all(overrides)
        transaction.session.flush()
        transaction.schedule_changed(access.team)
        record(transaction, access.principal, "import.overrides", team=access.team, after={"count": len(overrides)})
    tag(response, change.row.version)
    assert change.now.oncall is not None
    return ImportBody(stored=not dry_run, document=change.now.oncall, overrides=len(overrides), notes=list(found.notes))


def _team(transaction: Transaction, access: Access) -> Raw:
    raw: dict[str, Any] = whole_now(transaction.session, transaction.session.get_one(TeamRow, access.team)).raw
    return raw
