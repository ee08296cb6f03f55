"""Revisions, and what publishing changes, as the API shows and takes them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.web.values import Instant, Line, Paragraph

Reason = Annotated[Paragraph, Field(min_length=1, examples=["Two are ill; agreed with both by telephone."])]
PERSON, SHIFT, START = "sin-01", "sin-night@2027-01-04", "2027-01-04T15:00:00Z"


class Body(BaseModel):
    """What is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


class Acceptance(Body):
    """A hard violation that whoever publishes takes upon himself."""

    violation: Line = Field(
        description="Its `id`, as the refusal and the plan's diff have it.", examples=["rest_period-3f2a91c04d7e"]
    )
    reason: Reason = Field(description="Why. It stays in the revision and in the audit log.")


class Consent(Body):
    """Somebody agreed to changes at short notice."""

    person: Id = Field(description="Who agreed.", examples=[PERSON])
    reason: Reason = Field(description="How that is known.")


class Publishing(Body):
    """What is said when a plan is published."""

    note: Paragraph = Field("", description="What readers are told of the revision.", examples=["January, final"])
    accept: list[Acceptance] = Field([], max_length=500, description="Hard violations that are accepted, one by one.")
    consents: list[Consent] = Field(
        [], max_length=500, description="People who agreed to changes within the team's `notice_days`."
    )


class ViolationBody(BaseModel):
    """A violation of a hard rule, or of the notice that the law asks for."""

    id: str = Field(description="Its name, by which it is accepted.", examples=["rest_period-3f2a91c04d7e"])
    rule: str = Field(description="Which rule.", examples=["rest_period"])
    amount: int = Field(description="How much, in the rule's own unit.", examples=[1])
    because: str = Field(description="The violation in words.", examples=["sin-01 has 7 h between two shifts, not 11"])
    person: str | None = Field(description="Whose.", examples=[PERSON])
    shifts: list[str] = Field(description="In which shifts.", examples=[[SHIFT]])
    start: Instant | None = Field(description="When it begins.", examples=[START])
    end: Instant | None = Field(description="When it ends, where it lasts.", examples=[START])
    about: str | None = Field(description="What else it speaks of: a coverage requirement, say.", examples=["floor"])
    past: bool = Field(description="Nobody can mend it any more: it needs no acceptance.", examples=[False])


class AcceptedBody(ViolationBody):
    """A violation that was accepted."""

    reason: str = Field(description="Why it was accepted.", examples=["Two are ill; agreed with both by telephone."])


class LateChangeBody(BaseModel):
    """A change of a shift that begins within the team's `notice_days`."""

    person: str = Field(description="Whose consent it needs.", examples=[PERSON])
    shift: str = Field(description="Which shift.", examples=[SHIFT])
    change: str = Field(description="What becomes of it: gained, lost or retimed.", examples=["gained"])
    start: Instant = Field(description="When it begins, before or after the change: the earlier one.", examples=[START])
    hours: float = Field(description="How many hours from now.", examples=[31.5])


class KeptBody(BaseModel):
    """A shift that had begun, and therefore stays what was published of it."""

    shift: str = Field(description="Which shift.", examples=[SHIFT])
    start: Instant = Field(description="When it began.", examples=[START])
    kept: list[str] = Field(description="Who has it.", examples=[[PERSON]])
    planned: list[str] = Field(description="Who had it by the plan.", examples=[["sin-02"]])


class PersonChangeBody(BaseModel):
    """What changes for one person; shifts by id, in order of start."""

    person: str = Field(description="Who.", examples=[PERSON])
    gained: list[str] = Field(description="New shifts.", examples=[[SHIFT]])
    lost: list[str] = Field(description="Shifts that are no longer this person's.", examples=[[]])
    retimed: list[str] = Field(description="Shifts that are still this person's, at other times.", examples=[[]])


class ShiftChangeBody(BaseModel):
    """A shift that changes hands."""

    shift: str = Field(description="Which shift.", examples=[SHIFT])
    start: Instant = Field(description="When it begins.", examples=[START])
    had: list[str] = Field(description="Who had it; empty: nobody.", examples=[["sin-02"]])
    has: list[str] = Field(description="Who has it; empty: nobody.", examples=[[PERSON]])


