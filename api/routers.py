"""Every capability's endpoints."""

from __future__ import annotations

from api.accounts.endpoints import accounts
from api.accounts.login import logins
from api.health.endpoints import health
from api.teams.endpoints import teams

ROUTERS = (accounts, health, logins, teams)
