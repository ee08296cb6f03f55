"""What is done with teams as a whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.audit.recording import record
from api.security.guard import Access
from api.security.principal import Principal
from api.store.tables import OncallVersion, RevisionRow, TeamRow
from api.store.transaction import Transaction
from api.teams.changing import Change, add_oncall, change_body, locked
from api.teams.difference import difference
from api.teams.holidays import changed_since_published, holiday_doubts
from api.teams.privacy import seen_by
from api.teams.schemas import TeamBody, TeamChangeBody, TeamItem
from api.teams.whole import Raw, is_planned, oncall_in_force, oncall_told, told, whole_of
from api.web.problems import conflict
from scheduler.intervals import local_day


def create(transaction: Transaction, access: Access, raw: Any) -> TeamRow:
    """A new team. Raises BadInput with every issue; a problem when there is such a team."""
    whole = whole_of(raw)
    now = transaction.now
    row = TeamRow(id=whole.team, name=whole.name, document=told(whole.document), created_at=now, updated_at=now)
    transaction.session.add(row)
    try:
        transaction.session.flush()
    except IntegrityError:
        raise conflict("exists", f"There is a team {whole.team}.") from None
    if whole.oncall is not None:
        add_oncall(transaction, row.id, oncall_told(whole.oncall))
    transaction.schedule_changed(row.id)
    _, after = difference({}, whole.raw)
    record(transaction, access.principal, "team.create", team=row.id, subject=row.id, after=after)
    return row


def replaced(raw: Any) -> Any:
    """The edit of a PUT: name and rotations that `raw` does not speak of stay, and a plan that it says nothing of."""

    def edit(was: Raw) -> Any:
        if not isinstance(raw, dict):
            return raw
        kept: Raw = {name: was[name] for name in ("name", "oncall") if name in was and name not in raw}
        if not is_planned(raw) and "oncall" in raw:
            kept = {**was, **kept}
        return {**kept, **raw}

    return edit


def delete(transaction: Transaction, access: Access, if_match: str | None, *, even_if_published: bool) -> None:
    """Forget a team and all that belongs to it, apart from the audit log."""
    row = locked(transaction, access.team, if_match)
    published = select(RevisionRow.number).where(RevisionRow.team_id == row.id)
    number = transaction.session.exec(published.order_by(col(RevisionRow.number).desc()).limit(1)).first()
    if number is not None and not even_if_published:
        detail = f"{row.id} has published revisions, the last is {number}. Ask with even_if_published=true."
        raise conflict("published", detail)
    transaction.schedule_changed(row.id)
    before = {"name": row.name, "version": row.version, "last_revision": number}
    record(transaction, access.principal, "team.delete", team=row.id, subject=row.id, before=before)
    transaction.session.delete(row)
    transaction.session.flush()


def visible(principal: Principal) -> SelectOfScalar[TeamRow]:
    """The teams that who asks may see."""
    query = select(TeamRow)
    if not principal.administrator:
        query = query.where(col(TeamRow.id).in_(sorted(principal.members)))
    if principal.teams is not None:
        query = query.where(col(TeamRow.id).in_(sorted(principal.teams)))
    return query


def team_item(row: TeamRow, principal: Principal) -> TeamItem:
    member = principal.members.get(row.id)
    return TeamItem(id=row.id, name=row.name, role=member.role if member else None)


def team_body(transaction: Transaction, row: TeamRow, access: Access) -> TeamBody:
    """The team as who asks may see it."""
    oncall: OncallVersion | None = oncall_in_force(transaction.session, row.id)
    return TeamBody(
        id=row.id,
        name=row.name,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        document=seen_by(access, row.document),
        oncall=oncall.document if oncall else None,
        notices=notices_of(transaction, row.id, row.document),
    )


def notices_of(transaction: Transaction, team: str, document: Raw | None) -> list[str]:
    """What a manager ought to know of the holidays of the document's period, and of those of what is published."""
    if document is None:
        return []
    since = changed_since_published(transaction.session, team, document, local_day(transaction.now, "UTC"))
    return [*holiday_doubts(document), *since]


def team_change_body(transaction: Transaction, change: Change, access: Access, *, stored: bool) -> TeamChangeBody:
    """The team after a change; after a dry run as it would be."""
    body = team_body(transaction, change.row, access).model_dump() | change_body(change, stored=stored).model_dump()
    now = change.now
    oncall = oncall_told(now.oncall) if now.oncall else None
    document = told(now.document)
    notices = notices_of(transaction, now.team, document)
    as_it_is = {"name": now.name, "document": document, "oncall": oncall, "notices": notices}
    return TeamChangeBody(**body | as_it_is)
