"""Whether the process lives, whether it can serve, and its metrics."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError

from api.health.collecting import TeamMetrics
from api.security.guard import Bearer, Cookie, principal_asking
from api.services import services
from api.store.migrate import current
from api.web.problems import Problem, documented, forbidden
from api.web.requests import Transacted, transaction_of
from api.web.values import told

health = APIRouter(tags=["health"], route_class=Transacted)


class Ready(BaseModel):
    """What the process can do."""

    database: bool = Field(description="Whether the database answers, and has the schema that is needed.")
    teams: int = Field(description="Teams whose final schedule is in memory.", examples=[12])
    stale_since: str | None = Field(None, description="Since when schedules may be out of date; null: they are not.")


@health.get("/healthz", response_class=PlainTextResponse)
async def alive() -> str:
    """The process lives; nothing else is said."""
    return "ok"


@health.get("/readyz", responses=documented(503))
def ready(request: Request) -> Ready:
    """Whether requests should be sent here. On call is answered from memory even while this says 503."""
    known = services(request)
    try:
        good = current(known.store)
    except DBAPIError:
        good = False
    since = told(known.board.stale_since)
    if not good:
        detail, wait = "The database is away, or has another schema.", {"Retry-After": "2"}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        raise Problem(status, "not-ready", "Not ready", detail, headers=wait, stale_since=since)
    return Ready(database=True, teams=len(known.board.teams()), stale_since=since)


def _may_measure(request: Request, bearer: Bearer, cookie: Cookie) -> None:
    """Lets through the metrics token, and administrators."""
    token = services(request).settings.metrics_token.get_secret_value()
    if token and bearer is not None and hmac.compare_digest(bearer.credentials.encode(), token.encode()):
        return
    if not principal_asking(request, transaction_of(request), bearer, cookie).administrator:
        raise forbidden("It needs an administrator, or the metrics token.")


@health.get("/metrics", response_class=PlainTextResponse, responses=documented(401, 403, 429, 503))
def metrics(request: Request, allowed: Annotated[None, Depends(_may_measure)]) -> Response:
    """Prometheus metrics: who is on call, gaps ahead, the queue, requests."""
    known = services(request)
    told = generate_latest(known.requests.registry) + generate_latest(TeamMetrics(known))
    return Response(told, media_type=CONTENT_TYPE_LATEST)
