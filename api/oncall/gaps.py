"""Where too few people are there: nobody at all, fewer than coverage asks for, or nobody who can be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from api.oncall.schemas import GapBody, GapKind
from api.oncall.telling import shown
from api.schedule.ahead import gaps_in
from api.schedule.coverage import Shortfall, shortfalls
from api.schedule.posted import Posted
from api.schedule.records import versions_of
from api.store.tables import Account, Membership, NoticePreference
from scheduler.intervals import Interval
from scheduler.oncall.layers import clipped
from scheduler.oncall.packed import Packed
from scheduler.oncall.sweep import sweep
from scheduler.oncall.values import Track


def gaps_of(session: Session, posted: Posted, window: Interval, zone: str | None, *, reach: bool) -> list[GapBody]:
    """All gaps of `window`, in order of start; with `reach` also where nobody who is there can be reached."""
    found = [*_open(posted.schedule, window, zone)]
    found += [_short(s, zone) for s in shortfalls(session, posted.team, posted.schedule, window)]
    if reach:
        found += _empty(posted.schedule, window, zone, reachable(session, posted.team))
    return sorted(found, key=lambda gap: (gap.start, gap.kind, gap.duty or "", gap.level or 0, gap.requirement or ""))


def reachable(session: Session, team: str) -> frozenset[str]:
    """The people of the team whom a message can reach: by what they chose, or by a mail address that is known."""
    chosen = session.exec(select(NoticePreference).where(NoticePreference.team_id == team)).all()
    mailed = sa.select(col(Membership.person)).join(Account, col(Account.id) == col(Membership.account_id))
    accounts = mailed.where(col(Membership.team_id) == team, col(Account.active), col(Account.email).is_not(None))
    written = [person for version in versions_of(session, team)[-1:] for person in version.document.get("people", ())]
    return frozenset(
        {row.person for row in chosen if (row.document or {}).get("destinations")}
        | {person for person in session.scalars(accounts) if person is not None}
        | {person["id"] for person in written if person.get("email")}
    )


def _open(schedule: Packed, window: Interval, zone: str | None) -> Iterator[GapBody]:
    if not schedule.tracks:
        yield _gap(GapKind.NOBODY, None, window, zone)
    for track, interval in gaps_in(schedule, window):
        yield _gap(GapKind.NOBODY, track, interval, zone)


def _empty(schedule: Packed, window: Interval, zone: str | None, reached: frozenset[str]) -> Iterator[GapBody]:
    for track in sorted(schedule.tracks):
        last: GapBody | None = None
        for piece, active in sweep(clipped(schedule.between(window, *track), window)):
            people = sorted({h.person for h in active})
            gap = _gap(GapKind.EMPTY, track, piece, zone, people) if people and reached.isdisjoint(people) else None
            if gap and last and (last.people, last.end) == (gap.people, gap.start):
                last = last.model_copy(update={"end": gap.end})
                continue
            if last:
                yield last
            last = gap
        if last:
            yield last


def _gap(
    kind: GapKind, track: Track | None, interval: Interval, zone: str | None, people: Sequence[str] = ()
) -> GapBody:
    duty, level = track or (None, None)
    start, end = (shown(bound, zone) for bound in (interval.start, interval.end))
    return GapBody(
        kind=kind, duty=duty, level=level, requirement=None, start=start, end=end, have=0, need=1, people=[*people]
    )


def _short(shortfall: Shortfall, zone: str | None) -> GapBody:
    return GapBody(
        kind=GapKind.SHORT,
        duty=shortfall.duty,
        level=None,
        requirement=shortfall.requirement,
        start=shown(shortfall.interval.start, zone),
        end=shown(shortfall.interval.end, zone),
        have=shortfall.have,
        need=shortfall.need,
        people=[],
    )
