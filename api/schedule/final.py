"""A team's final schedule from what the database has: rotations, revisions, swaps and overrides, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from api.schedule.content import holdings_of_revisions
from api.schedule.records import Records, all_records, records_for, swaps_in_force
from api.schedule.tampering import refuse_changed
from api.store.tables import OncallVersion, OverrideRow, RevisionRow, SwapRow
from scheduler.domain.roster import Assignment
from scheduler.intervals import Interval, parse_instant
from scheduler.oncall.layers import Layer, clipped, layered
from scheduler.oncall.resolve import FinalSchedule, resolve
from scheduler.oncall.values import Holding, Move, Override, Swap, Track


def final_schedule(session: Session, team: str, window: Interval) -> FinalSchedule:
    """Who holds what and when. Rotations have no end, so they are worked out for `window` only."""
    return final_of(all_records(session, team, window))


def schedule_within(session: Session, team: str, window: Interval) -> FinalSchedule:
    """The same for `window` only: what has no instant in it is left out, and not even read."""
    return touching(final_of(records_for(session, team, window)), window)


def touching(schedule: FinalSchedule, window: Interval) -> FinalSchedule:
    """The holdings that share an instant with `window`, or hold its start, with their true bounds."""
    near = (h for h in schedule.holdings if h.interval.overlaps(window) or h.interval.holds(window.start))
    return FinalSchedule(tuple(near), schedule.tracks)


def base_schedule(session: Session, team: str, window: Interval) -> tuple[list[Holding], frozenset[Track]]:
    """What was planned: rotations, and over them what was published; and every duty and level that is asked for."""
    return base_of(all_records(session, team, window))


def final_of(records: Records) -> FinalSchedule:
    """What the records come to. Raises RevisionChanged for a revision that is not what was published."""
    base, tracks = base_of(records)
    final = resolve(base, _overrides(records.overrides), _swaps(records.swaps))
    return FinalSchedule(final.holdings, final.tracks | tracks)


def base_of(records: Records) -> tuple[list[Holding], frozenset[Track]]:
    """The same before swaps and overrides. Raises RevisionChanged likewise."""
    revisions = records.revisions
    refuse_changed(revisions)
    published = holdings_of_revisions(revisions)
    rotating, asked = rotation_holdings(records.versions, records.window)
    spans = {track: list(_spans(revisions, track)) for track in {t for r in revisions for t in _tracks(r)}}
    tracks = frozenset({h.track for h in published} | {h.track for h in rotating} | asked | spans.keys())
    if not rotating:
        return published, tracks
    merged = [
        holding for track in sorted(tracks) for holding in _over(track, rotating, published, spans.get(track, ()))
    ]
    return merged, tracks


def rotation_holdings(versions: Sequence[OncallVersion], window: Interval) -> tuple[list[Holding], set[Track]]:
    """What the on-call documents say, each while it was in force: a new one does not change the past."""
    if versions:
        from api.documents.oncall import OncallDocument, holdings_in
    found: list[Holding] = []
    tracks: set[Track] = set()
    for n, version in enumerate(versions):
        document = OncallDocument.model_validate(version.document)
        force = _in_force(versions, n, window)
        tracks = {(schedule.duty, schedule.level) for schedule in document.schedules}
        if force is not None:
            found += clipped(holdings_in(document, force), force) if len(versions) > 1 else holdings_in(document, force)
    return found, tracks


def overrides_of(session: Session, team: str) -> list[Override]:
    """Those in force, in the order in which they were made."""
    query = select(OverrideRow).where(OverrideRow.team_id == team).order_by(col(OverrideRow.id))
    return _overrides(session.exec(query).all())


def swaps_of(session: Session, team: str) -> list[Swap]:
    """Those in force, in the order in which they came into force."""
    return _swaps(swaps_in_force(session, team))


def move(part: dict[str, Any]) -> Move:
    """One of a swap's moves as the database keeps it."""
    whole = Interval(parse_instant(part["start"]), parse_instant(part["end"])) if part.get("start") else None
    return Move(Assignment(part["person"], part["shift"]), part["to"], whole)


def _overrides(rows: Iterable[OverrideRow]) -> list[Override]:
    return [override for override in map(_override, rows) if override is not None]


def _swaps(rows: Iterable[SwapRow]) -> list[Swap]:
    return [Swap(tuple(move(part) for part in row.moves)) for row in rows]


def _override(row: OverrideRow) -> Override | None:
    """None for one that was cancelled before it began."""
    end = min(row.end, row.cancelled_at) if row.cancelled_at else row.end
    if end <= row.start or row.id is None:
        return None
    interval = Interval(row.start, end)
    return Override(
        interval, row.duty, row.level, row.add, row.remove, row.everybody, row.shift, row.site, created=row.id
    )


def _in_force(versions: Iterable[OncallVersion], n: int, window: Interval) -> Interval | None:
    known = list(versions)
    start: datetime = known[n].effective_from if n else window.start
    end = known[n + 1].effective_from if n + 1 < len(known) else window.end
    return Interval(start, end).clipped(window) if start < end else None


def _tracks(revision: RevisionRow) -> set[Track]:
    """The duties that the revision plans, also where nobody has any of their shifts."""
    return {(row.get("kind") or "on-duty", 1) for row in revision.document["shifts"]}


def _spans(revisions: Iterable[RevisionRow], track: Track) -> Iterable[Interval]:
    """When a published roster speaks of `track`: not of the time before it was published, which is frozen."""
    for revision in revisions:
        if track in _tracks(revision):
            period = revision.document["period"]
            start = max(parse_instant(period["coverage_from"]), revision.published_at)
            yield Interval(start, parse_instant(period["coverage_until"]))


def _over(track: Track, rotating: list[Holding], published: list[Holding], spans: Iterable[Interval]) -> list[Holding]:
    lower = Layer(tuple(h for h in rotating if h.track == track))
    upper = Layer(tuple(h for h in published if h.track == track), tuple(spans))
    return layered([lower, upper])
