"""`GET /v1/oncall`: what an answer says, to the second of the handover; and who may ask."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from tests.api.oncall.rotating import HANDOVER, ask, people, rotating
from tests.api.plans_at_hand import publish
from tests.service import EPOCH, Service, serving


def test_an_answer_says_who_since_when_and_who_is_next(service: Service) -> None:
    rotating(service)
    (first,) = ask(service.admin, team="watch", level=1)
    assert first == {
        "team": "watch",
        "duty": "standby",
        "level": 1,
        "site": None,
        "person": "ana",
        "name": "Ana Maria Reyes",
        "since": "2026-11-30T09:00:00Z",
        "until": HANDOVER,
        "next": {"person": "ben", "start": HANDOVER},
        "source": "rotation",
        "revision": None,
        "shift": None,
        "covered": True,
        "fallback": None,
    }


def test_where_nobody_is_the_answer_says_so_and_names_the_fallback(service: Service) -> None:
    rotating(service)
    (gap,) = ask(service.admin, team="watch", level=2)
    assert (gap["covered"], gap["person"], gap["name"], gap["source"]) == (False, None, None, None)
    assert gap["fallback"] == "ben"
    assert gap["next"] == {"person": "chi", "start": "2026-12-24T09:00:00Z"}
    assert (gap["since"], gap["until"]) == (None, "2026-12-24T09:00:00Z")


@pytest.mark.parametrize(
    ("at", "person"),
    [("2026-12-07T08:59:59Z", "ana"), (HANDOVER, "ben"), ("2026-12-07T08:59:59.999999Z", "ana")],
)
def test_at_the_second_of_a_handover_who_comes_is_on_call(service: Service, at: str, person: str) -> None:
    rotating(service)
    assert people(service.admin, team="watch", level=1, at=at) == [person]
    service.clock.set(at)
    assert people(service.admin, team="watch", level=1) == [person]


def test_an_answer_is_kept_until_the_handover_and_no_longer(service: Service) -> None:
    rotating(service)
    service.clock.set("2026-12-07T08:59:58+00:00")
    before = service.admin.get("/v1/oncall?team=watch&level=1")
    assert before.headers["Cache-Control"] == "private, max-age=2"
    service.clock.set("2026-12-07T08:59:59+00:00")
    same = service.admin.get("/v1/oncall?team=watch&level=1")
    assert same.headers["ETag"] == before.headers["ETag"]
    assert same.json() == before.json() | {"at": "2026-12-07T08:59:59Z"}
    service.clock.set(HANDOVER)
    after = service.admin.get("/v1/oncall?team=watch&level=1")
    assert [row["person"] for row in after.json()["answers"]] == ["ben"]
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Cache-Control"] == "private, max-age=30"


def test_what_is_known_already_is_not_sent_again(service: Service) -> None:
    rotating(service)
    tag = service.admin.get("/v1/oncall?team=watch").headers["ETag"]
    same = service.admin.get("/v1/oncall?team=watch", headers={"If-None-Match": f'"other", {tag}'})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    other = service.admin.get("/v1/oncall?team=watch", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_times_are_shown_in_the_zone_that_is_asked_for(service: Service) -> None:
    rotating(service)
    told = service.admin.get("/v1/oncall?team=watch&level=1&tz=Asia/Singapore").json()
    assert told["at"] == "2026-12-01T17:00:00+08:00"
    (answer,) = told["answers"]
    assert answer["until"] == answer["next"]["start"] == "2026-12-07T17:00:00+08:00"
    assert service.admin.get("/v1/oncall?team=watch&tz=Mars/Olympus").status_code == 422


def test_far_back_and_far_ahead_it_is_worked_out_anew(service: Service) -> None:
    rotating(service)
    assert people(service.admin, team="watch", level=1, at="2031-01-06T09:00:00Z") == ["ana"]
    assert people(service.admin, team="watch", level=1, at="2031-01-13T09:00:00Z") == ["ben"]
    assert people(service.admin, team="watch", level=1, at="2019-12-30T12:00:00Z") == ["ben"]


def test_published_rosters_answer_with_site_shift_and_revision(service: Service) -> None:
    publish(service)
    found = ask(service.admin, team="harbour", at="2027-01-05T01:00:00Z", duty="on-duty")
    assert [(a["person"], a["site"], a["shift"], a["revision"], a["source"]) for a in found] == [
        ("sin-03", "sin", "sin-day@2027-01-05", 1, "revision")
    ]


def test_several_teams_are_answered_in_the_order_asked_and_all_of_ones_own_in_theirs(service: Service) -> None:
    for team in ("watch", "alpha"):
        rotating(service, team)
    both = service.admin.get("/v1/oncall?team=watch&team=alpha&team=watch&level=1").json()["answers"]
    assert [row["team"] for row in both] == ["watch", "alpha"]
    assert [row["team"] for row in ask(service.admin, level=1)] == ["alpha", "watch"]
    assert [row["team"] for row in ask(service.asking("ana", "analyst", "watch"), level=1)] == ["watch"]
    assert ask(service.asking("eve")) == []


def test_an_override_is_answered_at_once(service: Service) -> None:
    rotating(service)
    assert people(service.admin, team="watch", level=1) == ["ana"]
    span = {"start": "2026-12-01T09:00:00Z", "end": "2026-12-02T09:00:00Z"}
    body = {"duty": "standby", "add": "chi", "remove": "ana", "reason": "ill", **span}
    service.admin.post("/v1/teams/watch/overrides", json=body).raise_for_status()
    (answer,) = ask(service.admin, team="watch", level=1)
    assert (answer["person"], answer["source"], answer["until"]) == ("chi", "override", "2026-12-02T09:00:00Z")
    assert answer["next"] == {"person": "ana", "start": "2026-12-02T09:00:00Z"}


def test_who_may_ask(service: Service) -> None:
    rotating(service)
    rotating(service, "alpha")

    def status(client: TestClient, query: str = "?team=watch") -> int:
        return client.get(f"/v1/oncall{query}").status_code

    reader = service.asking("pager", "reader", "watch")
    assert status(reader) == 200
    assert status(service.anonymous) == status(service.anonymous, "") == 401
    assert [status(reader, query) for query in ("?team=alpha", "?team=watch&team=alpha", "?team=no")] == [404] * 3
    narrow = service.asking("narrow", "reader", "watch", abilities=["roster:read"])
    assert status(narrow) == status(narrow, "") == 403
    late = service.asking("late", "reader", "watch", expires_at=EPOCH + timedelta(seconds=1))
    assert status(late) == 200
    service.clock.set("2026-12-01T09:00:01+00:00")
    assert status(late) == 401


def test_too_many_questions_are_refused(database_url: str) -> None:
    with serving(database_url, requests_a_minute=3) as service:
        rotating(service)
        eager = service.asking("eager", "reader", "watch")
        answers = [eager.get("/v1/oncall?team=watch") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
