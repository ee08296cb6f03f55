"""What is done with teams."""

from __future__ import annotations

from typing import Any

from api.documents.reading import document_of
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from api.teams.schemas import TeamBody
from api.web.problems import conflict


def create(transaction: Transaction, raw: Any) -> TeamRow:
    """A new team from its document. Raises BadInput with every issue; a problem when there is such a team."""
    document = document_of(raw)
    if transaction.session.get(TeamRow, document.team) is not None:
        raise conflict("exists", f"There is a team {document.team}.")
    told = document.model_dump(mode="json", exclude_unset=True)
    now = transaction.now
    row = TeamRow(id=document.team, document=told, created_at=now, updated_at=now)
    transaction.session.add(row)
    transaction.session.flush()
    transaction.schedule_changed(row.id)
    return row


def team_body(row: TeamRow, access: Access) -> TeamBody:
    """The team as who asks may see it."""
    document = row.document if access.may(Ability.TEAM_WRITE) else _discreet(row.document, access.person)
    return TeamBody(
        id=row.id,
        name=row.name,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        document=document,
    )


def _discreet(document: dict[str, Any] | None, person: str | None) -> dict[str, Any] | None:
    """Without the kinds of others' leave."""
    if document is None:
        return None
    leave = [row if row["person"] == person else {**row, "kind": "away"} for row in document.get("leave", [])]
    return {**document, "leave": leave}
