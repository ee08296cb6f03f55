"""The web application: every capability's endpoints behind one guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api.accounts.single_sign_on import PATH, single_sign_on
from api.compat.facades import Facades
from api.compat.opsgenie.errors import OPSGENIE
from api.compat.pagerduty.errors import PAGERDUTY
from api.feeds.fast import FastFeeds
from api.feeds.rendering import Feeds
from api.oncall.fast import FastOncall
from api.routers import ROUTERS
from api.scripts.quick import AS_LINES
from api.security.door import Door
from api.services import Services
from api.telemetry import telemetry
from api.web import problems
from api.web.body_limit import BodyLimit
from api.web.context import RequestContext
from api.web.openapi import describe

TITLE = "Watchbill"
SUMMARY = "Plans fair, legal shift and on-call rosters, and answers who is on call now."


def application(services: Services) -> FastAPI:
    """The application on `services`, which it starts and stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(services.start)
        try:
            yield
        finally:
            await run_in_threadpool(services.stop)

    app = FastAPI(
        title=TITLE,
        summary=SUMMARY,
        version="1",
        lifespan=lifespan,
        redoc_url=None,
        telemetry=telemetry(enabled=services.settings.telemetry),
    )
    app.state.services = services
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    if services.settings.oidc_issuer:
        app.mount(PATH, single_sign_on(services))
    app.add_middleware(BodyLimit)
    app.add_middleware(Facades, facades=(PAGERDUTY, OPSGENIE))
    app.add_middleware(RequestContext, requests=services.requests)
    feeds = app.state.feeds = Feeds(services)
    services.beside.append(feeds)
    app.add_middleware(FastFeeds, services=services, feeds=feeds)
    door = Door(services.store, services.clock)
    services.beside.append(door)
    app.add_middleware(FastOncall, services=services, door=door, others=(AS_LINES,))
    describe(app)
    return app
