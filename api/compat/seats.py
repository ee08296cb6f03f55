"""Seats: what other services call a schedule. A duty and level of a team; and the same at one of its sites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from api.compat.ids import IdCollision, opaque
from api.schedule.board import Board
from api.schedule.posted import Posted
from scheduler.domain.shift import Duty
from scheduler.oncall.values import Holding, Track

_T = TypeVar("_T")
_KEPT = ("compat", "cards")


@dataclass(frozen=True)
class Seat:
    """`duty` at `level` in `team`, `site` None: at whatever site. `rank` is its level in the team's escalation.

    `title` is what the team calls it, None where it has no name of its own.
    """

    team: str
    duty: str
    level: int
    rank: int
    site: str | None = None
    title: str | None = None

    @cached_property
    def id(self) -> str:
        return opaque("schedule", self.team, self.duty, str(self.level), self.site or "")

    @property
    def name(self) -> str:
        """Team, title and site: ``harbour Primary`` or ``harbour Primary sin``; without a title the plain name."""
        return " ".join(filter(None, (self.team, self.title, self.site))) if self.title else self.plain

    @property
    def plain(self) -> str:
        """Team, duty, level and site, whatever it is called: ``harbour standby 1`` or ``harbour standby 1 sin``."""
        return " ".join(filter(None, (self.team, self.duty, str(self.level), self.site)))

    @property
    def names(self) -> tuple[str, str]:
        """By which it is found."""
        return self.name, self.plain

    @property
    def track(self) -> Track:
        return self.duty, self.level

    def has(self, holding: Holding) -> bool:
        """Whether the holding is one of this seat."""
        return holding.track == self.track and self.site in (None, holding.site)


@dataclass(frozen=True)
class Cards:
    """Everything of a team that has an id, by id. `users` has people, `holders` who ever has a seat."""

    team: str
    seats: Mapping[str, Seat]
    users: Mapping[str, str]
    holders: Mapping[str, tuple[str, ...]]

    @property
    def escalation(self) -> list[Seat]:
        """The seats of the team's escalation, the first one to ask first: those of no one site."""
        return [seat for seat in self.seats.values() if seat.site is None]


def cards_of(posted: Posted) -> Cards:
    """Those of a team, made once for what is posted. Raises IdCollision."""
    known: Cards | None = posted.rendered.get(_KEPT)
    if known is None:
        known = posted.rendered[_KEPT] = _made(posted)
    return known


def seat_of(board: Board, id: str) -> Seat | None:
    """The seat with that id, of whatever team; None for no such seat. Raises IdCollision."""
    return _only(id, (seat for cards in _all(board) if (seat := cards.seats.get(id))))


def user_of(board: Board, id: str) -> tuple[str, str] | None:
    """The team and the person with that id; None for nobody. Raises IdCollision."""
    return _only(id, ((cards.team, person) for cards in _all(board) if (person := cards.users.get(id))))


def team_of(board: Board, kind: str, id: str) -> str | None:
    """The team whose own id of that `kind`, ``team`` or ``escalation_policy``, it is. Raises IdCollision."""
    return _only(id, (team for team in board.teams() if opaque(kind, team) == id))


def user_id(team: str, person: str) -> str:
    return opaque("user", team, person)


def _all(board: Board) -> Iterable[Cards]:
    return (cards_of(posted) for team in board.teams() if (posted := board.of(team)))


def _only(id: str, found: Iterable[_T]) -> _T | None:
    all_found = list(found)
    if len(all_found) > 1:
        raise IdCollision(f"{id} is both {all_found[0]} and {all_found[1]}")
    return all_found[0] if all_found else None


def _made(posted: Posted) -> Cards:
    tracks = sorted(posted.schedule.tracks, key=lambda track: (track[0] != Duty.ON_DUTY, track))
    places = {track: posted.schedule.whereabouts(*track) for track in tracks}
    plain = [seat for n, track in enumerate(tracks, start=1) for seat in _seats(posted.team, track, n, places[track])]
    seats = _titled(plain, posted)
    holders = {
        seat.id: tuple(sorted({person for person, site in places[seat.track] if seat.site in (None, site)}))
        for seat in seats
    }
    users = sorted({*posted.names, *(person for there in places.values() for person, _ in there)})
    return Cards(
        posted.team,
        _by_id((seat.id, seat) for seat in seats),
        _by_id((user_id(posted.team, person), person) for person in users),
        holders,
    )


def _seats(team: str, track: Track, rank: int, places: Iterable[tuple[str, str | None]]) -> list[Seat]:
    """That of the whole track; and, where several sites have a part in it, one of each."""
    sites = sorted({site for _, site in places if site is not None})
    return [Seat(team, *track, rank, site) for site in (None, *(sites if len(sites) > 1 else ()))]


def _titled(plain: list[Seat], posted: Posted) -> list[Seat]:
    """The seats with their titles; those that would then be called alike keep their plain names."""
    titled = [replace(seat, title=_title(seat, posted)) for seat in plain]
    count = Counter(name for seat in titled for name in {*map(str.casefold, seat.names)})
    return [seat if count[seat.name.casefold()] == 1 else replace(seat, title=None) for seat in titled]


def _title(seat: Seat, posted: Posted) -> str | None:
    return posted.titles.get((seat.track, seat.site)) or posted.titles.get((seat.track, None))


def _by_id(pairs: Iterable[tuple[str, _T]]) -> dict[str, _T]:
    found: dict[str, _T] = {}
    for id, thing in pairs:
        if id in found:
            raise IdCollision(f"{id} is both {found[id]} and {thing}")
        found[id] = thing
    return found
