"""Solving one plan. Only the process of its run loads this module, and with it the solver."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.documents.start import started
from api.jobs.results import Columns, found
from scheduler.explain import Reasons, reasons, reasons_with_clash
from scheduler.keeping import Keeping
from scheduler.outcome import Budget, Status
from scheduler.plan import Plan, plan
from scheduler.report import plain


def solve(document: dict[str, Any], budget: Budget) -> tuple[Status, Columns]:
    """How the search ended, and what the plan's row is to keep of it: a roster, or why there is none.

    The budget's `keep` gets what the checker has confirmed, and nothing else.
    Raises SolverDisagreesWithChecker for a roster that the checker does not confirm.
    """
    problem = problem_of(document_of(document))
    with Keeping(problem, lambda roster, _: budget.keep(lambda: roster)) as keeping:
        made = plan(problem, replace(started(budget, problem), keep=keeping.keep))
    if made.outcome.roster is None or made.verdict is None:
        columns: Columns = {"report": {"reasons": plain(_why(made, budget))}}
    else:
        columns = found(made.problem, document, made.outcome.roster, made.verdict, made.outcome.tiers)
    return made.outcome.status, columns | {"status": made.outcome.status.value}


def _why(made: Plan, budget: Budget) -> Reasons:
    """The search for the rules that clash has a share of the time for each of its steps."""
    if made.outcome.status is not Status.INFEASIBLE or budget.cancel.is_set():
        return reasons(made.problem)
    seconds = min(10.0, max(2.0, budget.seconds / 30))
    return reasons_with_clash(made.problem, Budget(seconds, budget.workers, budget.seed, budget.cancel))
