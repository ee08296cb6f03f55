"""Windows: when people may ask, and what each may bid."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.errors import BadInput, Issue
from api.requests.asked import Asked, part_of, span, window_of
from api.requests.schemas import ChangedWindow, NewWindow, WindowBody
from api.requests.states import COUNTED
from api.store.tables import LeaveRequest, RequestWindow, WishRequest
from api.store.transaction import Transaction
from api.web.etags import must_match
from api.web.problems import conflict, not_found
from api.web.values import told
from scheduler.intervals import days_between

MOST_DAYS = 400


def create(transaction: Transaction, team: str, login: str, wanted: NewWindow) -> RequestWindow:
    """A new window. Raises BadInput for one that runs backwards."""
    row = RequestWindow(team_id=team, created_by=login, created_at=transaction.now, **dict(wanted))
    _check(row)
    transaction.session.add(row)
    transaction.session.flush()
    return row


def change(transaction: Transaction, row: RequestWindow, wanted: ChangedWindow) -> None:
    """Other times, days or points."""
    for name, value in wanted:
        if value is not None:
            setattr(row, name, value)
    _check(row)
    row.version += 1
    transaction.session.flush()


def delete(transaction: Transaction, row: RequestWindow) -> None:
    """Raises a problem for a window in which somebody asked."""
    for table in (LeaveRequest, WishRequest):
        if transaction.session.exec(select(table.id).where(table.window_id == row.id).limit(1)).first() is not None:
            raise conflict("in-use", "Requests were made in this window: close it instead, by its closes_at.")
    transaction.session.delete(row)
    transaction.session.flush()


def find(session: Session, team: str, id: int, if_match: str | None = None) -> RequestWindow:
    """The team's window. Raises a problem when it is not there, or is not what was read."""
    row = session.get(RequestWindow, id, populate_existing=True)
    if row is None or row.team_id != team:
        raise not_found(f"{team} has no window {id}.")
    must_match(if_match, row.version)
    return row


def open_for(session: Session, row: Asked, now: datetime) -> RequestWindow | None:
    """The window that is open for such a request; of several the one that closes first."""
    found = session.exec(
        select(RequestWindow)
        .where(
            RequestWindow.team_id == row.team_id,
            RequestWindow.kind == part_of(row),
            RequestWindow.opens_at <= now,
            RequestWindow.closes_at > now,
        )
        .order_by(col(RequestWindow.closes_at), col(RequestWindow.id))
    ).all()
    return next((window for window in found if _covers(window, span(row))), None)


def asked_in(session: Session, row: Asked) -> RequestWindow | None:
    """The window in which it was asked, open or not, as long as it covers the days."""
    window = window_of(session, row)
    return window if window is not None and _covers(window, span(row)) else None


def check_bid(session: Session, row: Asked, window: RequestWindow | None) -> None:
    """Raises a problem when the person's bids in the window come to more than its points."""
    left = window.points - _spent(session, row, window) if window else 0
    if row.points > left:
        detail = f"{row.points} points are bid, and {row.person} has {left} left." if left else "There is no bidding."
        raise conflict("points", detail, left=left)


def window_body(row: RequestWindow, now: datetime) -> WindowBody:
    return WindowBody(**row.model_dump(exclude={"team_id", "created_at"}), open=row.opens_at <= now < row.closes_at)


def _spent(session: Session, row: Asked, window: RequestWindow) -> int:
    """The points of the person's other requests of the window that wait or were granted."""
    table = type(row)
    query = select(sa.func.coalesce(sa.func.sum(table.points), 0)).where(
        table.window_id == window.id, table.person == row.person, col(table.state).in_(COUNTED)
    )
    if row.id is not None:
        query = query.where(table.id != row.id)
    return int(session.exec(query).one())


def _covers(window: RequestWindow, bounds: tuple[date, date] | None) -> bool:
    """A weekday of every week speaks of those of the window."""
    return bounds is None or (window.first_day <= bounds[0] and bounds[1] <= window.last_day)


def _check(row: RequestWindow) -> None:
    issues = []
    if row.closes_at <= row.opens_at:
        expected = f"an instant after opens_at, {told(row.opens_at)}"
        issues.append(Issue("closes_at", told(row.closes_at) or "", "is not after opens_at", expected))
    if not 0 <= days_between(row.first_day, row.last_day) < MOST_DAYS:
        expected = f"a day from first_day, {row.first_day}, to {MOST_DAYS} days later"
        issues.append(Issue("last_day", str(row.last_day), "does not fit first_day", expected))
    if issues:
        raise BadInput(issues)
