"""Every capability's endpoints."""

from __future__ import annotations

from api.accounts.endpoints import accounts
from api.accounts.login import logins
from api.audit.endpoints import audit
from api.changes.cover.endpoints import covers
from api.changes.overrides.endpoints import overrides
from api.changes.swaps.endpoints import swaps
from api.compat.opsgenie.endpoints import opsgenie
from api.compat.pagerduty.oncall_endpoints import pagerduty_oncalls
from api.compat.pagerduty.override_endpoints import pagerduty_overrides
from api.compat.pagerduty.people_endpoints import pagerduty_people
from api.compat.pagerduty.schedule_endpoints import pagerduty_schedules
from api.exporting.endpoints import exporting
from api.feeds.endpoints import feeds
from api.feeds.reading import calendars
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
from api.scripts.endpoints import scripts
from api.slack.endpoints import slack
from api.statistics.endpoints import statistics
from api.teams.choosing import options
from api.teams.endpoints import teams
from api.teams.limits import limits
from api.teams.members import members
from api.teams.observances import observances
from api.teams.parts import parts
from api.teams.rows import rows
from api.teams.schedules import schedules

ROUTERS = (
    accounts,
    audit,
    calendars,
    covers,
    exporting,
    feeds,
    handovers,
    health,
    limits,
    logins,
    members,
    moving,
    notices,
    observances,
    oncall,
    opsgenie,
    options,
    overrides,
    pagerduty_oncalls,
    pagerduty_overrides,
    pagerduty_people,
    pagerduty_schedules,
    parts,
    plans,
    requests,
    revisions,
    rosters,
    rows,
    schedules,
    scripts,
    slack,
    statistics,
    swaps,
    teams,
    windows,
)
