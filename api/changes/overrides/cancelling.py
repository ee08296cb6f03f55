"""Cancelling an override."""

from __future__ import annotations

from typing import Any

from api.audit.recording import record
from api.changes.laid import laid_of
from api.changes.overrides.making import Made, said
from api.changes.overrides.reading import find
from api.changes.weighing import weighed
from api.notices.telling import roster_changed
from api.security.guard import Access
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.web.problems import conflict
from scheduler.intervals import Interval, utc_text, whole_second


def cancel(transaction: Transaction, access: Access, id: int, *, dry_run: bool = False) -> Made:
    """End an override at the next whole second; what was true until then stays true.

    One that is cancelled already stays as it is. Raises a problem for one that is over.
    """
    locked(transaction, access.team)
    row, now = find(transaction.session, access.team, id), whole_second(transaction.now)
    if row.cancelled_at is None and row.end <= now:
        raise conflict("past", f"It ended at {utc_text(row.end)}: what was, was.")
    laid = laid_of(transaction.session, access.team, Interval(row.start, row.end))
    made = Made(row, weighed(laid, laid.ended(id, now)))
    if row.cancelled_at is not None or dry_run:
        return made
    before = said(row)
    row.cancelled_by, row.cancelled_at = access.principal.login, now
    transaction.session.flush()
    transaction.schedule_changed(access.team)
    note: dict[str, Any] = {"subject": id, "before": before, "after": said(row)}
    record(transaction, access.principal, "override.cancel", team=access.team, **note)
    by = f"the end of override {id}"
    roster_changed(transaction, access.team, made.weighed.lost, made.weighed.gained, by)
    return made
