"""Overrides, and taking over."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.changes.access import Changes, Decides, Sees
from api.changes.overrides import reading
from api.changes.overrides.cancelling import cancel
from api.changes.overrides.making import Made, create
from api.changes.overrides.schemas import NewOverride, OverrideBody, OverrideChange, TakeOver
from api.changes.overrides.taking_over import take_over
from api.changes.schemas import consequences
from api.security.guard import Access
from api.web.pages import Cursor, Limit, Page
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import DryRun, From, RowId, Until

overrides = router("overrides")

_MAKING = documented(409) | {200: {"model": OverrideChange, "description": "Of a dry run."}}
Cancelled = Annotated[bool, Query(description="Also those that were cancelled.")]


@overrides.post("/teams/{team}/overrides", status_code=201, responses=_MAKING)
def create_override(
    wanted: NewOverride, transaction: Tx, access: Decides, response: Response, dry_run: DryRun = False
) -> OverrideChange:
    """Let somebody come, go, or stand in for somebody, for a time. The answer says what that does.

    The past stays as it was: what begins before now begins now. Broken rules and gaps are told, and do not refuse it;
    what changes nothing is refused (409), and so is what an override says already.
    """
    return _made(create(transaction, access, wanted, dry_run=dry_run), access, response, dry_run=dry_run)


@overrides.post("/teams/{team}/take-over", status_code=201, responses=_MAKING)
def take_over_now(
    wanted: TakeOver, transaction: Tx, access: Changes, response: Response, dry_run: DryRun = False
) -> OverrideChange:
    """Take what somebody else has now, or a shift to come: for oneself; managers for anybody.

    Refused (409) when it breaks a hard rule that holds without it, unless a manager says `even_so`.
    """
    return _made(take_over(transaction, access, wanted, dry_run=dry_run), access, response, dry_run=dry_run)


@overrides.get("/teams/{team}/overrides")
def list_overrides(
    transaction: Tx,
    access: Sees,
    start: From = None,
    until: Until = None,
    cancelled: Cancelled = False,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[OverrideBody]:
    """Those that count in a time, the latest made first."""
    return reading.listed(transaction.session, access, start, until, cancelled=cancelled, limit=limit, cursor=cursor)


@overrides.get("/teams/{team}/overrides/{id}")
def read_override(id: RowId, transaction: Tx, access: Sees) -> OverrideBody:
    """One override."""
    return reading.body(reading.find(transaction.session, access.team, id), access)


@overrides.delete("/teams/{team}/overrides/{id}", responses=documented(409))
def cancel_override(id: RowId, transaction: Tx, access: Decides, dry_run: DryRun = False) -> OverrideChange:
    """End an override now. What was true until now stays true; one that is over is refused (409)."""
    return _told(cancel(transaction, access, id, dry_run=dry_run), access, stored=not dry_run)


def _made(made: Made, access: Access, response: Response, *, dry_run: bool) -> OverrideChange:
    if dry_run:
        response.status_code = 200
    else:
        response.headers["Location"] = f"/v1/teams/{access.team}/overrides/{made.row.id}"
    return _told(made, access, stored=not dry_run)


def _told(made: Made, access: Access, *, stored: bool) -> OverrideChange:
    return OverrideChange(
        override=reading.body(made.row, access), stored=stored, consequences=consequences(made.weighed)
    )
