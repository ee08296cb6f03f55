"""In which state a swap is, and what the state allows: see the package."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import col

from api.store.tables import SwapRow
from api.web.problems import conflict


class State(StrEnum):
    """What became of a swap."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    APPLIED = "applied"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


PENDING = (State.OFFERED.value, State.ACCEPTED.value)


def state_of(row: SwapRow, now: datetime) -> State:
    """The state as it shows at `now`."""
    return State.EXPIRED if row.state in PENDING and row.starts_at <= now else State(row.state)


def is_in(state: State, now: datetime) -> ColumnElement[bool]:
    """The condition by which the database finds the swaps in `state`."""
    if state is State.EXPIRED:
        return col(SwapRow.state).in_(PENDING) & (col(SwapRow.starts_at) <= now)
    found = col(SwapRow.state) == state.value
    return found & (col(SwapRow.starts_at) > now) if state.value in PENDING else found


def must_be(row: SwapRow, now: datetime, *allowed: State) -> None:
    """Raises a problem for a swap that is in another state."""
    state = state_of(row, now)
    if state not in allowed:
        raise conflict("state", f"The swap is {state.value}.", state=state.value)