class DifferenceBody(BaseModel):
    """What differs between two states of what is published."""

    gained: int = Field(description="How many assignments are new.", examples=[1])
    lost: int = Field(description="How many are gone.", examples=[1])
    retimed: int = Field(description="How many have other times.", examples=[0])
    touched: list[str] = Field(description="The people for whom anything changes.", examples=[[PERSON, "sin-02"]])
    people: list[PersonChangeBody] = Field(description="What changes for each of them.")
    shifts: list[ShiftChangeBody] = Field(description="The shifts that change hands, in order of start.")


class RevisionDifferenceBody(DifferenceBody):
    """What differs between two revisions, each with what older ones say of the days of which it does not speak."""

    before: int = Field(description="The one revision; 0: before anything was published.", examples=[1])
    after: int = Field(description="The other.", examples=[2])


class PlanDifferenceBody(DifferenceBody):
    """What publishing a plan now would change, and what it would need."""

    kept: list[KeptBody] = Field(description="Shifts that have begun, and stay other than planned.")
    violations: list[ViolationBody] = Field(description="Of hard rules. Those that are not past need acceptance.")
    notice: list[LateChangeBody] = Field(description="Changes that need the consent of their people.")
    warnings: list[str] = Field(
        description="Notice that the company's policy asks for and that is not given.",
        examples=[["sin-01 of sin should have known the shifts of this roster by 2026-12-06T16:00:00Z"]],
    )


class RevisionLine(BaseModel):
    """A published plan, without what it holds."""

    number: int = Field(description="1 for the team's first, and so on.", examples=[2])
    plan: str = Field(description="The plan that was published.", examples=["b2d1c7"])
    first_day: date = Field(description="First day of its period.", examples=["2027-01-04"])
    last_day: date = Field(description="Last day of its period, included.", examples=["2027-01-31"])
    note: str = Field(description="What was said of it.", examples=["January, final"])
    published_by: str = Field(description="Who published it.", examples=["mia@example.org"])
    published_at: Instant = Field(description="When.", examples=["2026-12-01T09:00:00Z"])
    digest: str = Field(description="Fingerprint of what was published.", examples=["9f86d081884c7d65"])


class AssignmentBody(BaseModel):
    """A person on a dated shift."""

    person: str = Field(description="Who.", examples=[PERSON])
    shift: str = Field(description="Which dated shift.", examples=[SHIFT])
    template: str = Field(description="Of which shift template.", examples=["sin-night"])
    site: str = Field(description="Where.", examples=["sin"])
    duty: str = Field(description="on-duty or standby.", examples=["on-duty"])
    start: Instant = Field(description="When it begins.", examples=[START])
    end: Instant = Field(description="When it ends.", examples=["2027-01-04T23:30:00Z"])


class RevisionBody(RevisionLine):
    """A published plan. Reports, and what was accepted and why, are for managers: null for others."""

    assignments: list[AssignmentBody] = Field(description="Who has which shift, in order of start, then person.")
    accepted: list[AcceptedBody] | None = Field(description="Hard violations that were accepted.")
    consents: list[Consent] | None = Field(description="Who agreed to changes at short notice.")
    report: dict[str, Any] | None = Field(
        description="Coverage, fairness, wishes, rules, holidays and limits, as of the publication.",
        examples=[{"coverage": []}],
    )


class PublishedBody(BaseModel):
    """What came of publishing a plan."""

    revision: RevisionLine = Field(description="The new revision.")
    changes: DifferenceBody = Field(description="What differs from what was published before.")
    kept: list[KeptBody] = Field(description="Shifts that had begun, and stay other than planned.")
    accepted: list[AcceptedBody] = Field(description="Hard violations that were accepted.")
    warnings: list[str] = Field(
        description="Notice that the company's policy asks for and that is not given.",
        examples=[["sin-01 of sin should have known the shifts of this roster by 2026-12-06T16:00:00Z"]],
    )
    withdrawn_swaps: list[int] = Field(description="Swaps for which it has no place.", examples=[[12]])
