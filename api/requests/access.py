"""The parameters that the endpoints of requests share."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.security.abilities import Ability
from api.security.guard import Access, May

Asks = Annotated[Access, Depends(May(Ability.REQUESTS))]
Decides = Annotated[Access, Depends(May(Ability.REQUESTS_DECIDE))]
