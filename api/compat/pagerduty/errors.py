"""Our problems as PagerDuty's errors."""

from __future__ import annotations

import re
from typing import Any

from api.compat.facades import Facade, Refused

PREFIX = "/compat/pagerduty"
# `Token token=KEY`, with or without quotes; `Bearer KEY`; and the bare key, which some scripts send.
KEY = re.compile(r"^(?:Token\s+token=|Bearer\s+)?\"?(?P<key>[^\s\"=]+)\"?$", re.IGNORECASE)

_INVALID = 400
_CODES = {
    _INVALID: (2001, "Invalid Input Provided"),
    401: (2006, "Unauthorized"),
    403: (2010, "Access Denied"),
    404: (2100, "Not Found"),
    429: (2020, "Rate Limit Exceeded"),
}
_INPUT = frozenset({409, 412, 422})  # PagerDuty has one status for all that is wrong with what is sent
_INTERNAL = 2000


def refusal(refused: Refused) -> tuple[int, Any]:
    """Status and body."""
    status = _INVALID if refused.status in _INPUT else refused.status
    code, message = _CODES.get(status, (_INTERNAL if status >= 500 else 2001, refused.title))
    errors = list(refused.sentences) or [f"{refused.title}. {refused.detail}".strip()]
    return status, {"error": {"code": code, "message": message, "errors": errors}}


PAGERDUTY = Facade(PREFIX, KEY, refusal)
