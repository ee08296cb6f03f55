"""Why somebody is away is known to that person and to managers."""

from __future__ import annotations

from typing import Any

from api.security.abilities import Ability
from api.security.guard import Access

AWAY = "away"  # the kind of leave that others see


def seen_by(access: Access, document: dict[str, Any] | None) -> dict[str, Any] | None:
    """A team document as who asks may see it: without the kinds of others' leave."""
    if document is None or access.may(Ability.TEAM_WRITE):
        return document
    leave = [row if row["person"] == access.person else {**row, "kind": AWAY} for row in document.get("leave") or []]
    return {**document, "leave": leave}
