"""The parts of a team document, each to be read and replaced by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from api.documents import rows
from api.security.guard import Access
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from api.teams.access import Reads, Writes
from api.teams.changing import Change, change_body, considered, store
from api.teams.privacy import seen_by
from api.teams.schemas import ChangeBody
from api.teams.whole import Raw
from api.web.body import Document, document_body
from api.web.etags import IfMatch, etag, tag
from api.web.problems import documented, not_found
from api.web.requests import Tx
from api.web.router import router
from api.web.values import DryRun
from constraints.catalog import RuleBook

parts = router("team parts")


@dataclass(frozen=True)
class Part:
    """A section of the document; `kind` is the type of its value, `says` what it holds."""

    name: str
    kind: Any
    says: str
    empty: Any = ()


PARTS = (
    Part("period", rows.PeriodRow, "the period to plan", None),
    Part("sites", list[rows.SiteRow], "where people are"),
    Part("shifts", list[rows.ShiftRow], "the shifts that can start on any day"),
    Part("coverage", list[rows.CoverageRow], "how many people are owed, and when"),
    Part("people", list[rows.PersonRow], "who can work"),
    Part("leave", list[rows.LeaveRow], "approved absence"),
    Part("wishes", list[rows.WishRow], "preferences, which may go unmet"),
    Part("ledger", list[rows.LedgerRow], "what each person did in the quarter before"),
    Part("holidays_worked", list[rows.HolidayWorkedRow], "who worked which holiday in earlier years"),
    Part("previous", list[rows.PreviousRow], "the fortnight before the first day, as worked"),
    Part("callouts", list[rows.CallOutRow], "call-outs from standby, before the period and in it"),
    Part("pins", list[rows.PinRow], "assignments that the solver may not change"),
    Part("points", rows.PointsRow | None, "what duties weigh as burden", None),
    Part("carry_over", rows.CarryOverRow | None, "how much is carried over from quarter to quarter", None),
    Part("rules", RuleBook, "rules by name with their parameters", {}),
)


def seen(transaction: Transaction, access: Access, pick: Callable[[Raw], Any]) -> Response:
    """What `pick` takes of the team document as who asks may see it. Raises a problem where there is none.

    It was checked when it was stored: so it is answered as it stands, sets in their order.
    """
    row = transaction.session.get_one(TeamRow, access.team)
    document = seen_by(access, row.document)
    if document is None:
        raise no_document(access.team)
    return JSONResponse(pick(document), headers={"ETag": etag(row.version)})


def no_document(team: str) -> Exception:
    return not_found(f"{team} has no team document: it has only rotations.")


def with_part(name: str, value: Callable[[Raw], Any]) -> Callable[[Raw], Raw]:
    """The edit that replaces one part by what `value` makes of the document. Raises as `seen` does."""

    def edit(was: Raw) -> Raw:
        if "period" not in was:
            raise no_document(was["team"])
        return {**was, name: value(was)}

    return edit


def finished(transaction: Tx, access: Access, response: Response, change: Change, *, dry_run: bool) -> ChangeBody:
    """Stores the change, unless it is a dry run, and answers what it breaks."""
    if not dry_run:
        store(transaction, access, change, "team.change")
    tag(response, change.row.version)
    return change_body(change, stored=not dry_run)


def _add(part: Part) -> None:
    def read(transaction: Tx, access: Reads) -> Any:
        return seen(transaction, access, lambda document: document.get(part.name) or part.empty)

    def replace(
        document: Document,
        transaction: Tx,
        access: Writes,
        response: Response,
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> ChangeBody:
        change = considered(transaction, access.team, with_part(part.name, lambda _: document), if_match)
        return finished(transaction, access, response, change, dry_run=dry_run)

    path = f"/teams/{{team}}/{part.name}"
    parts.get(
        path,
        response_model=part.kind,
        name=f"read_{part.name}",
        summary=f"Read {part.name}",
        description=f"Of the team document: {part.says}.",
    )(read)
    parts.put(
        path,
        name=f"replace_{part.name}",
        summary=f"Replace {part.name}",
        description=f"Of the team document: {part.says}. The whole document is checked; the answer says what breaks.",
        openapi_extra=document_body(part.kind),
        responses=documented(409, 412),
    )(replace)


for _part in PARTS:
    _add(_part)
