"""Following a plan by server-sent events."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Any

import pytest
import uvicorn
from httpx2 import ASGITransport, AsyncClient

from api.jobs.runs import beat, finish
from api.plans import events as plan_events
from tests.api.jobs.solvable import asked, claimed, solved
from tests.processes import until
from tests.service import Service

STEPS = [{"id": n, "seconds": n / 2, "stage": "fairness", "penalty": 90 - n, "lower_bound": 3} for n in (1, 2, 3)]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.plans.events.LOOK_SECONDS", 0.05)


def events(text: str) -> list[dict[str, Any]]:
    """The events of a stream; `data` is read."""
    found = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            found.append(fields | {"data": json.loads(fields["data"])})
    return found


def test_what_has_ended_is_told_and_the_stream_ends(service: Service) -> None:
    plan = solved(service)
    answer = service.admin.get(f"/v1/plans/{plan}/events")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    *steps, end = events(answer.text)
    assert [step["event"] for step in steps] == ["progress"] * len(steps)
    assert [step["id"] for step in steps] == [str(step["data"]["id"]) for step in steps]
    assert (end["event"], end["id"]) == ("end", "end")
    assert end["data"] | {"penalty": 0} == {
        "state": "done",
        "status": "optimal",
        "penalty": 0,
        "lower_bound": end["data"]["penalty"],
        "gap": 0,
        "error": None,
    }


def test_the_search_is_followed_to_its_end(service: Service) -> None:
    store, plan = service.services.store, asked(service)
    run = claimed(store)
    told = Queue[str]()
    follower = Thread(target=lambda: told.put(service.admin.get(f"/v1/plans/{plan}/events").text))
    follower.start()
    beat(store, run, {"progress": STEPS[:1]})
    beat(store, run, {"progress": STEPS[:2]})
    assert follower.is_alive()
    finish(store, run, "failed", {"error": "no luck"}, {"progress": STEPS})
    *steps, end = events(told.get(timeout=60))
    assert [step["data"] for step in steps] == STEPS
    assert (end["data"]["state"], end["data"]["error"]) == ("failed", "no luck")


@pytest.mark.parametrize(
    ("seen", "ids"), [("2", ["3"]), ("3", []), ("end", []), ("", ["1", "2", "3"]), ("?", ["1", "2", "3"])]
)
def test_who_comes_back_gets_what_came_since(service: Service, seen: str, ids: list[str]) -> None:
    store, plan = service.services.store, asked(service)
    finish(store, claimed(store), "done", {"status": "unknown"}, {"progress": STEPS})
    answer = service.admin.get(f"/v1/plans/{plan}/events", headers={"Last-Event-ID": seen})
    assert [event["id"] for event in events(answer.text)] == [*ids, "end"]


def test_the_stream_of_a_plan_that_is_deleted_ends(service: Service) -> None:
    plan, told = asked(service), Queue[str]()
    follower = Thread(target=lambda: told.put(service.admin.get(f"/v1/plans/{plan}/events").text))
    follower.start()
    for _ in ("cancelled", "deleted"):
        service.admin.delete(f"/v1/plans/{plan}").raise_for_status()
    assert events(told.get(timeout=60))[-1]["data"]["state"] in {"cancelled", "deleted"}
    assert service.admin.get(f"/v1/plans/{plan}/events").status_code == 404


def test_many_who_follow_hold_neither_connections_nor_threads_nor_writers(service: Service) -> None:
    """More than there are connections and threads: all others are served meanwhile, and the search beats on."""
    store, plan = service.services.store, asked(service)
    run = claimed(store)

    async def all_at_once() -> list[str]:
        transport = ASGITransport(app=service.client.app)
        headers = dict(service.admin.headers)
        async with AsyncClient(transport=transport, base_url="http://test", headers=headers, timeout=60) as client:
            following = [asyncio.create_task(client.get(f"/v1/plans/{plan}/events")) for _ in range(45)]
            for _ in range(5):
                await asyncio.to_thread(beat, store, run, {"progress": STEPS})
                assert (await client.get(f"/v1/plans/{plan}")).json()["state"] == "running"
                assert (await client.post("/v1/teams/harbour/plans", json={})).status_code == 202
            assert not any(task.done() for task in following)
            await asyncio.to_thread(finish, store, run, "done", {"status": "unknown"}, {})
            return [(await task).text for task in following]

    texts = asyncio.run(all_at_once())
    assert len(texts) == 45
    assert {tuple(event["id"] for event in events(text)) for text in texts} == {("1", "2", "3", "end")}


def test_who_goes_away_is_not_looked_for_any_more(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, looks = asked(service), list[int]()
    look = plan_events._look

    def counted(*said: Any) -> Any:
        looks.append(1)
        return look(*said)

    monkeypatch.setattr("api.plans.events._look", counted)
    with listening(service) as (host, port), socket.create_connection((host, port)) as connection:
        key = service.admin.headers["Authorization"]
        request = f"GET /v1/plans/{plan}/events HTTP/1.1\r\nHost: {host}\r\nAuthorization: {key}\r\n\r\n"
        connection.sendall(request.encode())
        until(lambda: len(looks) > 3)
        connection.shutdown(socket.SHUT_RDWR)
        until(lambda: not_growing(looks))


def not_growing(looks: list[int]) -> bool:
    before = len(looks)
    time.sleep(0.5)  # ten looks
    return len(looks) == before


@contextmanager
def listening(service: Service) -> Iterator[tuple[str, int]]:
    """A real server for the application, which runs already."""
    config = uvicorn.Config(service.client.app, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[:2]
    server.should_exit = True
    thread.join()
