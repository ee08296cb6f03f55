"""What a worker makes of a claimed run."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from api.documents.domain import problem_of
from api.documents.reading import document_of
from api.jobs.beats import MOST_STEPS, Beats
from api.jobs.runs import MOST_ATTEMPTS, Claim, Word, abandon, finish, give_back
from api.jobs.work import Stop, work
from api.schedule.content import digest_of, roster_of
from api.store.engine import Store
from api.store.tables import PlanRow, SolveRun
from constraints.rules.coverage import Coverage
from scheduler.domain.roster import Roster, Violation
from scheduler.outcome import Progress
from scheduler.verify import verify
from tests.api.jobs.solvable import NEVER, asked, claimed, hard, impossible, row_of, run_of, solved, torn
from tests.processes import until
from tests.service import EPOCH, Service


def stopped() -> Stop:
    stop = Stop()
    stop.cancel.set()
    return stop


def a_run(**values: Any) -> SolveRun:
    return SolveRun(plan_id="p", team_id="t", state="running", enqueued_at=EPOCH, **values)


def sound(row: PlanRow) -> Roster:
    """The roster of the row, which the checker confirms to the unit."""
    assert row.roster is not None
    roster = roster_of(row.roster)
    verdict = verify(problem_of(document_of(row.document)), roster)
    assert not verdict.hard
    assert row.penalty == verdict.penalty
    assert row.digest == digest_of(row.document, row.roster)
    return roster


def test_the_result_is_what_the_checker_confirms(service: Service) -> None:
    row = row_of(service.services.store, solved(service))
    assert len(sound(row)) >= 5
    assert (row.state, row.status, row.lower_bound) == ("done", "optimal", row.penalty)
    assert row.tiers
    assert {"coverage", "fairness", "violations"} <= (row.report or {}).keys()
    run = run_of(service.services.store, row.id)
    assert [step["id"] for step in run.progress] == list(range(1, len(run.progress) + 1))
    assert run.best is None


def test_that_there_is_no_roster_is_a_result_with_reasons(service: Service) -> None:
    row = row_of(service.services.store, solved(service, impossible()))
    assert (row.state, row.status, row.roster, row.digest) == ("done", "infeasible", None, None)
    assert (row.report or {})["reasons"]["clash"][0]["rule"] == "coverage"


def test_a_cancelled_search_keeps_the_best_roster_that_a_worker_before_had_found(service: Service) -> None:
    store, best = service.services.store, row_of(service.services.store, solved(service, torn())).roster
    plan = asked(service)
    give_back(store, claimed(store), {"best": best, "spent_seconds": 2.0})
    found = claimed(store)
    assert service.admin.delete(f"/v1/plans/{plan}").json()["done"] == "stopping"
    work(store, found, Stop())
    row = row_of(store, plan)
    sound(row)
    assert (row.state, row.status, row.roster) == ("cancelled", "feasible", best)
    assert (row.seconds or 0) >= 2


def test_a_worker_that_is_asked_to_gives_back_what_it_has_found(service: Service) -> None:
    store, plan = service.services.store, asked(service, hard(), seconds=600)
    stop = Stop()
    stop.give_back()
    work(store, claimed(store), stop)
    run = run_of(store, plan)
    assert (run.state, run.attempt, run.owner) == ("queued", 0, None)
    assert row_of(store, plan).state == "queued"


def test_a_search_goes_on_from_the_base(service: Service) -> None:
    store, base = service.services.store, solved(service)
    plan = asked(service, base=base)
    work(store, claimed(store), stopped())
    assert row_of(store, plan).roster == row_of(store, base).roster
    assert row_of(store, plan).base_id == base


def test_a_base_that_is_gone_by_then_is_done_without(service: Service) -> None:
    store, base = service.services.store, solved(service)
    plan = asked(service, base=base)
    service.admin.delete(f"/v1/plans/{base}").raise_for_status()
    work(store, claimed(store), Stop())
    sound(row_of(store, plan))


def test_a_worker_that_was_overtaken_writes_nothing(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    late = claimed(store)
    abandon(store, late)
    finish(store, claimed(store), "done", {"status": "infeasible"}, {})
    work(store, late, Stop())
    row = row_of(store, plan)
    assert (row.status, row.roster, row.version) == ("infeasible", None, 2)


def test_a_plan_that_is_deleted_meanwhile_is_no_trouble(service: Service) -> None:
    store = service.services.store
    asked(service)
    found = claimed(store)
    with store.writing() as session:
        session.execute(sa.delete(PlanRow))
    work(store, found, Stop())


def test_a_document_that_can_be_read_no_more_says_so(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    with store.writing() as session:
        row = session.get_one(PlanRow, plan)
        row.document = {**row.document, "people": []}
    work(store, claimed(store), Stop())
    row = row_of(store, plan)
    assert row.state == "failed"
    assert "people" in (row.error or "")
    assert "bug" not in (row.error or "")


def test_a_bug_ends_the_plan_with_words_and_is_not_tried_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a rule divides by nothing")

    monkeypatch.setattr(Coverage, "post", broken)
    store = service.services.store
    row = row_of(store, solved(service))
    assert (row.state, row.status) == ("failed", None)
    assert row.error == "A bug in Watchbill: ZeroDivisionError: a rule divides by nothing"
    assert run_of(store, row.id).attempt == 1


def test_a_search_that_breaks_off_loses_nothing_that_was_found(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("scheduler.plan.confirmed", broken)  # what a plan does last
    row = row_of(service.services.store, solved(service))
    assert (row.state, row.status) == ("failed", "feasible")
    assert "MemoryError" in (row.error or "")
    assert sound(row)


def test_what_killed_its_workers_is_still_written_and_not_searched_again(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, best = service.services.store, row_of(service.services.store, solved(service, torn())).roster
    plan = asked(service)
    give_back(store, claimed(store), {"best": best})
    for _ in range(MOST_ATTEMPTS):
        abandon(store, claimed(store))
    monkeypatch.setattr("api.jobs.solving.plan", None)  # whoever searched would fail
    work(store, claimed(store), Stop())
    row = row_of(store, plan)
    assert (row.state, row.status, row.roster) == ("failed", "feasible", best)
    assert f"{MOST_ATTEMPTS} times" in (row.error or "")
    assert sound(row)


def test_a_roster_that_the_checker_refuses_is_never_kept(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = [Violation("coverage", 1, "nobody is there")]
    monkeypatch.setattr(Coverage, "check", lambda *_: iter(refusing))
    row = row_of(service.services.store, solved(service))
    assert (row.state, row.roster, row.digest) == ("failed", None, None)
    assert "independent checker" in (row.error or "")


def test_progress_is_told_in_steps_and_the_newest_are_kept() -> None:
    beats = Beats(Store("sqlite://"), Claim(1, "x", 9), a_run(spent_seconds=60.0), Event())
    for n in range(MOST_STEPS + 5):
        beats.tell(Progress(n + 0.5, "passed over", 9000, 0))
        beats.tell(Progress(n + 0.5, "fairness", 1000 - n, 7))
        said = beats.said()
    steps = said["progress"]
    assert [step["id"] for step in steps] == list(range(6, MOST_STEPS + 6))
    assert steps[0] == {"id": 6, "seconds": 65.5, "stage": "fairness", "penalty": 995, "lower_bound": 7}
    assert said["spent_seconds"] >= 60


def test_steps_go_on_where_the_worker_before_ended() -> None:
    run = a_run(progress=[{"id": 41}])
    beats = Beats(Store("sqlite://"), Claim(1, "x", 9), run, Event())
    beats.tell(Progress(1, "fairness", 5, 0))
    assert [step["id"] for step in beats.said()["progress"]] == [41, 42]


def test_a_roster_is_made_only_when_it_is_written() -> None:
    made: list[int] = []

    def roster(n: int) -> Roster:
        made.append(n)
        return Roster.of([("ana", f"day-{n}")])

    beats = Beats(Store("sqlite://"), Claim(1, "x", 9), a_run(), Event())
    for n in range(3):
        beats.keep(lambda n=n: roster(n))  # type: ignore[misc]
    assert beats.said()["best"] == [["ana", "day-2"]]
    assert "best" not in Beats(Store("sqlite://"), Claim(1, "x", 9), a_run(), Event()).said()
    beats.keep(lambda: roster(3))
    assert made == [2]
    assert beats.said()["best"] == [["ana", "day-3"]]
    beats.said()
    assert made == [2, 3]


def test_what_is_kept_is_written_at_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.beats.BEAT_SECONDS", NEVER)
    store, plan = service.services.store, asked(service)
    with Beats(store, claimed(store), run_of(store, plan), Event()) as beats:
        beats.keep(lambda: Roster.of([("ana", "day")]))
        until(lambda: run_of(store, plan).best == [["ana", "day"]])


def test_the_work_goes_on_while_the_database_is_away(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = Store(f"sqlite:///{tmp_path_factory.mktemp('away')}/no/such/folder/watchbill.db")
    store, plan, cancel = service.services.store, asked(service), Event()
    found = claimed(store)
    tried = Event()
    monkeypatch.setattr("api.jobs.beats.BEAT_SECONDS", 0.01)
    monkeypatch.setattr("api.jobs.beats._log.warning", lambda *_, **__: tried.set())
    with Beats(away, found, run_of(store, plan), cancel) as beats:
        beats.tell(Progress(1, "fairness", 5, 0))
        assert tried.wait(30)
    assert beats.word is Word.GO_ON
    assert not cancel.is_set()
    assert finish(store, found, "done", {}, beats.said())
    assert run_of(store, plan).progress[-1]["stage"] == "fairness"
