"""What the events of a team's feeds say, carried from one state of things to the next. Pure.

Calendar programs know an event by its UID, and see that it changed by its SEQUENCE and LAST-MODIFIED. A UID names a
place: a seat on a dated shift, or a turn. Who sits there may change. Some programs keep an event for ever that merely
vanished; so it stays for a while, cancelled, with everybody who had it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from exports.vcalendar import named
from scheduler.intervals import Interval, to_utc

LEAVE, WISH = "leave", "wish"  # the duties of what is no duty


@dataclass(frozen=True, slots=True)
class Said:
    """What an event says: somebody called `name` has `duty` at `level` during `interval`.

    `others`, and so many `more`, are on at the same time; `before` hands over and `after` takes over, all by name;
    `note` is what was written down for who takes over. Leave and wishes have `days`, both included, and are `tentative`
    until they are granted; the `shift` of a wish is the one that is wished for. Times are told by the clock of `zone`.
    """

    duty: str
    level: int
    interval: Interval
    name: str
    site: str | None = None
    shift: str | None = None
    others: tuple[str, ...] = ()
    more: int = 0
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""
    days: tuple[date, date] | None = None
    tentative: bool = False
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Piece:
    """What `person` is to be told of at the place that `stem` begins the name of; several may be at one place."""

    stem: str
    person: str
    said: Said


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """What `person` was told of the event `uid`: so it is since `last_modified`, in UTC, after `sequence` changes.

    Two events with the same `uid` are of two people, one after the other; at most one of them is not `cancelled`.
    """

    uid: str
    person: str
    said: Said
    last_modified: datetime
    sequence: int = 0
    cancelled: bool = False


def changed(previous: Iterable[FeedEvent], pieces: Iterable[Piece], instant: datetime) -> list[FeedEvent]:
    """The events once `pieces` are what there is. `previous` are those until now.

    What changed since then has a higher sequence than its place ever had, and `instant` as its last modification; the
    rest is as it was. Who lost a place is told that it is cancelled, also after its time: the schedule knows what has
    truly been. So both must be of the same stretch of time. Raises ValueError for a naive `instant`.
    """
    now = to_utc(instant)
    known: dict[str, dict[str, dict[str, FeedEvent]]] = defaultdict(lambda: defaultdict(dict))
    for event in previous:
        known[stem_of(event.uid)][event.uid][event.person] = event
    there: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        there[piece.stem].append(piece)
    found: list[FeedEvent] = []
    for stem in sorted(known.keys() | there.keys()):
        places = known.get(stem, {})
        seats = seated(stem, there.get(stem, ()), places)
        for uid in sorted(places.keys() | seats.keys()):
            found += _carried(uid, places.get(uid, {}), seats.get(uid), now)
    return found


def stem_of(uid: str) -> str:
    """The name without its seat."""
    return uid.rpartition("/")[0]


def seated(stem: str, pieces: Iterable[Piece], places: Mapping[str, Mapping[str, FeedEvent]]) -> dict[str, Piece]:
    """Every piece at a seat. Who stays keeps it; who comes takes one that became free, or else a new one.

    At first people sit in the order of their starts, then of their ids.
    """
    current = {uid: shown(rows.values()) for uid, rows in places.items()}
    free = sorted(current, key=_seat)
    seats: dict[str, Piece] = {}
    waiting = sorted(pieces, key=lambda p: (p.said.interval.start, p.person, p.said.level, p.said.interval.end))
    for fits in _FITS:
        left = []
        for piece in waiting:
            seat = next((uid for uid in free if fits(current[uid], piece)), None)
            if seat is None:
                left.append(piece)
            else:
                seats[seat] = piece
                free.remove(seat)
        waiting = left
    return seats | dict(zip(_new_seats(stem, current), waiting, strict=False))


def _new_seats(stem: str, taken: Container[str]) -> Iterator[str]:
    """The names of places that there were not yet, the first of them first."""
    names = (named(f"{stem}/{number}") for number in count(1))
    return (name for name in names if name not in taken)


def shown(rows: Iterable[FeedEvent]) -> FeedEvent:
    """What is told to everybody of one place: who has it, or had it last."""
    return max(rows, key=lambda e: (not e.cancelled, e.sequence, e.person))


def _seat(uid: str) -> int:
    return int(uid.rpartition("/")[2].partition("@")[0])


def _is(event: FeedEvent, piece: Piece) -> bool:
    same = event.said.level == piece.said.level and event.said.interval == piece.said.interval
    return same and _moved(event, piece)


def _stays(event: FeedEvent, piece: Piece) -> bool:
    return _moved(event, piece) and event.said.interval.start == piece.said.interval.start


def _stays_in_part(event: FeedEvent, piece: Piece) -> bool:
    return _moved(event, piece) and event.said.interval.overlaps(piece.said.interval)


def _moved(event: FeedEvent, piece: Piece) -> bool:
    return not event.cancelled and event.person == piece.person


def _takes_over(event: FeedEvent, piece: Piece) -> bool:
    return not event.cancelled and event.said.interval.overlaps(piece.said.interval)


def _comes_back(event: FeedEvent, piece: Piece) -> bool:
    return event.cancelled and event.person == piece.person


def _comes(event: FeedEvent, piece: Piece) -> bool:
    return True


_FITS = (_is, _stays, _stays_in_part, _moved, _takes_over, _comes_back, _comes)


def _carried(uid: str, rows: Mapping[str, FeedEvent], piece: Piece | None, now: datetime) -> list[FeedEvent]:
    """Everybody's event at one place, where `piece` is now (None: nobody)."""
    if piece is not None and _as_it_was(rows, piece):
        return list(rows.values())
    gone = [e for e in rows.values() if not e.cancelled and (piece is None or e.person != piece.person)]
    if piece is None and not gone:
        return list(rows.values())
    sequence = max((e.sequence + 1 for e in rows.values()), default=0)
    made = max([now, *(e.last_modified for e in rows.values())])  # the clocks of two machines may differ
    found = {e.person: replace(e, cancelled=True, sequence=sequence, last_modified=made) for e in gone}
    if piece is not None:
        found[piece.person] = FeedEvent(uid, piece.person, piece.said, made, sequence)
    return list(({**rows, **found}).values())


def _as_it_was(rows: Mapping[str, FeedEvent], piece: Piece) -> bool:
    known = rows.get(piece.person)
    return known is not None and not known.cancelled and known.said == piece.said
