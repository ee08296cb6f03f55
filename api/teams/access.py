"""The parameters that the endpoints of teams share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.security.abilities import Ability
from api.security.guard import Access, May

Reads = Annotated[Access, Depends(May(Ability.TEAM_READ))]
Writes = Annotated[Access, Depends(May(Ability.TEAM_WRITE))]
