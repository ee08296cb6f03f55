"""People who ask for leave and wishes, and a manager who decides."""

from __future__ import annotations

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.plans_at_hand import harbour
from tests.service import Service

HARBOUR = "/v1/teams/harbour"
LEAVE, WISHES, WINDOWS = f"{HARBOUR}/leave-requests", f"{HARBOUR}/wish-requests", f"{HARBOUR}/request-windows"
DAYS = {"first_day": "2027-01-20", "last_day": "2027-01-21"}


class Harbour:
    """The harbour with its manager mia, and ana (sin-03) and ben (sin-04), who work there."""

    def __init__(self, service: Service) -> None:
        self.service = service
        assert service.admin.post("/v1/teams", json=harbour()).status_code == 201
        self.mia = service.asking("mia", "manager", "harbour")
        self.ana = service.asking("ana", "analyst", "harbour", person="sin-03")
        self.ben = service.asking("ben", "analyst", "harbour", person="sin-04")

    def window(self, kind: str = "leave", **fields: Any) -> int:
        """A window that is open in December, for days of January."""
        body = {
            "kind": kind,
            "opens_at": "2026-12-01T00:00:00Z",
            "closes_at": "2026-12-15T00:00:00Z",
            "first_day": "2027-01-04",
            "last_day": "2027-01-31",
        }
        made = self.mia.post(WINDOWS, json=body | fields)
        assert made.status_code == 201, made.text
        return int(made.json()["id"])


def asked(client: TestClient, path: str = LEAVE, **fields: Any) -> int:
    """The id of a new request."""
    made = client.post(path, json=(DAYS if path == LEAVE else {"wish": "off", "day": "2027-01-20"}) | fields)
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def kind_of(answer: Response) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status_code, answer.json()["type"].removeprefix("urn:watchbill:problem:")
