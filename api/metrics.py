"""What Prometheus is told of requests; what it is told of teams is worked out when it asks (`api.health`)."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram


class Requests:
    """Counts what was answered, in a registry of its own: two applications in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._count = Counter("watchbill_requests", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "watchbill_request_seconds", "How long answers took.", ["route"], registry=self.registry
        )

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        self._count.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def noting(self, method: str, route: str, status: int) -> Callable[[float], None]:
        """`note` for what is asked so often that even looking for the right counter would take too long."""
        count, seconds = self._count.labels(method, route, status), self._seconds.labels(route)

        def note(taken: float) -> None:
            count.inc()
            seconds.observe(taken)

        return note
