"""Where people will be missing, as far as managers have to do something about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from api.schedule.ahead import gaps_in
from api.schedule.coverage import shortfalls
from api.schedule.posted import Posted
from api.schedule.records import revisions_near, versions_of
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, parse_instant, without
from scheduler.oncall.packed import Packed
from scheduler.oncall.values import Track


@dataclass(frozen=True, slots=True)
class Missing:
    """In `interval` only `present` of the `needed` people are there for `what`: a requirement, or a duty and level."""

    what: str
    interval: Interval
    present: int = 0
    needed: int = 1


def missing(session: Session, posted: Posted, window: Interval) -> list[Missing]:
    """In order of start: coverage that is owed and not met; of rotations, and after what is published, nobody at all.

    While a published roster speaks, its coverage says who is needed: a night for which nobody is asked is no gap.
    """
    short = [
        Missing(f"coverage {s.requirement}", s.interval, s.have, s.need)
        for s in shortfalls(session, posted.team, posted.schedule, window)
    ]
    nobody = [
        Missing(f"{track[0]}, level {track[1]}", part)
        for track, part in _nobody(
            posted.schedule, window, _planned(session, posted, window), _rotating(session, posted)
        )
    ]
    return sorted([*short, *nobody], key=lambda m: (m.interval.start, m.what))


def _nobody(
    schedule: Packed, window: Interval, planned: list[Interval], rotating: set[Track]
) -> Iterator[tuple[Track, Interval]]:
    waiting = _not_begun(schedule, window)
    for track, gap in gaps_in(schedule, window):
        if track in waiting and gap.start == window.start:
            continue
        parts = [gap] if track in rotating else without(gap, planned)
        yield from ((track, part) for part in parts)


def _not_begun(schedule: Packed, window: Interval) -> set[Track]:
    """What nobody has ever had yet, and somebody will have."""
    answers = schedule.answer(window.start)
    return {(a.duty, a.level) for a in answers if not a.covered and a.since is None and a.next is not None}


def _planned(session: Session, posted: Posted, window: Interval) -> list[Interval]:
    """The times of which published rosters speak."""
    periods = [revision.document["period"] for revision in revisions_near(session, posted.team, window)]
    return [Interval(parse_instant(p["coverage_from"]), parse_instant(p["coverage_until"])) for p in periods]


def _rotating(session: Session, posted: Posted) -> set[Track]:
    """What the on-call document is to answer."""
    rows = [
        row for version in versions_of(session, posted.team)[-1:] for row in version.document.get("schedules") or ()
    ]
    return {(row.get("duty", Duty.STANDBY.value), row.get("level", 1)) for row in rows}
