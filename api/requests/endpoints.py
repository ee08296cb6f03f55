"""Leave and wishes that people ask for: asking and changing, each in its own words."""

from __future__ import annotations

from fastapi import Response

from api.requests import asking
from api.requests.access import Asks
from api.requests.kinds import LEAVE, WISHES, add
from api.requests.privacy import leave_body, wish_body
from api.requests.schemas import ChangedLeave, ChangedWish, LeaveBody, NewLeave, NewWish, WishBody
from api.requests.states import State
from api.store.tables import LeaveRequest, WishRequest
from api.web.etags import IfMatch, tag
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import RowId

requests = router("leave and wishes")


@requests.post("/teams/{team}/leave-requests", status_code=201, responses=documented(409))
def ask_for_leave(wanted: NewLeave, transaction: Tx, access: Asks, response: Response) -> LeaveBody:
    """Ask for leave: for oneself while a window is open that covers the days; managers at any time, for anybody."""
    row = LeaveRequest(
        team_id=access.team,
        person=asking.person_asking(access, wanted.person),
        state=State.ASKED,
        created_by=access.principal.login,
        created_at=transaction.now,
        **wanted.model_dump(exclude={"person"}),
    )
    asking.ask(transaction, access, row)
    response.headers["Location"] = f"/v1/teams/{access.team}/leave-requests/{row.id}"
    tag(response, row.version)
    return leave_body(row, access)


@requests.patch("/teams/{team}/leave-requests/{id}", responses=documented(409, 412))
def change_leave_request(
    id: RowId, wanted: ChangedLeave, transaction: Tx, access: Asks, response: Response, if_match: IfMatch = None
) -> LeaveBody:
    """Ask for something else instead, as long as nobody decided: under the same conditions as asking."""
    row = asking.find_own(transaction, access, LeaveRequest, id, if_match)
    asking.change(transaction, access, row, wanted.model_dump(exclude_none=True))
    tag(response, row.version)
    return leave_body(row, access)


@requests.post("/teams/{team}/wish-requests", status_code=201, responses=documented(409))
def ask_for_wish(wanted: NewWish, transaction: Tx, access: Asks, response: Response) -> WishBody:
    """Wish for a day off or a shift: for oneself while a window is open for it; managers at any time, for anybody."""
    row = WishRequest(
        team_id=access.team,
        person=asking.person_asking(access, wanted.person),
        state=State.ASKED,
        created_by=access.principal.login,
        created_at=transaction.now,
        **wanted.model_dump(exclude={"person"}),
    )
    asking.ask(transaction, access, row)
    response.headers["Location"] = f"/v1/teams/{access.team}/wish-requests/{row.id}"
    tag(response, row.version)
    return wish_body(row, access)


@requests.patch("/teams/{team}/wish-requests/{id}", responses=documented(409, 412))
def change_wish_request(
    id: RowId, wanted: ChangedWish, transaction: Tx, access: Asks, response: Response, if_match: IfMatch = None
) -> WishBody:
    """Wish for something else instead, as long as nobody decided: under the same conditions as asking."""
    row = asking.find_own(transaction, access, WishRequest, id, if_match)
    said = wanted.model_dump(exclude_none=True)
    if "day" in said or "every" in said:
        said = {"day": None, "every": None} | said
    asking.change(transaction, access, row, said)
    tag(response, row.version)
    return wish_body(row, access)


add(requests, LEAVE)
add(requests, WISHES)
