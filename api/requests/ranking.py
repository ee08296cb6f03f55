"""The requests of a window in the order in which they are to be granted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, select

from api.requests.asked import Asked, days
from api.requests.schemas import Bid, BidDay
from api.requests.states import State
from api.store.tables import LeaveRequest, RequestWindow, TeamRow, WishRequest
from scheduler.intervals import each_day

Away = Mapping[date, frozenset[str]]


def ranked(session: Session, team: TeamRow, window: RequestWindow) -> list[Bid]:
    """Those that wait for an answer: the highest bid first, of equal ones the earliest."""
    table = LeaveRequest if window.kind == "leave" else WishRequest
    waiting: Sequence[Any] = session.exec(
        select(table).where(table.window_id == window.id, table.state == State.ASKED.value)
    ).all()
    rows: list[Asked] = sorted(waiting, key=lambda r: (-r.points, r.created_at, r.id))
    away, sites = _away(team.document or {}, window), _sites(team.document or {})
    asked: dict[date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for day in days(row):
            asked[day][row.person] += 1
    return [_bid(n, row, away, sites, asked) for n, row in enumerate(rows, 1)]


def _bid(rank: int, row: Asked, away: Away, sites: Mapping[str, str], asked: Mapping[date, Mapping[str, int]]) -> Bid:
    return Bid(
        rank=rank,
        request=row.id or 0,
        person=row.person,
        points=row.points,
        created_at=row.created_at,
        every=row.every if isinstance(row, WishRequest) else None,
        days=[_day(day, row.person, away.get(day, frozenset()), sites, asked[day]) for day in days(row)],
    )


def _day(day: date, person: str, away: frozenset[str], sites: Mapping[str, str], asked: Mapping[str, int]) -> BidDay:
    others = away - {person}
    at_site = [other for other in others if sites.get(other) == sites.get(person)]
    return BidDay(day=day, away=len(others), away_at_site=len(at_site), asked=len(asked.keys() - {person}))


def _away(document: dict[str, Any], window: RequestWindow) -> Away:
    """Who is on leave by the team document, on each day of the window."""
    found: dict[date, set[str]] = defaultdict(set)
    for row in document.get("leave") or []:
        first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
        for day in each_day(max(first, window.first_day), min(last, window.last_day)):
            found[day].add(row["person"])
    return {day: frozenset(people) for day, people in found.items()}


def _sites(document: dict[str, Any]) -> dict[str, str]:
    return {row["id"]: row["site"] for row in document.get("people") or []}
