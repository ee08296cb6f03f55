"""What others ask for: the days, not the reasons."""

from __future__ import annotations

from typing import Any

from api.requests.asked import Asked
from api.requests.schemas import LeaveBody, WishBody
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import LeaveRequest, WishRequest
from api.teams.privacy import AWAY

_OWN = ("points", "answer", "decided_by", "decided_at", "created_by")


def knows(access: Access, person: str | None) -> bool:
    """Whether who asks may know why `person` asks; None: why anybody does."""
    if access.may(Ability.TEAM_WRITE) or access.may(Ability.REQUESTS_DECIDE):
        return True
    return person is not None and person == access.person


def leave_body(row: LeaveRequest, access: Access) -> LeaveBody:
    """The request as who asks may see it."""
    hidden = {} if knows(access, row.person) else {"kind": AWAY, "reason": None}
    return LeaveBody(**_shared(row, access) | hidden)


def wish_body(row: WishRequest, access: Access) -> WishBody:
    """The request as who asks may see it."""
    return WishBody(**_shared(row, access))


def _shared(row: Asked, access: Access) -> dict[str, Any]:
    values = row.model_dump(exclude={"team_id", "window_id"}) | {"window": row.window_id}
    if not knows(access, row.person):
        values |= dict.fromkeys(_OWN)
    return values
