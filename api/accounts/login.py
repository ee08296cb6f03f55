"""Logging in and out in a browser, by password."""

from __future__ import annotations

from fastapi import Request, Response
from sqlmodel import select

from api.accounts.schemas import LoginBody, MeBody
from api.accounts.service import me_body
from api.security.guard import Asking, Cookie
from api.security.logins import begin, end
from api.security.passwords import verified
from api.security.principal import by_account
from api.services import services
from api.store.tables import Account
from api.web.problems import unauthorized
from api.web.requests import Tx, client_address
from api.web.router import router

logins = router("login")


@logins.post("/login")
def log_in(wanted: LoginBody, request: Request, transaction: Tx, response: Response) -> MeBody:
    """Log in by password: the answer sets a cookie, and says what X-CSRF-Token must be in requests that change things.

    A wrong password and an unknown login are told apart by nothing, not even by the time it takes.
    """
    known = services(request)
    known.limiter.count(f"login:{client_address(request)}", known.settings.logins_a_minute)
    query = select(Account).where(Account.login == wanted.login.replace("\0", ""))
    row = transaction.session.exec(query).first()
    if not verified(wanted.password, row.password_hash if row and row.active else None) or row is None:
        raise unauthorized("Wrong name or password.")
    assert row.id is not None
    login = begin(transaction, known.settings, response, row.id)
    return me_body(by_account(transaction.session, row.id, csrf=login.csrf))


@logins.post("/logout", status_code=204)
def log_out(asking: Asking, transaction: Tx, response: Response, cookie: Cookie) -> None:
    """End this login."""
    end(transaction, response, cookie)
