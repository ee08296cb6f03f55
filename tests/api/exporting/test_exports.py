from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.testclient import TestClient

from api.exporting.formats import Format
from api.store.tables import PlanRow, RevisionRow
from tests.api.plans_at_hand import harbour, legal, planned, publish, rotating
from tests.service import Service

TEAM = "/v1/teams/harbour/export"
REVISION = "/v1/teams/harbour/revisions/1/export"
PEOPLE = ("sin-01", "sin-02", "sin-03", "sin-04", "dub-01", "dub-02")
USERS = "&duty=standby" + "".join(f"&user={person}:U-{person}" for person in PEOPLE)


@pytest.mark.parametrize("path", [TEAM, REVISION])
def test_every_format_is_a_file_that_others_read(service: Service, path: str) -> None:
    publish(service)
    for format in Format:
        is_read(service, path, format)


def is_read(service: Service, path: str, format: Format) -> None:
    answer = service.admin.get(f"{path}?format={format}{USERS}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == format.media_type
    name = f"harbour-2027-01-04-2027-01-31{format.ending}"
    assert answer.headers["content-disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert _shifts(format, answer.content) == len(legal(harbour())) or format in (Format.GOALERT, Format.PAGERDUTY)
    if format in (Format.GOALERT, Format.PAGERDUTY):
        assert _shifts(format, answer.content) == 4  # weeks of standby


def _shifts(format: Format, body: bytes) -> int:
    """How many shifts there are in the file, as far as it says."""
    match format:
        case Format.CSV:
            return len(list(csv.DictReader(StringIO(body.decode()))))
        case Format.JSON:
            return len(json.loads(body)["assignments"])
        case Format.XLSX:
            return int(load_workbook(BytesIO(body))["Shifts"].max_row) - 1
        case Format.ICS:
            return len(Calendar.from_ical(body).walk("VEVENT"))
        case Format.GOALERT:
            return len(json.loads(body)[0]["shifts"])
        case Format.PAGERDUTY:
            return len(json.loads(body)["custom_shifts"])
        case Format.HTML:
            cells = re.findall(rb'<td class="k [^>]*>([^<]*)</td>', body)
            return sum(len(cell.split(b"+")) for cell in cells) - 6 * 4  # standby stands on seven days
        case Format.PDF:
            text = PdfReader(BytesIO(body)).pages[0].extract_text()
            return len(legal(harbour())) if "sin-03" in text else 0


def test_what_is_still_so_is_not_sent_again(service: Service) -> None:
    publish(service)
    first = service.admin.get(f"{TEAM}?format=html")
    again = service.admin.get(f"{TEAM}?format=html", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "sandbox" in first.headers["content-security-policy"]
    changed = service.admin.get(f"{TEAM}?format=html&person=sin-01", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    "query", ["", "&from=2024-01-01T00:00:00Z&until=2024-01-15T00:00:00Z"], ids=["now", "long ago"]
)
def test_the_same_roster_gives_the_same_bytes_whenever_it_is_asked_for(service: Service, query: str) -> None:
    publish(service)
    rotating(service, "sin-01")

    def files() -> dict[Format, tuple[bytes, str]]:
        answers = {format: service.admin.get(f"{TEAM}?format={format}{query}{USERS}") for format in Format}
        return {format: (answer.content, answer.headers.get("etag", "")) for format, answer in answers.items()}

    before = files()
    for later in ("2026-12-01T10:00:00+00:00", "2026-12-20T09:00:00+00:00", "2027-02-01T09:00:00+00:00"):
        service.clock.set(later)
        service.services.board.refresh(["harbour"])  # as a process does that starts
        assert files() == before
    day = {"start": "2027-02-12T02:00:00Z", "end": "2027-02-13T02:00:00Z"}
    override = {"duty": "standby", "add": "sin-02", "remove": "sin-01", "reason": "dentist", **day}
    assert service.admin.post("/v1/teams/harbour/overrides", json=override).status_code == 201
    told = service.admin.get(f"{TEAM}?format=json{query}").json()
    assert told["made"] == "2027-02-01T09:00:00Z"
    assert told["source"].startswith("As it is since 1 Feb 2027 09:00 UTC, ")


def test_overrides_are_in_the_final_schedule_and_not_in_the_revision(service: Service) -> None:
    publish(service)
    day = {"start": "2027-01-12T02:00:00Z", "end": "2027-01-13T02:00:00Z"}
    override = {"duty": "standby", "add": "sin-01", "remove": "sin-02", "reason": "dentist", **day}
    assert service.admin.post("/v1/teams/harbour/overrides", json=override).status_code == 201
    final, published = (service.admin.get(f"{path}?format=csv&person=sin-01").text for path in (TEAM, REVISION))
    assert "sin-01,standby,sin,standby,2027-01-12T02:00:00Z,2027-01-13T02:00:00Z" in final
    assert "2027-01-13T02:00:00Z" not in published
    drawn = service.admin.get(f"{TEAM}?format=html&person=sin-01").text
    assert ">N+s<" in drawn  # a night, and a part of a standby


def test_a_window_of_ones_own_and_turns_of_a_rotation(service: Service) -> None:
    publish(service)
    rotating(service, "sin-01", "zoe")
    answer = service.admin.get(f"{TEAM}?from=2027-02-01T00:00:00Z&until=2027-03-01T00:00:00Z")
    told = answer.json()
    assert (told["first_day"], told["last_day"]) == ("2027-02-01", "2027-02-28")
    assert {"id": "zoe", "name": None, "site": "no site"} in told["people"]
    assert [row["person"] for row in told["assignments"]] == ["sin-02", "sin-01", "zoe", "sin-01", "zoe"]
    assert service.admin.get(f"{TEAM}?format=pdf&from=2027-02-01T00:00:00Z").status_code == 200


def test_a_team_with_rotations_only(service: Service) -> None:
    rotating(service, "ana", "ben")
    for format in ("html", "xlsx", "pdf", "csv", "ics"):
        answer = service.admin.get(f"{TEAM}?format={format}&from=2027-02-01T00:00:00Z")
        assert answer.status_code == 200, answer.text


def test_leave_has_no_reason_and_readers_see_neither_it_nor_hours(service: Service) -> None:
    publish(service)
    reader = service.asking("rea", "reader", "harbour")
    analyst = service.asking("ann", "analyst", "harbour", "sin-01")
    for path in (TEAM, REVISION):
        whole = {who: client.get(f"{path}?format=json").json() for who, client in _three(service, reader, analyst)}
        assert {who: len(told["leave"]) for who, told in whole.items()} == {"admin": 1, "reader": 0, "analyst": 1}
        pages = {who: client.get(f"{path}?format=html").text for who, client in _three(service, reader, analyst)}
        assert not any("medical" in text for text in (*pages.values(), json.dumps(whole)))
        assert {who: ">Hours<" in text for who, text in pages.items()} == {
            "admin": True,
            "reader": False,
            "analyst": True,
        }
    fair = {
        who: "Fairness" in client.get(f"{REVISION}?format=html").text
        for who, client in _three(service, reader, analyst)
    }
    assert fair == {"admin": True, "reader": False, "analyst": False}


def _three(service: Service, reader: TestClient, analyst: TestClient) -> list[tuple[str, TestClient]]:
    return [("admin", service.admin), ("reader", reader), ("analyst", analyst)]


def test_ones_own_leave_is_seen_by_whoever_may_not_see_that_of_others(service: Service) -> None:
    publish(service)
    own = service.asking("rea", "reader", "harbour", "sin-03")
    assert [row["person"] for row in own.get(f"{TEAM}?format=json").json()["leave"]] == ["sin-03"]


def test_a_candidate_is_exported_by_who_plans_and_only_as_confirmed(service: Service) -> None:
    plan = planned(service)
    assert service.admin.get(f"/v1/plans/{plan}/export?format=xlsx").status_code == 200
    assert service.asking("ann", "analyst", "harbour", "sin-01").get(f"/v1/plans/{plan}/export").status_code == 403
    with service.services.store.writing() as session:
        session.get_one(PlanRow, plan).roster = [["sin-01", "sin-day@2027-01-05"]]
    refused = service.admin.get(f"/v1/plans/{plan}/export")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:watchbill:problem:plan-changed")
    waiting = planned(service, state="queued", digest=None)
    assert service.admin.get(f"/v1/plans/{waiting}/export").status_code == 409


def test_a_revision_that_was_changed_is_refused(service: Service) -> None:
    publish(service)
    with service.services.store.writing() as session:
        row = session.get_one(RevisionRow, 1)
        row.assignments = row.assignments[1:]
    assert service.admin.get(REVISION).status_code == 409
    assert service.admin.get("/v1/teams/harbour/revisions/2/export").status_code == 404


def test_everything_that_a_pager_lacks_is_told_at_once(service: Service) -> None:
    publish(service)
    answer = service.admin.get(f"{TEAM}?format=goalert&duty=standby")
    assert answer.status_code == 422
    assert [issue["path"] for issue in answer.json()["issues"]] == ["users.sin-01", "users.sin-02"]


@pytest.mark.parametrize("format", ["goalert", "pagerduty"])
def test_of_several_duties_one_is_to_be_named(service: Service, format: str) -> None:
    publish(service)
    several = service.admin.get(f"{TEAM}?format={format}{USERS.removeprefix('&duty=standby')}")
    assert several.status_code == 422
    (issue,) = several.json()["issues"]
    assert (issue["path"], issue["expected"]) == ("duty", "one duty and level of on-duty 1, standby 1")
    assert "--duty and --level" in issue["advice"]


def test_who_is_not_in_it_has_no_export(service: Service) -> None:
    publish(service)
    answer = service.admin.get(f"{TEAM}?person=sin-1")
    assert (answer.status_code, answer.json()["issues"][0]["path"]) == (422, "person")
