"""Windows in which people may ask for leave or wishes."""

from __future__ import annotations

from tests.api.requests.asking import DAYS, LEAVE, WINDOWS, WISHES, Harbour, asked, kind_of
from tests.api.teams.audited import audited
from tests.service import Service


def test_a_window_is_made_read_changed_and_taken_away(service: Service) -> None:
    team = Harbour(service)
    id = team.window(points=50)
    read = team.ana.get(f"{WINDOWS}/{id}")
    assert read.json() == {
        "id": id,
        "kind": "leave",
        "opens_at": "2026-12-01T00:00:00Z",
        "closes_at": "2026-12-15T00:00:00Z",
        "first_day": "2027-01-04",
        "last_day": "2027-01-31",
        "points": 50,
        "open": True,
        "created_by": "mia",
        "version": 1,
    }
    closed = team.mia.patch(
        f"{WINDOWS}/{id}", json={"closes_at": "2026-12-01T09:00:00Z"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert (closed.status_code, closed.json()["open"], closed.json()["version"]) == (200, False, 2)
    stale = {"If-Match": read.headers["ETag"]}
    assert team.mia.patch(f"{WINDOWS}/{id}", json={}, headers=stale).status_code == 412
    assert team.mia.delete(f"{WINDOWS}/{id}", headers=stale).status_code == 412
    other = team.window("wishes")
    assert [row["id"] for row in team.ana.get(WINDOWS).json()["items"]] == [other, id]
    assert team.mia.delete(f"{WINDOWS}/{id}").status_code == 204
    assert team.mia.get(f"{WINDOWS}/{id}").status_code == 404
    for step in ("create", "change", "delete"):
        assert audited(service, f"request-window.{step}")[0].actor == "mia"


def test_a_window_runs_forward(service: Service) -> None:
    team = Harbour(service)
    id = team.window()
    backwards = {"closes_at": "2026-12-01T00:00:00Z", "last_day": "2027-01-03"}
    refused = team.mia.patch(f"{WINDOWS}/{id}", json=backwards)
    assert refused.status_code == 422
    assert {issue["path"] for issue in refused.json()["issues"]} == {"closes_at", "last_day"}
    assert team.mia.get(f"{WINDOWS}/{id}").json()["version"] == 1
    assert team.mia.post(WINDOWS, json={"kind": "leave"}).status_code == 422


def test_only_managers_open_windows(service: Service) -> None:
    team = Harbour(service)
    id = team.window()
    assert team.ana.post(WINDOWS, json={}).status_code == 403
    assert team.ana.patch(f"{WINDOWS}/{id}", json={}).status_code == 403
    assert team.ana.delete(f"{WINDOWS}/{id}").status_code == 403
    assert team.ana.get(f"{WINDOWS}/{id}/ranking").status_code == 403


def test_people_ask_while_a_window_is_open_that_covers_the_days(service: Service) -> None:
    team = Harbour(service)
    assert kind_of(team.ana.post(LEAVE, json=DAYS)) == (409, "closed")
    team.window("wishes")
    assert kind_of(team.ana.post(LEAVE, json=DAYS)) == (409, "closed")
    team.window(first_day="2027-01-21")
    assert kind_of(team.ana.post(LEAVE, json=DAYS)) == (409, "closed")
    id = team.window(last_day="2027-01-21")
    service.clock.set("2026-12-14T23:59:59Z")
    assert team.ana.post(LEAVE, json=DAYS).json()["window"] == id
    service.clock.set("2026-12-15T00:00:00Z")
    assert kind_of(team.ana.post(LEAVE, json=DAYS)) == (409, "closed")
    service.clock.set("2026-11-30T23:59:59Z")
    assert kind_of(team.ana.post(LEAVE, json=DAYS)) == (409, "closed")


def test_a_wish_for_every_weekday_needs_a_window_for_wishes(service: Service) -> None:
    team = Harbour(service)
    body = {"every": "friday", "wish": "off"}
    assert kind_of(team.ana.post(WISHES, json=body)) == (409, "closed")
    team.window("wishes")
    assert team.ana.post(WISHES, json=body).status_code == 201


def test_managers_ask_at_any_time_for_anybody(service: Service) -> None:
    team = Harbour(service)
    made = team.mia.post(LEAVE, json=DAYS | {"person": "sin-03"})
    assert (made.status_code, made.json()["window"]) == (201, None)
    assert kind_of(team.mia.post(LEAVE, json=DAYS | {"person": "sin-03", "points": 1})) == (409, "points")
    team.window()
    assert kind_of(team.ana.post(LEAVE, json=DAYS | {"person": "sin-04"})) == (403, "forbidden")
    nobody = team.mia.post(LEAVE, json=DAYS)
    assert (nobody.status_code, nobody.json()["issues"][0]["path"]) == (422, "person")


def test_a_window_in_which_somebody_asked_stays(service: Service) -> None:
    team = Harbour(service)
    id = team.window()
    asked(team.ana)
    assert kind_of(team.mia.delete(f"{WINDOWS}/{id}")) == (409, "in-use")


def test_bids_are_at_most_the_points_of_the_window(service: Service) -> None:
    team = Harbour(service)
    team.window(points=30)
    first = asked(team.ana, points=20)
    too_many = team.ana.post(LEAVE, json=DAYS | {"points": 11})
    assert (kind_of(too_many), too_many.json()["left"]) == ((409, "points"), 10)
    second = asked(team.ana, points=10)
    asked(team.ben, points=30)
    assert kind_of(team.ana.patch(f"{LEAVE}/{second}", json={"points": 11})) == (409, "points")
    assert team.ana.patch(f"{LEAVE}/{second}", json={"points": 9}).status_code == 200
    assert team.mia.post(f"{LEAVE}/{first}/approve", json={}).status_code == 200
    assert kind_of(team.ana.post(LEAVE, json=DAYS | {"points": 2})) == (409, "points")
    assert team.mia.post(f"{LEAVE}/{second}/deny", json={}).status_code == 200
    third = asked(team.ana, points=10)
    assert team.ana.delete(f"{LEAVE}/{third}").status_code == 200
    asked(team.ana, points=10)


def test_bids_are_ranked_with_how_many_are_away(service: Service) -> None:
    team = Harbour(service)
    id = team.window(points=30)
    team.mia.put(
        "/v1/teams/harbour/leave",
        json=[
            {"person": "sin-02", "first_day": "2026-01-01", "last_day": "2027-01-20"},
            {"person": "dub-01", "first_day": "2027-01-20", "last_day": "2027-12-31"},
            {"person": "sin-03", "first_day": "2027-01-20", "last_day": "2027-01-20"},
        ],
    )
    low = asked(team.ana, points=10)
    high = asked(team.ben, points=20, first_day="2027-01-21", last_day="2027-01-22")
    denied = asked(team.ben, points=5)
    team.mia.post(f"{LEAVE}/{denied}/deny", json={})
    service.clock.set("2026-12-02T00:00:00Z")
    late = asked(team.ben, points=10, first_day="2027-01-30", last_day="2027-01-30")
    ranking = team.mia.get(f"{WINDOWS}/{id}/ranking").json()
    assert [(bid["rank"], bid["request"], bid["points"]) for bid in ranking["items"]] == [
        (1, high, 20),
        (2, low, 10),
        (3, late, 10),
    ]
    assert ranking["items"][1]["days"] == [
        {"day": "2027-01-20", "away": 2, "away_at_site": 1, "asked": 0},
        {"day": "2027-01-21", "away": 1, "away_at_site": 0, "asked": 1},
    ]
    first = team.mia.get(f"{WINDOWS}/{id}/ranking", params={"limit": 2}).json()
    rest = team.mia.get(f"{WINDOWS}/{id}/ranking", params={"cursor": first["next"]}).json()
    assert [bid["rank"] for bid in first["items"] + rest["items"]] == [1, 2, 3]
    wishes = team.window("wishes")
    every = asked(team.ana, WISHES, day=None, every="friday")
    (bid,) = team.mia.get(f"{WINDOWS}/{wishes}/ranking").json()["items"]
    assert (bid["request"], bid["every"], bid["days"]) == (every, "friday", [])
