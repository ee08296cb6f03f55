"""Routers of PagerDuty's API: one transaction a request, and refusals as PagerDuty words them."""

from __future__ import annotations

from fastapi import APIRouter

from api.compat.pagerduty.envelopes import REFUSALS
from api.compat.pagerduty.errors import PREFIX
from api.web.requests import Transacted


def pagerduty_router() -> APIRouter:
    """A router for guarded endpoints."""
    return APIRouter(prefix=PREFIX, tags=["PagerDuty-compatible"], route_class=Transacted, responses=REFUSALS)
