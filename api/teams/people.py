"""Who the people of a team are: those of its team document, and those of its on-call document."""

from __future__ import annotations

from sqlmodel import Session

from api.documents.advice import maybe, shown
from api.errors import Issue
from api.store.tables import TeamRow
from api.teams.whole import oncall_in_force


def people_of(session: Session, row: TeamRow) -> frozenset[str]:
    """The ids of everybody whom the team's documents know."""
    planned = (row.document or {}).get("people") or []
    oncall = oncall_in_force(session, row.id)
    rotating = (oncall.document.get("people") if oncall else None) or []
    return frozenset(person["id"] for person in (*planned, *rotating))


def unknown_person(id: str, people: frozenset[str], path: str) -> list[Issue]:
    """The issue of a name that nobody of `people` has."""
    if id in people:
        return []
    return [Issue(path, shown(id), "is nobody of this team", "the id of a person of its documents", maybe(id, people))]
