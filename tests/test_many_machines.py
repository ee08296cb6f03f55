"""Two API processes and two workers on one PostgreSQL, each of which is killed: nothing acknowledged is lost."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread
from typing import Any

import httpx2
import pytest

from tests.api.plans_at_hand import TEAM, harbour
from tests.postgres import OwnServer, own_server
from tests.processes import children, until
from tests.watchbill_process import Serving, process, serving

pytestmark = pytest.mark.slow

AWAY_SECONDS = 30
NIGHT = {"start": "2027-01-04T15:00:00Z", "end": "2027-01-04T23:30:00Z"}
ROTATION = {
    "team": "pagers",
    "oncall": {
        "timezone": "Asia/Singapore",
        "people": [{"id": "ana"}, {"id": "ben"}, {"id": "cyd"}],
        "schedules": [
            {
                "duty": "standby",
                "level": 1,
                "layers": [
                    {"rotations": [{"people": ["ana", "ben"], "start": "2026-01-05T09:00", "cadence": "weekly"}]}
                ],
            }
        ],
    },
}


@dataclass
class Machines:
    """All that runs. `one` and `two` are clients of the API processes."""

    database: OwnServer
    first: Serving
    second: Serving
    workers: list[Popen[str]]
    one: httpx2.Client
    two: httpx2.Client


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with own_server() as database, ExitStack() as running:
        url = database.database("watchbill")
        folders = [tmp_path / name for name in ("api1", "api2", "worker1", "worker2")]
        for folder in folders:
            folder.mkdir()
        common: dict[str, object] = {"database_url": url, "solver_jobs": 0, "solver_workers": 1}
        first = running.enter_context(serving(folders[0], **common))
        second = running.enter_context(serving(folders[1], **common))
        workers = [running.enter_context(process("worker", folder=folder, **common)) for folder in folders[2:]]
        headers = {"Authorization": f"Bearer {first.token}"}
        one, two = (
            running.enter_context(httpx2.Client(base_url=serving.address, headers=headers, timeout=60))
            for serving in (first, second)
        )
        one.post("/v1/teams", json=ROTATION).raise_for_status()
        one.post("/v1/teams", json=harbour()).raise_for_status()
        yield Machines(database, first, second, workers, one, two)


def holder(client: httpx2.Client, at: str) -> str | None:
    (answer,) = client.get("/v1/oncall", params={"team": "pagers", "at": at}).raise_for_status().json()["answers"]
    person: str | None = answer["person"]
    return person


def override(client: httpx2.Client, n: int) -> httpx2.Response:
    """The nth hour of February goes to cyd."""
    day, hour = divmod(n, 24)
    start, end = f"2027-02-{day + 1:02}T{hour:02}:00:00Z", f"2027-02-{day + 1:02}T{hour:02}:30:00Z"
    wanted = {"duty": "standby", "start": start, "end": end, "add": "cyd", "everybody": True, "reason": "agreed"}
    return client.post("/v1/teams/pagers/overrides", json=wanted, headers={"Idempotency-Key": f"hour-{n}"})


def overrides(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        params = {"limit": "500"} | ({"cursor": page["next"]} if page["next"] else {})
        page = client.get("/v1/teams/pagers/overrides", params=params).raise_for_status().json()
        found += page["items"]
    return found


def test_an_override_made_at_one_is_answered_by_the_other(machines: Machines) -> None:
    at = "2027-02-01T00:15:00Z"
    assert holder(machines.two, at) in {"ana", "ben"}
    override(machines.one, 0).raise_for_status()
    assert holder(machines.one, at) == "cyd"
    until(lambda: holder(machines.two, at) == "cyd")


def test_a_process_killed_in_mid_write_loses_nothing_acknowledged(machines: Machines) -> None:
    acknowledged: set[int] = set()
    tried: list[int] = []

    def write() -> None:
        for n in range(400):
            tried.append(n)
            try:
                if override(machines.one, n).status_code == 201:
                    acknowledged.add(n)
            except httpx2.HTTPError:
                return

    writer = Thread(target=write)
    writer.start()
    until(lambda: len(acknowledged) >= 20)
    machines.first.process.send_signal(signal.SIGKILL)
    writer.join()
    kept = {item["start"] for item in overrides(machines.two)}
    assert {f"2027-02-{n // 24 + 1:02}T{n % 24:02}:00:00Z" for n in acknowledged} <= kept
    # The one that was under way is sent again, with the same key: it is there once, whether it was done or not.
    assert override(machines.two, tried[-1]).status_code == 201
    starts = [item["start"] for item in overrides(machines.two)]
    assert len(starts) == len(set(starts)) == len(tried)


def test_answers_go_on_while_the_database_is_away(machines: Machines) -> None:
    at = "2027-02-01T00:15:00Z"
    override(machines.one, 0).raise_for_status()
    until(lambda: holder(machines.two, at) == "cyd")
    asked: list[tuple[int, str | None, bool]] = []
    done = Event()

    def ask() -> None:
        while not done.wait(0.05):
            for client in (machines.one, machines.two):
                answer = client.get("/v1/oncall", params={"team": "pagers", "at": at})
                told = answer.json()
                person = told["answers"][0]["person"] if answer.status_code == 200 else None
                asked.append((answer.status_code, person, told.get("stale_since") is not None))

    asking = Thread(target=ask)
    asking.start()
    machines.database.kill()
    until(lambda: any(stale for *_, stale in asked))
    refused = override(machines.one, 1)
    assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
    assert machines.one.get("/readyz").status_code == 503
    time.sleep(AWAY_SECONDS)
    machines.database.start()
    until(lambda: machines.one.get("/readyz").status_code == 200)
    until(lambda: not asked[-1][2] and not asked[-2][2])
    done.set()
    asking.join()
    assert {(status, person) for status, person, _ in asked} == {(200, "cyd")}
    assert override(machines.one, 1).status_code == 201
    until(lambda: holder(machines.two, "2027-02-01T01:15:00Z") == "cyd")


def test_a_plan_survives_its_worker_and_the_database(machines: Machines) -> None:
    plan = machines.one.post(f"/v1/teams/{TEAM}/plans", json={"seconds": 20}).raise_for_status().json()["id"]
    until(lambda: state(machines, plan) == "running")
    busy = max(machines.workers, key=lambda worker: len(children(worker.pid)))
    busy.send_signal(signal.SIGKILL)
    machines.database.kill()
    machines.database.start()
    until(lambda: state(machines, plan) == "done")
    told = machines.two.get(f"/v1/plans/{plan}").raise_for_status().json()
    assert told["roster"]
    assert told["status"] in {"feasible", "optimal"}
    listed = machines.two.get(f"/v1/teams/{TEAM}/plans").raise_for_status().json()["items"]
    assert [item["id"] for item in listed] == [plan]


def state(machines: Machines, plan: str) -> str:
    answer = machines.two.get(f"/v1/plans/{plan}")
    found: str = answer.json()["state"] if answer.status_code == 200 else "away"
    return found
