"""Every endpoint, asked by nobody, by the wrong role, from the wrong team, and with too narrow a token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.routers import ROUTERS
from api.security.abilities import ABILITIES, Ability, Role
from api.security.guard import May, principal_asking
from api.store.tables import PlanRow
from tests.api.compat.opaque_ids import COMPATIBLE, ROTATING
from tests.api.documents.samples import team
from tests.service import EPOCH, Service, serving

# What anybody may ask, each with its reason.
PUBLIC = {
    ("GET", "/healthz"): "says only that the process lives",
    ("GET", "/readyz"): "for load balancers; says nothing of any team's content",
    ("POST", "/v1/login"): "how one begins",
    ("GET", "/feeds/{secret}.ics"): "its secret is in the address; calendars send nothing else",
    ("HEAD", "/feeds/{secret}.ics"): "the same without the bytes",
    ("GET", "/feeds/{secret}"): "says how to subscribe, to who has the secret",
    ("GET", "/robots.txt"): "for robots",
    ("GET", "/metrics"): "takes a token of its own besides; tests/api/health asks it in all ways",
}
# What every account may ask about itself.
OWN = {
    ("GET", "/v1/me"),
    ("GET", "/v1/me/next"),
    ("PUT", "/v1/me/password"),
    ("GET", "/v1/tokens"),
    ("POST", "/v1/tokens"),
    ("DELETE", "/v1/tokens/{token}"),
    ("POST", "/v1/logout"),
    ("GET", "/v1/teams"),
    # Lists of the teams that one may see, each with what is to be seen of them.
    ("GET", "/compat/pagerduty/oncalls"),
    ("GET", "/compat/pagerduty/schedules"),
    ("GET", "/compat/pagerduty/users"),
    ("GET", "/compat/pagerduty/users/me"),
    ("GET", "/compat/pagerduty/escalation_policies"),
    ("GET", "/compat/pagerduty/teams"),
    ("GET", "/compat/opsgenie/v1/maintenance"),
    ("GET", "/compat/opsgenie/v2/schedules"),
    ("GET", "/compat/opsgenie/v2/schedules/on-calls"),
}
PLAN = "0" * 32
ADDRESS = {"team": "harbour", "plan": PLAN, "person": "sin-01", "login": "root", "secret": "x", "part": "people"}
ADDRESS |= COMPATIBLE

ROUTES = [
    (method, route)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods or ())
]
GUARDED = [(m, r) for m, r in ROUTES if (m, r.path) not in PUBLIC and (m, r.path) not in OWN]


def named(value: object) -> str:
    return str(getattr(value, "path", value))


def dependencies(dependant: Dependant) -> Iterator[Any]:
    for below in dependant.dependencies:
        yield below.call
        yield from dependencies(below)


def guards(route: APIRoute) -> list[May]:
    """What it stands behind; dependencies of its own may name the same one again."""
    return list(dict.fromkeys(call for call in dependencies(route.dependant) if isinstance(call, May)))


def ask(client: TestClient, method: str, route: APIRoute) -> int:
    known = {param.alias: ADDRESS.get(param.alias, "1") for param in route.dependant.path_params}
    address = route.path.format(**{**dict.fromkeys(route.param_convertors, "1"), **ADDRESS, **known})
    query = {"team": "harbour"} if "{team}" not in route.path else {}
    body: dict[str, Any] | None = {} if method in {"POST", "PUT", "PATCH"} else None
    return client.request(method, address, json=body, params=query).status_code


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One for all of these: nothing that they ask may change anything."""
    file = tmp_path_factory.mktemp("who") / "watchbill.db"
    with serving(f"sqlite:///{file}", requests_a_minute=1_000_000) as found:
        found.admin.post("/v1/teams", json=team() | ROTATING).raise_for_status()
        with found.services.store.writing() as session:
            session.add(PlanRow(id=PLAN, team_id="harbour", document=team(), state="queued", created_at=EPOCH))
        yield found


@pytest.fixture(scope="module")
def strangers(service: Service) -> dict[str, TestClient]:
    """Who may do nothing in the team."""
    other = team() | {"team": "another"}
    service.admin.post("/v1/teams", json=other).raise_for_status()
    return {
        "no role": service.asking("eve"),
        "manager elsewhere": service.asking("oto", "manager", "another"),
        "token for elsewhere": service.asking("una", "manager", "harbour", teams=["another"]),
    }


@pytest.fixture(scope="module")
def members(service: Service) -> dict[Role, TestClient]:
    return {role: service.asking(f"a-{role}", role, "harbour") for role in Role}


@pytest.mark.parametrize(("method", "route"), ROUTES, ids=named)
def test_every_endpoint_is_guarded_or_listed(method: str, route: APIRoute) -> None:
    key = (method, route.path)
    if key in PUBLIC:
        return
    if key in OWN:
        assert principal_asking in set(dependencies(route.dependant))
        return
    assert len(guards(route)) == 1, "an endpoint has one guard: May(ability)"


@pytest.mark.parametrize(("method", "route"), [r for r in ROUTES if (r[0], r[1].path) not in PUBLIC], ids=named)
def test_nobody_is_let_in(service: Service, method: str, route: APIRoute) -> None:
    assert ask(service.anonymous, method, route) == 401
    forged = TestClient(service.client.app, headers={"Authorization": "Bearer watchbill_api_guess"})
    assert ask(forged, method, route) == 401
    forged.cookies.set("watchbill_login", "guess")
    assert ask(TestClient(service.client.app, cookies=dict(forged.cookies)), method, route) == 401


@pytest.mark.parametrize(("method", "route"), GUARDED, ids=named)
def test_strangers_see_nothing(
    service: Service, strangers: dict[str, TestClient], method: str, route: APIRoute
) -> None:
    (guard,) = guards(route)
    expected = 403 if guard.of is None else 404
    for who, client in strangers.items():
        assert ask(client, method, route) == expected, who


@pytest.mark.parametrize(("method", "route"), GUARDED, ids=named)
def test_a_role_without_the_ability_is_refused(
    service: Service, members: dict[Role, TestClient], method: str, route: APIRoute
) -> None:
    (guard,) = guards(route)
    for role, client in members.items():
        if guard.ability not in ABILITIES[role]:
            assert ask(client, method, route) == 403, role


@pytest.mark.parametrize(("method", "route"), GUARDED, ids=named)
def test_a_token_without_the_ability_is_refused(service: Service, method: str, route: APIRoute) -> None:
    (guard,) = guards(route)
    others = sorted(set(Ability) - {guard.ability})
    narrow = service.asking(f"narrow-{method}-{route.path}", administrator=True, abilities=others)
    assert ask(narrow, method, route) == 403


def test_an_expired_token_opens_nothing(service: Service) -> None:
    late = service.asking("late", administrator=True, expires_at=EPOCH - timedelta(seconds=1))
    assert late.get("/v1/me").status_code == 401
