"""Every capability's endpoints."""

from __future__ import annotations

from api.accounts.endpoints import accounts
from api.accounts.login import logins
from api.audit.endpoints import audit
from api.changes.cover.endpoints import covers
from api.changes.overrides.endpoints import overrides
from api.changes.swaps.endpoints import swaps
from api.feeds.endpoints import calendars, feeds
from api.handovers.endpoints import handovers
from api.health.endpoints import health
from api.moving.endpoints import moving
from api.notices.endpoints import notices
from api.oncall.endpoints import oncall
from api.plans.endpoints import plans
from api.requests.endpoints import requests
from api.requests.window_endpoints import windows
from api.revisions.endpoints import revisions
from api.roster.endpoints import rosters
from api.statistics.endpoints import statistics
from api.teams.choosing import options
from api.teams.endpoints import teams
from api.teams.members import members
from api.teams.parts import parts
from api.teams.rows import rows
from api.teams.schedules import schedules

ROUTERS = (
    accounts,
    audit,
    calendars,
    covers,
    feeds,
    handovers,
    health,
    logins,
    members,
    moving,
    notices,
    oncall,
    options,
    overrides,
    parts,
    plans,
    requests,
    revisions,
    rosters,
    rows,
    schedules,
    statistics,
    swaps,
    teams,
    windows,
)
