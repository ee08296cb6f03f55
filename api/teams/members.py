"""Who has which role in a team."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from api.accounts.schemas import LoginName
from api.audit.recording import record
from api.documents.fields import Id
from api.errors import BadInput
from api.security.abilities import Ability, Role
from api.security.guard import Access, May
from api.store.tables import Account, Membership, TeamRow
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.teams.people import people_of, unknown_person
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import conflict, documented, not_found
from api.web.requests import Tx
from api.web.router import router

members = router("members")

Login = Annotated[LoginName, Path(description="The account.")]
Manages = Annotated[Access, Depends(May(Ability.MEMBERS))]


class Member(BaseModel):
    """What somebody is to be in a team."""

    model_config = ConfigDict(extra="forbid")

    role: Role = Field(description="The role.", examples=["analyst"])
    person: Id | None = Field(
        None, description="The account's id in the team's documents; null: it is nobody there.", examples=["sin-01"]
    )


class MemberBody(BaseModel):
    """An account with its role in a team."""

    login: str = Field(description="The account.", examples=["mia@example.org"])
    name: str = Field(description="Its name to show.", examples=["Mia Tan"])
    role: Role = Field(description="The role.", examples=["analyst"])
    person: str | None = Field(description="Its id in the team's documents.", examples=["sin-01"])


@members.get("/teams/{team}/members")
def list_members(
    transaction: Tx,
    access: Annotated[Access, Depends(May(Ability.ROSTER_READ))],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[MemberBody]:
    """Everybody who has a role in the team, by login."""
    session = transaction.session
    roles = {row.account_id: row for row in session.exec(select(Membership).where(Membership.team_id == access.team))}
    query = select(Account).where(col(Account.id).in_(sorted(roles)))

    def shown(account: Account) -> MemberBody:
        return _body(account, roles[account.id or 0])

    return page_of(session, query, col(Account.login), shown, limit=limit, cursor=cursor)


@members.put(
    "/teams/{team}/members/{login}",
    responses=documented(409) | {201: {"model": MemberBody, "description": "The account had no role here before."}},
)
def put_member(login: Login, wanted: Member, transaction: Tx, access: Manages, response: Response) -> MemberBody:
    """Give an account a role in the team, or another one. The last manager cannot step down."""
    team = locked(transaction, access.team)
    account = _account(transaction.session, login)
    row = transaction.session.get(Membership, (account.id, access.team))
    _check_person(transaction.session, team, account, wanted)
    before = _told(row)
    if row is None:
        row = Membership(account_id=account.id or 0, team_id=access.team, role=wanted.role, person=wanted.person)
        response.status_code = 201
    elif wanted.role is not Role.MANAGER:
        _keep_a_manager(transaction, access, row)
    row.role, row.person = wanted.role.value, wanted.person
    transaction.session.add(row)
    transaction.session.flush()
    if before != _told(row):
        _note(transaction, access, "member.put", login, before, _told(row))
    return _body(account, row)


@members.delete("/teams/{team}/members/{login}", status_code=204, responses=documented(409))
def delete_member(login: Login, transaction: Tx, access: Manages) -> None:
    """Take an account's role in the team away. The last manager cannot leave."""
    locked(transaction, access.team)
    account = _account(transaction.session, login)
    row = transaction.session.get(Membership, (account.id, access.team))
    if row is None:
        raise not_found(f"{login} has no role in {access.team}.")
    _keep_a_manager(transaction, access, row)
    _note(transaction, access, "member.delete", login, _told(row), None)
    transaction.session.delete(row)
    transaction.session.flush()


def _account(session: Session, login: str) -> Account:
    account = session.exec(select(Account).where(Account.login == login)).first()
    if account is None:
        raise not_found(f"There is no account {login}.")
    return account


def _check_person(session: Session, team: TeamRow, account: Account, wanted: Member) -> None:
    """Raises BadInput for a person of no document, a problem for one who has another account."""
    if wanted.person is None:
        return
    unknown = unknown_person(wanted.person, people_of(session, team), "person")
    if unknown:
        raise BadInput(unknown)
    of_team = select(Membership).where(Membership.team_id == team.id, Membership.person == wanted.person)
    if session.exec(of_team.where(Membership.account_id != account.id)).first() is not None:
        raise conflict("taken", f"{wanted.person} is another account's id in {team.id} already.")


def _keep_a_manager(transaction: Transaction, access: Access, row: Membership) -> None:
    """Raises a problem when `row` is that of the last manager. Administrators may leave a team without one."""
    if row.role != Role.MANAGER or access.principal.administrator:
        return
    managers = select(Account.id).join(Membership, col(Membership.account_id) == Account.id)
    others = managers.where(
        Membership.team_id == row.team_id,
        Membership.role == Role.MANAGER.value,
        Membership.account_id != row.account_id,
        col(Account.active),
    )
    if transaction.session.exec(others.limit(1)).first() is None:
        raise conflict("last-manager", "The team would have no manager: make somebody else one first.")


def _note(transaction: Transaction, access: Access, action: str, login: str, before: object, after: object) -> None:
    record(transaction, access.principal, action, team=access.team, subject=login, before=before, after=after)


def _told(row: Membership | None) -> dict[str, str | None] | None:
    return {"role": str(row.role), "person": row.person} if row else None


def _body(account: Account, row: Membership) -> MemberBody:
    return MemberBody(login=account.login, name=account.name, role=Role(row.role), person=row.person)
