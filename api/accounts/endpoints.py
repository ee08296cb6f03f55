"""Accounts and tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlmodel import col, select

from api.accounts import service
from api.accounts.schemas import (
    AccountBody,
    ChangedAccount,
    ChangedPassword,
    MadeToken,
    MeBody,
    NewAccount,
    NewToken,
    TokenBody,
)
from api.audit.recording import record
from api.security.abilities import Ability
from api.security.guard import Access, Asking, May
from api.security.passwords import verified
from api.store.tables import Account, Token
from api.web.idempotency import SECRET
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented, forbidden
from api.web.requests import Tx
from api.web.router import router
from api.web.values import LARGEST_ID, RowId

accounts = router("accounts")

Administrator = Annotated[Access, Depends(May(Ability.ADMINISTER, of=None))]


@accounts.get("/me")
def me(asking: Asking) -> MeBody:
    """The account that asks, with its roles."""
    return service.me_body(asking)


@accounts.put("/me/password", status_code=204)
def change_password(wanted: ChangedPassword, transaction: Tx, asking: Asking) -> None:
    """Change one's own password; every login ends."""
    row = service.find(transaction, asking.account)
    if not verified(wanted.current, row.password_hash):
        raise forbidden("That is not the password until now.")
    service.set_password(transaction, row, wanted.new)
    record(transaction, asking, "account.password", subject=row.login)


@accounts.get("/accounts")
def list_accounts(
    transaction: Tx, access: Administrator, limit: Limit = 100, cursor: Cursor = None
) -> Page[AccountBody]:
    """Every account."""
    query = select(Account)
    return page_of(transaction.session, query, col(Account.id), service.account_body, limit=limit, cursor=cursor)


@accounts.post("/accounts", status_code=201, responses=documented(409))
def create_account(wanted: NewAccount, transaction: Tx, access: Administrator, response: Response) -> AccountBody:
    """Make an account. It can do nothing until it has a role in a team."""
    row = service.create(transaction, wanted)
    record(transaction, access.principal, "account.create", subject=row.login)
    response.headers["Location"] = f"/v1/accounts/{row.id}"
    return service.account_body(row)


@accounts.get("/accounts/{account}")
def read_account(account: RowId, transaction: Tx, access: Administrator) -> AccountBody:
    """One account."""
    return service.account_body(service.find(transaction, account))


@accounts.patch("/accounts/{account}", responses=documented(409))
def change_account(account: RowId, wanted: ChangedAccount, transaction: Tx, access: Administrator) -> AccountBody:
    """Change an account, or close it."""
    row = service.find(transaction, account)
    before = service.account_body(row).model_dump(mode="json")
    service.change(transaction, row, wanted)
    after = service.account_body(row)
    record(
        transaction,
        access.principal,
        "account.change",
        subject=row.login,
        before=before,
        after=after.model_dump(mode="json"),
    )
    return after


@accounts.get("/tokens")
def list_tokens(
    transaction: Tx,
    asking: Asking,
    account: Annotated[
        int | None, Query(ge=1, le=LARGEST_ID, description="Whose; others' only for administrators.")
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[TokenBody]:
    """One's own tokens, revoked ones too."""
    wanted = account if account is not None and asking.may(Ability.ADMINISTER) else asking.account
    query = select(Token).where(Token.account_id == wanted)
    return page_of(transaction.session, query, col(Token.id), service.token_body, limit=limit, cursor=cursor)


@accounts.post("/tokens", status_code=201)
def create_token(wanted: NewToken, transaction: Tx, asking: Asking, response: Response) -> MadeToken:
    """Make a token; its secret is shown this once."""
    response.headers.update(SECRET)
    made = service.make_token(transaction, asking, wanted)
    record(transaction, asking, "token.create", subject=made.hint, after={"name": made.name, "account": made.account})
    return made


@accounts.delete("/tokens/{token}", status_code=204)
def revoke_token(token: RowId, transaction: Tx, asking: Asking) -> None:
    """Revoke a token: it is worthless from now on."""
    row = service.find_token(transaction, asking, token)
    row.revoked_at = row.revoked_at or transaction.now
    record(transaction, asking, "token.revoke", subject=row.hint)
