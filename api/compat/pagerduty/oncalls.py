"""Who is on call, as PagerDuty lists it: one row for each level, schedule and stretch of one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.compat.entries import Entry, bounds, entries
from api.compat.ids import opaque
from api.compat.moments import told
from api.compat.pagerduty.parameters import lacks
from api.compat.pagerduty.schemas import Oncall
from api.compat.pagerduty.teller import Teller
from api.compat.seats import Seat, cards_of, user_id
from api.schedule.posted import Posted
from scheduler.intervals import Interval


@dataclass(frozen=True)
class Wanted:
    """What is asked for: in `window`, of these ids (None: all); `earliest`: the first of each person and level."""

    window: Interval
    users: frozenset[str] | None
    policies: frozenset[str] | None
    schedules: frozenset[str] | None
    earliest: bool


@dataclass(frozen=True)
class Row:
    """An entry of a seat."""

    posted: Posted
    seat: Seat
    entry: Entry


def rows(teller: Teller, wanted: Wanted) -> list[Row]:
    """What there is, by team, level, start, then person."""
    found = sorted((row for posted in teller.seen() for row in _rows(teller, posted, wanted)), key=_in_order)
    return _earliest(found) if wanted.earliest else found


def oncall(teller: Teller, row: Row, zone: str, include: frozenset[str]) -> Oncall:
    """A row; `include` names what is told in full."""
    links, posted, seat, person = teller.links, row.posted, row.seat, row.entry.person
    start, end = bounds(row.entry, posted.window)
    return Oncall(
        user=teller.user(posted, person) if "users" in include else links.user(posted, person),
        schedule=teller.schedule(posted, seat) if "schedules" in include else links.schedule(seat),
        escalation_policy=teller.policy(posted) if "escalation_policies" in include else links.policy(seat.team),
        escalation_level=seat.rank,
        start=told(start, zone) if start else None,
        end=told(end, zone) if end else None,
    )


def _rows(teller: Teller, posted: Posted, wanted: Wanted) -> Iterator[Row]:
    if lacks(wanted.policies, opaque("escalation_policy", posted.team)):
        return
    around = teller.around(posted.team, wanted.window)
    for seat in _seats(posted, wanted):
        for entry in entries(around.schedule, seat, wanted.window):
            if not lacks(wanted.users, user_id(posted.team, entry.person)):
                yield Row(around, seat, entry)


def _seats(posted: Posted, wanted: Wanted) -> list[Seat]:
    """Those that are named; else those of the escalation, lest anybody is told twice."""
    cards = cards_of(posted)
    if wanted.schedules is None:
        return cards.escalation
    return [seat for id, seat in cards.seats.items() if id in wanted.schedules]


def _in_order(row: Row) -> tuple[str, int, datetime, str, str]:
    return row.seat.team, row.seat.rank, row.entry.interval.start, row.entry.person, row.seat.site or ""


def _earliest(found: Iterable[Row]) -> list[Row]:
    first: dict[tuple[str, int, str], Row] = {}
    for row in found:
        first.setdefault((row.seat.team, row.seat.rank, row.entry.person), row)
    return list(first.values())
