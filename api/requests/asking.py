"""Asking for leave or a wish, changing what is asked, withdrawing it."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.audit.recording import record
from api.documents.advice import maybe, shown
from api.documents.rows import OFF
from api.errors import BadInput, Issue
from api.requests.asked import Asked, R, part_of, span, written
from api.requests.privacy import knows
from api.requests.states import COUNTED, State, must_be
from api.requests.windows import asked_in, check_bid, open_for
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import TeamRow, WishRequest
from api.store.transaction import Transaction
from api.teams.changing import Change, considered, locked, store
from api.teams.people import unknown_person
from api.web.etags import must_match
from api.web.problems import conflict, forbidden, not_found
from scheduler.intervals import days_between

MOST_DAYS = 400


def person_asking(access: Access, person: str | None) -> str:
    """For whom is asked: `person`, or who asks. Raises a problem for another person's requests, unless managers ask."""
    wanted = person or access.person
    if wanted is None:
        expected = "the id of a person; your account is none of the team's documents"
        raise BadInput([Issue("person", "", "is missing", expected)])
    if wanted != access.person and not access.may(Ability.REQUESTS_DECIDE):
        raise forbidden("Only managers ask for others.")
    return wanted


def ask(transaction: Transaction, access: Access, row: Asked) -> None:
    """A new request. Raises BadInput, and a problem where no window is open or too much is bid."""
    team = locked(transaction, access.team)
    _check(transaction, access, team, row)
    transaction.session.add(row)
    transaction.session.flush()
    _note(transaction, access, row, "ask", None)


def change(transaction: Transaction, access: Access, row: Asked, said: dict[str, Any]) -> None:
    """Ask for something else instead, as long as nobody decided."""
    must_be(row.state, State.ASKED)
    before = written(row) | {"points": row.points}
    for name, value in said.items():
        setattr(row, name, value)
    _check(transaction, access, transaction.session.get_one(TeamRow, access.team), row)
    row.version += 1
    transaction.session.flush()
    _note(transaction, access, row, "change", before)


def withdraw(transaction: Transaction, access: Access, row: Asked, *, dry_run: bool = False) -> Change | None:
    """Take a request back. One that was approved leaves the team document: only managers may, and None for others."""
    must_be(row.state, State.ASKED, State.APPROVED)
    change = None
    if row.state == State.APPROVED:
        if not access.may(Ability.REQUESTS_DECIDE):
            raise forbidden("It was approved: ask a manager to take it back.")
        change = considered(transaction, access.team, lambda was: _without(was, row))
    if dry_run:
        return change
    if change:
        store(transaction, access, change, "team.change", reason=f"{part_of(row)} request {row.id} withdrawn")
    before, row.state = {"state": row.state}, State.WITHDRAWN.value
    row.version += 1
    transaction.session.flush()
    _note(transaction, access, row, "withdraw", before)
    return change


def find(transaction: Transaction, access: Access, table: type[R], id: int) -> R:
    """The team's request, as far as who asks may see it. Raises a problem."""
    row = transaction.session.get(table, id, populate_existing=True)
    if row is None or row.team_id != access.team or not (knows(access, row.person) or row.state in COUNTED):
        raise not_found(f"{access.team} has no such request {id}.")
    return row


def find_own(transaction: Transaction, access: Access, table: type[R], id: int, if_match: str | None) -> R:
    """The request, to be changed by its person or a manager, while others wait. Raises a problem."""
    locked(transaction, access.team)
    row = find(transaction, access, table, id)
    if row.person != access.person and not access.may(Ability.REQUESTS_DECIDE):
        raise forbidden("It is another person's request.")
    must_match(if_match, row.version)
    return row


def visible(access: Access, table: type[R]) -> SelectOfScalar[R]:
    """The team's requests that who asks may see: of others those that wait or were granted."""
    query = select(table).where(table.team_id == access.team)
    if knows(access, None):
        return query
    return query.where(col(table.state).in_(COUNTED) | (col(table.person) == (access.person or "")))


def _check(transaction: Transaction, access: Access, team: TeamRow, row: Asked) -> None:
    """Sets the window of the request. Raises BadInput, and a problem where it may not be asked."""
    if team.document is None:
        raise conflict("no-document", f"{team.id} has only rotations: leave and wishes belong to a planned roster.")
    issues = [*_wrong_days(row), *_unknown_names(team.document, row)]
    if issues:
        raise BadInput(issues)
    window = open_for(transaction.session, row, transaction.now)
    if window is None and access.may(Ability.REQUESTS_DECIDE):
        window = asked_in(transaction.session, row)
    elif window is None:
        raise conflict("closed", f"No window for {part_of(row)} is open that covers these days.")
    check_bid(transaction.session, row, window)
    row.window_id = window.id if window else None


def _wrong_days(row: Asked) -> list[Issue]:
    bounds = span(row)
    if isinstance(row, WishRequest) and (row.day is None) == (row.every is None):
        return [Issue("day", "", "and every are both said or both missing", "day: a date, or every: a weekday")]
    if bounds and not 0 <= days_between(*bounds) < MOST_DAYS:
        expected = f"a day from first_day, {bounds[0]}, to {MOST_DAYS} days later"
        return [Issue("last_day", str(bounds[1]), "does not fit first_day", expected)]
    return []


def _unknown_names(document: dict[str, Any], row: Asked) -> list[Issue]:
    issues = unknown_person(row.person, frozenset(person["id"] for person in document["people"]), "person")
    if isinstance(row, WishRequest):
        known = [OFF, *(shift["id"] for shift in document["shifts"])]
        if row.wish not in known:
            advice = maybe(row.wish, known)
            expected = '"off" or the id of a shift'
            issues.append(Issue("wish", shown(row.wish), "is not a shift of this team", expected, advice))
    return issues


def _without(was: dict[str, Any], row: Asked) -> dict[str, Any]:
    """The team without the row that the request became; once only, where the document says it twice."""
    rows = list(was.get(part_of(row)) or [])
    if written(row) in rows:
        rows.remove(written(row))
    return {**was, part_of(row): rows}


def _note(transaction: Transaction, access: Access, row: Asked, step: str, before: Any) -> None:
    record(
        transaction,
        access.principal,
        f"{part_of(row)}-request.{step}",
        team=access.team,
        subject=row.id,
        before=before,
        after=written(row) | {"points": row.points, "state": row.state},
    )
