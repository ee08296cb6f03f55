"""What a team chooses for itself."""

from __future__ import annotations

from api.store.tables import TeamRow
from api.teams.options import TeamOptions, fallback_by, options_of
from tests.api.teams.audited import audited
from tests.api.teams.test_team_whole import created
from tests.service import Service

OPTIONS = "/v1/teams/harbour/options"


def test_options_are_read_and_set(service: Service) -> None:
    mia = created(service)
    defaults = mia.get(OPTIONS)
    assert defaults.json() == {"name": "", "notice_days": 0, "swap_approval": "automatic", "fallback": []}
    chosen = {
        "name": "Harbour watch",
        "notice_days": 14,
        "swap_approval": "always",
        "fallback": [{"duty": None, "level": None, "person": "dub-01"}],
    }
    put = mia.put(OPTIONS, json=chosen, headers={"If-Match": defaults.headers["ETag"]})
    assert (put.status_code, put.json()) == (200, chosen)
    assert mia.get(OPTIONS).json() == chosen
    assert mia.get("/v1/teams/harbour").json()["name"] == "Harbour watch"
    assert mia.put(OPTIONS, json=chosen, headers={"If-Match": defaults.headers["ETag"]}).status_code == 412
    mia.put(OPTIONS, json=chosen)
    (entry,) = audited(service, "team.options")
    assert entry.after == {name: value for name, value in chosen.items() if value} | {
        "fallback": [{"duty": None, "level": None, "person": "dub-01"}]
    }
    with service.services.store.reading() as session:
        assert options_of(session.get_one(TeamRow, "harbour")) == TeamOptions.model_validate(chosen)


def test_what_cannot_be_chosen_is_refused(service: Service) -> None:
    mia = created(service)
    for body, path in (
        ({"fallback": [{"person": "sin-01"}, {"person": "nobody"}]}, "fallback[1].person"),
        ({"notice_days": 367}, "notice_days"),
        ({"swap_approval": "never"}, "swap_approval"),
        ({"colour": "red"}, "colour"),
        ({"name": "a\0b"}, "name"),
    ):
        refused = mia.put(OPTIONS, json=body)
        assert refused.status_code == 422
        assert [issue["path"] for issue in refused.json()["issues"]] == [path]
    assert service.asking("ana", "analyst", "harbour").put(OPTIONS, json={}).status_code == 403


def test_the_fallback_that_says_most_of_a_track_counts() -> None:
    rows = [
        {"person": "any"},
        {"level": 2, "person": "second"},
        {"duty": "standby", "person": "standby"},
        {"duty": "standby", "level": 3, "person": "third"},
    ]
    options = TeamOptions.model_validate({"fallback": rows})
    tracks = [("on-duty", 1), ("on-duty", 2), ("standby", 2), ("standby", 3)]
    assert [fallback_by(options, track) for track in tracks] == ["any", "second", "standby", "third"]
    assert fallback_by(TeamOptions.model_validate({}), ("standby", 1)) is None
