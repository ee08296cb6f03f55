"""Feeds as the API shows and takes them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.fields import Id
from api.feeds.gathering import FUTURE_DAYS, PAST_DAYS
from api.web.values import Instant
from scheduler.domain.shift import Duty

SECRET = "watchbill_feed_x1Yz..."
_BASE = "https://rota.example.org/feeds"
_ADDRESS = f"{_BASE}/{SECRET}.ics"
Language = Literal["en", "zh", "ms", "ta"]
Past = Annotated[int, Field(ge=0, le=PAST_DAYS, examples=[35])]
Future = Annotated[int, Field(ge=1, le=FUTURE_DAYS, examples=[365])]


class NewFeed(BaseModel):
    """A feed to be made. What is left out does not narrow it: `{}` is the whole team's."""

    model_config = ConfigDict(extra="forbid")

    person: Id | None = Field(
        None, description="Whose shifts; another's only for managers. Left out: everybody's.", examples=["sin-01"]
    )
    site: Id | None = Field(None, description="Shifts of which site. Left out: of all.", examples=["sin"])
    duty: Duty | None = Field(None, description="Which duty. Left out: all.", examples=["standby"])
    on_call: bool = Field(
        False, description="Only standby and the turns of on-call schedules, no work on duty.", examples=[False]
    )
    busy: bool = Field(
        False,
        description="Whether shifts on duty block the time in the calendar; standby never does.",
        examples=[False],
    )
    language: Language = Field("en", description="In which language it speaks.", examples=["en"])
    past_days: Past = Field(35, description="How many days before today it shows.")
    future_days: Future = Field(365, description="How many days after today it shows.")


class FeedBody(BaseModel):
    """A feed, without its secret."""

    id: int = Field(description="Its number.", examples=[5])
    team: str = Field(description="Of which team.", examples=["gsr-2027q1"])
    person: str | None = Field(description="Whose shifts; null: everybody's.", examples=["sin-01"])
    site: str | None = Field(description="Shifts of which site; null: of all.", examples=[None])
    duty: str | None = Field(description="Which duty; null: all.", examples=[None])
    on_call: bool = Field(description="Whether it has standby and the turns of on-call schedules only.")
    busy: bool = Field(description="Whether shifts on duty block the time in the calendar.")
    language: str = Field(description="In which language it speaks.", examples=["en"])
    past_days: int = Field(description="How many days before today it shows.", examples=[35])
    future_days: int = Field(description="How many days after today it shows.", examples=[365])
    hint: str = Field(description="How its secret begins.", examples=["watchbill_feed_x1Yz"])
    created_at: Instant = Field(description="When it was made.")
    revoked_at: Instant | None = Field(description="When it was revoked.")
    last_used_at: Instant | None = Field(description="When a calendar last asked for it, give or take a minute.")
    last_program: str | None = Field(
        description="Which kind of program that was: Google, Apple, Outlook, Thunderbird, ..., Other.",
        examples=["Google"],
    )


class MadeFeed(FeedBody):
    """A feed with its new addresses, which nobody can show again. Whoever has one of them can read the feed."""

    url: str = Field(description="For programs that ask for an address.", max_length=256, examples=[_ADDRESS])
    webcal: str = Field(
        description="Opens the calendar program of a Mac, an iPhone, or Outlook.",
        examples=[f"webcal://rota.example.org/feeds/{SECRET}.ics"],
    )
    google: str = Field(
        description="Adds it to a Google calendar.",
        examples=["https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Frota.example.org%2Ffeeds%2F..."],
    )
    page: str = Field(description="Says how to subscribe, in each program.", examples=[f"{_BASE}/{SECRET}"])
