"""Plans as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.revisions.schemas import AssignmentBody, DifferenceBody
from api.web.values import LARGEST_ID, Instant, Paragraph

PLAN, PERSON, SHIFT = "019b2f6c5d40a1b2c3d4e5f6", "sin-01", "sin-night@2027-01-04"

State = Literal["queued", "running", "done", "cancelled", "failed"]
PlanName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class PlanRequest(BaseModel):
    """What to search for, and for how long."""

    model_config = ConfigDict(extra="forbid")

    seconds: float | None = Field(
        None, ge=1, le=86_400, allow_inf_nan=False, description="Of search. Left out: as set.", examples=[120]
    )
    workers: int | None = Field(None, ge=1, le=64, description="Threads of search. Left out: as set.", examples=[2])
    seed: int = Field(1, ge=0, le=LARGEST_ID, description="Of the search's random choices.", examples=[1])
    base: PlanName | None = Field(
        None, description="A plan of the same days: the search goes on from its roster.", examples=[PLAN]
    )
    keep_pinned: bool = Field(True, description="Whether what is pinned in the base stays as it is.", examples=[True])
    note: Paragraph = Field("", description="For whoever reads the list of plans.", examples=["with two newcomers"])


class PlanLine(BaseModel):
    """A plan, without what it holds."""

    id: str = Field(description="Its name in addresses.", examples=[PLAN])
    team: str = Field(description="Whose.", examples=["gsr-2027q1"])
    state: State = Field(description="Where it is. A cancelled one may have a roster too.", examples=["done"])
    status: str | None = Field(
        description="How the search ended: optimal, feasible, infeasible, unknown; edited: changed by hand since.",
        examples=["feasible"],
    )
    penalty: int | None = Field(description="Of the roster, all tiers together.", examples=[1204])
    lower_bound: int | None = Field(description="What no roster can beat, as far as was proven.", examples=[1180])
    gap: float | None = Field(description="How far the penalty may be above the best, as a share.", examples=[0.02])
    seconds: float | None = Field(description="Of search.", examples=[120.4])
    base: str | None = Field(description="The plan that it started from.", examples=[None])
    note: str = Field(description="What was said of it.", examples=["with two newcomers"])
    created_by: str = Field(description="Who asked for it.", examples=["mia@example.org"])
    created_at: Instant = Field(description="When.", examples=["2026-12-01T09:00:00Z"])
    finished_at: Instant | None = Field(description="When it was done.", examples=["2026-12-01T09:02:00Z"])
    version: int = Field(description="Rises with every change; the ETag.", examples=[2])


class StepBody(BaseModel):
    """Where a search is."""

    id: int = Field(description="Rises with each step.", examples=[7])
    seconds: float = Field(description="Since the search began.", examples=[12.5])
    stage: str = Field(description="What is improved: the name of a tier.", examples=["fairness"])
    penalty: int | None = Field(description="Of the best roster so far; null before the first.", examples=[1500])
    lower_bound: int = Field(description="What no roster can beat.", examples=[1100])


class TierBody(BaseModel):
    """A tier that has rules."""

    tier: str = Field(description="Its name; they are listed from the most important on.", examples=["fairness"])
    penalty: int = Field(description="What its rules cost.", examples=[40])
    lower_bound: int | None = Field(None, description="What no roster can beat; null: not known.", examples=[38])
    gap: float | None = Field(None, description="How far above that it may be, as a share.", examples=[0.05])


class PlannedBody(AssignmentBody):
    """A person on a dated shift, as planned."""

    pinned: bool = Field(description="A new search may not change it.", examples=[False])


class PlanBody(PlanLine):
    """A plan. Without a roster, the report has the reasons."""

    stopping: bool = Field(description="It was cancelled, and ends in a moment.", examples=[False])
    error: str | None = Field(description="Why it failed.", examples=[None])
    request: dict[str, Any] = Field(
        description="What was asked for.", examples=[{"seconds": 120, "workers": 2, "seed": 1}]
    )
    progress: StepBody | None = Field(description="Where the search was last.")
    tiers: list[TierBody] = Field(description="The penalties.")
    roster: list[PlannedBody] | None = Field(description="Who has which shift, in order of start; null: none.")
    violations: list[dict[str, Any]] = Field(
        description="All that the checker finds, hard rules first.",
        examples=[[{"rule": "wishes", "amount": 3, "hard": False, "because": "sin-01 wished to be off"}]],
    )
    report: dict[str, Any] | None = Field(
        description="Coverage, fairness, wishes, rules, holidays and limits; or the reasons why there is no roster.",
        examples=[{"coverage": []}],
    )
    revision: int | None = Field(description="The newest revision that was made of it.", examples=[None])


class EndBody(BaseModel):
    """What came of a plan."""

    state: str = Field(description="Where it is; deleted: it is no more.", examples=["done"])
    status: str | None = Field(None, description="How the search ended.", examples=["optimal"])
    penalty: int | None = Field(None, description="Of the roster.", examples=[1204])
    lower_bound: int | None = Field(None, description="What no roster can beat.", examples=[1180])
    gap: float | None = Field(None, description="How far above that it may be, as a share.", examples=[0.02])
    error: str | None = Field(None, description="Why it failed.", examples=[None])


class CancelBody(BaseModel):
    """What cancelling did."""

    plan: str = Field(description="Which plan.", examples=[PLAN])
    done: Literal["stopping", "cancelled", "deleted"] = Field(
        description="stopping: the search ends in a moment, and its best roster is kept; cancelled: it has ended; "
        "deleted: it had ended before, and the plan is no more.",
        examples=["stopping"],
    )


class TierPairBody(BaseModel):
    """A tier in two plans."""

    tier: str = Field(description="Its name.", examples=["fairness"])
    before: int | None = Field(description="Its penalty in the other plan; null: it has no such tier.", examples=[40])
    after: int | None = Field(description="Its penalty in this plan.", examples=[25])


class SpreadPairBody(BaseModel):
    """How far people are apart in a burden, in two plans."""

    site: str = Field(description="Where.", examples=["sin"])
    burden: str = Field(description="In what.", examples=["nights"])
    before: float | None = Field(description="In the other plan; null: nobody shares it there.", examples=[3])
    after: float | None = Field(description="In this plan.", examples=[2])


class ComparisonBody(DifferenceBody):
    """From another plan to this one."""

    before: PlanLine = Field(description="The other plan.")
    after: PlanLine = Field(description="This plan.")
    tiers: list[TierPairBody] = Field(description="Penalties, the most important tier first.")
    spreads: list[SpreadPairBody] = Field(description="Fairness.")
