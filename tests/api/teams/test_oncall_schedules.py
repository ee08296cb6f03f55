"""The on-call document of a team, version after version."""

from __future__ import annotations

from sqlmodel import select

from api.store.tables import Notice, OncallVersion
from scheduler.intervals import parse_instant
from tests.api.documents.samples import team
from tests.api.teams.audited import audited
from tests.api.teams.rotations import rotation_team, rotations
from tests.api.teams.test_team_whole import created
from tests.service import Service

SCHEDULES = "/v1/teams/sre/oncall-schedules"


def holder(service: Service, instant: str) -> str | None:
    """Who is on call by what is posted."""
    posted = service.services.board.of("sre")
    assert posted is not None
    found = posted.schedule.at(parse_instant(instant))
    return found[0].person if found else None


def test_the_first_document_holds_from_always_and_the_next_from_now(service: Service) -> None:
    mia = created(service, rotation_team())
    first = mia.get(SCHEDULES).json()
    assert first == {"number": 1, "in_force_from": None, "document": rotations()}
    assert holder(service, "2026-11-02T02:00:00Z") == "ana"
    put = mia.put(SCHEDULES, json=rotations(people=[{"id": "dan"}], schedules=_only("dan")))
    assert put.status_code == 200, put.text
    assert (put.json()["number"], put.json()["in_force_from"]) == (2, "2026-12-01T09:00:00Z")
    assert holder(service, "2026-11-02T02:00:00Z") == "ana"
    assert holder(service, "2026-12-01T08:59:59Z") == "ben"
    assert holder(service, "2026-12-01T09:00:00Z") == "dan"


def _only(person: str) -> list[dict[str, object]]:
    return [{"layers": [{"rotations": [{"people": [person], "start": "2026-11-02T09:00"}]}]}]


def test_a_change_at_the_same_instant_counts_and_the_same_again_is_no_change(service: Service) -> None:
    mia = created(service, rotation_team())
    for person in ("ana", "ben"):
        mia.put(SCHEDULES, json=rotations(schedules=_only(person)))
    again = mia.put(SCHEDULES, json=rotations(schedules=_only("ben")))
    assert (again.json()["number"], again.headers["ETag"]) == (3, '"3"')
    assert holder(service, "2026-12-01T09:00:00Z") == "ben"
    with service.services.store.reading() as session:
        assert len(session.exec(select(OncallVersion)).all()) == 3
    assert len(audited(service, "oncall-schedules.change")) == 2


def test_nobody_from_now_on(service: Service) -> None:
    mia = created(service, rotation_team())
    assert mia.put(SCHEDULES, json=rotations(schedules=[])).status_code == 200
    assert holder(service, "2026-12-01T08:59:59Z") == "ben"
    assert holder(service, "2026-12-01T09:00:00Z") is None


def test_faults_are_told_with_the_paths_of_what_was_sent(service: Service) -> None:
    mia = created(service, rotation_team())
    for body, path in (
        (rotations("nobody"), "schedules[0].layers[0].rotations[0].people[0]"),
        (rotations() | {"timezone": "Mars"}, "timezone"),
        ([], ""),
        (None, ""),
    ):
        for answer in (mia.put(SCHEDULES, json=body), mia.post(f"{SCHEDULES}/preview", json=body)):
            assert answer.status_code == 422
            assert path in [issue["path"] for issue in answer.json()["issues"]]
    assert mia.put(SCHEDULES, json=rotations(), headers={"If-Match": '"7"'}).status_code == 412
    assert mia.get(SCHEDULES).json()["number"] == 1


def test_a_planned_team_has_rotations_of_its_own_people(service: Service) -> None:
    mia = created(service)
    path = "/v1/teams/harbour/oncall-schedules"
    assert mia.get(path).status_code == 404
    assert mia.put(path, json=rotations("sin-01", "dub-01")).status_code == 200
    assert mia.put(path, json=rotations("sin-09")).status_code == 422
    assert mia.get("/v1/teams/harbour").json()["document"] == team()


def test_a_preview_says_who_would_be_on_call_and_stores_nothing(service: Service) -> None:
    mia = created(service, rotation_team())
    window = {"from": "2026-12-07T00:00:00Z", "until": "2026-12-14T01:00:01Z", "tz": "Asia/Singapore"}
    shown = mia.post(f"{SCHEDULES}/preview", params=window, json=rotations())
    assert shown.status_code == 200, shown.text
    assert [(row["person"], row["start"], row["end"]) for row in shown.json()] == [
        ("ben", "2026-11-30T09:00:00+08:00", "2026-12-07T09:00:00+08:00"),
        ("chi", "2026-12-07T09:00:00+08:00", "2026-12-14T09:00:00+08:00"),
        ("ana", "2026-12-14T09:00:00+08:00", "2026-12-21T09:00:00+08:00"),
    ]
    assert mia.get(SCHEDULES).json()["number"] == 1
    four_weeks = mia.post(f"{SCHEDULES}/preview", json=rotations()).json()
    assert four_weeks[0]["start"] == "2026-11-30T01:00:00Z"
    assert len(four_weeks) == 5
    for bad in ({"until": window["from"], "from": window["until"]}, {"until": "2027-12-07T00:00:00Z"}):
        assert mia.post(f"{SCHEDULES}/preview", params=bad, json=rotations()).status_code == 422


def test_who_may_see_and_set_rotations(service: Service) -> None:
    created(service, rotation_team())
    ana = service.asking("ana", "analyst", "sre", person="ana")
    assert ana.get(SCHEDULES).status_code == 200
    assert ana.put(SCHEDULES, json=rotations()).status_code == 403
    assert ana.post(f"{SCHEDULES}/preview", json=rotations()).status_code == 403


def test_those_whose_turns_change_are_told(service: Service) -> None:
    mia = created(service, rotation_team())
    for person in ("ana", "ben", "chi"):
        mail = {"channel": "e-mail", "address": f"{person}@example.org", "kinds": ["roster-changed"]}
        chosen = mia.put(f"/v1/teams/sre/people/{person}/notices", json={"destinations": [mail]})
        assert chosen.status_code == 200, chosen.text
    # Ben, whose turn it is, goes on until his turn ends; then Ana and Chi have all of it.
    first = rotations()["schedules"][0]["layers"][0]["rotations"][0] | {"until": "2026-12-07T01:00:00Z"}
    then = {"people": ["ana", "chi"], "start": "2026-12-07T09:00", "since": "2026-12-07T01:00:00Z"}
    schedules = [{"duty": "standby", "level": 1, "layers": [{"rotations": [first, then]}]}]
    assert mia.put(SCHEDULES, json=rotations(schedules=schedules)).status_code == 200
    with service.services.store.reading() as session:
        told = {row.person: row.message for row in session.exec(select(Notice)).all()}
    assert set(told) == {"ana", "ben", "chi"}
    lost = told["ben"]["facts"]["changes"]["lost"]
    assert told["ben"]["facts"]["changes"]["gained"] == []
    assert lost[0]["start"] == "2026-12-21T01:00:00Z"
