"""Routers whose endpoints run in one transaction each and document every refusal."""

from __future__ import annotations

from fastapi import APIRouter

from api.web.problems import documented
from api.web.requests import Transacted

REFUSALS = (400, 401, 403, 404, 413, 422, 429, 503)


def router(tag: str, prefix: str = "/v1") -> APIRouter:
    """A router for guarded endpoints. Those that may answer 409 or 412 add ``responses=documented(409, 412)``."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=Transacted, responses=documented(*REFUSALS))
