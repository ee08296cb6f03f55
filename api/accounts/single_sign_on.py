"""Logging in by OpenID Connect: authorization code with PKCE, by way of authlib."""

from __future__ import annotations

import hashlib
import hmac
from http import HTTPStatus
from typing import Any

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from joserfc.errors import JoseError
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.audit.recording import record
from api.security.logins import begin
from api.security.principal import by_account
from api.services import Services
from api.settings import Settings
from api.store.tables import Account
from api.store.transaction import Transaction
from api.web.problems import Problem, answer, unauthorized

PATH = "/login/oidc"
_MINUTES = 10  # that somebody may take to log in at the provider
_AWAY = Problem(HTTPStatus.SERVICE_UNAVAILABLE, "provider-away", "The login provider cannot be reached", "Try again.")


def single_sign_on(services: Services) -> Starlette:
    """The application to mount at `PATH`: ``/start`` sends the browser to the provider, ``/callback`` takes it back."""
    provider = _provider(services.settings)

    async def start(request: Request) -> Response:
        try:
            sent: Response = await provider.authorize_redirect(request, _callback_address(request, services.settings))
        except httpx2.HTTPError:
            return answer(request, _AWAY)
        return sent

    async def callback(request: Request) -> Response:
        try:
            token = await provider.authorize_access_token(request)
            request.session.clear()
            response = RedirectResponse(services.settings.public_url or "/", HTTPStatus.SEE_OTHER)
            await run_in_threadpool(_log_in, services, response, token["userinfo"])
        except (OAuthError, JoseError) as error:
            return answer(request, unauthorized(f"The provider's answer is refused: {error.error}."))
        except httpx2.HTTPError:
            return answer(request, _AWAY)
        except Problem as problem:
            return answer(request, problem)
        return response

    key = hmac.new(services.settings.oidc_client_secret.get_secret_value().encode(), b"state", hashlib.sha256)
    session = Middleware(
        SessionMiddleware,
        secret_key=key.hexdigest(),
        session_cookie="watchbill_oidc",
        max_age=60 * _MINUTES,
        same_site="lax",
        https_only=services.settings.cookie_secure,
    )
    return Starlette(routes=[Route("/start", start), Route("/callback", callback)], middleware=[session])


def _provider(settings: Settings) -> Any:
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )


def _callback_address(request: Request, settings: Settings) -> str:
    base = settings.public_url.rstrip("/") or str(request.base_url).removesuffix(f"{PATH}/").rstrip("/")
    return f"{base}{PATH}/callback"


def _log_in(services: Services, response: Response, said: dict[str, Any]) -> None:
    transaction = Transaction(services.store, services.clock())
    try:
        account = _account(transaction, said)
        assert account.id is not None
        begin(transaction, services.settings, response, account.id)
        record(transaction, by_account(transaction.session, account.id), "account.login", subject=account.login)
        transaction.commit()
    finally:
        transaction.close()


def _account(transaction: Transaction, said: dict[str, Any]) -> Account:
    """The account that the provider speaks of; a new one without any role for somebody unknown.

    An account made beforehand is found by its login, once, if the provider has verified that e-mail address.
    """
    session, issuer, subject = transaction.session, said["iss"], said["sub"]
    known = session.exec(select(Account).where(Account.issuer == issuer, Account.subject == subject)).first()
    if known is None:
        known = _prepared(session, said) or Account(login=_free_login(session, said), created_at=transaction.now)
        known.issuer, known.subject = issuer, subject
    known.name = said.get("name") or known.name
    known.email = said.get("email") or known.email
    session.add(known)
    session.flush()
    if not known.active:
        raise unauthorized("The account is closed.")
    return known


def _prepared(session: Session, said: dict[str, Any]) -> Account | None:
    if said.get("email_verified") is not True:
        return None
    query = select(Account).where(Account.login == said["email"], Account.issuer == None)  # noqa: E711 - it is SQL
    return session.exec(query).first()


def _free_login(session: Session, said: dict[str, Any]) -> str:
    wanted = str(said.get("email") or said["sub"])
    taken = session.exec(select(Account.id).where(Account.login == wanted)).first() is not None
    return f"{said['sub']}@{said['iss']}"[:200] if taken else wanted
