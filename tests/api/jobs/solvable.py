"""Teams whose plans a search finds, and runs of them."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from api.jobs.runs import Claim, claim
from api.jobs.work import Stop, work
from api.store.engine import Store
from api.store.tables import PlanRow, SolveRun
from tests.api.documents.samples import Raw, team
from tests.service import Service

NEVER = 3600  # seconds of search: longer than any test waits


def tiny(id: str = "harbour") -> Raw:
    """A week of the sample team: proven optimal in a fraction of a second."""
    raw = team() | {"team": id, "leave": [], "wishes": [], "pins": [], "previous": [], "ledger": []}
    raw["period"] |= {"last_day": "2027-01-10", "coverage_until": "2027-01-10T12:00:00Z"}
    raw["shifts"] = raw["shifts"][:2]  # days and nights
    raw["people"] = [{"id": f"sin-0{n}", "site": "sin", "contract_hours_per_week": 40} for n in (1, 2)]
    raw["coverage"] = [{"id": "office", "minimum": 1, "site": "sin", "when": "mon-fri 09:00-15:00"}]
    return raw


def torn(id: str = "harbour") -> Raw:
    """The same with wishes that cannot all be met: only a search proves that no roster is better."""
    both = [{"person": person, "every": "wednesday", "wish": "off", "weight": 3} for person in ("sin-01", "sin-02")]
    return tiny(id) | {"wishes": both}


def impossible(id: str = "harbour") -> Raw:
    """The same with more people owed than there are."""
    return tiny(id) | {"coverage": [{"id": "crowd", "minimum": 3, "site": "sin", "when": "mon-fri 09:00-15:00"}]}


def hard(id: str = "harbour") -> Raw:
    """Eight weeks of ten people who wish much: a first roster in a moment, a proof never."""
    raw = tiny(id)
    raw["period"] |= {"last_day": "2027-02-28", "coverage_until": "2027-02-28T12:00:00Z"}
    raw["people"] = [{"id": f"sin-{n:02}", "site": "sin", "contract_hours_per_week": 40} for n in range(1, 11)]
    times = {"day": "mon-sun 08:00-15:00", "night": "mon-sun 23:30-07:00"}
    raw["coverage"] = [{"id": id, "minimum": 1, "target": 3, "site": "sin", "when": times[id]} for id in times]
    days = ("monday", "wednesday", "friday", "saturday", "sunday")
    raw["wishes"] = [
        {"person": person["id"], "every": days[n % 5], "wish": ("off", "sin-night")[n % 2], "weight": 1 + n % 3}
        for n, person in enumerate(raw["people"])
    ]
    return raw


def asked(service: Service, raw: Raw | None = None, **wanted: Any) -> str:
    """The id of a new plan of a team, which is made where it is not there."""
    document = raw or tiny()
    if service.admin.get(f"/v1/teams/{document['team']}").status_code == 404:
        service.admin.post("/v1/teams", json=document).raise_for_status()
    answer = service.admin.post(f"/v1/teams/{document['team']}/plans", json={"seconds": 20, "workers": 1} | wanted)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def solved(service: Service, raw: Raw | None = None, **wanted: Any) -> str:
    """The same, solved in this process."""
    plan = asked(service, raw, **wanted)
    solve_all(service.services.store)
    return plan


def solve_all(store: Store) -> None:
    """Work off whatever waits."""
    while (claimed := claim(store, at_once=1)) is not None:
        work(store, claimed, Stop())


def claimed(store: Store, at_once: int = 1) -> Claim:
    """A run that is there to be claimed."""
    found = claim(store, at_once)
    assert found is not None
    return found


def run_of(store: Store, plan: str) -> SolveRun:
    with store.reading() as session:
        return session.exec(select(SolveRun).where(SolveRun.plan_id == plan)).one()


def row_of(store: Store, plan: str) -> PlanRow:
    with store.reading() as session:
        return session.get_one(PlanRow, plan)
