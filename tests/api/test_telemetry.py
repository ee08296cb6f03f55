"""Traces reach a real OTLP receiver, and never name a feed's secret address."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from tests.processes import until
from tests.uvicorn_thread import served
from tests.watchbill_process import serving


@pytest.mark.slow
def test_traces_are_sent_without_secret_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[bytes] = []
    receiver = FastAPI()

    @receiver.post("/v1/traces")
    async def traces(request: Request) -> Response:
        received.append(await request.body())
        return Response(media_type="application/x-protobuf")

    with served(receiver) as address:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        with serving(tmp_path, telemetry="true") as service:
            httpx2.get(f"{service.address}/feeds/watchbill_feed_hidden.ics")
            httpx2.get(f"{service.address}/v1/teams/traced")
            until(lambda: any(b"/v1/teams/{team}" in body for body in received))
    assert not any(b"watchbill_feed_hidden" in body for body in received)
