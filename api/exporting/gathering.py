"""Material from the database: candidates, revisions, and the final schedule; each as who asks may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from api.documents.domain import team_of
from api.documents.model import TeamDocument
from api.exporting.rendering import Material
from api.exporting.rosters import as_of, fairness_in, material_of
from api.plans.reading import problem_without_rules
from api.revisions.published import Published
from api.schedule.content import digest_of, roster_of
from api.schedule.tampering import refuse_changed
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import PlanRow, RevisionRow
from api.web.problems import conflict, not_found
from exports.charting import Shown, shown_of
from scheduler.domain.people import Leave
from scheduler.domain.team import Team
from scheduler.oncall.resolve import holdings_of
from scheduler.problem import Problem


def of_plan(row: PlanRow, access: Access) -> Material:
    """A candidate. Raises a problem with status 409 for one without the roster that the checker confirmed."""
    if row.roster is None or row.digest is None:
        raise conflict("no-roster", f"The plan is {row.state}: it has no roster that could be exported.")
    if row.digest != digest_of(row.document, row.roster):
        raise conflict("plan-changed", "The plan is not what the checker confirmed any more. Solve or edit it again.")
    problem, roster = problem_without_rules(row), roster_of(row.roster)
    made: datetime = row.finished_at or row.created_at
    shown = seen_by(access, shown_of(problem, roster))
    return material_of(problem, roster, shown, f"Plan {row.id} of {as_of(made)}, not published by itself", made)


def of_revision(session: Session, number: int, access: Access) -> Material:
    """What was published. Raises a problem with status 404 for no such revision, RevisionChanged for a changed one."""
    query = select(RevisionRow).where(RevisionRow.team_id == access.team, RevisionRow.number == number)
    row = session.exec(query.order_by(col(RevisionRow.id))).first()
    if row is None:
        raise not_found(f"revision {number}")
    refuse_changed([row])
    problem = Problem(team_of(TeamDocument.model_validate(row.document)))
    published = Published.by([row])
    shifts = {id: published.shift(id) for id in published.records}
    held = holdings_of(published, published.roster, number)
    known = fairness_in(row.report)
    shown = Shown(problem.team, held, shifts, problem.first_day, problem.last_day, *known)
    source = f"Revision {number}, published {as_of(row.published_at)}; digest {row.digest[:12]}"
    return material_of(problem, published.roster, seen_by(access, shown), source, row.published_at)


def seen_by(access: Access, shown: Shown) -> Shown:
    """Without others' leave and hours where who asks may not see them; fairness is for managers."""
    own = replace(shown, team=_with_leave(shown.team, access), totals=access.may(Ability.STATISTICS))
    return own if access.may(Ability.TEAM_WRITE) else replace(own, standings=(), spreads=())


def _with_leave(team: Team, access: Access) -> Team:
    if access.may(Ability.TEAM_READ):
        return team
    mine: tuple[Leave, ...] = tuple(leave for leave in team.leave if leave.person == access.person)
    return replace(team, leave=mine)
