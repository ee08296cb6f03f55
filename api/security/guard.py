"""The one gate that every guarded endpoint stands behind."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from api.security.abilities import Ability
from api.security.principal import Principal, by_login, by_token
from api.services import services
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from api.web.idempotency import HEADER, LONGEST_KEY, Idempotency, fingerprint
from api.web.problems import forbidden, not_found, unauthorized
from api.web.requests import Tx, client_address
from api.web.values import LONGEST_NAME, NAME_PATTERN

COOKIE = "watchbill_login"
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_bearer = HTTPBearer(auto_error=False, description="An API token.")
_cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="The login of a browser.")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
Cookie = Annotated[str | None, Depends(_cookie)]
TeamOf = Callable[[Session, Request], str | None]


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, for which team, and who that is in the team's documents."""

    principal: Principal
    team: str
    person: str | None

    def may(self, ability: Ability) -> bool:
        return self.principal.may(ability, self.team or None)


def principal_asking(request: Request, transaction: Tx, bearer: Bearer, cookie: Cookie) -> Principal:
    """Whoever asks. Raises a problem with status 401 for nobody, 403 for a cookie without its CSRF token."""
    principal = _known(request, transaction, bearer, cookie)
    services(request).limiter.count(f"account:{principal.account}", services(request).settings.requests_a_minute)
    request_id = getattr(request.state, "request_id", None)
    return replace(principal, address=client_address(request), request_id=request_id)


def _known(
    request: Request, transaction: Transaction, bearer: HTTPAuthorizationCredentials | None, cookie: str | None
) -> Principal:
    if bearer is not None:
        found = by_token(transaction.session, bearer.credentials, transaction.now)
        if found is None:
            raise unauthorized("The token is unknown, expired or revoked.")
        services(request).uses.note(found.token, transaction.now)
        return found
    found = by_login(transaction.session, cookie, transaction.now) if cookie else None
    if found is None:
        raise unauthorized("Send `Authorization: Bearer` with an API token, or log in.")
    if request.method not in SAFE:
        _refuse_forgery(request, found.csrf or "")
    return found


def _refuse_forgery(request: Request, csrf: str) -> None:
    """A browser sends the cookie also when another site asks it to; only our own pages know the token."""
    site = request.headers.get("sec-fetch-site")
    sent = request.headers.get(CSRF_HEADER, "")
    if site not in (None, "same-origin") or not hmac.compare_digest(sent.encode(), csrf.encode()):
        raise forbidden(f"The request changes something and does not carry the right {CSRF_HEADER}.")


Asking = Annotated[Principal, Depends(principal_asking)]


def named_team(session: Session, request: Request) -> str | None:
    """The team that the address names; None where that is no id."""
    team = str(request.path_params["team"])
    return team if len(team) <= LONGEST_NAME and re.fullmatch(NAME_PATTERN, team) else None


async def _once(
    request: Request,
    key: Annotated[str | None, Header(alias=HEADER, max_length=LONGEST_KEY, description="Do it once only.")] = None,
) -> tuple[str, str] | None:
    """The Idempotency-Key of a request that creates something, with what the request is."""
    return (key, await fingerprint(request)) if key and request.method == "POST" else None


Once = Annotated[tuple[str, str] | None, Depends(_once)]


class May:
    """A dependency that lets through who has `ability` in the team that `of` finds.

    Answers 404 where the team, or what belongs to it, is not there or not to be seen; 403 where the ability lacks.
    `of` None: the act belongs to no team, and needs an administrator.
    """

    def __init__(self, ability: Ability, of: TeamOf | None = named_team) -> None:
        self.ability, self.of = ability, of

    def __call__(self, request: Request, transaction: Tx, principal: Asking, once: Once) -> Access:
        access = self._granted(request, transaction, principal)
        if once is not None:
            request.state.idempotency = Idempotency(principal.account, *once)
            request.state.idempotency.replay(transaction)
        return access

    def _granted(self, request: Request, transaction: Transaction, principal: Principal) -> Access:
        team = self.of(transaction.session, request) if self.of else ""
        if self.of and (team is None or not principal.sees(team) or transaction.session.get(TeamRow, team) is None):
            raise not_found(f"{request.url.path}")
        if not principal.may(self.ability, team or None):
            raise forbidden(f"It needs the ability {self.ability}.")
        return Access(principal, team or "", principal.person_in(team) if team else None)
