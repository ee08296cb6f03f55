"""A new plan is held against what is published, where the team's rules ask for that."""

from __future__ import annotations

from typing import Any

from tests.api.documents.samples import Raw
from tests.api.jobs.solvable import asked, row_of, solved, tiny
from tests.api.plans_at_hand import harbour, legal, publish
from tests.service import Service

ASKING = {"minimum_change": {"weight": "hard"}}


def replanning(raw: Raw, **rules: Any) -> Raw:
    """The document with rules about changes."""
    return raw | {"rules": raw["rules"] | (rules or ASKING)}


def known(service: Service, raw: Raw, **wanted: Any) -> Any:
    """What a new plan of the team, whose document becomes `raw`, takes as published."""
    service.admin.put("/v1/teams/harbour", json=raw).raise_for_status()
    return row_of(service.services.store, asked(service, raw, **wanted)).document["published"]


def rows(found: Any) -> list[list[str]]:
    return sorted([row["person"], f"{row['shift']}@{row['day']}"] for row in found["assignments"])


def test_the_plan_has_what_is_published(service: Service) -> None:
    publish(service)
    service.clock.set("2027-01-05T09:30:40Z")
    found = known(service, replanning(harbour()))
    assert rows(found) == legal(harbour())
    assert (found["as_of"], found["first_day"], found["last_day"]) == (
        "2027-01-05T09:30:00Z",
        "2027-01-04",
        "2027-01-31",
    )


def test_without_a_rule_that_asks_it_has_not(service: Service) -> None:
    publish(service)
    assert known(service, harbour()) is None


def test_where_nothing_is_published_there_is_nothing(service: Service) -> None:
    service.admin.post("/v1/teams", json=harbour()).raise_for_status()
    assert known(service, replanning(harbour())) is None


def test_of_a_longer_period_only_the_published_days_count(service: Service) -> None:
    publish(service)
    longer = replanning(harbour())
    longer["period"] |= {"first_day": "2027-01-02", "last_day": "2027-02-28"}
    found = known(service, longer)
    assert rows(found) == legal(harbour())
    assert (found["first_day"], found["last_day"]) == ("2027-01-04", "2027-01-31")


def test_who_covers_a_shift_has_it_and_who_is_gone_still_stands_there(service: Service) -> None:
    publish(service)
    shift = {"duty": "on-duty", "start": "2027-01-10T23:00:00Z", "end": "2027-01-11T07:30:00Z"}
    cover = shift | {"remove": "sin-04", "add": "sin-01", "reason": "is ill"}
    made = service.admin.post("/v1/teams/harbour/overrides", json=cover)
    assert made.status_code == 201, made.text
    raw = replanning(harbour())
    raw["people"] = [row for row in raw["people"] if row["id"] != "sin-04"]
    found = rows(known(service, raw))
    assert ["sin-01", "sin-day@2027-01-11"] in found
    assert ["sin-04", "sin-day@2027-01-12"] in found
    assert len(found) == len(legal(harbour()))


def test_the_search_leaves_what_is_published_as_it_is(service: Service) -> None:
    first = solved(service, tiny())
    roster = row_of(service.services.store, first).roster
    published = service.admin.post(f"/v1/plans/{first}/publish", json={})
    assert published.status_code == 201, published.text
    person, shift = next(iter(roster or ()))
    day = shift.partition("@")[2]
    off = replanning(tiny()) | {"wishes": [{"person": person, "day": day, "wish": "off", "weight": 3}]}
    service.admin.put("/v1/teams/harbour", json=off).raise_for_status()
    assert row_of(service.services.store, solved(service, off)).roster == roster
    other = off | {"rules": tiny()["rules"]}
    service.admin.put("/v1/teams/harbour", json=other).raise_for_status()
    assert row_of(service.services.store, solved(service, other)).roster != roster
