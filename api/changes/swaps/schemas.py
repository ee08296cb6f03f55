"""Swaps as the API shows and takes them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.changes.schemas import OTHER, PERSON, SHIFT, START, Body, ConsequencesBody
from api.changes.swaps.states import State
from api.documents.fields import Id
from api.plans.edit_schemas import EffectBody, ShiftId
from api.web.values import Instant, Paragraph

MOST_MOVES = 20


class NewMove(Body):
    """An assignment that goes over to somebody, whole or in part."""

    person: Id = Field(description="Who has it.", examples=[PERSON])
    shift: ShiftId = Field(description="Which dated shift.", examples=[SHIFT])
    to: Id | None = Field(None, description="Who gets it. Left out: whoever accepts it first.", examples=[OTHER])
    start: Instant | None = Field(None, description="From when on, of a part. Left out: from its start.")
    end: Instant | None = Field(None, description="Until when, of a part. Left out: to its end.")


class NewSwap(Body):
    """Assignments that are to change hands, all of them or none: a give-away, an exchange, a circle of three."""

    moves: list[NewMove] = Field(min_length=1, max_length=MOST_MOVES, description="What goes over to whom.")
    person: Id | None = Field(
        None,
        description="Who offers it, one of those concerned; others than oneself only managers name.",
        examples=[PERSON],
    )
    reason: Paragraph = Field("", description="Why; for those concerned.", examples=["My sister marries."])


class Step(Body):
    """Somebody answers to a swap."""

    person: Id | None = Field(None, description="Who; others than oneself only managers name.", examples=[OTHER])
    reason: Paragraph = Field("", description="What to say to it.", examples=["I am away on that day."])


class Approval(Body):
    """A manager lets a swap count to which all have agreed."""

    even_so: bool = Field(False, description="Also when it breaks a hard rule; it takes a reason.")
    reason: Paragraph = Field("", description="Why; it stays in the audit log.", examples=["Both are rested."])


class MoveBody(BaseModel):
    """An assignment that goes over."""

    person: str = Field(description="Who has it, or had.", examples=[PERSON])
    shift: str = Field(description="Which dated shift.", examples=[SHIFT])
    to: str | None = Field(description="Who gets it; null: nobody has taken it yet.", examples=[OTHER])
    open: bool = Field(description="Whether it was offered to whoever takes it.", examples=[False])
    start: Instant | None = Field(description="From when on, of a part; null: all of it.", examples=[None])
    end: Instant | None = Field(description="Until when, of a part; null: all of it.", examples=[None])


class ConsentBody(BaseModel):
    """Somebody agreed."""

    person: str = Field(description="Who.", examples=[PERSON])
    at: Instant = Field(description="When.", examples=["2027-01-02T09:00:00Z"])


class SwapBody(BaseModel):
    """A swap."""

    id: int = Field(description="Its number.", examples=[12])
    state: State = Field(description="Where it is.", examples=["offered"])
    moves: list[MoveBody] = Field(description="What goes over to whom.")
    offered_by: str = Field(description="Who offered it.", examples=[PERSON])
    consents: list[ConsentBody] = Field(description="Who agreed.")
    waits_for: list[str] = Field(description="Who is asked, and did not answer yet.", examples=[[OTHER]])
    reason: str | None = Field(description="Why; null for those whom it does not concern.", examples=["A wedding"])
    why: str | None = Field(description="Why it ended as it did; likewise.", examples=["I am away on that day."])
    breaks: list[dict[str, Any]] = Field(
        description="The hard rules that it broke when it was last answered.",
        examples=[[{"rule": "rest_period", "because": "sin-01 has 7 h between two shifts, not 11"}]],
    )
    created_by: str = Field(description="Whose account made it.", examples=["ana@example.org"])
    created_at: Instant = Field(description="When.", examples=["2027-01-02T09:00:00Z"])
    starts_at: Instant = Field(
        description="When the first of it begins: from then on nobody can apply it.", examples=[START]
    )
    applied_at: Instant | None = Field(description="From when on it counts.", examples=[None])
    ended_at: Instant | None = Field(description="When it was declined or withdrawn.", examples=[None])
    decided_by: str | None = Field(description="The account that approved or ended it.", examples=[None])
    version: int = Field(description="Rises with every change; the ETag.", examples=[1])


class SwapDetail(SwapBody):
    """A swap, and what it would do, or did by this request."""

    obstacle: str | None = Field(
        description="Why it cannot be applied as things are; null: nothing stands against it, or it has ended.",
        examples=[None],
    )
    consequences: ConsequencesBody | None = Field(
        description="What it does; null where it has ended, cannot be applied, or names nobody yet."
    )


class SuggestedMove(BaseModel):
    """An assignment that would go over."""

    person: str = Field(description="Who has it.", examples=[PERSON])
    shift: str = Field(description="Which dated shift.", examples=[SHIFT])
    to: str = Field(description="Who would get it.", examples=[OTHER])


class Suggestion(BaseModel):
    """A swap that breaks no hard rule."""

    moves: list[SuggestedMove] = Field(description="What would go over to whom: two moves, or three in a circle.")
    effect: EffectBody = Field(description="What it would do.")


class SuggestionsBody(BaseModel):
    """With whom somebody could swap a shift."""

    person: str = Field(description="Who.", examples=[PERSON])
    shift: str = Field(description="Which shift.", examples=[SHIFT])
    suggestions: list[Suggestion] = Field(description="The best first: by what the penalties of the tiers change by.")
