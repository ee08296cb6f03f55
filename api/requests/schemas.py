"""Windows, requests and decisions as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Day, Id, Weekday
from api.requests.states import State
from api.teams.schemas import BreakBody
from api.web.values import Instant, Paragraph

B = TypeVar("B", bound=BaseModel)
FIRST, LAST = "2027-02-08", "2027-02-12"
MOST_POINTS = 100_000

Points = Annotated[int, Field(ge=0, le=MOST_POINTS, examples=[30])]
Weight = Annotated[int, Field(ge=1, le=3, examples=[2])]
WindowKind = Literal["leave", "wishes"]


class Body(BaseModel):
    """What is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class NewWindow(Body):
    """A time in which people may ask for leave or wishes."""

    kind: WindowKind = Field(description="What may be asked for.", examples=["leave"])
    opens_at: Instant = Field(description="From when people may ask.")
    closes_at: Instant = Field(description="Until when, not included.")
    first_day: Day = Field(description="First day that may be asked for.", examples=[FIRST])
    last_day: Day = Field(description="Last day, included.", examples=[LAST])
    points: Points = Field(0, description="What each person may bid in all; 0: no bidding.")


class ChangedWindow(Body):
    """What is to change of a window; what is left out or null stays. Requests that were made stay as they are."""

    opens_at: Instant | None = Field(None, description="From when people may ask.")
    closes_at: Instant | None = Field(None, description="Until when, not included.")
    first_day: Day | None = Field(None, description="First day that may be asked for.", examples=[FIRST])
    last_day: Day | None = Field(None, description="Last day, included.", examples=[LAST])
    points: Points | None = Field(None, description="What each person may bid in all; 0: no bidding.")


class WindowBody(NewWindow):
    """A window."""

    id: int = Field(description="Its number.", examples=[3])
    open: bool = Field(description="Whether people may ask now.", examples=[True])
    created_by: str = Field(description="Who made it.", examples=["mia@example.org"])
    version: int = Field(description="Rises with every change; the ETag.", examples=[1])


class NewLeave(Body):
    """Leave that somebody asks for."""

    person: Id | None = Field(
        None, description="For whom; left out: oneself. Only managers ask for others.", examples=["sin-01"]
    )
    first_day: Day = Field(description="First day away.", examples=[FIRST])
    last_day: Day = Field(description="Last day away, included.", examples=[LAST])
    kind: Id = Field("annual", description="annual, medical, parental, training, or your own word.")
    points: Points = Field(0, description="The bid, where the window has points.")
    reason: Paragraph = Field("", description="Why: for the person and managers only.", examples=["A wedding"])


class ChangedLeave(Body):
    """What is to change of a request; what is left out or null stays."""

    first_day: Day | None = Field(None, description="First day away.", examples=[FIRST])
    last_day: Day | None = Field(None, description="Last day away, included.", examples=[LAST])
    kind: Id | None = Field(None, description="annual, medical, parental, training, or your own word.")
    points: Points | None = Field(None, description="The bid, where the window has points.")
    reason: Paragraph | None = Field(None, description="Why.", examples=["A wedding"])


class NewWish(Body):
    """A wish that somebody has, for one day or for every such weekday."""

    person: Id | None = Field(
        None, description="For whom; left out: oneself. Only managers ask for others.", examples=["sin-01"]
    )
    day: Day | None = Field(None, description="For which day.", examples=[FIRST])
    every: Weekday | None = Field(None, description="In place of day: for which day of every week.", examples=[None])
    wish: Id = Field(description='"off", or the shift wanted.', examples=["off"])
    weight: Weight = Field(1, description="1 (nice) to 3 (important); with points, the bid says so.")
    points: Points = Field(0, description="The bid, where the window has points.")


