"""Accounts, roles and tokens as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.security.abilities import Ability, Role
from api.security.passwords import LONGEST, SHORTEST
from api.web.values import LARGEST_ID, Instant

LoginName = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$", max_length=200, examples=["mia@example.org"])
]
ShownName = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=200, examples=["Mia Tan"])]
Email = Annotated[str, Field(pattern=r"^[^@\s\x00]+@[^@\s\x00]+$", max_length=320, examples=["mia@example.org"])]
Password = Annotated[
    str,
    Field(min_length=SHORTEST, max_length=LONGEST, pattern=r"^[^\x00]*$", examples=["correct horse battery staple"]),
]


class Body(BaseModel):
    """What is sent: nothing that is not known."""

    model_config = ConfigDict(extra="forbid")


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
    abilities: list[Ability] | None = Field(
        None, description="The only acts that the token is for; null: all that its account may do.", examples=[None]
    )


class LoginBody(Body):
    """A login by password."""

    login: str = Field(max_length=200, description="Name to log in with.", examples=["mia@example.org"])
    password: str = Field(max_length=LONGEST, description="Its password.", examples=["correct horse battery staple"])


class AccountBody(BaseModel):
    """An account."""

    id: int = Field(description="Its number.", examples=[7])
    login: str = Field(description="Name to log in with.", examples=["mia@example.org"])
    name: str = Field(description="Name to show.", examples=["Mia Tan"])
    email: str | None = Field(description="Where mail goes.", examples=["mia@example.org"])
    administrator: bool = Field(description="Whether everything is allowed.", examples=[False])
    active: bool = Field(description="False: closed, nothing is allowed.", examples=[True])
    has_password: bool = Field(description="Whether it can log in by password.", examples=[True])
    created_at: Instant = Field(description="When it was made.")


class NewAccount(Body):
    """An account to be made."""

    login: LoginName = Field(description="Name to log in with; no two accounts have the same.")
    name: ShownName = Field("", description="Name to show.")
    email: Email | None = Field(None, description="Where mail goes.")
    password: Password | None = Field(None, description="Left out: it logs in elsewhere, or only has tokens.")
    administrator: bool = Field(False, description="Whether everything is allowed.", examples=[False])


class ChangedAccount(Body):
    """What is to change of an account; what is left out stays."""

    name: ShownName | None = Field(None, description="Name to show.")
    email: Email | None = Field(None, description="Where mail goes.")
    administrator: bool | None = Field(None, description="Whether everything is allowed.", examples=[False])
    active: bool | None = Field(None, description="False closes it and ends its logins.", examples=[True])
    password: Password | None = Field(None, description="A new password; it ends all logins.")


class ChangedPassword(Body):
    """A new password of one's own."""

    current: str = Field(max_length=LONGEST, description="The password until now.", examples=["the old password"])
    new: Password = Field(description="The password from now on.")


class NewToken(Body):
    """A token to be made. It can do no more than who makes it, and what its account may do."""

    name: ShownName = Field(min_length=1, description="What it is for.", examples=["pager bridge"])
    account: int | None = Field(
        None, ge=1, le=LARGEST_ID, description="Whose; another's only for administrators.", examples=[7]
    )
    teams: list[Id] | None = Field(
        None, max_length=1000, description="Only for these teams.", examples=[["gsr-2027q1"]]
    )
    abilities: list[Ability] | None = Field(
        None, max_length=50, description="Only for these acts.", examples=[["oncall:read"]]
    )
    expires_at: Instant | None = Field(None, description="Worthless from then on. Left out: never.")


class TokenBody(BaseModel):
    """A token, without its secret."""

    id: int = Field(description="Its number.", examples=[3])
    name: str = Field(description="What it is for.", examples=["pager bridge"])
    hint: str = Field(description="How it begins.", examples=["watchbill_api_x1Yz"])
    account: int = Field(description="Whose it is.", examples=[7])
    teams: list[str] | None = Field(description="The teams that it is for; null: all.", examples=[["gsr-2027q1"]])
    abilities: list[str] | None = Field(description="The acts that it is for; null: all.", examples=[["oncall:read"]])
    created_at: Instant = Field(description="When it was made.")
    expires_at: Instant | None = Field(description="When it ends.")
    revoked_at: Instant | None = Field(description="When it was revoked.")
    last_used_at: Instant | None = Field(description="When it was last used, give or take a minute.")


class MadeToken(TokenBody):
    """A new token with its secret."""

    secret: str = Field(description="Keep it: nobody can show it again.", examples=["watchbill_api_x1Yz..."])
