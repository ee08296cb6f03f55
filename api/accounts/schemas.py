"""Accounts, roles and tokens as the API shows them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.security.abilities import Ability, Role


class MembershipBody(BaseModel):
    """A role in a team."""

    team: str = Field(description="The team.", examples=["gsr-2027q1"])
    role: Role = Field(description="What the account is there.", examples=["manager"])
    person: str | None = Field(None, description="Its id in the team's documents.", examples=["sin-01"])
    abilities: list[Ability] = Field(description="What it may do there with this token.", examples=[["oncall:read"]])


class MeBody(BaseModel):
    """Who asks."""

    login: str = Field(description="Name to log in with.", examples=["administrator"])
    name: str = Field(description="Name to show.", examples=["Administrator"])
    administrator: bool = Field(description="Whether everything is allowed.", examples=[True])
    csrf: str | None = Field(None, description="For a login by cookie: what X-CSRF-Token must say.", examples=[None])
    teams: list[MembershipBody] = Field(description="Roles in teams.")
