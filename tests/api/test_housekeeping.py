"""Chores are done again and again, and one that fails does not end the others."""

from __future__ import annotations

import pytest

from api.housekeeping import Housekeeping
from api.web.idempotency import forget_old
from tests.api.documents.samples import team
from tests.processes import until
from tests.service import Service


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_chore_that_fails_does_not_end_the_others() -> None:
    done: list[int] = []

    def fails() -> None:
        raise RuntimeError("a bug")

    housekeeping = Housekeeping()
    housekeeping.add("fails", 0, fails)
    housekeeping.add("counts", 0, lambda: done.append(1))
    housekeeping.start()
    until(lambda: len(done) >= 2)
    housekeeping.stop()
    count = len(done)
    assert count >= 2


def test_old_answers_are_forgotten(service: Service) -> None:
    key = {"Idempotency-Key": "once"}
    service.admin.post("/v1/teams", json=team(), headers=key).raise_for_status()
    service.clock.set("2026-12-03T09:00:00+00:00")
    forget_old(service.services.store, service.clock())
    assert service.admin.post("/v1/teams", json=team(), headers=key).status_code == 201
    service.clock.set("2026-12-03T09:00:01+00:00")
    forget_old(service.services.store, service.clock())
    assert service.admin.post("/v1/teams", json=team(), headers=key).status_code == 409
