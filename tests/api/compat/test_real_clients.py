"""The clients that people have, unchanged: PagerDuty's two for Python, over TLS and without, and one of Opsgenie's."""

from __future__ import annotations

import shutil
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pagerduty
import pytest

from api.app import application
from api.security.tokens import first_administrator
from api.settings import Settings
from api.start import services_of
from api.store.engine import Store
from tests.api.compat.certificates import Pair, self_signed
from tests.api.compat.crowd import OPSGENIE, PAGERDUTY, TEAM, Raw, document, seat, user
from tests.service import EPOCH, Clock
from tests.uvicorn_thread import served

with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)  # it says when it is imported that it is deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import pdpyras
    from opsgenielib import Opsgenie
    from opsgenielib.opsgenielibexceptions import InvalidApiKey

pytestmark = pytest.mark.slow

# ben has the first of December from 09:00 in Dublin, ana the second; the clock stands at 2026-12-01T09:00:00Z.
SINCE, UNTIL = "2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z"
NOON, EVENING = "2026-12-02T12:00:00Z", "2026-12-02T18:00:00Z"


class Known(NamedTuple):
    """A service that runs, at an address, and the secret of its administrator."""

    address: str
    secret: str


@contextmanager
def running(base: Path, folder: Path, pair: Pair | None = None) -> Iterator[Known]:
    """A service with a team in it; with a pair of files over TLS."""
    file = shutil.copy(base, folder / "watchbill.db")
    url = f"sqlite:///{file}"
    store = Store(url)
    with store.writing() as session:
        secret = first_administrator(session, EPOCH)
    store.close()
    assert secret
    chosen: dict[str, Any] = {"database_url": url, "solver_jobs": 0, "notices": False}
    app = application(services_of(Settings.model_validate(chosen), Clock()))
    tls = {"ssl_certfile": str(pair.certificate), "ssl_keyfile": str(pair.key)} if pair else {}
    with served(app, **tls) as address:
        known = Known(address.replace("http:", "https:") if pair else address, secret)
        verify = ssl.create_default_context(cafile=str(pair.certificate)) if pair else True
        headers = {"Authorization": f"Bearer {secret}"}
        body = {"team": TEAM, "oncall": document()}
        httpx2.post(f"{known.address}/v1/teams", json=body, headers=headers, verify=verify).raise_for_status()
        yield known


