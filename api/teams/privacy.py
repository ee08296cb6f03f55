"""Why somebody is away, which days somebody keeps, and which laws speak of somebody: the person and managers know."""

from __future__ import annotations

from typing import Any

from api.security.abilities import Ability
from api.security.guard import Access

PRIVATE = frozenset({"observances", "facts"})  # of people
AWAY = "away"  # the kind of leave that others see


def seen_by(access: Access, document: dict[str, Any] | None) -> dict[str, Any] | None:
    """A team document as who asks may see it: without the kinds of others' leave, their observances and facts."""
    if document is None or access.may(Ability.TEAM_WRITE):
        return document
    leave = [row if row["person"] == access.person else {**row, "kind": AWAY} for row in document.get("leave") or []]
    people = [row if row["id"] == access.person else _public(row) for row in document.get("people") or []]
    return {**document, "leave": leave, "people": people}


def _public(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person.items() if name not in PRIVATE}
