"""Messages as signed JSON, for programs."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from api.notices.channels.channel import ChannelName
from api.notices.channels.posting import Poster
from api.notices.message import Message

SIGNATURE, DELIVERY = "Watchbill-Signature", "Watchbill-Delivery"


@dataclass(frozen=True, slots=True)
class Webhook:
    """POSTs messages as JSON. `key` is the installation's own; the secret of every receiver is derived from it."""

    key: bytes = field(repr=False)
    poster: Poster

    def send(self, message: Message, address: str) -> None:
        """Raises Undeliverable and Unavailable."""
        delivery, body = message.delivery(ChannelName.WEBHOOK, address), payload(message, address)
        secret = receiver_secret(self.key, message.team, message.person, address)
        self.poster.post(address, body, {SIGNATURE: signature(secret, body, datetime.now(UTC)), DELIVERY: delivery})


def payload(message: Message, address: str) -> bytes:
    """The body, the same at every attempt: `subject` and `text` for people, `facts` for programs."""
    document = {
        "id": message.delivery(ChannelName.WEBHOOK, address),
        "kind": message.kind,
        "team": message.team,
        "person": message.person,
        "cause": message.cause,
        "subject": message.subject,
        "text": message.body,
        "link": message.link,
        "facts": message.facts,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def receiver_secret(key: bytes, team: str, person: str, address: str) -> str:
    """What the receiver at `address` checks signatures with: 64 characters, to be shown to that person alone.

    Nobody else who names the same address has the same secret, and another address of the same person has another.
    """
    return hmac.new(key, "\n".join(("webhook", team, person, address)).encode(), sha256).hexdigest()


def signature(secret: str, body: bytes, at: datetime) -> str:
    """``t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body", hexadecimal>``; the time lets receivers refuse old ones."""
    t = int(at.timestamp())
    return f"t={t},v1={hmac.new(secret.encode(), f'{t}.'.encode() + body, sha256).hexdigest()}"
