"""What the service has, with its overrides, into a pager."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli.formats import PagerName
from api.cli.pushing import Order, run
from api.errors import BadInput
from api.pushing.connection import Refused
from exports.custom_shifts import custom_shifts
from exports.pager import PagerShift
from scheduler.intervals import parse_instant
from tests.api.plans_at_hand import publish
from tests.api.pushing.stand_ins import PagerDutyStandIn
from tests.service import Service
from tests.uvicorn_thread import served

NOW = "2027-01-10T00:00:00Z"


@pytest.fixture
def order(service: Service, pagerduty: PagerDutyStandIn, tmp_path: Path) -> Iterator[Order]:
    """The harbour's standby of ten days into PagerDuty."""
    people = tmp_path / "users.yaml"
    people.write_text("".join(f"sin-0{n}: U{n}\n" for n in range(1, 5)))
    with served(service.client.app, lifespan="off") as ours, served(pagerduty.app) as theirs:
        yield Order(
            PagerName.PAGERDUTY,
            "PSCHED",
            people,
            service=ours,
            team="harbour",
            days=10,
            url=theirs,
            duty="standby",
            for_real=True,
        )


def test_overrides_are_in_what_is_pushed(
    service: Service, order: Order, pagerduty: PagerDutyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(service)
    service.clock.set(NOW)
    token = service.admin.headers["Authorization"].removeprefix("Bearer ")
    monkeypatch.setenv("WATCHBILL_TOKEN", token)
    assert run(order, parse_instant(NOW)) == 0
    assert pagerduty.told() == ["2027-01-11T02:00:00Z U2", "2027-01-18T02:00:00Z U1"]
    day = {"start": "2027-01-12T02:00:00Z", "end": "2027-01-13T02:00:00Z"}
    override = {"duty": "standby", "add": "sin-01", "remove": "sin-02", "reason": "dentist", **day}
    assert service.admin.post("/v1/teams/harbour/overrides", json=override).status_code == 201
    assert run(order, parse_instant(NOW)) == 0
    assert pagerduty.told() == [
        "2027-01-11T02:00:00Z U2",
        "2027-01-12T02:00:00Z U1",
        "2027-01-13T02:00:00Z U2",
        "2027-01-18T02:00:00Z U1",
    ]


def test_what_nobody_has_any_more_is_taken_away(
    service: Service, order: Order, pagerduty: PagerDutyStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(service)
    later = "2027-03-01T00:00:00Z"
    service.clock.set(later)
    monkeypatch.setenv("WATCHBILL_TOKEN", service.admin.headers["Authorization"].removeprefix("Bearer "))
    week = PagerShift(parse_instant("2027-03-02T02:00:00Z"), parse_instant("2027-03-09T02:00:00Z"), "U1")
    pagerduty.add(custom_shifts([week])["custom_shifts"][0])
    assert run(order, parse_instant(later)) == 0
    assert pagerduty.told() == []
    with pytest.raises(BadInput, match="on-duty 1, standby 1"):
        run(replace(order, duty="watch"), parse_instant(later))


def test_a_team_that_is_not_to_be_seen_is_refused(
    service: Service, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHBILL_TOKEN", service.admin.headers["Authorization"].removeprefix("Bearer "))
    with pytest.raises(Refused, match="no such team"):
        run(order, parse_instant(NOW))
    monkeypatch.delenv("WATCHBILL_TOKEN")
    with pytest.raises(BadInput, match="WATCHBILL_TOKEN"):
        run(order, parse_instant(NOW))
