"""What is told of revisions, and of the difference between two."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import load_only
from sqlmodel import Session, col, select

from api.revisions.draft import Draft
from api.revisions.published import Published, revisions_of
from api.revisions.publishing import Publication
from api.revisions.schemas import (
    PlanDifferenceBody,
    PublishedBody,
    RevisionBody,
    RevisionDifferenceBody,
    RevisionLine,
)
from api.schedule.tampering import refuse_changed
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import RevisionRow
from api.web.pages import Page, page_of
from api.web.problems import not_found
from scheduler.difference import Difference, difference
from scheduler.report import plain

_LINE: tuple[Any, ...] = (
    RevisionRow.number,
    RevisionRow.plan_id,
    RevisionRow.first_day,
    RevisionRow.last_day,
    RevisionRow.note,
    RevisionRow.published_by,
    RevisionRow.published_at,
    RevisionRow.digest,
)


def lines(session: Session, team: str, *, limit: int, cursor: str | None) -> Page[RevisionLine]:
    """The team's revisions, the newest first, without reading what they hold."""
    query = select(RevisionRow).where(RevisionRow.team_id == team).options(load_only(*_LINE))
    return page_of(session, query, col(RevisionRow.number), _shown, limit=limit, cursor=cursor, descending=True)


def revision(session: Session, access: Access, number: int) -> RevisionBody:
    """One revision. Raises a problem with status 404 where there is none, RevisionChanged for one that was changed."""
    query = select(RevisionRow).where(RevisionRow.team_id == access.team, RevisionRow.number == number)
    row = session.exec(query).first()
    if row is None:
        raise not_found(f"revision {number}")
    refuse_changed([row])
    rows = sorted(row.assignments, key=lambda a: (row.shifts[a[1]]["start"], *a))
    assignments = [{"person": person, "shift": id, **row.shifts[id]} for person, id in rows]
    told: dict[str, Any] = {"accepted": row.accepted, "consents": row.consents, "report": row.report}
    told = told if access.may(Ability.TEAM_WRITE) else dict.fromkeys(told)
    return RevisionBody.model_validate({**_line(row), "assignments": assignments, **told})


def revision_difference(session: Session, team: str, number: int, other: int | None) -> RevisionDifferenceBody:
    """From revision `other` (None: the one before) to revision `number`, each on top of all older ones.

    Raises a problem with status 404 for one that is not there; 0 always is, and says nothing.
    """
    since = number - 1 if other is None else other
    known = revisions_of(session, team)
    missing = sorted({since, number} - {0} - {row.number for row in known})
    if missing:
        raise not_found(f"revision {missing[0]}")
    refuse_changed(known)
    before, after = (Published.by(row for row in known if row.number <= until) for until in (since, number))
    changed = difference(before.roster, after.roster, before, after)
    return RevisionDifferenceBody(before=since, after=number, **_difference(changed))


def plan_difference(draft: Draft) -> PlanDifferenceBody:
    """What publishing would change."""
    stands = {"kept": draft.kept, "violations": draft.violations, "notice": draft.late, "warnings": draft.warnings}
    return PlanDifferenceBody.model_validate(_difference(draft.difference) | stands)


def published_body(made: Publication) -> PublishedBody:
    """What came of publishing."""
    return PublishedBody.model_validate(
        {
            "revision": _line(made.revision),
            "changes": _difference(made.draft.difference),
            "kept": made.draft.kept,
            "accepted": made.revision.accepted,
            "warnings": made.draft.warnings,
            "withdrawn_swaps": [withdrawal.swap.id for withdrawal in made.withdrawn],
        }
    )


def _shown(row: RevisionRow) -> RevisionLine:
    return RevisionLine(**_line(row))


def _line(row: RevisionRow) -> dict[str, Any]:
    told = row.model_dump(include={"number", "first_day", "last_day", "note", "published_by", "published_at", "digest"})
    return told | {"plan": row.plan_id}


def _difference(changed: Difference) -> dict[str, Any]:
    told: dict[str, Any] = plain(changed)
    return told | {"touched": [change.person for change in changed.people]}
