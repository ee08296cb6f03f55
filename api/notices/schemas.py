"""What somebody wants to be told, and what was sent, as the API shows it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.notices.channels.channel import ChannelName
from api.notices.kinds import Kind
from api.notices.outbox import State
from api.notices.preferences import NoticePreferences
from api.web.values import Instant


class NoticesBody(BaseModel):
    """What somebody is told."""

    person: str = Field(description="Whom it is about; `account:12` for who is nobody of the documents.")
    chosen: bool = Field(description="False: nothing was chosen, so that everything goes to the mailbox that is known.")
    preferences: NoticePreferences = Field(description="What is sent where, and when.")
    next_digest_at: Instant | None = Field(description="When the next digest is due.")


class SentBody(BaseModel):
    """A message to one address."""

    id: int = Field(description="Its number.", examples=[4711])
    kind: Kind = Field(description="What it tells.", examples=[Kind.SHIFT_STARTS])
    channel: ChannelName = Field(description="By which channel.", examples=[ChannelName.MAIL])
    address: str = Field(description="To which address.", examples=["mei@example.org"])
    subject: str = Field(description="What it says, in a few words.", examples=["[gsr] sin-night starts"])
    state: State = Field(
        description="waiting: it is sent, or tried again, from `due_at` on. failed: it never arrives. dropped: it was "
        "over before it could be sent."
    )
    attempts: int = Field(description="How often it was tried.", examples=[1])
    created_at: Instant = Field(description="When it happened.")
    due_at: Instant = Field(description="When it is sent, or was to be sent, at the earliest.")
    sent_at: Instant | None = Field(description="When the other side took it over.")
    error: str = Field(description="What the last attempt failed of.", examples=["HTTP 503"])


class SecretBody(BaseModel):
    """What the receiver of a webhook checks signatures with."""

    address: str = Field(description="The address of the webhook.", examples=["https://example.org/rota-hook"])
    secret: str = Field(
        description="The key of the HMAC-SHA256 of `<t>.<body>` that `v1` of the header Watchbill-Signature has."
    )
