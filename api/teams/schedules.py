"""On-call schedules of a team: its on-call document, version after version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import Response
from pydantic import BaseModel, Field

from api.documents.oncall import OncallDocument, holdings_in, oncall_of
from api.documents.oncall.examples import EXAMPLE
from api.errors import BadInput, Issue
from api.security.guard import Access
from api.store.tables import OncallVersion, TeamRow
from api.store.transaction import Transaction
from api.teams.access import Reads, Writes
from api.teams.changing import considered, store
from api.teams.whole import Raw, oncall_in_force
from api.web.body import Document, document_body
from api.web.etags import IfMatch, tag
from api.web.problems import documented, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import From, Instant, InZone, Until, told
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by
from scheduler.oncall.values import Holding

schedules = router("on-call schedules")

_ONCALL = document_body(OncallDocument, EXAMPLE)
DAYS_AHEAD, MOST_DAYS = 28, 100


class SchedulesBody(BaseModel):
    """A version of the on-call document. Older versions go on saying who was on call in their time."""

    number: int = Field(description="1 for the first version, and so on.", examples=[2])
    in_force_from: Instant | None = Field(description="From when it says who is on call; null: always.")
    document: OncallDocument = Field(description="The on-call document.")


class HoldingBody(BaseModel):
    """Somebody who would be on call."""

    duty: str = Field(description="For what.", examples=["standby"])
    level: int = Field(description="In which order people are asked: 1 is primary.", examples=[1])
    person: str = Field(description="Who.", examples=["ana"])
    start: str = Field(description="From when.", examples=["2026-11-02T01:00:00Z"])
    end: str = Field(description="Until when, not included.", examples=["2026-11-09T01:00:00Z"])
    site: str | None = Field(description="Where, for a team of several sites.", examples=["sin"])
    shift: str | None = Field(description="The name of a fixed shift that has one.", examples=["christmas-1"])


@schedules.get("/teams/{team}/oncall-schedules", response_model_exclude_unset=True)
def read_oncall_schedules(transaction: Tx, access: Reads, response: Response) -> SchedulesBody:
    """The on-call document that is in force."""
    version = oncall_in_force(transaction.session, access.team)
    if version is None:
        raise not_found(f"{access.team} has no on-call schedules.")
    tag(response, transaction.session.get_one(TeamRow, access.team).version)
    return _body(version)


@schedules.put(
    "/teams/{team}/oncall-schedules",
    response_model_exclude_unset=True,
    responses=documented(409, 412),
    openapi_extra=_ONCALL,
)
def replace_oncall_schedules(
    document: Document, transaction: Tx, access: Writes, response: Response, if_match: IfMatch = None
) -> SchedulesBody:
    """Set the on-call document, from now on: what was true before stays true. The first one holds from always."""
    try:
        change = considered(transaction, access.team, _with_oncall(document), if_match)
    except BadInput as bad:
        raise BadInput(_here(issue) for issue in bad.issues) from None
    store(transaction, access, change, "oncall-schedules.change")
    tag(response, change.row.version)
    version = oncall_in_force(transaction.session, access.team)
    assert version is not None
    return _body(version)


@schedules.post("/teams/{team}/oncall-schedules/preview", openapi_extra=_ONCALL)
def preview_oncall_schedules(
    document: Document,
    transaction: Tx,
    access: Writes,
    start: From = None,
    until: Until = None,
    zone: InZone = None,
) -> list[HoldingBody]:
    """Who would be on call by a document, in order of start; nothing is stored.

    Of `from` (left out: now) until `until` (left out: four weeks later), at most 100 days.
    """
    wanted = oncall_of(document, *_known(transaction, access))
    return [_holding(holding, zone) for holding in holdings_in(wanted, _window(transaction, start, until))]


def _with_oncall(document: Any) -> Any:
    def edit(was: Raw) -> Raw:
        if document is None:
            raise BadInput([Issue("oncall", "", "is nothing", "an on-call document")])
        return {**was, "oncall": document}

    return edit


def _here(issue: Issue) -> Issue:
    """The issue with its path in the body, which is the on-call document itself."""
    return replace(issue, path=issue.path.removeprefix("oncall").removeprefix("."))


def _known(transaction: Transaction, access: Access) -> tuple[frozenset[str], frozenset[str] | None]:
    """The people and sites of the team document, which the on-call document may name; None: any site."""
    raw = transaction.session.get_one(TeamRow, access.team).document
    if raw is None:
        return frozenset(), None
    return frozenset(row["id"] for row in raw["people"]), frozenset(row["id"] for row in raw["sites"])


def _window(transaction: Transaction, start: datetime | None, until: datetime | None) -> Interval:
    start = start or transaction.now
    until = until or shift_by(start, minutes=DAYS_AHEAD * MINUTES_A_DAY)
    if until <= start:
        raise BadInput([Issue("until", told(until) or "", "is not after from", f"an instant after {told(start)}")])
    if until > shift_by(start, minutes=MOST_DAYS * MINUTES_A_DAY):
        raise BadInput([Issue("until", told(until) or "", "is too far away", f"at most {MOST_DAYS} days after from")])
    return Interval(start, until)


def _body(version: OncallVersion) -> SchedulesBody:
    since = version.effective_from if version.number > 1 else None
    document = OncallDocument.model_validate(version.document)
    return SchedulesBody(number=version.number, in_force_from=since, document=document)


def _holding(holding: Holding, zone: str | None) -> HoldingBody:
    return HoldingBody(
        duty=holding.duty,
        level=holding.level,
        person=holding.person,
        start=told(holding.start, zone) or "",
        end=told(holding.end, zone) or "",
        site=holding.site,
        shift=holding.shift,
    )
