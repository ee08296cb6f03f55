"""Several people who act on one request, or spend the same points, at the same moment."""

from __future__ import annotations

import asyncio
from typing import Any

from httpx2 import ASGITransport, AsyncClient, Response
from starlette.testclient import TestClient

from tests.api.requests.asking import DAYS, HARBOUR, LEAVE, Harbour, asked, kind_of
from tests.service import Service

Ask = tuple[TestClient, str, dict[str, Any]]


def at_once(service: Service, *asks: Ask) -> list[Response]:
    """The answers to several POSTs that are sent together; once a test, for the service belongs to one event loop."""

    async def all_of_them() -> list[Response]:
        async with AsyncClient(transport=ASGITransport(app=service.client.app), base_url="http://test") as client:
            return list(
                await asyncio.gather(
                    *(client.post(path, json=body, headers=dict(asking.headers)) for asking, path, body in asks)
                )
            )

    return asyncio.run(all_of_them())


def test_of_two_managers_who_decide_one_wins(service: Service) -> None:
    team = Harbour(service)
    team.window()
    max = service.asking("max", "manager", "harbour")
    days = [f"2027-01-2{n}" for n in range(3)]
    ids = [asked(team.ana, first_day=day, last_day=day) for day in days]
    granting: list[Ask] = [(team.mia, f"{LEAVE}/{id}/approve", {}) for id in ids]
    refusing: list[Ask] = [(max, f"{LEAVE}/{id}/deny", {"answer": "No"}) for id in ids]
    answers = at_once(service, *granting, *refusing)
    away = {row["first_day"] for row in team.mia.get(f"{HARBOUR}/leave").json()}
    for id, day, granted, refused in zip(ids, days, answers[:3], answers[3:], strict=True):
        assert sorted([granted.status_code, refused.status_code]) == [200, 409]
        assert kind_of(granted if granted.status_code == 409 else refused) == (409, "decided")
        state = team.mia.get(f"{LEAVE}/{id}").json()["state"]
        assert state == ("approved" if granted.status_code == 200 else "denied")
        assert (day in away) is (state == "approved")


def test_points_are_not_spent_twice(service: Service) -> None:
    team = Harbour(service)
    team.window(points=10)
    answers = at_once(service, *[(team.ana, LEAVE, DAYS | {"points": 6})] * 3)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


def test_requests_granted_at_once_all_stand_in_the_document(service: Service) -> None:
    team = Harbour(service)
    team.window()
    ids = [asked(team.ana, first_day=f"2027-01-2{n}", last_day=f"2027-01-2{n}") for n in range(4)]
    answers = at_once(service, *[(team.mia, f"{LEAVE}/{id}/approve", {}) for id in ids])
    assert [answer.status_code for answer in answers] == [200] * 4
    days = {row["first_day"] for row in team.mia.get(f"{HARBOUR}/leave").json()}
    assert days >= {f"2027-01-2{n}" for n in range(4)}
