"""Who may change a published roster, and for whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.errors import BadInput, Issue
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.web.problems import forbidden

Sees = Annotated[Access, Depends(May(Ability.ROSTER_READ))]
Changes = Annotated[Access, Depends(May(Ability.CHANGES))]
Decides = Annotated[Access, Depends(May(Ability.CHANGES_DECIDE))]


def manages(access: Access) -> bool:
    """Whether who asks may act for others, and approve."""
    return access.may(Ability.CHANGES_DECIDE)


def acting_for(access: Access, person: str | None) -> str:
    """For whom is acted: `person`, or who asks. Raises a problem for another person, unless managers act."""
    wanted = person or access.person
    if wanted is None:
        expected = "the id of a person; your account is none of the team's documents"
        raise BadInput([Issue("person", "", "is missing", expected)])
    if wanted != access.person and not manages(access):
        raise forbidden("Only managers act for others.")
    return wanted


def may_know_reason(access: Access, *concerned: str | None) -> bool:
    """Whether who asks may read why: managers, and those whom it concerns."""
    return manages(access) or (access.person is not None and access.person in concerned)
