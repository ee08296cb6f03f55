"""A case in a team of its own, and what is asked of the service about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from httpx2 import Response

from scheduler.intervals import Interval, parse_instant, shift_by, utc_text
from scheduler.oncall.values import Holding, Source
from tests.oncall_cases.questions import DUTY, TRACK, Raw
from tests.oncall_cases.rows import Case
from tests.service import Service

__all__ = ["DUTY", "TRACK", "Raw", "Scenario", "Story", "holding", "instants"]


@dataclass
class Scenario:
    """One case, told to the service. Times that are sent and come back are those of the case."""

    service: Service
    raw: Raw
    case: Case = field(init=False)
    team: str = field(init=False)
    _document: Raw | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.case, self.team = Case(self.raw), self.raw["id"].lower()

    def before(self, instants: Iterable[datetime]) -> None:
        """Set the clock to a day before the first of them: nothing has begun, so everything may be changed."""
        self.service.clock.now = shift_by(min(instants), minutes=-24 * 60)

    def oncall(self, document: Raw) -> None:
        """Let this on-call document be the team's from now on."""
        if self._document is None:
            self.sent("POST", "/v1/teams", {"team": self.team, "oncall": document}, status=201)
        elif self._document != document:
            self.sent("PUT", f"/v1/teams/{self.team}/oncall-schedules", document)
        self._document = document

    def asked(self, path: str, **params: Any) -> Any:
        """What is answered about the team; `path` below it, `from_` and `until` as instants."""
        return self.sent("GET", f"/v1/teams/{self.team}{path}", params=_texts(params))

    def sent(self, method: str, path: str, body: Any = None, *, status: int = 200, **rest: Any) -> Any:
        """The answer of an administrator's request, which has this status."""
        answer = self.tried(method, path, body, **rest)
        assert answer.status_code == status, f"{method} {path} {body}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def tried(self, method: str, path: str, body: Any = None, **rest: Any) -> Response:
        """The answer, whatever it is."""
        headers = self.service.admin.headers
        return self.service.client.request(method, path, json=body, headers=headers, **rest)


Story = Callable[[Scenario], None]


def holding(row: Raw) -> Holding:
    """A row of an answer in the words of the domain."""
    interval = Interval(parse_instant(row["start"]), parse_instant(row["end"]))
    source = Source(row.get("source", Source.ROTATION))
    return Holding(row["duty"], row["level"], row["person"], interval, row["site"], row["shift"], source)


def instants(*intervals: Interval) -> list[datetime]:
    """Their bounds."""
    return [bound for interval in intervals for bound in (interval.start, interval.end)]


def _texts(params: dict[str, Any]) -> dict[str, Any]:
    known = {name.rstrip("_"): value for name, value in params.items() if value is not None}
    return {name: utc_text(value) if isinstance(value, datetime) else value for name, value in known.items()}
