"""A plan as the revision that it would become: what it changes, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.documents.reading import document_of
from api.documents.told import report_of
from api.revisions import violations
from api.revisions.frozen import Merged, known_to, merged
from api.revisions.notice import late_changes, late_publication
from api.revisions.published import Published, revisions_of
from api.schedule.content import digest_of, roster_of, rows_of
from api.schedule.tampering import refuse_changed
from api.store.tables import PlanRow, RevisionRow, TeamRow
from api.teams.options import options_of
from api.web.problems import conflict
from scheduler.difference import Difference, difference
from scheduler.domain.roster import Violation
from scheduler.intervals import whole_second
from scheduler.problem import Problem
from scheduler.report import plain
from scheduler.verify import verify


@dataclass(frozen=True)
class Draft:
    """`revision` is in no session yet. `before` and `after` are what is published without and with it.

    `kept` has the shifts of the past that stay as they are, `violations` those of hard rules and of notice that the law
    asks for, `late` the changes at short notice: all as plain rows. `warnings` are sentences on notice that policy asks
    for.
    """

    revision: RevisionRow
    before: Published
    after: Published
    difference: Difference
    kept: Sequence[dict[str, Any]]
    violations: Sequence[dict[str, Any]]
    late: Sequence[dict[str, Any]]
    warnings: Sequence[str]


def draft_of(session: Session, plan: PlanRow, now: datetime) -> Draft:
    """What publishing `plan` at `now` would make. Raises a problem with status 409 for one without a sound roster."""
    _refuse_unready(plan)
    team, known = session.get_one(TeamRow, plan.team_id), revisions_of(session, plan.team_id)
    refuse_changed(known)
    document, before = document_of(plan.document), Published.by(known)
    problem = problem_of(document)
    past = merged(problem, roster_of(plan.roster or ()), before, now)
    revision, hard = _revision(plan, document, problem, past, now)
    revision.number = max((r.number for r in known), default=0) + 1
    after = Published.by([*known, revision])
    changed = difference(before.roster, after.roster, before, after)
    unnoticed = late_publication(problem, changed, before, after, now)
    hard = [*hard, *(found.violation for found in unnoticed if found.number.force == "hard")]
    return Draft(
        revision,
        before,
        after,
        changed,
        past.kept,
        violations.rows_of(hard, past.begun | problem.past.keys() | problem.callouts.keys(), now),
        late_changes(changed, before, after, now, options_of(team).notice_days),
        [found.violation.because for found in unnoticed if found.number.force != "hard"],
    )


def _refuse_unready(plan: PlanRow) -> None:
    if plan.roster is None or plan.digest is None or plan.finished_at is None:
        status = f" and {plan.status}" if plan.status else ""
        raise conflict("no-roster", f"The plan is {plan.state}{status}: it has no roster that could be published.")
    if plan.digest != digest_of(plan.document, plan.roster):
        raise conflict("plan-changed", "The plan is not what the checker confirmed any more. Solve or edit it again.")


def _revision(
    plan: PlanRow, document: TeamDocument, problem: Problem, past: Merged, now: datetime
) -> tuple[RevisionRow, Sequence[Violation]]:
    """The revision, without a number; and what the checker finds against the hard rules."""
    roster = known_to(problem, past.roster)
    verdict = verify(problem, roster)
    assignments = rows_of(past.roster)
    revision = RevisionRow(
        team_id=plan.team_id,
        number=0,
        plan_id=plan.id,
        document=plan.document,
        first_day=problem.first_day,
        last_day=problem.last_day,
        assignments=assignments,
        shifts=past.records,
        report=plain(report_of(document, problem, roster, verdict)),
        digest=digest_of(plan.document, assignments, past.records),
        published_by="",
        published_at=whole_second(now),
    )
    return revision, verdict.hard