class ChangedWish(Body):
    """What is to change of a request; what is left out or null stays. A day takes the place of `every`, and back."""

    day: Day | None = Field(None, description="For which day.", examples=[FIRST])
    every: Weekday | None = Field(None, description="In place of day: for which day of every week.", examples=[None])
    wish: Id | None = Field(None, description='"off", or the shift wanted.', examples=["off"])
    weight: Weight | None = Field(None, description="1 (nice) to 3 (important).")
    points: Points | None = Field(None, description="The bid, where the window has points.")


class RequestBody(BaseModel):
    """What every request has. What others bid, and what they were answered, is for managers: null for the rest."""

    id: int = Field(description="Its number.", examples=[12])
    person: str = Field(description="Who asks.", examples=["sin-01"])
    state: State = Field(description="What became of it.", examples=["asked"])
    window: int | None = Field(description="The window in which it was asked.", examples=[3])
    points: int | None = Field(description="The bid.", examples=[30])
    answer: str | None = Field(description="What who decided said to it.", examples=["Enjoy it."])
    decided_by: str | None = Field(description="Who decided.", examples=["mia@example.org"])
    decided_at: Instant | None = Field(description="When.")
    created_by: str | None = Field(description="Who made the request.", examples=["ana@example.org"])
    created_at: Instant = Field(description="When.")
    version: int = Field(description="Rises with every change; the ETag.", examples=[1])


class LeaveBody(RequestBody):
    """Leave that somebody asks for. To others its kind is `away`, and its reason null."""

    first_day: Day = Field(description="First day away.", examples=[FIRST])
    last_day: Day = Field(description="Last day away, included.", examples=[LAST])
    kind: str = Field(description="annual, medical, parental, training, or the team's own word.", examples=["annual"])
    reason: str | None = Field(description="Why.", examples=["A wedding"])


class WishBody(RequestBody):
    """A wish that somebody has."""

    day: Day | None = Field(description="For which day.", examples=[FIRST])
    every: str | None = Field(description="For which day of every week.", examples=["friday"])
    wish: str = Field(description='"off", or the shift wanted.', examples=["off"])
    weight: int = Field(description="1 (nice) to 3 (important).", examples=[2])


class Denial(Body):
    """A request is refused."""

    answer: Paragraph = Field("", description="What to say to it.", examples=["Too many are away then."])


class Approval(Denial):
    """A request is granted: it stands in the team document, for the next plan to fulfil."""

    even_so: bool = Field(
        False, description="Also when a hard rule then breaks in a published roster; it takes a reason."
    )
    reason: Paragraph = Field(
        "", description="Why even so; it stays in the audit log.", examples=["Ben takes the shift over."]
    )
    weight: Weight | None = Field(
        None,
        description="Of a wish: 1 (nice) to 3 (important). Left out: by the bid's part of the window's points, else as "
        "asked. Leave has none.",
    )


class Decided(BaseModel, Generic[B]):
    """A request after a step that may change the team document, and what that breaks of what is published."""

    request: B = Field(description="The request.")
    stored: bool = Field(description="False for a dry run.", examples=[True])
    breaks: list[BreakBody] = Field(description="What breaks of the published revisions, from now on.")
    breaks_left_out: int = Field(0, description="How many more breaks there are than are listed.", examples=[0])


class BidDay(BaseModel):
    """A day that a request asks for."""

    day: Day = Field(description="The day.", examples=[FIRST])
    away: int = Field(description="How many others of the team are away by the team document.", examples=[2])
    away_at_site: int = Field(description="How many of them are of the person's site.", examples=[1])
    asked: int = Field(description="How many others of this list ask for the day.", examples=[1])


class Bid(BaseModel):
    """A request that waits for an answer, in its place by points, then time."""

    rank: int = Field(description="1 for the highest bid.", examples=[1])
    request: int = Field(description="The request.", examples=[12])
    person: str = Field(description="Who asks.", examples=["sin-01"])
    points: int = Field(description="The bid.", examples=[30])
    created_at: Instant = Field(description="When it was asked.")
    every: str | None = Field(description="For a wish for every such weekday: which; it has no days.", examples=[None])
    days: list[BidDay] = Field(description="The days that it asks for.")
