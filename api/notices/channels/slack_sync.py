"""What a user group or a topic of Slack is to be set to, as flat JSON that Slack's workflows take."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.notices.channels.channel import ChannelName
from api.notices.channels.posting import Poster
from api.notices.channels.webhook import DELIVERY, SIGNATURE, receiver_secret, signature
from api.notices.message import Message


@dataclass(frozen=True, slots=True)
class SlackSync:
    """POSTs the `payload` of a message's facts and nothing around it, signed as webhooks are."""

    key: bytes = field(repr=False)
    poster: Poster

    def send(self, message: Message, address: str) -> None:
        """Raises Undeliverable and Unavailable."""
        body = json.dumps(message.facts["payload"], ensure_ascii=False).encode()
        secret = receiver_secret(self.key, message.team, message.person, address)
        delivery = message.delivery(ChannelName.SLACK_SYNC, address)
        self.poster.post(address, body, {SIGNATURE: signature(secret, body, datetime.now(UTC)), DELIVERY: delivery})
