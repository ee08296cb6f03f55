"""The harbour with a published roster, and the people of it who ask."""

from __future__ import annotations

from typing import Any

from httpx2 import Response
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.store.tables import AuditEntry
from scheduler.intervals import Interval, parse_instant
from tests.service import Service

Raw = dict[str, Any]
Secrets = dict[str, str]  # by login, what each sends as Authorization
HARBOUR = "/v1/teams/harbour"
# By the legal roster sin-03 has the days of 18 to 22 January, sin-04 those of 25 to 29; sin-02 the nights that begin
# on 18 and 19 January, sin-01 those on 25 and 26; sin-01 is on standby from 18 January, sin-02 from 25 January.
DAY, LATER = "sin-day@2027-01-19", "sin-day@2027-01-28"
DAY_TIMES = ("2027-01-18T23:00:00Z", "2027-01-19T07:30:00Z")
NIGHT = "sin-night@2027-01-18"


PEOPLE = {
    "mia": ("manager", None),
    "one": ("manager", "sin-01"),
    "two": ("analyst", "sin-02"),
    "three": ("analyst", "sin-03"),
    "four": ("analyst", "sin-04"),
    "eve": ("analyst", None),
    "pager": ("reader", None),
}


def enrolled(service: Service) -> Secrets:
    """How each of `PEOPLE` asks, by login."""
    clients = {login: service.asking(login, role, "harbour", person) for login, (role, person) in PEOPLE.items()}
    return {login: client.headers["Authorization"] for login, client in clients.items()}


class Crew:
    """Who asks: mia, who manages and is on no roster; one, a manager who is sin-01; analysts; a paging tool."""

    def __init__(self, service: Service, secrets: Secrets) -> None:
        self.service, self.secrets = service, secrets
        self.mia, self.one, self.two, self.three, self.four, self.eve, self.pager = (
            TestClient(service.client.app, headers={"Authorization": secrets[login]}) for login in PEOPLE
        )

    def override(self, client: TestClient | None = None, *, dry: bool = False, **body: Any) -> Response:
        """A new override: sin-04 stands in for sin-03 on the nineteenth, unless something else is said."""
        usual: Raw = {
            "start": DAY_TIMES[0],
            "end": DAY_TIMES[1],
            "duty": "on-duty",
            "add": "sin-04",
            "remove": "sin-03",
        }
        told = {name: value for name, value in (usual | {"reason": "is ill"} | body).items() if value is not None}
        return (client or self.mia).post(f"{HARBOUR}/overrides?dry_run={dry}", json=told)

    def offer(self, client: TestClient, *moves: Raw, **body: Any) -> Response:
        """A new swap."""
        return client.post(f"{HARBOUR}/swaps", json={"moves": list(moves)} | body)

    def offered(self, client: TestClient, *moves: Raw, **body: Any) -> int:
        """The number of a new swap."""
        answer = self.offer(client, *moves, **body)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    def step(self, client: TestClient, swap: int, step: str, **body: Any) -> Response:
        """A step of a swap."""
        return client.post(f"{HARBOUR}/swaps/{swap}/{step}", json=body)

    def holders(self, instant: str, duty: str = "on-duty") -> set[str]:
        """Who is on call in Singapore by what the board answers."""
        posted = self.service.services.board.of("harbour")
        assert posted
        at = parse_instant(instant)
        found = posted.schedule.between(Interval(at, at))
        return {h.person for h in found if h.duty == duty and h.site in ("sin", None)}

    def audited(self, action: str) -> list[AuditEntry]:
        """What the audit log has of an action, the oldest first."""
        with self.service.services.store.reading() as session:
            query = select(AuditEntry).where(AuditEntry.action == action).order_by(col(AuditEntry.id))
            return list(session.exec(query).all())

    def option(self, **options: Any) -> None:
        """Choose for the team."""
        answer = self.mia.put(f"{HARBOUR}/options", json=options)
        assert answer.status_code == 200, answer.text


def moved(person: str, shift: str, to: str | None = None, **part: str) -> Raw:
    """A move."""
    return {"person": person, "shift": shift, "to": to} | part


def problem(answer: Response) -> tuple[int, str]:
    """The status of a refusal, and its kind."""
    body = answer.json()
    return answer.status_code, body["type"].rpartition(":")[2]
