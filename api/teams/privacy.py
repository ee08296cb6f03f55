"""Why somebody is away, and which days somebody keeps, is known to that person and to managers."""

from __future__ import annotations

from typing import Any

from api.security.abilities import Ability
from api.security.guard import Access

AWAY = "away"  # the kind of leave that others see


def seen_by(access: Access, document: dict[str, Any] | None) -> dict[str, Any] | None:
    """A team document as who asks may see it: without the kinds of others' leave, and without their observances."""
    if document is None or access.may(Ability.TEAM_WRITE):
        return document
    leave = [row if row["person"] == access.person else {**row, "kind": AWAY} for row in document.get("leave") or []]
    people = [row if row["id"] == access.person else _unobserved(row) for row in document.get("people") or []]
    return {**document, "leave": leave, "people": people}


def _unobserved(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person.items() if name != "observances"}
