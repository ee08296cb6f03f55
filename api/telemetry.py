"""OpenTelemetry traces: FastAPI's own, sent to where the OTEL_... variables say (extra `telemetry`)."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig

_UNTRACED = ("/feeds/", "/healthz", "/readyz", "/metrics")  # the first has secrets in its addresses


def telemetry(*, enabled: bool) -> TelemetryConfig:
    """What FastAPI is to trace. Metrics are Prometheus' and logs are ours."""
    return {"tracing": enabled, "metrics": False, "logs": False, "auto_configure": enabled, "exclude": _untraced}


def _untraced(scope: MutableMapping[str, Any]) -> bool:
    return str(scope["path"]).startswith(_UNTRACED)
