"""What a person wants to be told, when, and by which channels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import httpx2
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from api.documents.bands import SHORT_WEEKDAYS
from api.documents.fields import Clock, ShortWeekday, wrong
from api.notices.channels.channel import ChannelName
from api.notices.channels.mail import MAIL_ADDRESS
from api.notices.kinds import EVERY_KIND, Kind
from api.web.values import Zone
from scheduler.oncall.digest import next_digest

SLACK_MEMBER = r"^[UW][A-Z0-9]{6,20}$"
MOST_ADDRESS = 500  # characters that the outbox has for an address


def _web_address(text: str) -> str:
    try:
        url = httpx2.URL(text)
    except httpx2.InvalidURL:
        raise wrong("an address that begins with https:// or http://") from None
    if not url.host:
        raise wrong("an address with the name of a host")
    if url.userinfo:
        raise wrong("an address without user name and password", "Webhooks are signed: check the signature.")
    return text


WebAddress = Annotated[str, Field(max_length=MOST_ADDRESS, pattern=r"^https?://[!-~]+$"), AfterValidator(_web_address)]
Lead = Annotated[int, Field(ge=5, le=20_160)]


def says_what_to_tell(document: Mapping[str, Any] | None) -> bool:
    """Whether somebody chose what to be told; who they are in Slack alone says nothing of it."""
    return document is not None and document.keys() != {"slack_member"}


class _Preference(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _choosable(kind: Kind) -> Kind:
    if kind not in EVERY_KIND:
        raise wrong("a kind that can be chosen", "A test is sent everywhere.")
    return kind


_KINDS = WithJsonSchema({"type": "string", "enum": [*EVERY_KIND]})
ChosenKind = Annotated[Kind, AfterValidator(_choosable), _KINDS]


class _Destination(_Preference):
    kinds: tuple[ChosenKind, ...] = Field(
        EVERY_KIND,
        min_length=1,
        max_length=len(EVERY_KIND),
        description="What is sent there. Left out: everything.",
        examples=[[Kind.SHIFT_STARTS, Kind.ROSTER_CHANGED]],
    )


class MailDestination(_Destination):
    """Notices by e-mail."""

    channel: Literal[ChannelName.MAIL] = Field(description="By e-mail.", examples=[ChannelName.MAIL])
    address: str = Field(pattern=MAIL_ADDRESS, max_length=254, description="The mailbox.", examples=["mei@example.org"])


class WebhookDestination(_Destination):
    """Notices as signed JSON."""

    channel: Literal[ChannelName.WEBHOOK] = Field(description="By webhook.", examples=[ChannelName.WEBHOOK])
    address: WebAddress = Field(
        description="Where JSON is posted to, with a Watchbill-Signature.", examples=["https://example.org/rota-hook"]
    )


class SlackDestination(_Destination):
    """Notices in a channel of Slack, or of another service that takes Slack's incoming webhooks."""

    channel: Literal[ChannelName.SLACK] = Field(description="By Slack.", examples=[ChannelName.SLACK])
    address: WebAddress = Field(
        description="The incoming webhook that Slack shows. Whoever knows it can post.",
        examples=["https://hooks.slack.com/services/T0/B0/x"],
    )


Destination = Annotated[MailDestination | WebhookDestination | SlackDestination, Field(discriminator="channel")]


def _once_each(destinations: tuple[Destination, ...]) -> tuple[Destination, ...]:
    if len({(d.channel, d.address) for d in destinations}) < len(destinations):
        raise wrong("each address once", "Name all kinds for it together.")
    return destinations


class DigestTimes(_Preference):
    """When the digest is sent."""

    clock: Clock = Field(description="Time of day, by the clock of the time zone below.", examples=["08:00"])
    weekdays: tuple[ShortWeekday, ...] = Field(
        SHORT_WEEKDAYS,
        min_length=1,
        max_length=7,
        description="Days of the week. Left out: all.",
        examples=[["mon", "thu"]],
    )


class NoticePreferences(_Preference):
    """What one person of a team is told. Without destinations: nothing."""

    destinations: Annotated[tuple[Destination, ...], AfterValidator(_once_each)] = Field(
        (),
        max_length=10,
        description="Where notices go, and which ones. Left out: none is sent.",
        examples=[[{"channel": "e-mail", "address": "mei@example.org", "kinds": ["shift-starts", "roster-changed"]}]],
    )
    before_shift_minutes: tuple[Lead, ...] = Field(
        (1440, 30),
        max_length=5,
        description="How many minutes before a shift starts it is told, up to two weeks; each of them once.",
        examples=[[1440, 30]],
    )
    digest: DigestTimes | None = Field(
        None,
        description="When to tell who is on call, and the shifts to come. Left out: never.",
        examples=[{"clock": "08:00", "weekdays": ["mon"]}],
    )
    timezone: Zone | None = Field(
        None, description="In which times are told. Left out: that of the person's site.", examples=["Asia/Singapore"]
    )
    language: Literal["en"] = Field("en", description="In which notices are written.", examples=["en"])
    slack_member: str | None = Field(
        None,
        pattern=SLACK_MEMBER,
        description="The person's member id in Slack, for user groups and topics that follow who is on call.",
        examples=["U060R4BJ4"],
    )

    def destinations_for(self, kind: Kind) -> tuple[Destination, ...]:
        """Where notices of that kind go; a test goes everywhere."""
        return tuple(d for d in self.destinations if kind in d.kinds or kind is Kind.TEST)

    def next_digest(self, after: datetime, zone: str) -> datetime | None:
        """When the next digest is due, strictly after `after`; `zone` is that of the person's site. None: never."""
        if self.digest is None:
            return None
        weekdays = frozenset(SHORT_WEEKDAYS.index(day) for day in self.digest.weekdays)
        return next_digest(after, self.digest.clock, self.timezone or zone, weekdays)
