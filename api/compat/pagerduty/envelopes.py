"""What PagerDuty's objects are sent in."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from api.compat.pagerduty.schemas import EscalationPolicy, Oncall, OverrideBody, Schedule, Team, User


class Page(BaseModel):
    """Part of a list."""

    limit: int = Field(description="Most items of a page.", examples=[25])
    offset: int = Field(description="How many items come before this page.", examples=[0])
    more: bool = Field(description="Whether items come after this page.", examples=[False])
    total: int | None = Field(description="How many items there are; null unless that is asked.", examples=[None])


class Oncalls(Page):
    """Who is on call."""

    oncalls: list[Oncall] = Field(description="In order of team, level and start.")


class Schedules(Page):
    """Schedules."""

    schedules: list[Schedule] = Field(description="In order of name.")


class Users(Page):
    """People."""

    users: list[User] = Field(description="In order of name.")


class Policies(Page):
    """Escalation policies."""

    escalation_policies: list[EscalationPolicy] = Field(description="In order of name.")


class Teams(Page):
    """Teams."""

    teams: list[Team] = Field(description="In order of name.")


class OneSchedule(BaseModel):
    """A schedule."""

    schedule: Schedule = Field(description="The schedule.")


class OneUser(BaseModel):
    """A user."""

    user: User = Field(description="The user.")


class OnePolicy(BaseModel):
    """An escalation policy."""

    escalation_policy: EscalationPolicy = Field(description="The policy.")


class OneTeam(BaseModel):
    """A team."""

    team: Team = Field(description="The team.")


class ScheduleUsers(BaseModel):
    """Who has a schedule in a time."""

    users: list[User] = Field(description="In order of name.")


class Overrides(BaseModel):
    """Overrides of a schedule."""

    overrides: list[OverrideBody] = Field(description="In order of start.")


class RefusedOverride(BaseModel):
    """What was sent."""

    start: str = Field(description="As it was sent.", examples=["2027-02-14T15:10:00Z"])
    end: str = Field(description="As it was sent.", examples=["2027-02-14T15:10:00Z"])
    user: dict[str, str] = Field(description="As it was sent.", examples=[{"id": "PQ4SYZ2DYFMPXG"}])


class Outcome(BaseModel):
    """What came of one."""

    status: Literal[201, 400] = Field(description="201: it was made.", examples=[201])
    errors: list[str] | None = Field(default=None, description="All that is wrong with it.", examples=[[]])
    override: OverrideBody | RefusedOverride = Field(description="The override.")


class ErrorBody(BaseModel):
    """What went wrong."""

    code: int = Field(description="Which kind.", examples=[2100])
    message: str = Field(description="The kind in words.", examples=["Not Found"])
    errors: list[str] = Field(description="What went wrong here.", examples=[["There is no such schedule."]])


class Refusal(BaseModel):
    """Why a request was refused."""

    error: ErrorBody = Field(description="What went wrong.")


class PlainRefusal(BaseModel):
    """The same in one sentence."""

    error: str = Field(description="What went wrong.", examples=["This is an account-level access token."])


_EXPLICIT = (400, 401, 403, 404, 429, 503)
REFUSALS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Refusal} for status in _EXPLICIT},
    "4XX": {"model": Refusal, "description": "Whatever else is wrong with the request."},
}
UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "What you have is still so."}}
