"""The API keeps to its OpenAPI document, whatever it is sent: no 5xx, no status or shape that is not documented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    missing_required_header,
    positive_data_acceptance,
    unsupported_method,
    use_after_free,
)

from api.app import application
from api.security.tokens import first_administrator
from api.services import now
from api.settings import Settings
from api.start import services_of
from api.store.engine import Store
from api.store.migrate import upgrade
from tests.api.compat.opaque_ids import COMPATIBLE, ROTATING
from tests.api.documents.samples import team
from tests.api.test_who_may import ROUTES
from tests.uvicorn_thread import served

EXAMPLES = 10
KNOWN = {"team": "harbour", "person": "sin-01", "number": 1, "id": 1, **COMPATIBLE}
UNHEALTHY = list(HealthCheck)
# What a value means may be wrong although its shape is right: refusing that is no fault. A header that may be left out
# is missing in nobody's request. Who is let in is asked in test_who_may.
EXCLUDED = [ignored_auth, positive_data_acceptance, missing_required_header, unsupported_method, use_after_free]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The document of a service that runs, with what an administrator may."""
    url = f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'watchbill.db'}"
    store = Store(url)
    upgrade(store)
    with store.writing() as session:
        secret = first_administrator(session, now())
    store.close()
    chosen: dict[str, Any] = {"requests_a_minute": 10**9, "logins_a_minute": 10**9, "solver_jobs": 0, "notices": False}
    with served(application(services_of(Settings(database_url=url, **chosen)))) as address:
        headers = {"Authorization": f"Bearer {secret}"}
        httpx2.post(f"{address}/v1/teams", json=team() | ROTATING, headers=headers).raise_for_status()
        schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
        schema.config.headers = headers
        yield schema


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), [(m, r.path) for m, r in ROUTES if r.include_in_schema])
def test_the_api_keeps_to_its_document(api: BaseSchema, method: str, path: str, mode: GenerationMode) -> None:
    @given(case=api[path][method].as_strategy(generation_mode=mode), at_home=st.booleans())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=UNHEALTHY)
    def keeps(case: schemathesis.Case[Any], at_home: bool) -> None:
        if at_home:
            case.path_parameters |= {name: value for name, value in KNOWN.items() if name in case.path_parameters}
        case.call_and_validate(excluded_checks=EXCLUDED)

    with suppress(Unsatisfiable):  # nothing can be sent there that is wrong
        keeps()
