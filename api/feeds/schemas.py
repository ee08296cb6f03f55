"""Feeds as the API shows and takes them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.web.values import Instant

SECRET = "watchbill_feed_x1Yz..."


class NewFeed(BaseModel):
    """A feed to be made."""

    model_config = ConfigDict(extra="forbid")

    person: Id | None = Field(
        None, description="Whose shifts; another's only for managers. Left out: the whole team's.", examples=["sin-01"]
    )


class FeedBody(BaseModel):
    """A feed, without its secret."""

    id: int = Field(description="Its number.", examples=[5])
    team: str = Field(description="Of which team.", examples=["gsr-2027q1"])
    person: str | None = Field(description="Whose shifts; null: the whole team's.", examples=["sin-01"])
    hint: str = Field(description="How its secret begins.", examples=["watchbill_feed_x1Yz"])
    created_at: Instant = Field(description="When it was made.")
    revoked_at: Instant | None = Field(description="When it was revoked.")
    last_used_at: Instant | None = Field(description="When a calendar last asked for it, give or take an hour.")


class MadeFeed(FeedBody):
    """A new feed with its addresses, which nobody can show again."""

    url: str = Field(description="For programs.", examples=[f"https://rota.example.org/feeds/{SECRET}.ics"])
    webcal: str = Field(
        description="Opens the calendar program.", examples=[f"webcal://rota.example.org/feeds/{SECRET}.ics"]
    )
