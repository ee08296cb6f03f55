"""Reading the audit log: in pages, or all of it as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from api.audit.schemas import EntryBody
from api.store.engine import Store
from api.store.tables import AuditEntry
from api.web.pages import Page, page_of
from exports.table import csv_lines

BATCH = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: those that fit all that is named; `start` is included, `until` is not."""

    team: str | None = None
    action: str | None = None
    actor: str | None = None
    start: datetime | None = None
    until: datetime | None = None

    def query(self) -> SelectOfScalar[AuditEntry]:
        query = select(AuditEntry)
        for column, value in ((AuditEntry.team_id, self.team), (AuditEntry.action, self.action)):
            query = query.where(column == value) if value is not None else query
        query = query.where(AuditEntry.actor == self.actor) if self.actor is not None else query
        query = query.where(col(AuditEntry.at) >= self.start) if self.start else query
        return query.where(col(AuditEntry.at) < self.until) if self.until else query


def entries(session: Session, wanted: Wanted, *, limit: int, cursor: str | None) -> Page[EntryBody]:
    """A page, the newest first."""
    return page_of(session, wanted.query(), col(AuditEntry.id), shown, limit=limit, cursor=cursor, descending=True)


def json_lines(store: Store, wanted: Wanted) -> Iterator[str]:
    """Every entry as a JSON text on a line of its own, the oldest first."""
    return (entry.model_dump_json() + "\n" for entry in _each(store, wanted))


def csv_text(store: Store, wanted: Wanted) -> Iterator[str]:
    """The same as CSV with a header; what was before and after as JSON in a cell."""
    return csv_lines(list(EntryBody.model_fields), (_cells(entry) for entry in _each(store, wanted)))


def shown(row: AuditEntry) -> EntryBody:
    told = row.model_dump(exclude={"team_id", "token_hint", "request_id", "account_id"})
    return EntryBody(**told, team=row.team_id, token=row.token_hint, request=row.request_id)


def _each(store: Store, wanted: Wanted) -> Iterator[EntryBody]:
    """Batch by batch, so that neither memory nor a connection is held for as long as the reader takes."""
    last, more = 0, True
    while more:
        query = wanted.query().where(col(AuditEntry.id) > last).order_by(col(AuditEntry.id)).limit(BATCH)
        with store.reading() as session:
            batch = [shown(row) for row in session.exec(query).all()]
        yield from batch
        last, more = batch[-1].id if batch else last, len(batch) == BATCH


def _cells(entry: EntryBody) -> dict[str, Any]:
    told = entry.model_dump(mode="json")
    return {name: _json(value) if name in ("before", "after") else value for name, value in told.items()}


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
