"""`watchbill plan`: search, check, write, report."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

from api.cli.outputs import ready
from api.cli.patience import patiently
from api.cli.plan_document import plan_document
from api.documents.domain import problem_of
from api.documents.files import write_atomically
from api.documents.model import TeamDocument
from api.documents.plan_file import read_plan
from api.documents.published import asks_for_published, with_published
from api.documents.reading import read_team
from api.documents.start import started
from api.documents.told import report_of
from api.errors import BadInput, Issue
from api.terminal.console import messages, results
from api.terminal.plan import print_no_roster, print_plan
from api.terminal.progress import Silent, display
from exports.document import to_json
from scheduler.domain.roster import Roster
from scheduler.explain import Reasons, reasons, reasons_with_clash
from scheduler.keeping import Keeping
from scheduler.outcome import Budget, Outcome, Status, TierResult
from scheduler.plan import Plan, plan
from scheduler.problem import Problem
from scheduler.report import Report
from scheduler.verify import Verdict

MOST_WORKERS = 8
EXIT_CODES = {Status.OPTIMAL: 0, Status.FEASIBLE: 0, Status.INFEASIBLE: 2, Status.UNKNOWN: 3}


@dataclass(frozen=True, slots=True)
class Effort:
    """How long (seconds) and with what to search. Who sets `cancel` ends the search with the best roster so far.

    A `repeatable` search gives the same roster for the same seed.
    """

    seconds: float
    workers: int
    seed: int = 1
    quiet: bool = False
    cancel: Event = field(default_factory=Event)
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A plan with what is said of it: a report where there is a roster, else reasons."""

    plan: Plan
    instant: datetime
    report: Report | None
    reasons: Reasons | None

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.plan.outcome.status]


def run(team: Path, out: Path, effort: Effort, published: Path | None = None) -> int:
    """Plan `team` into `out` and print the report. Returns the exit code.

    The best roster so far is in `out`, too, while the search goes on: a program that is killed has lost nothing.
    Its rules hold the new plan against the one in `published`. Raises BadInput when none of them does so.
    """
    ready(out)
    document = read_team(team)
    if published is not None:
        document = _against(document, published)
    made = make(document, effort, lambda so_far: keep(so_far, document, out))
    write(made, document, out)
    show(made, quiet=effort.quiet)
    if not effort.quiet:
        messages().print(f"\nWritten: {out}")
    return made.exit_code


def _against(document: TeamDocument, published: Path) -> TeamDocument:
    if not asks_for_published(document):
        expected = "frozen_days or minimum_change, for --published"
        raise BadInput([Issue("rules", "", "hold no plan against what is published", expected)])
    known = read_plan(published)
    days = known.problem.first_day, known.problem.last_day
    return with_published(document, known.problem, known.roster, days, datetime.now(UTC))


def make(document: TeamDocument, effort: Effort, keep: Callable[[Made], None] = lambda _: None) -> Made:
    """Search, showing progress on stderr, and say what came of it; `keep` gets better and better plans on the way."""
    problem = problem_of(document)
    began = monotonic()

    def save(roster: Roster, verdict: Verdict) -> None:
        keep(_so_far(document, problem, roster, verdict, effort, monotonic() - began))

    with display(messages(), effort.seconds, quiet=effort.quiet) as shown, Keeping(problem, save) as keeping:
        budget = replace(_budget(effort, shown), keep=keeping.keep)
        found = patiently(lambda: plan(problem, started(budget, problem)), effort.cancel, shown.tick)
        why = None if found.verdict else patiently(lambda: _why(found, effort, shown), effort.cancel, shown.tick)
    return Made(found, datetime.now(UTC), _report(document, found), why)


def write(made: Made, document: TeamDocument, out: Path) -> None:
    """plan.json, whole or not at all."""
    write_atomically(out, to_json(plan_document(made.plan, document, made.instant, made.report, made.reasons)))


def keep(so_far: Made, document: TeamDocument, out: Path) -> None:
    """The same while the search goes on, where what is written later takes its place."""
    if out.is_file() or not out.exists():
        write(so_far, document, out)


def show(made: Made, *, quiet: bool = False) -> None:
    """The report, or why there is no roster."""
    if made.reasons is not None:
        print_no_roster(messages(), made.plan, made.reasons)
    elif made.report is not None and not quiet:
        print_plan(results(), made.plan, made.report)


def processors() -> int:
    """Those that this process may use, at most 8."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_WORKERS, usable)


def _budget(effort: Effort, shown: Silent) -> Budget:
    return Budget(effort.seconds, effort.workers, effort.seed, effort.cancel, shown.tell, repeatable=effort.repeatable)


def _so_far(
    document: TeamDocument, problem: Problem, roster: Roster, verdict: Verdict, effort: Effort, seconds: float
) -> Made:
    """A plan of what the checker has confirmed in the midst of a search; nothing is claimed to be proven of it."""
    tiers = tuple(TierResult(tier, penalty, 0) for tier, penalty in sorted(verdict.penalties.items()))
    outcome = Outcome(Status.FEASIBLE, roster, tiers, seconds, effort.seed)
    found = Plan(problem, outcome, verdict)
    return Made(found, datetime.now(UTC), _report(document, found), None)


def _why(found: Plan, effort: Effort, shown: Silent) -> Reasons:
    """The search for the rules that clash has a share of the time for each of its steps."""
    if found.outcome.status is not Status.INFEASIBLE or effort.cancel.is_set():
        return reasons(found.problem)
    shown.note("no roster exists; looking for the rules that clash")
    seconds = min(10.0, max(2.0, effort.seconds / 30))
    return reasons_with_clash(found.problem, Budget(seconds, effort.workers, effort.seed, effort.cancel))


def _report(document: TeamDocument, found: Plan) -> Report | None:
    if found.verdict is None or found.outcome.roster is None:
        return None
    return report_of(document, found.problem, found.outcome.roster, found.verdict, found.outcome.tiers)