@pytest.fixture(scope="module")
def plain(sqlite_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    with running(sqlite_base, tmp_path_factory.mktemp("plain")) as known:
        yield known


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return self_signed(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def secure(sqlite_base: Path, pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    with running(sqlite_base, tmp_path_factory.mktemp("secure"), pair) as known:
        yield known


@pytest.fixture
def official(secure: Known, pair: Pair) -> Iterator[pagerduty.RestApiV2Client]:
    """PagerDuty's own client, which speaks TLS only."""
    verify = ssl.create_default_context(cafile=str(pair.certificate))
    with pagerduty.RestApiV2Client(secure.secret, base_url=secure.address + PAGERDUTY, verify=verify) as client:
        yield client


@pytest.fixture
def older(plain: Known) -> Iterator[Any]:
    """The one before it."""
    with pdpyras.APISession(plain.secret) as session:
        session.url = plain.address + PAGERDUTY
        yield session


@pytest.fixture(params=["official", "older"])
def client(request: pytest.FixtureRequest) -> Any:
    """Each of the two; both have these calls."""
    return request.getfixturevalue(request.param)


def test_everything_on_call_page_after_page(client: Any) -> None:
    rows: list[Raw] = list(client.iter_all("oncalls", params={"since": SINCE, "until": UNTIL}))
    assert [row["user"]["summary"] for row in rows] == ["Ben Tan", "Ana Maria Reyes"] * 3 + ["Ben Tan", "eva"]
    query = {"since": SINCE, "until": UNTIL, "schedule_ids[]": [seat()]}
    small = list(client.iter_all("oncalls", params=query, page_size=3))
    assert small == rows[:7]


def test_how_much_is_on_call(official: pagerduty.RestApiV2Client) -> None:
    assert official.get_total("/oncalls", params={"since": SINCE, "until": UNTIL}) == 8


def test_a_schedule_with_its_final_schedule(client: Any) -> None:
    found = client.rget(f"/schedules/{seat()}", params={"since": SINCE, "until": UNTIL, "time_zone": "UTC"})
    entries = found["final_schedule"]["rendered_schedule_entries"]
    assert (len(entries), entries[0]["start"], entries[-1]["end"]) == (7, SINCE, UNTIL)
    assert client.rget(found["users"][0])["name"] == "Ana Maria Reyes"  # by its own address


def test_who_has_a_schedule_now(client: Any) -> None:
    found = client.rget(f"/schedules/{seat()}/users", params={"since": SINCE, "until": "2026-12-01T09:00:01Z"})
    assert [who["name"] for who in found] == ["Ben Tan"]


def test_overrides_made_read_and_deleted(client: Any) -> None:
    path, body = f"/schedules/{seat()}/overrides", {"start": NOON, "end": EVENING}
    body |= {"user": {"id": user("chi"), "type": "user_reference"}}  # type: ignore[dict-item]
    (outcome,) = client.post(path, json={"overrides": [body]}).json()
    assert outcome["status"] == 201
    query = {"since": SINCE, "until": UNTIL, "time_zone": "UTC"}
    (found,) = client.rget(path, params=query)
    assert (found["start"], found["end"], found["user"]["summary"]) == (NOON, EVENING, "Chi Ng")
    client.rdelete(f"{path}/{found['id']}")
    assert client.rget(path, params=query) == []


def test_the_subdomain_and_finding_users(client: Any) -> None:
    assert client.subdomain == "127"
    assert client.find("users", "Chi Ng")["id"] == user("chi")
    assert client.find("users", "ana@example.com", attribute="email")["id"] == user("ana")
    assert client.find("users", "Nobody") is None
    assert client.find("schedules", "watch standby 2")["id"] == seat(level=2)


def test_what_was(official: pagerduty.RestApiV2Client) -> None:
    start, end = datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
    with pytest.warns(UserWarning, match="duplicate"):
        rows = list(official.iter_history("/oncalls", start, end))
    assert len(rows) == 12


def test_lists_of_teams_and_policies(client: Any) -> None:
    assert [team["name"] for team in client.list_all("teams")] == [TEAM]
    (policy,) = client.list_all("escalation_policies")
    assert client.rget(policy["escalation_rules"][0]["targets"][0])["name"] == "watch standby 1"
    assert [row["name"] for row in client.list_all("schedules")] == ["watch standby 1", "watch standby 2"]


def test_a_key_of_nobody_is_one_of_the_account(client: Any) -> None:
    assert client.api_key_access == "account"


def test_an_id_that_is_not_there(client: Any) -> None:
    error = pdpyras.PDHTTPError if isinstance(client, pdpyras.APISession) else pagerduty.HttpError
    with pytest.raises(error) as caught:
        client.rget("/schedules/PNONE")
    assert caught.value.response.status_code == 404
    assert caught.value.response.json()["error"]["code"] == 2100


def test_a_key_that_is_no_good(plain: Known, secure: Known, pair: Pair) -> None:
    with pdpyras.APISession("guess") as session:
        session.url = plain.address + PAGERDUTY
        with pytest.raises(pdpyras.PDClientError, match="401"):
            session.rget("/users")
    verify = ssl.create_default_context(cafile=str(pair.certificate))
    with (
        pagerduty.RestApiV2Client("guess", base_url=secure.address + PAGERDUTY, verify=verify) as client,
        pytest.raises(pagerduty.Error, match="401"),
    ):
        client.rget("/users")


def test_pagerduty_trusts_the_certificate_that_the_environment_names(
    secure: Known, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.certificate))
    with pagerduty.RestApiV2Client(secure.secret, base_url=f"{secure.address}{PAGERDUTY}/") as client:
        assert [who["name"] for who in client.rget(f"/schedules/{seat()}/users")] == ["Ben Tan"]


def test_opsgenielib(plain: Known) -> None:
    client = Opsgenie(plain.secret, url=plain.address + OPSGENIE)
    try:
        found = client.get_users_on_call()
        assert [schedule.name for schedule in found] == ["watch standby 1", "watch standby 2"]
        assert [who.name for who in found[0].onCallParticipants] == ["ben"]
        assert [row["name"] for row in client.list_schedules()["data"]] == ["watch standby 1", "watch standby 2"]
        assert client.get_schedules_by_id(seat())["data"]["name"] == "watch standby 1"
        assert client.get_schedules_by_name("watch standby 2")["data"]["id"] == seat(level=2)
        timeline = client.list_schedule_timeline_by_team_name("watch standby 1")["data"]["finalTimeline"]
        assert [row["recipient"]["name"] for row in timeline["rotations"][0]["periods"]] == ["ben"]
    finally:
        client._session.close()


def test_opsgenielib_with_a_key_that_is_no_good(plain: Known) -> None:
    with pytest.raises(InvalidApiKey, match="token"):
        Opsgenie("guess", url=plain.address + OPSGENIE)
