"""In which state a request is, and the steps from there: see the package."""

from __future__ import annotations

from enum import StrEnum

from api.web.problems import conflict


class State(StrEnum):
    """What became of a request."""

    ASKED = "asked"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


COUNTED = (State.ASKED.value, State.APPROVED.value)  # their points are spent, and others see them


def must_be(state: str, *allowed: State) -> None:
    """Raises a problem for a request that is in another state."""
    if state not in allowed:
        raise conflict("decided", f"The request is {state} already.", state=state)
