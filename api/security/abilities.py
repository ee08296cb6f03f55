"""What may be done, and which role may do it. Everything that is not named here is denied."""

from __future__ import annotations

from enum import StrEnum


class Ability(StrEnum):
    """One kind of act, in one team unless said otherwise."""

    ONCALL_READ = "oncall:read"  # who is on call
    ROSTER_READ = "roster:read"  # published rosters, gaps, revisions, who is in the team
    TEAM_READ = "team:read"  # the team's document; reasons and kinds of others' leave only with team:write
    TEAM_WRITE = "team:write"  # the team's documents and options
    PLANS = "plans:write"  # solve, look at, edit and cancel plans
    PUBLISH = "publish"  # publish a plan
    REQUESTS = "requests:write"  # ask for leave and wishes for oneself
    REQUESTS_DECIDE = "requests:decide"  # open windows, approve, act for another
    CHANGES = "changes:write"  # offer and accept swaps of one's own shifts, hand over
    CHANGES_DECIDE = "changes:decide"  # overrides; approve swaps; act for another
    STATISTICS = "statistics:read"  # hours and burden of everybody
    FEEDS = "feeds:write"  # make and revoke feeds of one's own; with team:write of anybody
    NOTICES = "notices:write"  # what one wants to be told; with team:write anybody's
    AUDIT = "audit:read"  # the audit log of the team
    MEMBERS = "members:write"  # who has which role in the team
    ADMINISTER = "administer"  # accounts, teams, everything; in no team, so never from a role


class Role(StrEnum):
    """What an account is in a team."""

    MANAGER = "manager"
    ANALYST = "analyst"
    READER = "reader"


_READER = frozenset({Ability.ONCALL_READ, Ability.ROSTER_READ})
_ANALYST = _READER | {
    Ability.TEAM_READ,
    Ability.REQUESTS,
    Ability.CHANGES,
    Ability.STATISTICS,
    Ability.FEEDS,
    Ability.NOTICES,
}

ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.READER: _READER,
    Role.ANALYST: _ANALYST,
    Role.MANAGER: frozenset(Ability) - {Ability.ADMINISTER},
}
