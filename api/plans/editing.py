"""Edits by hand: made on the roster, weighed by the checker, and written down with a new report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from api.audit.recording import record
from api.documents.advice import maybe, shown
from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.documents.reading import document_of
from api.documents.rows import PinRow
from api.errors import Issue
from api.jobs.results import Columns, by_hand
from api.plans.edit_schemas import EditBody, Edits, Operation
from api.plans.reading import revision_of
from api.plans.requesting import new_id
from api.schedule.content import digest_of, roster_of, rows_of
from api.security.guard import Access
from api.store.tables import PlanRow
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import bad_input, conflict
from scheduler.domain.roster import Assignment, Roster
from scheduler.edits import Pins, added, exchanged, moved, pinned, removed, unpinned
from scheduler.effect import effect
from scheduler.errors import EditRefused
from scheduler.problem import Problem
from scheduler.report import plain


def edit(transaction: Transaction, access: Access, plan: str, wanted: Edits, if_match: str | None) -> EditBody:
    """Make the edits, or only say what would come of them. A plan that was published is copied, and the copy edited.

    An assignment that an edit takes away is pinned no more. Raises BadInput for people and shifts that the plan does
    not know; a problem with status 409 for a plan without a roster, and for an edit that cannot be made.
    """
    transaction.lock(access.team)
    row = transaction.session.get_one(PlanRow, plan, populate_existing=True)
    must_match(if_match, row.version)
    _refuse_unready(row)
    document = document_of(row.document)
    problem = problem_of(document)
    _refuse_unknown(problem, wanted)
    before = roster_of(row.roster or ())
    after, pins = _made(before, problem.team.pins, wanted)
    # Without pins: whoever edits by hand may change what a search may not.
    done = effect(problem_of(document.model_copy(update={"pins": ()})), before, after)
    if not wanted.dry_run:
        columns = _columns(row, document, problem, after, pins)
        row = _written(transaction, access, row, columns, wanted)
    return EditBody.model_validate(
        {
            "plan": row.id,
            "version": row.version,
            "applied": not wanted.dry_run,
            "effect": plain(done),
            "pins": [{"person": person, "shift": shift} for person, shift in rows_of(pins)],
        }
    )


def _refuse_unready(row: PlanRow) -> None:
    if row.roster is None or row.digest is None:
        raise conflict("no-roster", f"The plan is {row.state}: it has no roster that could be edited.")
    if row.digest != digest_of(row.document, row.roster):
        raise conflict("plan-changed", "The plan is not what the checker confirmed any more. Solve it again.")


def _refuse_unknown(problem: Problem, wanted: Edits) -> None:
    people, shifts = {person.id for person in problem.people}, {shift.id for shift in problem.shifts}
    known = {"person": people, "to_person": people, "with_person": people}
    known |= {"shift": shifts, "to_shift": shifts, "with_shift": shifts}
    issues = [
        Issue(f"operations[{n}].{name}", shown(said), "is not in the plan", advice=maybe(said, ids))
        for n, operation in enumerate(wanted.operations)
        for name, ids in known.items()
        if (said := getattr(operation, name)) is not None and said not in ids
    ]
    if issues:
        raise bad_input(*issues)


def _made(roster: Roster, pins: Pins, wanted: Edits) -> tuple[Roster, Pins]:
    for n, operation in enumerate(wanted.operations):
        try:
            roster, pins = _after(roster, pins, operation)
        except EditRefused as refused:
            raise conflict("refused", f"operations[{n}]: {refused}.") from None
    return roster, pins & roster.assignments


def _after(roster: Roster, pins: Pins, operation: Operation) -> tuple[Roster, Pins]:
    o, of = operation, Assignment(operation.person, operation.shift)
    match o.do:
        case "add":
            return added(roster, of), pins
        case "remove":
            return removed(roster, of), pins
        case "move":
            return moved(roster, (of, Assignment(o.to_person or of.person, o.to_shift or of.shift))), pins
        case "exchange":
            return exchanged(roster, of, Assignment(o.with_person or "", o.with_shift or "")), pins
        case "pin":
            return roster, pinned(roster, pins, of)
        case "unpin":
            return roster, unpinned(pins, of)


def _columns(row: PlanRow, document: TeamDocument, problem: Problem, after: Roster, pins: Pins) -> Columns:
    """What the plan's row is to keep. More pins on the same roster leave true all that the search proved."""
    rows = tuple(_pins(problem, pins))
    raw = {**row.document, "pins": [pin.model_dump(mode="json") for pin in rows]}
    assigned = rows_of(after)
    if assigned == row.roster and pins >= problem.team.pins:
        return {"document": raw, "digest": digest_of(raw, assigned)}
    return by_hand(problem_of(document.model_copy(update={"pins": rows})), raw, after) | {"document": raw}


def _pins(problem: Problem, pins: Pins) -> Iterator[PinRow]:
    for person, id in rows_of(pins):
        shift = problem.shift(id)
        yield PinRow(person=person, day=shift.day, shift=shift.template)


def _written(transaction: Transaction, access: Access, row: PlanRow, columns: Columns, wanted: Edits) -> PlanRow:
    """The plan that has the new roster: the same, or a copy of it when it was published."""
    edited = row if revision_of(transaction.session, row.id) is None else _copy(transaction, access, row)
    before = {"plan": row.id, "digest": row.digest}
    edited.sqlmodel_update(columns)
    edited.version += 1
    transaction.session.add(edited)
    transaction.session.flush()
    operations = [operation.model_dump(exclude_none=True) for operation in wanted.operations]
    after = {"plan": edited.id, "digest": edited.digest, "operations": operations}
    note = partial(record, transaction, access.principal, "plan.edit", team=access.team, subject=edited.id)
    note(before=before, after=after, reason=wanted.note)
    return edited


def _copy(transaction: Transaction, access: Access, row: PlanRow) -> PlanRow:
    told: dict[str, Any] = row.model_dump(exclude={"id", "base_id", "created_by", "created_at", "version"})
    now, login = transaction.now, access.principal.login
    return PlanRow(**told, id=new_id(now), base_id=row.id, created_by=login, created_at=now, version=0)
