"""What every channel does, and the two ways in which it can fail."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from api.notices.message import Message
from scheduler.errors import WatchbillError


class ChannelName(StrEnum):
    """A way by which notices reach people."""

    MAIL = "e-mail"
    WEBHOOK = "webhook"
    SLACK = "slack"
    SLACK_SYNC = "slack-sync"  # to no person: what a user group or a topic is to be set to


class Channel(Protocol):
    """Carries messages. Several threads may send at once; not to be called inside a running event loop."""

    def send(self, message: Message, address: str) -> None:
        """Return once `address` has taken the message over. Raises Undeliverable and Unavailable.

        An attempt that fails half-way may have arrived all the same: each names the message by ``message.delivery``, by
        which a receiver knows a second one for the first.
        """


class Undeliverable(WatchbillError):
    """This message never reaches this address: do not try again."""


class Unavailable(WatchbillError):
    """It may work later: in `retry_after` seconds, where the other side says so."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(reason)
