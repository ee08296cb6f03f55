"""Working on a claimed run: solve its plan from the best roster so far, and write what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

import structlog
from sqlalchemy.exc import DBAPIError

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.jobs.beats import Beats
from api.jobs.results import Columns, found
from api.jobs.runs import LOST, MOST_ATTEMPTS, Claim, Word, finish, give_back
from api.schedule.content import roster_of
from api.store.engine import Store, unreachable
from api.store.tables import PlanRow, SolveRun
from scheduler.errors import SolverDisagreesWithChecker, WatchbillError
from scheduler.outcome import Budget, Status
from scheduler.verify import verify

PATIENCE_SECONDS = 900  # with a database that is away when the result is there
PROVEN = frozenset({Status.OPTIMAL, Status.INFEASIBLE})
LONGEST_ERROR = 4000

_log = structlog.get_logger()


@dataclass
class Stop:
    """Ends a search before its time. `asked` is set where the run is then to be given back, for others to go on."""

    cancel: Event = field(default_factory=Event)
    asked: Event = field(default_factory=Event)

    def give_back(self) -> None:
        self.asked.set()
        self.cancel.set()


@dataclass
class Job:
    """A claimed run with its plan; `start` is the roster to go on from."""

    claim: Claim
    run: SolveRun
    plan: PlanRow
    start: list[list[str]] | None

    def budget(self, stop: Stop, beats: Beats) -> Budget:
        asked = self.plan.request
        start = None if self.start is None else roster_of(self.start)
        return Budget(
            self.claim.seconds, asked["workers"], asked["seed"], stop.cancel, beats.tell, start=start, keep=beats.keep
        )


def work(store: Store, claim: Claim, stop: Stop) -> None:
    """Do it. Nothing is written when the run is another's by the end."""
    job = _job(store, claim)
    if job is None:
        return
    if job.run.cancel:
        stop.cancel.set()
    with Beats(store, claim, job.run, stop.cancel) as beats:
        state, columns = _solved(job, stop, beats)
        _patiently(lambda: _write(store, claim, state, columns, beats))


def _job(store: Store, claim: Claim) -> Job | None:
    """None where the plan was deleted meanwhile."""
    with store.reading() as session:
        run = session.get(SolveRun, claim.run)
        if run is None:
            return None
        plan = session.get_one(PlanRow, run.plan_id)
        base = session.get(PlanRow, plan.base_id) if plan.base_id else None
        return Job(claim, run, plan, run.best or (base.roster if base else None))


def _solved(job: Job, stop: Stop, beats: Beats) -> tuple[str, Columns]:
    """The state of the run from now on, and what its plan is to keep."""
    if job.run.attempt > MOST_ATTEMPTS:
        return "failed", {"error": LOST, **_rescued(job, beats)}
    try:
        from api.jobs.solving import solve  # takes a while to load: the heart beats by now

        status, columns = solve(job.plan.document, job.budget(stop, beats))
    except Exception as error:  # noqa: BLE001 - whatever it is, it would happen again: the plan says it instead
        _log.exception("a solve failed", plan=job.plan.id)
        return "failed", {"error": _words(error), **_rescued(job, beats)}
    if status in PROVEN:
        return "done", columns
    if job.run.cancel or beats.word is Word.STOP:
        return "cancelled", columns
    return "queued" if stop.asked.is_set() else "done", columns


def _rescued(job: Job, beats: Beats) -> Columns:
    """What was found before the search broke off; nothing, where there is nothing that the checker confirms."""
    if beats.best is None and job.run.best is None:
        return {}
    roster = beats.best() if beats.best else roster_of(job.run.best or [])
    problem = problem_of(document_of(job.plan.document))
    verdict = verify(problem, roster)
    told = {} if verdict.hard else found(problem, job.plan.document, roster, verdict, ())
    return told and {**told, "status": Status.FEASIBLE.value}


def _write(store: Store, claim: Claim, state: str, columns: Columns, beats: Beats) -> bool:
    said = beats.said()
    if state == "queued":
        best = {"best": columns["roster"]} if "roster" in columns else {}
        return give_back(store, claim, said | best)
    return finish(store, claim, state, columns | {"seconds": beats.spent}, said)


def _patiently(write: Callable[[], bool]) -> None:
    """Try until the database is there. What was found is worth the wait."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            write()
            return
        except DBAPIError as error:
            if not unreachable(error) or time.monotonic() > until:
                raise
            _log.warning("a result waits for the database", error=str(error.orig))
            time.sleep(1)


def _words(error: Exception) -> str:
    if isinstance(error, SolverDisagreesWithChecker):
        text = f"A bug in Watchbill: its independent checker refuses the roster that was found. {error}"
    elif isinstance(error, WatchbillError):
        text = str(error)
    else:
        text = f"A bug in Watchbill: {type(error).__name__}: {error}"
    return text.replace("\0", "")[:LONGEST_ERROR]
