"""Edits of a plan by hand, and what they do, as the API takes and shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.documents.fields import Id, wrong
from api.plans.schemas import PERSON, PLAN, SHIFT
from api.web.values import Instant, Paragraph

ShiftId = Annotated[str, Field(max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]*$")]


class Operation(BaseModel):
    """One edit. `move` gives the assignment another person, another shift, or both; `exchange` swaps two."""

    model_config = ConfigDict(extra="forbid")

    do: Literal["add", "remove", "move", "exchange", "pin", "unpin"] = Field(description="What.", examples=["move"])
    person: Id = Field(description="Whose assignment.", examples=[PERSON])
    shift: ShiftId = Field(description="On which dated shift.", examples=[SHIFT])
    to_person: Id | None = Field(None, description="move: who gets it.", examples=["sin-02"])
    to_shift: ShiftId | None = Field(None, description="move: on which shift then.", examples=[None])
    with_person: Id | None = Field(None, description="exchange: with whom.", examples=[None])
    with_shift: ShiftId | None = Field(None, description="exchange: for which shift.", examples=[None])

    @model_validator(mode="after")
    def _complete(self) -> Operation:
        moves, exchanges = (self.to_person, self.to_shift), (self.with_person, self.with_shift)
        if any(moves) != (self.do == "move"):
            raise wrong("to_person, to_shift or both for a move, and for nothing else")
        if all(exchanges) != (self.do == "exchange") or any(exchanges) != all(exchanges):
            raise wrong("with_person and with_shift for an exchange, and for nothing else")
        return self


class Edits(BaseModel):
    """Edits, made one after the other: all of them, or none."""

    model_config = ConfigDict(extra="forbid")

    operations: list[Operation] = Field(min_length=1, max_length=200, description="The edits, in order.")
    dry_run: bool = Field(False, description="Answer what would come of it, and change nothing.", examples=[True])
    note: Paragraph = Field("", description="Why, for the audit log.", examples=["sin-01 is at a training"])


class FindingBody(BaseModel):
    """A violation with the price of its rule."""

    rule: str = Field(description="Which rule.", examples=["rest_period"])
    amount: int = Field(description="How much, in the rule's own unit.", examples=[1])
    weight: int | None = Field(description="The price of a unit; null: the rule is hard.", examples=[None])
    hard: bool = Field(description="Whether the rule must hold.", examples=[True])
    because: str = Field(description="The violation in words.", examples=["sin-01 has 7 h between two shifts, not 11"])
    person: str | None = Field(description="Whose.", examples=[PERSON])
    shifts: list[str] = Field(description="In which shifts.", examples=[[SHIFT]])
    start: Instant | None = Field(description="When.", examples=["2027-01-04T15:00:00Z"])


class ChangeBody(BaseModel):
    """A violation that comes or goes, in whole or in part."""

    finding: FindingBody = Field(description="The violation.")
    by: int = Field(description="How much of its amount is new, or gone.", examples=[1])


class TierChangeBody(BaseModel):
    """What a tier's penalty changes by."""

    tier: str = Field(description="Which tier.", examples=["fairness"])
    by: int = Field(description="By how much it rises; negative: falls.", examples=[-5])


class BurdenChangeBody(BaseModel):
    """A person's burden."""

    person: str = Field(description="Whose.", examples=[PERSON])
    burden: str = Field(description="Which: hours, nights, weekends, holidays, standby.", examples=["nights"])
    before: float = Field(description="In hours for hours, else in shifts.", examples=[6])
    after: float = Field(description="The same after the edits.", examples=[5])


class EffectBody(BaseModel):
    """What a change of a roster does."""

    breaks: list[ChangeBody] = Field(description="Violations of hard rules that are new.")
    mends: list[ChangeBody] = Field(description="Violations of hard rules that are gone.")
    worsens: list[ChangeBody] = Field(description="Violations of soft rules that are new.")
    eases: list[ChangeBody] = Field(description="Violations of soft rules that are gone.")
    penalty_change: list[TierChangeBody] = Field(description="By tier, the most important first.")
    burdens: list[BurdenChangeBody] = Field(description="Whose burden changes.")


class EditBody(BaseModel):
    """What edits did, or would do."""

    plan: str = Field(description="The plan that has the edited roster; a copy of a published one.", examples=[PLAN])
    version: int = Field(description="Its version now.", examples=[3])
    applied: bool = Field(description="Whether anything was changed.", examples=[True])
    effect: EffectBody = Field(description="What comes of it.")
    pins: list[dict[str, Any]] = Field(
        description="All that is pinned then.", examples=[[{"person": PERSON, "shift": SHIFT}]]
    )
