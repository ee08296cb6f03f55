"""Every capability's endpoints."""

from __future__ import annotations

from api.accounts.endpoints import accounts
from api.teams.endpoints import teams

ROUTERS = (accounts, teams)
