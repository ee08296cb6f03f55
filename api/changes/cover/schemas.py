"""Who may cover, as the API shows it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.changes.schemas import END, PERSON, SHIFT, START
from api.plans.edit_schemas import EffectBody
from api.web.values import Instant


class CoverBody(BaseModel):
    """A person, and what speaks for and against them. Hours and burden are null where no roster is published."""

    person: str = Field(description="Who.", examples=[PERSON])
    may: bool = Field(description="Whether nothing stands against it.", examples=[True])
    able: bool = Field(
        description="False where a fact stands against it, such as leave; true where at most rules do.", examples=[True]
    )
    reasons: list[str] = Field(description="What stands against it.", examples=[["sin-01 lacks the skill fraud"]])
    rest_before: float | None = Field(
        description="Hours since the last own shift or turn ends; null: there is none.", examples=[39.5]
    )
    rest_after: float | None = Field(description="Hours until the next one begins; likewise.", examples=[16])
    week_hours: float | None = Field(description="Paid hours of that week with this shift.", examples=[40])
    contract_hours: float | None = Field(description="Most paid hours of a week by contract.", examples=[40])
    period_hours: float | None = Field(description="Paid hours of the period with this shift.", examples=[472])
    target_hours: float | None = Field(description="The contract's hours of the period, less leave.", examples=[480])
    ahead: float | None = Field(
        description="How many shifts more than a fair share the person has without it; negative: fewer.",
        examples=[-1.5],
    )
    effect: EffectBody | None = Field(description="What covering would do to the roster; null for who may not.")


class CoversBody(BaseModel):
    """A time to cover, and everybody of the team."""

    shift: str | None = Field(description="The dated shift; null: a stretch of time.", examples=[SHIFT])
    duty: str = Field(description="Of which duty.", examples=["on-duty"])
    level: int = Field(description="Of which level.", examples=[1])
    site: str | None = Field(description="Where.", examples=["sin"])
    start: Instant = Field(description="From when on.", examples=[START])
    end: Instant = Field(description="Until when, not included.", examples=[END])
    running: bool = Field(description="It has begun: the answer is as if it had not.", examples=[False])
    people: list[CoverBody] = Field(
        description="Those who may come first, and the best of them first: by rest, hours and burden."
    )
