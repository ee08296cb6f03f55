"""Messages to a Slack channel, or to whatever else takes Slack's incoming webhooks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from api.notices.channels.posting import Poster
from api.notices.message import Message

MOST_CHARACTERS = 2900  # of one block; Slack refuses more than 3000
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Slack:
    """POSTs messages as `text`, the short line that every such service shows, and `blocks`, which has all of it."""

    poster: Poster

    def send(self, message: Message, address: str) -> None:
        """Raises Undeliverable and Unavailable."""
        self.poster.post(address, json.dumps(payload(message)).encode())


def payload(message: Message) -> dict[str, Any]:
    """The JSON document, with nothing in it that Slack would take for a mention, a link or a channel."""
    return {
        "text": shortened(message.line.translate(ESCAPES)),
        "blocks": [
            _section(f"*{shortened(message.subject.translate(ESCAPES), 200)}*"),
            _section(shortened(message.body.translate(ESCAPES))),
        ],
    }


def shortened(escaped: str, most: int = MOST_CHARACTERS) -> str:
    """The beginning of a text that is escaped already, never ending inside of an escape."""
    return escaped if len(escaped) <= most else re.sub(r"&[a-z]{0,3}$", "", escaped[:most]) + "..."


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
