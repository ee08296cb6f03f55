"""Reading and setting a team's options."""

from __future__ import annotations

from fastapi import Response

from api.audit.recording import record
from api.documents.places import joined
from api.errors import BadInput
from api.security.guard import Access
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from api.teams.access import Reads, Writes
from api.teams.changing import locked, raised
from api.teams.difference import difference
from api.teams.options import TeamOptions, options_of
from api.teams.people import people_of, unknown_person
from api.web.etags import IfMatch, tag
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router

options = router("teams")


@options.get("/teams/{team}/options")
def read_options(transaction: Tx, access: Reads, response: Response) -> TeamOptions:
    """What the team chose for itself."""
    row = transaction.session.get_one(TeamRow, access.team)
    tag(response, row.version)
    return options_of(row)


@options.put("/teams/{team}/options", responses=documented(412))
def replace_options(
    wanted: TeamOptions, transaction: Tx, access: Writes, response: Response, if_match: IfMatch = None
) -> TeamOptions:
    """Set the team's options. What is left out takes its default."""
    row = locked(transaction, access.team, if_match)
    _choose(transaction, access, row, wanted)
    tag(response, row.version)
    return options_of(row)


def _choose(transaction: Transaction, access: Access, row: TeamRow, wanted: TeamOptions) -> None:
    people = people_of(transaction.session, row)
    unknown = [
        issue
        for n, fallback in enumerate(wanted.fallback)
        for issue in unknown_person(fallback.person, people, f"{joined('fallback', n)}.person")
    ]
    if unknown:
        raise BadInput(unknown)
    before, after = difference(options_of(row).model_dump(mode="json"), wanted.model_dump(mode="json"))
    if not after:
        return
    row.name = wanted.name
    row.options = wanted.model_dump(mode="json", exclude={"name"}, exclude_defaults=True)
    raised(transaction, row)
    transaction.schedule_changed(row.id)
    record(transaction, access.principal, "team.options", team=row.id, subject=row.id, before=before, after=after)
