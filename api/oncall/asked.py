"""Who may ask who is on call: for every team that is named, whoever may read it there."""

from __future__ import annotations

import re

from fastapi import Request
from sqlmodel import Session

from api.security.abilities import Ability
from api.security.guard import Access, May, TeamOf
from api.security.principal import Principal
from api.store.transaction import Transaction
from api.web.problems import forbidden
from api.web.values import LONGEST_NAME, NAME_PATTERN


def asked_teams(request: Request) -> list[str]:
    """The teams that the query names, each once."""
    return list(dict.fromkeys(request.query_params.getlist("team")))


class MayAsk(May):
    """Like `May`, for each of the teams that the query names; where it names none, for whoever may ask at all."""

    def __init__(self) -> None:
        super().__init__(Ability.ONCALL_READ, of=_first)

    def _granted(self, request: Request, transaction: Transaction, principal: Principal) -> Access:
        for team in asked_teams(request):
            May(self.ability, of=_named(team))._granted(request, transaction, principal)
        if principal.abilities is not None and self.ability not in principal.abilities:
            raise forbidden(f"It needs the ability {self.ability}.")
        return Access(principal, "", None)


def _named(team: str) -> TeamOf:
    known = team if len(team) <= LONGEST_NAME and re.fullmatch(NAME_PATTERN, team) else None
    return lambda session, request: known


def _first(session: Session, request: Request) -> str | None:
    return next(iter(asked_teams(request)), None)
