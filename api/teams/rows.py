"""Single rows of a team document: those that have an id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.documents import rows as of
from api.documents.advice import shown
from api.documents.places import joined
from api.errors import BadInput, Issue
from api.teams.access import Reads, Writes
from api.teams.changing import considered
from api.teams.parts import finished, seen, with_part
from api.teams.schemas import ChangeBody
from api.teams.whole import Raw
from api.web.body import Document, document_body
from api.web.etags import IfMatch
from api.web.problems import documented, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import DryRun, NamedId

rows = router("team parts")


@dataclass(frozen=True)
class Kind:
    """The rows of one section; `one` is what a person calls one of them."""

    section: str
    row: type[of.Row]
    one: str


KINDS = (
    Kind("sites", of.SiteRow, "site"),
    Kind("shifts", of.ShiftRow, "shift"),
    Kind("coverage", of.CoverageRow, "coverage requirement"),
    Kind("people", of.PersonRow, "person"),
)


def with_row(section: str, id: str, row: Any) -> Callable[[Raw], list[Any]]:
    """What `section` becomes when `row` takes the place of the one with that id, or comes to it at the end."""

    def rows_after(was: Raw) -> list[Any]:
        found = list(was.get(section) or [])
        place = next((n for n, other in enumerate(found) if other["id"] == id), len(found))
        found[place:] = [_named(row, id, joined(section, place)), *found[place + 1 :]]
        return found

    return rows_after


def without_row(section: str, id: str) -> Callable[[Raw], list[Any]]:
    """What `section` becomes without that row. Raises a problem when there is none."""

    def rows_after(was: Raw) -> list[Any]:
        gone = find(was, section, id)
        return [row for row in was[section] if row is not gone]

    return rows_after


def find(document: Raw, section: str, id: str) -> Raw:
    """The row with that id. Raises a problem when there is none."""
    found: Raw | None = next((row for row in document.get(section) or [] if row["id"] == id), None)
    if found is None:
        raise not_found(f"{section} has no {id}.")
    return found


def _named(row: Any, id: str, path: str) -> Any:
    """The row with the id of its address, which it need not say again."""
    if not isinstance(row, dict):
        return row
    if row.get("id", id) != id:
        raise BadInput([Issue(f"{path}.id", shown(row["id"]), "is another one than that of this address", id)])
    return {"id": id} | row


def _add(kind: Kind) -> None:
    def read(id: NamedId, transaction: Tx, access: Reads) -> Any:
        return seen(transaction, access, lambda document: find(document, kind.section, id))

    def put(
        id: NamedId,
        document: Document,
        transaction: Tx,
        access: Writes,
        response: Response,
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> ChangeBody:
        edit = with_part(kind.section, with_row(kind.section, id, document))
        change = considered(transaction, access.team, edit, if_match)
        return finished(transaction, access, response, change, dry_run=dry_run)

    def delete(
        id: NamedId,
        transaction: Tx,
        access: Writes,
        response: Response,
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> ChangeBody:
        edit = with_part(kind.section, without_row(kind.section, id))
        change = considered(transaction, access.team, edit, if_match)
        return finished(transaction, access, response, change, dry_run=dry_run)

    path = f"/teams/{{team}}/{kind.section}/{{id}}"
    rows.get(
        path,
        response_model=kind.row,
        name=f"read_{kind.section}_row",
        summary=f"Read one {kind.one}",
    )(read)
    rows.put(
        path,
        name=f"put_{kind.section}_row",
        summary=f"Add or replace one {kind.one}",
        description="The whole document is checked; the answer says what breaks.",
        openapi_extra=document_body(kind.row),
        responses=documented(409, 412),
    )(put)
    rows.delete(
        path,
        name=f"delete_{kind.section}_row",
        summary=f"Take one {kind.one} away",
        description="Refused while other rows name it; the answer says what breaks of what is published.",
        responses=documented(409, 412),
    )(delete)


for _kind in KINDS:
    _add(_kind)
