"""Who asks."""

from __future__ import annotations

from api.accounts.schemas import MeBody, MembershipBody
from api.security.abilities import Ability
from api.security.guard import Asking
from api.security.principal import Principal
from api.web.router import router

accounts = router("accounts")


@accounts.get("/me")
def me(asking: Asking) -> MeBody:
    """The account that asks, with its roles."""
    roles = [_role(asking, team) for team in sorted(asking.members) if asking.sees(team)]
    return MeBody(
        login=asking.login, name=asking.name, administrator=asking.administrator, csrf=asking.csrf, teams=roles
    )


def _role(asking: Principal, team: str) -> MembershipBody:
    member = asking.members[team]
    abilities = [ability for ability in Ability if asking.may(ability, team)]
    return MembershipBody(team=team, role=member.role, person=member.person, abilities=abilities)
