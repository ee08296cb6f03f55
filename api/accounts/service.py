"""What is done with accounts and tokens."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from api.accounts.schemas import (
    AccountBody,
    ChangedAccount,
    MadeToken,
    MeBody,
    MembershipBody,
    NewAccount,
    NewToken,
    TokenBody,
)
from api.errors import Issue
from api.security.abilities import Ability
from api.security.logins import end_all
from api.security.passwords import hashed
from api.security.principal import Principal
from api.security.tokens import add_token
from api.store.tables import Account, Token
from api.store.transaction import Transaction
from api.web.problems import bad_input, conflict, forbidden, not_found


def me_body(asking: Principal) -> MeBody:
    """Who asks, with the roles that can be seen."""
    roles = [_role(asking, team) for team in sorted(asking.members) if asking.sees(team)]
    return MeBody(
        login=asking.login,
        name=asking.name,
        administrator=asking.administrator,
        csrf=asking.csrf,
        teams=roles,
        abilities=None if asking.abilities is None else [Ability(name) for name in sorted(asking.abilities)],
    )


def account_body(row: Account) -> AccountBody:
    """An account as it is shown."""
    assert row.id is not None
    return AccountBody(
        **row.model_dump(include={"id", "login", "name", "email", "administrator", "active", "created_at"}),
        has_password=row.password_hash is not None,
    )


def create(transaction: Transaction, wanted: NewAccount) -> Account:
    """A new account. Raises a problem when its login is taken."""
    if transaction.session.exec(select(Account.id).where(Account.login == wanted.login)).first() is not None:
        raise conflict("exists", f"There is an account {wanted.login}.")
    row = Account(
        **wanted.model_dump(exclude={"password"}),
        password_hash=hashed(wanted.password) if wanted.password else None,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    return row


def find(transaction: Transaction, id: int) -> Account:
    row = transaction.session.get(Account, id)
    if row is None:
        raise not_found(f"account {id}")
    return row


def change(transaction: Transaction, row: Account, wanted: ChangedAccount) -> None:
    """Raises a problem when no administrator would remain."""
    said = wanted.model_dump(exclude_unset=True, exclude={"password"})
    if row.administrator and row.active and not (said.get("administrator", True) and said.get("active", True)):
        _must_not_be_last(transaction, row)
    for name, value in said.items():
        if value is not None or name == "email":
            setattr(row, name, value)
    if wanted.password:
        row.password_hash = hashed(wanted.password)
    if wanted.password or not row.active:
        assert row.id is not None
        end_all(transaction, row.id)


def set_password(transaction: Transaction, row: Account, password: str) -> None:
    """A new password; every login ends."""
    assert row.id is not None
    row.password_hash = hashed(password)
    end_all(transaction, row.id)


def make_token(transaction: Transaction, asking: Principal, wanted: NewToken) -> MadeToken:
    """A new token. Raises a problem for one that could do more than who asks, BadInput for one that never works."""
    account = wanted.account if wanted.account is not None else asking.account
    if account != asking.account and not asking.may(Ability.ADMINISTER):
        raise forbidden("Only administrators make tokens for others.")
    if wanted.expires_at is not None and wanted.expires_at <= transaction.now:
        raise bad_input(Issue("expires_at", str(wanted.expires_at), "is past", "an instant to come"))
    _no_wider(wanted.teams, asking.teams, "teams")
    _no_wider(wanted.abilities, asking.abilities, "abilities")
    find(transaction, account)
    row, secret = add_token(
        transaction.session,
        account,
        wanted.name,
        transaction.now,
        teams=wanted.teams,
        abilities=None if wanted.abilities is None else [str(a) for a in wanted.abilities],
        expires_at=wanted.expires_at,
    )
    return MadeToken(**_told(row), secret=secret)


def find_token(transaction: Transaction, asking: Principal, id: int) -> Token:
    """One's own token, or for administrators anybody's."""
    row = transaction.session.get(Token, id)
    if row is None or (row.account_id != asking.account and not asking.may(Ability.ADMINISTER)):
        raise not_found(f"token {id}")
    return row


def token_body(row: Token) -> TokenBody:
    return TokenBody(**_told(row))


def _told(row: Token) -> dict[str, Any]:
    return row.model_dump(exclude={"digest", "account_id"}) | {"account": row.account_id}


def _no_wider(wanted: list[Any] | None, own: frozenset[str] | None, what: str) -> None:
    if own is not None and (wanted is None or not own.issuperset(wanted)):
        raise forbidden(f"The new token would have more {what} than the one that makes it: {', '.join(sorted(own))}.")


def _must_not_be_last(transaction: Transaction, row: Account) -> None:
    query = select(sa.func.count()).where(col(Account.administrator), col(Account.active), col(Account.id) != row.id)
    if not transaction.session.exec(query).one():
        raise conflict("last-administrator", "Nobody could administer this installation any more.")


def _role(asking: Principal, team: str) -> MembershipBody:
    member = asking.members[team]
    abilities = [ability for ability in Ability if asking.may(ability, team)]
    return MembershipBody(team=team, role=member.role, person=member.person, abilities=abilities)
