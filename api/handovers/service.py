"""What is done with handover notes."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlmodel import col, select

from api.audit.recording import record
from api.errors import Issue
from api.handovers.schemas import ChangedHandover, HandoverBody, NewHandover
from api.handovers.turns import Turns
from api.notices.telling import handover_waiting
from api.schedule.board import Board
from api.security.abilities import Ability
from api.security.guard import Access
from api.store.tables import HandoverNote, TeamRow
from api.store.transaction import Transaction
from api.teams.people import people_of, unknown_person
from api.web.etags import must_match
from api.web.problems import bad_input, conflict, forbidden, not_found


def create(transaction: Transaction, board: Board, access: Access, wanted: NewHandover) -> HandoverNote:
    """A new note. Raises a problem with status 403 where the author does not hold, and never held, what is handed over;
    BadInput for a person whom the team does not have."""
    person = wanted.person or access.person
    _refuse_for_another(transaction, access, person)
    turns = Turns(board, access.team, wanted.duty, wanted.level, wanted.site)
    at = turns.held_until(person, wanted.at, transaction.now) if person else None
    if at is None and not access.may(Ability.CHANGES_DECIDE):
        raise forbidden("Only who has the duty, or had it until then, hands it over.")
    told = wanted.model_dump(mode="json", include={"duty", "level", "site", "text", "open_items"})
    at = at or wanted.at or transaction.now
    row = HandoverNote(
        **told,
        team_id=access.team,
        at=at,
        author=access.principal.login,
        author_person=person,
        created_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    _note(transaction, access)("handover.create", subject=row.id, after={**told, "person": person})
    handover_waiting(transaction, row, {h.person for h in turns.coming(person, at)})
    return row


def change(
    transaction: Transaction, board: Board, access: Access, id: int, wanted: ChangedHandover, if_match: str | None
) -> HandoverNote:
    """Change what is named. Raises a problem with status 403 for what is not one's own to change, 409 for the text of
    a note that was read, 412 when the note is not at the version of `if_match`."""
    row = find(transaction, access.team, id, lock=True)
    must_match(if_match, row.version)
    after = _after(row, access, wanted)
    if not after:
        return row
    _refuse_strangers(Turns.of(board, row), transaction, access, row, after)
    before = {name: getattr(row, name) for name in after}
    row.sqlmodel_update(after)
    if "acknowledged_by" in after:
        row.acknowledged_at = transaction.now
    row.open = row.acknowledged_by is None or not all(item["done"] for item in row.open_items)
    row.version += 1
    act = "handover.acknowledge" if "acknowledged_by" in after else "handover.change"
    _note(transaction, access)(act, subject=id, before=before, after=after)
    return row


def find(transaction: Transaction, team: str, id: int, *, lock: bool = False) -> HandoverNote:
    """The note of that number. Raises a problem with status 404 where the team has none."""
    query = select(HandoverNote).where(HandoverNote.team_id == team, col(HandoverNote.id) == id)
    row = transaction.session.exec(query.with_for_update() if lock else query).first()
    if row is None:
        raise not_found(f"handover {id}")
    return row


def shown(board: Board, row: HandoverNote) -> HandoverBody:
    """The note, with who takes over."""
    waits = row.acknowledged_at is None
    found = Turns.of(board, row).coming(row.author_person, row.at) if waits else []
    coming = [{"person": h.person, "start": h.start} for h in found]
    return HandoverBody.model_validate({**row.model_dump(), "person": row.author_person, "coming": coming})


def _after(row: HandoverNote, access: Access, wanted: ChangedHandover) -> dict[str, Any]:
    """The columns that change."""
    after = wanted.model_dump(include={"text", "open_items"}, exclude_none=True)
    after = {name: value for name, value in after.items() if value != getattr(row, name)}
    if wanted.acknowledged and row.acknowledged_by is None:
        after["acknowledged_by"] = access.person or access.principal.login
    return after


def _refuse_strangers(
    turns: Turns, transaction: Transaction, access: Access, row: HandoverNote, after: dict[str, Any]
) -> None:
    """The text is the author's, the acknowledgement theirs who come, the items of both; managers may everything."""
    if "text" in after and row.acknowledged_by is not None:
        raise conflict("acknowledged", f"{row.acknowledged_by} has read it: write another note.")
    if access.may(Ability.CHANGES_DECIDE):
        return
    author = access.principal.login == row.author or access.person in {row.author_person} - {None}
    comes = access.person in _receivers(turns, transaction, row)
    if "text" in after and not author:
        raise forbidden("Only its author changes what a note says.")
    if "acknowledged_by" in after and not comes:
        raise forbidden("Only who takes over acknowledges a note.")
    if not author and not comes:
        raise forbidden("Only its author, and who takes over, change the items of a note.")


def _receivers(turns: Turns, transaction: Transaction, row: HandoverNote) -> set[str]:
    """Who takes over then, and whoever has the duty by now."""
    then = {h.person for h in turns.coming(row.author_person, row.at)}
    return (then | turns.holding(transaction.now)) - {row.author_person or ""}


def _refuse_for_another(transaction: Transaction, access: Access, person: str | None) -> None:
    if person is None or person == access.person:
        return
    if not access.may(Ability.CHANGES_DECIDE):
        raise forbidden("Only managers write for another.")
    row = transaction.session.get_one(TeamRow, access.team)
    issues: list[Issue] = unknown_person(person, people_of(transaction.session, row), "person")
    if issues:
        raise bad_input(*issues)


def _note(transaction: Transaction, access: Access) -> partial[None]:
    return partial(record, transaction, access.principal, team=access.team)
