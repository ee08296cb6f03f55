"""The audit log as the API shows it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, Field

from api.web.values import Instant, Line


class EntryBody(BaseModel):
    """One act. Nothing of it ever changes."""

    id: int = Field(description="Rises with every entry.", examples=[4711])
    at: Instant = Field(description="When.", examples=["2026-12-01T09:00:00Z"])
    actor: str = Field(description="The login of who did it.", examples=["mia@example.org"])
    team: str | None = Field(description="In which team, where in one.", examples=["gsr-2027q1"])
    action: str = Field(description="What was done.", examples=["plan.publish"])
    subject: str = Field(description="To what.", examples=["revision 2"])
    reason: str = Field(description="Why, in the words of who did it.", examples=["January, final"])
    before: Any = Field(description="What was before; null: nothing, or nothing to tell.", examples=[None])
    after: Any = Field(description="What was after.", examples=[{"plan": "b2d1c7"}])
    token: str | None = Field(description="Beginning of the API token that was used.", examples=["watchbill_api_x"])
    address: str | None = Field(description="From which network address.", examples=["192.0.2.7"])
    request: str | None = Field(description="Under which id the server's log has the request.", examples=["01J8Z0"])


Action = Annotated[Line | None, Query(description="Only this kind of act.", examples=["plan.publish"])]
Actor = Annotated[Line | None, Query(description="Only acts of this login.", examples=["mia@example.org"])]
OfTeam = Annotated[Line | None, Query(description="Only acts in this team.", examples=["gsr-2027q1"])]
