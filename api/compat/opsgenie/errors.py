"""Our problems as Opsgenie's errors."""

from __future__ import annotations

import re
from typing import Any

from api.compat.facades import Facade, Refused

PREFIX = "/compat/opsgenie"
KEY = re.compile(r"^(?:GenieKey|Bearer)\s+(?P<key>\S+)$", re.IGNORECASE)
_INPUT = frozenset({409, 412})


def refusal(refused: Refused) -> tuple[int, Any]:
    """Status and body."""
    told = " ".join(refused.sentences) or f"{refused.title}. {refused.detail}".strip()
    body = {"message": told, "took": round(refused.seconds, 3), "requestId": refused.request_id}
    return 422 if refused.status in _INPUT else refused.status, body


OPSGENIE = Facade(PREFIX, KEY, refusal)
