from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from api.cli.formats import PagerName
from api.cli.pushing import Order, run
from scheduler.intervals import parse_instant
from tests.api.pushing.stand_ins import GoAlertStandIn, PagerDutyStandIn, Raw, Trouble
from tests.uvicorn_thread import served

BEFORE = "2027-01-01T00:00:00Z"


@pytest.fixture(autouse=True)
def tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGERDUTY_TOKEN", "secret")
    monkeypatch.setenv("GOALERT_TOKEN", "secret")


@pytest.fixture
def users(tmp_path: Path) -> Path:
    path = tmp_path / "users.csv"
    path.write_text("person,user\nana,UANA\nben,UBEN\ncyd,UCYD\n")
    return path


@pytest.fixture
def trouble() -> Trouble:
    return Trouble()


@pytest.fixture
def pagerduty(trouble: Trouble) -> PagerDutyStandIn:
    return PagerDutyStandIn(trouble)


@pytest.fixture
def goalert(trouble: Trouble) -> GoAlertStandIn:
    return GoAlertStandIn(trouble)


@pytest.fixture
def push(request: pytest.FixtureRequest, users: Path, tmp_path: Path) -> Iterator[Callable[..., int]]:
    """``push(pager, "ana 4 7, ben 7 11", now=..., for_real=True)``: standby on days of January 2027, from 2:00 UTC."""
    with ExitStack() as stack:
        addresses: dict[str, str] = {}

        def pushed(pager: str, text: str, now: str = BEFORE, shifts: Sequence[Raw] = (), **more: Any) -> int:
            if pager not in addresses:
                addresses[pager] = stack.enter_context(served(request.getfixturevalue(pager).app))
            schedule = {"pagerduty": "PSCHED", "goalert": "sched"}[pager]
            options: dict[str, Any] = {
                "plan": _plan(tmp_path, text, shifts),
                "url": addresses[pager],
                "schedule": schedule,
                "users": users,
            }
            return run(Order(PagerName(pager), **options | more), parse_instant(now))

        yield pushed


def _plan(folder: Path, text: str, more: Sequence[Raw]) -> Path:
    """A plan.json, whose weeks of standby are as long as is wanted; `more` are shifts that nobody has."""
    rows = [row.split() for row in text.split(", ") if row]
    spans = sorted({int(end) - int(start) for _, start, end in rows})
    shifts = [
        {"id": f"s{n}", "site": "hub", "kind": "standby", "start": "10:00", "end": "10:00", "span_days": n}
        for n in spans
    ]
    period = {"first_day": "2027-01-01", "last_day": "2027-01-31"}
    period |= {"coverage_from": "2027-01-01T00:00:00Z", "coverage_until": "2027-01-31T00:00:00Z"}
    document = {
        "period": period,
        "sites": [{"id": "hub", "timezone": "Asia/Singapore"}],
        "shifts": [*shifts, *more],
        "people": [{"id": id, "site": "hub"} for id in ("ana", "ben", "cyd", "dot")],
    }
    assignments = [
        {
            "person": person,
            "shift": f"s{int(end) - int(start)}",
            "site": "hub",
            "duty": "standby",
            "start": f"2027-01-{int(start):02}T02:00:00Z",
            "end": f"2027-01-{int(end):02}T02:00:00Z",
        }
        for person, start, end in rows
    ]
    path = folder / "plan.json"
    whole = {"team": "t", "status": "optimal", "made": "2026-12-01T00:00:00Z", "document": document}
    path.write_text(json.dumps(whole | {"assignments": assignments}))
    return path
