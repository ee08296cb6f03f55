"""`GET /v1/oncall.txt`: lines that a shell can read, whatever people are called."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.oncall.rotating import HANDOVER, TEAM, document, rotating
from tests.service import Service

PEOPLE = [
    {"id": "ana", "name": "Ana\tMaria\nReyes\u2028\u202e", "email": "ana@example.org"},
    {"id": "ben", "name": "Ben Tan"},
    {"id": "chi"},
]


def text(client: TestClient, **query: Any) -> str:
    answer = client.get("/v1/oncall.txt", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return answer.text


def test_a_line_a_person(service: Service) -> None:
    rotating(service)
    line = f"watch\tstandby\t1\tana\tAna Maria Reyes\t2026-11-30T09:00:00Z\t{HANDOVER}\n"
    assert text(service.admin, team=TEAM) == line
    assert text(service.admin, team=TEAM, tz="Asia/Tokyo").endswith("+09:00\n")


def test_one_column_alone_is_one_word(service: Service) -> None:
    rotating(service, people=PEOPLE)
    asked = {"team": TEAM, "duty": "standby", "level": 1}
    assert text(service.admin, **asked, show="person") == "ana\n"
    assert text(service.admin, **asked, show="email") == "ana@example.org\n"
    assert text(service.admin, **asked, show="person", at=HANDOVER) == "ben\n"
    assert text(service.admin, **asked, show="email", at=HANDOVER) == ""  # no address is known


def test_a_name_cannot_break_a_line(service: Service) -> None:
    rotating(service, people=PEOPLE)
    (line,) = text(service.admin, team=TEAM).splitlines()
    assert len(line.split("\t")) == 7
    assert line.split("\t")[4].startswith("Ana Maria Reyes")


def test_no_column_is_empty(service: Service) -> None:
    rotating(service)
    (line,) = text(service.admin, team=TEAM, level=2, nobody="fallback").splitlines()
    assert line.split("\t") == ["watch", "standby", "2", "ben", "ben", "-", "2026-12-24T09:00:00Z"]


def test_of_one_column_each_value_is_there_once(service: Service) -> None:
    shift = {"person": "ana", "start": "2026-12-01T00:00:00Z", "end": "2026-12-02T00:00:00Z"}
    second = {"duty": "standby", "level": 2, "layers": [{"shifts": [shift]}]}
    rotating(service, schedules=[document()["schedules"][0], second])
    assert len(text(service.admin, team=TEAM).splitlines()) == 2
    assert text(service.admin, team=TEAM, show="person") == "ana\n"
    assert text(service.admin, team=TEAM, show="level") == "1\n2\n"


def test_where_nobody_is_scripts_can_tell(service: Service) -> None:
    rotating(service)
    empty = service.admin.get("/v1/oncall.txt", params={"team": TEAM, "level": 2})
    assert (empty.status_code, empty.content, empty.headers["Watchbill-Uncovered"]) == (200, b"", "1")
    asked: dict[str, Any] = {"team": TEAM, "level": 2, "show": "person"}
    assert text(service.admin, **asked, nobody="fallback") == "ben\n"
    refused = service.admin.get("/v1/oncall.txt", params={**asked, "nobody": "error"})
    assert (refused.status_code, refused.json()["type"]) == (404, "urn:watchbill:problem:nobody-on-call")
    assert text(service.admin, **asked | {"level": 1}, nobody="error") == "ana\n"


@pytest.mark.parametrize("show", ["email", "name"])
def test_somebody_of_whom_that_is_not_known_is_on_call_all_the_same(service: Service, show: str) -> None:
    rotating(service, people=[{"id": "ana", "name": "-"}, {"id": "ben"}, {"id": "chi"}])
    asked: dict[str, Any] = {"team": TEAM, "level": 1, "show": show, "nobody": "error"}
    answer = service.admin.get("/v1/oncall.txt", params=asked)
    assert (answer.status_code, answer.content, answer.headers["Watchbill-Uncovered"]) == (200, b"", "0")
    assert service.admin.get("/v1/oncall.txt", params=asked | {"level": 2}).status_code == 404


def test_it_may_be_kept_as_long_as_the_json(service: Service) -> None:
    rotating(service)
    service.clock.set("2026-12-07T08:59:58+00:00")
    before = service.admin.get("/v1/oncall.txt?team=watch&level=1")
    assert before.headers["Cache-Control"] == "private, max-age=2"
    known = {"If-None-Match": before.headers["ETag"]}
    same = service.admin.get("/v1/oncall.txt?team=watch&level=1", headers=known)
    assert (same.status_code, same.content) == (304, b"")
    other = service.admin.get("/v1/oncall.txt?team=watch&level=1&show=person", headers=known)
    assert other.status_code == 200
    service.clock.set(HANDOVER)
    assert service.admin.get("/v1/oncall.txt?team=watch&level=1", headers=known).status_code == 200


def test_mail_addresses_need_team_read(service: Service) -> None:
    rotating(service, people=PEOPLE)
    pager = service.asking("pager", "manager", TEAM, abilities=["oncall:read"])
    assert text(pager, team=TEAM, show="person") == "ana\n"
    assert pager.get("/v1/oncall.txt?team=watch&show=email").status_code == 403
    assert pager.get("/v1/oncall.txt?show=email").status_code == 403


@pytest.mark.parametrize("query", ["show=phone", "nobody=maybe", "duty=none", "level=0", "at=yesterday", "tz=Mars"])
def test_what_is_no_question_is_refused(service: Service, query: str) -> None:
    rotating(service)
    assert service.admin.get(f"/v1/oncall.txt?team=watch&{query}").status_code == 422
