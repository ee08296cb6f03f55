"""Opsgenie's objects, made of what is posted of a team and of its documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session

from api.compat.asking import seat_named, seen
from api.compat.entries import Entry, coming, cut, entries
from api.compat.facades import BEGUN
from api.compat.ids import opaque
from api.compat.moments import told
from api.compat.opsgenie import schemas
from api.compat.papers import Papers, papers_of
from api.compat.seats import Seat, cards_of, user_id
from api.compat.surroundings import Surroundings
from api.schedule.board import Board
from api.security.abilities import Ability
from api.security.guard import Asking
from api.security.principal import Principal
from api.services import services
from api.web.requests import Tx
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by

_LOOK_DAYS = (14, 100, 400)  # ahead, for who comes next: mostly it is soon


@dataclass(frozen=True)
class Teller:
    """Tells one who asks. `now` is when, `begun` the same by the clock of perf_counter."""

    session: Session
    principal: Principal
    board: Board
    now: datetime
    begun: float
    request_id: str
    surroundings: Surroundings
    _papers: dict[str, Papers] = field(default_factory=dict)

    def answer(self, data: object) -> dict[str, Any]:
        """What every answer is made of."""
        return {"data": data, "took": round(perf_counter() - self.begun, 3), "request_id": self.request_id}

    def seats(self) -> list[Seat]:
        """All schedules that are to be seen, in order of name."""
        posts = seen(self.board, self.principal, Ability.ONCALL_READ)
        return sorted((seat for posted in posts for seat in cards_of(posted).seats.values()), key=lambda s: s.name)

    def seat(self, id: str) -> Seat:
        """The schedule with that id. Raises a problem when it is gone at this moment."""
        return seat_named(self.board, id)

    def schedule(self, seat: Seat) -> schemas.Schedule:
        """A schedule."""
        where = f" at {seat.site}" if seat.site else ""
        return schemas.Schedule(
            id=seat.id,
            name=seat.name,
            description=f"{seat.duty} of {seat.team}, level {seat.level}{where}",
            timezone=self._known(seat.team).zone_at(seat.site),
            owner_team=schemas.Team(id=opaque("team", seat.team), name=seat.team),
        )

    def on_calls(self, seat: Seat, at: datetime, *, flat: bool) -> schemas.OnCalls:
        """Who has it at an instant."""
        people = [self._participant(seat, entry) for entry in self._entries(seat, Interval(at, at))]
        if flat:
            return schemas.OnCalls(parent=_parent(seat), on_call_recipients=[person.name for person in people])
        return schemas.OnCalls(parent=_parent(seat), on_call_participants=people)

    def next_on_calls(self, seat: Seat, at: datetime, *, flat: bool) -> schemas.NextOnCalls:
        """Who begins next after an instant: all who begin first."""
        people = [self._participant(seat, entry) for entry in self._coming(seat, at)]
        if flat:
            names = [person.name for person in people]
            return schemas.NextOnCalls(
                parent=_parent(seat), next_on_call_participants=names, exact_next_on_call_participants=names
            )
        return schemas.NextOnCalls(
            parent=_parent(seat), next_on_call_recipients=people, exact_next_on_call_recipients=people
        )

    def timeline(self, seat: Seat, window: Interval) -> schemas.Timeline:
        """Who has it when, cut off at the bounds of `window`."""
        periods = [
            schemas.Period(
                start_date=told(entry.interval.start, "UTC"),
                end_date=told(entry.interval.end, "UTC"),
                recipient=self._participant(seat, entry),
            )
            for entry in cut(self._entries(seat, window), window)
        ]
        rotation = schemas.RotationBody(id=opaque("rotation", seat.id), name="Final schedule", periods=periods)
        return schemas.Timeline(
            parent=_parent(seat),
            start_date=told(window.start, "UTC"),
            end_date=told(window.end, "UTC"),
            final_timeline=schemas.Rotations(rotations=[rotation]),
        )

    def _coming(self, seat: Seat, at: datetime) -> list[Entry]:
        """In what is good for `at`, and nowhere else: it is a year and more."""
        posted = self.surroundings.of(seat.team, Interval(at, at))
        looks = (min(shift_by(at, minutes=days * MINUTES_A_DAY), posted.window.end) for days in _LOOK_DAYS)
        found = (coming(posted.schedule, seat, Interval(at, end)) for end in looks)
        return next(filter(None, found), [])

    def _entries(self, seat: Seat, window: Interval) -> list[Entry]:
        return entries(self.surroundings.of(seat.team, window).schedule, seat, window)

    def _participant(self, seat: Seat, entry: Entry) -> schemas.Participant:
        mail = self._known(seat.team).mail.get(entry.person)
        return schemas.Participant(id=user_id(seat.team, entry.person), name=mail or entry.person)

    def _known(self, team: str) -> Papers:
        if team not in self._papers:
            self._papers[team] = papers_of(self.session, team, self.principal)
        return self._papers[team]


def _parent(seat: Seat) -> schemas.Parent:
    return schemas.Parent(id=seat.id, name=seat.name)


def telling(request: Request, transaction: Tx, principal: Asking) -> Teller:
    """The teller of a request."""
    begun, request_id = getattr(request.state, BEGUN), getattr(request.state, "request_id", "")
    board = services(request).board
    return Teller(transaction.session, principal, board, transaction.now, begun, request_id, Surroundings(board))


Telling = Annotated[Teller, Depends(telling)]
