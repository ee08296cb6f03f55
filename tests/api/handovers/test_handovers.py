"""Handover notes: written by who leaves, read by who comes."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.store.tables import AuditEntry, OverrideRow
from scheduler.intervals import parse_instant
from tests.api.plans_at_hand import harbour, planned, publish
from tests.service import Service

ADDRESS = "/v1/teams/harbour/handovers"
TUESDAY = "2027-01-19T07:00:00Z"  # half an hour before the end of sin-03's day
ITEMS = [{"text": "call the vendor", "done": False}, {"text": "rotate the key", "done": False}]


@pytest.fixture
def team(service: Service) -> Service:
    """The harbour with its roster, on Tuesday of the third week."""
    publish(service)
    service.clock.set(TUESDAY)
    return service


def analyst(team: Service, person: str) -> TestClient:
    return team.asking(person, "analyst", "harbour", person)


def written(client: TestClient, **fields: Any) -> Response:
    body = {"duty": "on-duty", "site": "sin", "text": "Queue 3 is slow", "open_items": ITEMS} | fields
    return client.post(ADDRESS, json=body)


def test_who_has_the_duty_writes_to_who_comes(team: Service) -> None:
    answer = written(analyst(team, "sin-03"))
    assert answer.status_code == 201, answer.text
    note = answer.json()
    assert answer.headers["Location"] == f"{ADDRESS}/{note['id']}"
    assert (note["author"], note["person"], note["at"]) == ("sin-03", "sin-03", "2027-01-19T07:30:00Z")
    assert note["coming"] == [{"person": "sin-02", "start": "2027-01-19T15:00:00Z"}]  # the night's
    assert (note["open"], note["acknowledged_by"], note["open_items"]) == (True, None, ITEMS)
    read = team.admin.get(answer.headers["Location"])
    assert read.json() == note
    assert read.headers["ETag"] == answer.headers["ETag"]


def test_it_follows_the_final_schedule(team: Service) -> None:
    address = written(analyst(team, "sin-03")).headers["Location"]
    override = OverrideRow(
        team_id="harbour",
        duty="on-duty",
        start=parse_instant("2027-01-19T15:00:00Z"),
        end=parse_instant("2027-01-19T23:30:00Z"),
        add="sin-04",
        remove="sin-02",
        site="sin",
        created_by="test",
        created_at=team.clock(),
    )
    with team.services.store.writing() as session:
        session.add(override)
    team.services.board.refresh(["harbour"])
    assert [coming["person"] for coming in team.admin.get(address).json()["coming"]] == ["sin-04"]


def test_nobody_hands_over_to_himself(team: Service) -> None:
    """dub-01 has Tuesday too: after Monday somebody else comes a week later."""
    note = written(team.admin, person="dub-01", site="dub", at="2027-01-18T16:30:00Z").json()
    assert note["coming"] == [{"person": "dub-02", "start": "2027-01-25T08:00:00Z"}]


def test_who_had_it_may_still_write(team: Service) -> None:
    client = analyst(team, "sin-03")
    team.clock.set("2027-01-19T09:00:00Z")
    assert written(client).json()["at"] == "2027-01-19T07:30:00Z"
    assert written(client, at="2027-01-18T05:00:00Z").json()["at"] == "2027-01-18T05:00:00Z"  # within Monday's turn


def test_others_may_not(team: Service) -> None:
    assert written(analyst(team, "sin-04"), at="2027-01-19T07:30:00Z").status_code == 403
    assert written(analyst(team, "dub-02")).status_code == 403  # never had it at this site
    client = analyst(team, "sin-03")
    assert written(client, at="2027-01-21T07:30:00Z").status_code == 403  # has not begun
    assert written(client, at="2027-01-18T22:00:00Z").status_code == 403  # of a night's turn
    assert written(client, duty="standby").status_code == 403
    assert written(client, person="sin-02").status_code == 403
    assert written(team.asking("guest", "analyst", "harbour")).status_code == 403  # nobody of the roster
    assert team.admin.get(ADDRESS).json()["items"] == []


def test_managers_write_for_another_and_the_log_says_so(team: Service) -> None:
    manager = team.asking("mia", "manager", "harbour")
    note = written(manager, person="sin-03").json()
    assert (note["author"], note["person"], note["at"]) == ("mia", "sin-03", "2027-01-19T07:30:00Z")
    own = written(manager, at="2027-01-20T00:00:00Z").json()
    assert (own["person"], own["at"]) == (None, "2027-01-20T00:00:00Z")
    unknown = written(manager, person="sin-30")
    assert [issue["path"] for issue in unknown.json()["issues"]] == ["person"]
    with team.services.store.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "handover.create").order_by(col(AuditEntry.id))
        first = session.exec(query).first()
    assert first
    assert (first.actor, first.after["person"], first.subject) == ("mia", "sin-03", str(note["id"]))


def test_who_comes_acknowledges_and_works_off_the_items(team: Service) -> None:
    address = written(analyst(team, "sin-03")).headers["Location"]
    comes, stranger = analyst(team, "sin-02"), analyst(team, "dub-01")
    done = [{"text": "call the vendor", "done": True}, ITEMS[1]]
    for refused in ({"acknowledged": True}, {"open_items": done}, {"text": "all is well"}):
        assert stranger.patch(address, json=refused).status_code == 403
    assert comes.patch(address, json={"text": "all is well"}).status_code == 403
    team.clock.set("2027-01-19T15:01:00Z")
    note = comes.patch(address, json={"acknowledged": True, "open_items": done}).json()
    assert (note["acknowledged_by"], note["acknowledged_at"]) == ("sin-02", "2027-01-19T15:01:00Z")
    assert (note["open"], note["coming"], note["version"]) == (True, [], 2)
    again = team.admin.patch(address, json={"acknowledged": True}).json()
    assert again == note  # once is enough
    finished = [{"text": item["text"], "done": True} for item in ITEMS]
    assert comes.patch(address, json={"open_items": finished}).json()["open"] is False


def test_the_author_changes_it_until_it_is_read(team: Service) -> None:
    author = analyst(team, "sin-03")
    made = written(author)
    address, tag = made.headers["Location"], made.headers["ETag"]
    changed = author.patch(address, json={"text": "Queue 4, sorry"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["text"]) == (200, "Queue 4, sorry")
    assert author.patch(address, json={"text": "or 5"}, headers={"If-Match": tag}).status_code == 412
    assert author.patch(address, json={"acknowledged": True}).status_code == 403
    assert team.asking("mia", "manager", "harbour").patch(address, json={"acknowledged": True}).status_code == 200
    assert author.patch(address, json={"text": "or 6"}).status_code == 409
    assert author.get(address).json()["text"] == "Queue 4, sorry"


def test_what_is_open_is_listed(team: Service) -> None:
    author = analyst(team, "sin-03")
    first, second = (written(author, open_items=items).json()["id"] for items in ([], ITEMS))
    third = written(team.admin, duty="standby", level=2, site=None, open_items=[]).json()["id"]
    team.admin.patch(f"{ADDRESS}/{first}", json={"acknowledged": True})

    def listed(query: str) -> list[int]:
        return [note["id"] for note in team.admin.get(f"{ADDRESS}?{query}").json()["items"]]

    assert listed("") == [third, second, first]
    assert listed("open=true") == [third, second]
    assert listed("open=false") == [first]
    assert listed("duty=on-duty") == [second, first]
    assert (listed("level=2"), listed("site=sin")) == ([third], [second, first])
    assert listed("from=2027-01-19T07:30:00Z") == [second, first]
    assert listed("until=2027-01-19T07:30:00Z") == [third]
    assert listed("limit=1") == [third]


def test_who_may(team: Service) -> None:
    planned(team, raw=harbour() | {"team": "quay"})
    address = written(team.admin).headers["Location"]
    assert team.anonymous.get(ADDRESS).status_code == 401
    assert team.asking("eve").get(address).status_code == 404
    reader, elsewhere = team.asking("pager", "reader", "harbour"), team.asking("mo", "manager", "quay")
    assert (reader.get(ADDRESS).status_code, written(reader).status_code) == (403, 403)
    assert elsewhere.patch(address, json={"acknowledged": True}).status_code == 404
    assert team.admin.get(address.replace("harbour", "quay")).status_code == 404
    assert team.admin.get(f"{ADDRESS}/99").status_code == 404
    assert written(team.admin, text="a\0b").status_code == 422
