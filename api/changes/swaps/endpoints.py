"""Swaps: offered, accepted, approved, declined, withdrawn."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.changes.access import Changes, Decides, acting_for
from api.changes.swaps import reading
from api.changes.swaps.accepting import accept
from api.changes.swaps.applying import approve
from api.changes.swaps.considering import Considered, looked_at
from api.changes.swaps.ending import decline, withdraw
from api.changes.swaps.offering import offer
from api.changes.swaps.schemas import Approval, NewSwap, Step, SuggestionsBody, SwapBody, SwapDetail
from api.changes.swaps.states import State
from api.changes.swaps.steps import find
from api.changes.swaps.suggesting import suggestions
from api.documents.fields import Id
from api.plans.edit_schemas import ShiftId
from api.security.guard import Access
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, slice_of
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import RowId

swaps = router("swaps")

_ANSWERS = documented(409, 412)
InState = Annotated[State | None, Query(description="Only those in this state.")]
Of = Annotated[Id | None, Query(description="Only those that concern this person.", examples=["sin-01"])]
By = Annotated[Id | None, Query(description="Who. Left out: who asks.", examples=["sin-01"])]
Given = Annotated[ShiftId, Query(description="The dated shift to give away.", examples=["sin-night@2027-01-04"])]


@swaps.post("/teams/{team}/swaps", status_code=201, responses=documented(409))
def offer_swap(wanted: NewSwap, transaction: Tx, access: Changes, response: Response) -> SwapDetail:
    """Offer to give shifts away, to exchange them, or to swap in a circle; one concerns oneself, or one is a manager.

    It names assignments, not clock times. What is offered to nobody in particular, whoever accepts it first takes. The
    answer says what it would do; a swap that breaks a hard rule needs a manager later on.
    """
    found = offer(transaction, access, wanted)
    response.headers["Location"] = f"/v1/teams/{access.team}/swaps/{found.row.id}"
    return _told(found, transaction, access, response)


@swaps.get("/teams/{team}/swaps")
def list_swaps(
    transaction: Tx,
    access: Changes,
    state: InState = None,
    person: Of = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[SwapBody]:
    """The team's swaps, the newest first."""
    session, now = transaction.session, transaction.now
    return reading.listed(session, access, now, state=state, person=person, limit=limit, cursor=cursor)


@swaps.get("/teams/{team}/swaps/takeable")
def list_takeable_swaps(
    transaction: Tx, access: Changes, person: By = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[SwapDetail]:
    """What is offered to anybody, and one may take without breaking a hard rule; the first to begin comes first."""
    found = reading.takeable(transaction.session, access, acting_for(access, person), transaction.now)
    return slice_of(found, limit=limit, cursor=cursor)


@swaps.get("/teams/{team}/swaps/suggestions", responses=documented(409))
def suggest_swaps(transaction: Tx, access: Changes, shift: Given, person: By = None) -> SuggestionsBody:
    """With whom a shift could be swapped without breaking a hard rule: two by two, or three in a circle."""
    return suggestions(transaction.session, access.team, acting_for(access, person), shift, transaction.now)


@swaps.get("/teams/{team}/swaps/{id}")
def read_swap(id: RowId, transaction: Tx, access: Changes, response: Response) -> SwapDetail:
    """One swap, with what it would do as things are."""
    return _looked_at(id, transaction, access, response)


@swaps.post("/teams/{team}/swaps/{id}/accept", responses=_ANSWERS)
def accept_swap(
    id: RowId, said: Step, transaction: Tx, access: Changes, response: Response, if_match: IfMatch = None
) -> SwapDetail:
    """Agree to a swap, or take an open one. When all have agreed it counts at once, unless a manager must approve.

    The team's option `swap_approval` says whether managers approve all of them, or only those that break a hard rule.
    """
    return _told(accept(transaction, access, id, said, if_match), transaction, access, response)


@swaps.post("/teams/{team}/swaps/{id}/decline", responses=_ANSWERS)
def decline_swap(
    id: RowId, said: Step, transaction: Tx, access: Changes, response: Response, if_match: IfMatch = None
) -> SwapDetail:
    """Say no to a swap that does not count yet. Who took an open one gives it back; managers refuse any."""
    decline(transaction, access, id, said, if_match)
    return _looked_at(id, transaction, access, response)


@swaps.post("/teams/{team}/swaps/{id}/approve", responses=_ANSWERS)
def approve_swap(
    id: RowId, said: Approval, transaction: Tx, access: Decides, response: Response, if_match: IfMatch = None
) -> SwapDetail:
    """Let a swap count to which all have agreed; with `even_so` also one that breaks a hard rule."""
    return _told(approve(transaction, access, id, said, if_match), transaction, access, response)


@swaps.post("/teams/{team}/swaps/{id}/withdraw", responses=_ANSWERS)
def withdraw_swap(
    id: RowId, said: Step, transaction: Tx, access: Changes, response: Response, if_match: IfMatch = None
) -> SwapDetail:
    """Take back an offer that does not count yet: for who made it, and for managers."""
    withdraw(transaction, access, id, said, if_match)
    return _looked_at(id, transaction, access, response)


def _looked_at(id: int, transaction: Tx, access: Access, response: Response) -> SwapDetail:
    row = find(transaction.session, access.team, id)
    return _told(looked_at(transaction.session, row, transaction.now), transaction, access, response)


def _told(found: Considered, transaction: Tx, access: Access, response: Response) -> SwapDetail:
    tag(response, found.row.version)
    return reading.detail(found, access, transaction.now)
