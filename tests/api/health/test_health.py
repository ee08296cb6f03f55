"""Health, readiness, metrics, request ids."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from tests.api.documents.samples import team
from tests.service import Service, serving


def test_alive_and_ready(service: Service) -> None:
    service.admin.post("/v1/teams", json=team()).raise_for_status()
    assert service.anonymous.get("/healthz").text == "ok"
    assert service.anonymous.get("/readyz").json() == {"database": True, "teams": 1, "stale_since": None}


def test_metrics_are_for_administrators_and_the_metrics_token(database_url: str) -> None:
    with serving(database_url, metrics_token="scrape") as service:
        assert service.anonymous.get("/metrics").status_code == 401
        assert service.asking("eve").get("/metrics").status_code == 403
        assert service.admin.get("/metrics").status_code == 200
        scraper = TestClient(service.client.app, headers={"Authorization": "Bearer scrape"})
        assert 'watchbill_solve_runs{state="queued"} 0.0' in scraper.get("/metrics").text
        guess = TestClient(service.client.app, headers={"Authorization": "Bearer guess"})
        assert guess.get("/metrics").status_code == 401


def test_requests_are_counted_by_route(service: Service) -> None:
    service.admin.get("/v1/teams/nowhere")
    told = service.admin.get("/metrics").text
    assert re.search(r'watchbill_requests_total\{method="GET",route="/v1/teams/\{team\}",status="404"\} 1.0', told)


def test_an_answer_carries_the_id_of_its_request(service: Service) -> None:
    assert service.admin.get("/v1/me", headers={"X-Request-Id": "proxy-17"}).headers["X-Request-Id"] == "proxy-17"
    made = service.admin.get("/v1/me", headers={"X-Request-Id": 'x" y'}).headers["X-Request-Id"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)
    refused = service.admin.get("/v1/teams/nowhere")
    assert refused.json()["instance"] == f"urn:request:{refused.headers['X-Request-Id']}"
