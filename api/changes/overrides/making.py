"""Making an override."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from api.audit.recording import record
from api.changes.laid import Laid, laid_of
from api.changes.names import Names
from api.changes.overrides.checks import counted, refuse_faulty, window
from api.changes.overrides.schemas import NewOverride
from api.changes.weighing import Weighed, weighed
from api.notices.telling import roster_changed
from api.security.guard import Access
from api.store.tables import OverrideRow
from api.store.transaction import Transaction
from api.teams.changing import locked
from api.web.problems import conflict
from scheduler.intervals import Interval
from scheduler.oncall.values import Override
from scheduler.report import plain

_SAYS = ("duty", "level", "start", "end", "add", "remove", "everybody", "shift", "site")


@dataclass(frozen=True)
class Made:
    """An override that was made or cancelled, or would be; and what that does."""

    row: OverrideRow
    weighed: Weighed


def create(transaction: Transaction, access: Access, wanted: NewOverride, *, dry_run: bool = False) -> Made:
    """Make an override, from now on where it begins in the past; other writers of the team wait.

    Raises BadInput for names that the team does not know; a problem for what is past, what is said already, and what
    changes nothing.
    """
    team = locked(transaction, access.team)
    laid = laid_of(transaction.session, access.team, window(wanted))
    shift = refuse_faulty(Names(team, laid), wanted)
    interval = counted(wanted, shift, transaction.now)
    row = OverrideRow(
        **wanted.model_dump(exclude={"start", "end", "duty", "site"}),
        team_id=access.team,
        duty=wanted.duty.value,
        site=wanted.site or (shift.site if shift else None),
        start=interval.start,
        end=interval.end,
        created_by=access.principal.login,
        created_at=transaction.now,
    )
    made = weigh(transaction, laid, row)
    if not dry_run:
        store(transaction, access, made, "override.create")
    return made


def weigh(transaction: Transaction, laid: Laid, row: OverrideRow) -> Made:
    """What a new override does. Raises a problem for one that another says already, and one that changes nothing."""
    _refuse_repeated(transaction, row)
    interval = Interval(row.start, row.end)
    override = Override(interval, row.duty, row.level, row.add, row.remove, row.everybody, row.shift, row.site)
    made = Made(row, weighed(laid, laid.with_override(override)))
    if made.weighed.idle:
        raise conflict("no-change", _why_idle(row))
    return made


def store(transaction: Transaction, access: Access, made: Made, action: str) -> None:
    """Write down what was weighed."""
    row = made.row
    transaction.session.add(row)
    transaction.session.flush()
    transaction.schedule_changed(row.team_id)
    note: dict[str, Any] = {"subject": row.id, "after": said(row), "reason": row.reason}
    record(transaction, access.principal, action, team=row.team_id, **note)
    roster_changed(transaction, row.team_id, made.weighed.lost, made.weighed.gained, f"override {row.id}")


def said(row: OverrideRow) -> dict[str, object]:
    """What an override says, as plain values."""
    return {name: plain(getattr(row, name)) for name in (*_SAYS, "cancelled_at")}


def _refuse_repeated(transaction: Transaction, row: OverrideRow) -> None:
    same = [getattr(OverrideRow, name) == getattr(row, name) for name in _SAYS]
    there = select(OverrideRow.id).where(OverrideRow.team_id == row.team_id, *same)
    found = transaction.session.exec(there.where(col(OverrideRow.cancelled_at).is_(None)).limit(1)).first()
    if found is not None:
        raise conflict("exists", f"Override {found} says the same.", override=found)


def _why_idle(row: OverrideRow) -> str:
    where = f"{row.duty}, level {row.level}, in that time"
    if row.remove is not None:
        return f"{row.remove} does not have {where}: nothing would change."
    if row.add is not None:
        return f"{row.add} has {where} already: nothing would change."
    return f"Nobody has {where}: nothing would change."
