"""What somebody asks a cover for: a dated shift, or a stretch of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.changes.cover.schemas import CoversBody
from api.changes.cover.shifts import of_shift
from api.changes.cover.stretches import of_stretch
from api.changes.laid import AHEAD_DAYS, laid_ahead
from api.changes.names import Names
from api.errors import BadInput, Issue
from api.store.tables import TeamRow
from api.store.transaction import Transaction
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, utc_text
from scheduler.oncall.values import Holding


@dataclass(frozen=True, slots=True)
class Asked:
    """Either `shift`, or `duty`, `start` and `end`; `without` falls out."""

    shift: str | None
    without: str | None
    duty: Duty | None
    level: int
    start: datetime | None
    end: datetime | None


def cover(transaction: Transaction, team: str, asked: Asked) -> CoversBody:
    """Who may cover it. Raises BadInput for what the team does not know, a problem for what is over."""
    session, now = transaction.session, transaction.now
    row = session.get_one(TeamRow, team)
    laid = laid_ahead(session, team, now)
    names = Names(row, laid)
    issues = [*_faults(asked), *_unknown(names, asked)]
    if issues:
        raise BadInput(issues)
    standing = laid.standings.of(asked.shift) if asked.shift else None
    if standing is not None and asked.shift is not None:
        return of_shift(names, standing, asked.shift, asked.without, now)
    wanted = _stretch(names, asked)
    return of_stretch(session, row, wanted, asked.without, running=wanted.interval.holds(now))


def _faults(asked: Asked) -> Iterator[Issue]:
    parts = {"duty": asked.duty, "start": asked.start, "end": asked.end}
    if asked.shift is not None:
        said = [name for name, value in parts.items() if value is not None]
        yield from (Issue(name, "", "is said beside shift", "a shift, or duty, start and end") for name in said)
        return
    missing = [name for name, value in parts.items() if value is None]
    yield from (Issue(name, "", "is missing", "a shift, or duty, start and end") for name in missing)
    if asked.start is not None and asked.end is not None:
        latest = shift_by(asked.start, minutes=AHEAD_DAYS * MINUTES_A_DAY)
        if not asked.start < asked.end <= latest:
            expected = f"an instant after start, at most {AHEAD_DAYS} days later"
            yield Issue("end", utc_text(asked.end), "does not fit start", expected)


def _unknown(names: Names, asked: Asked) -> Iterator[Issue]:
    yield from names.shift(asked.shift, "shift")
    yield from names.holder(asked.without, "without")
    if asked.duty is not None:
        yield from names.track(asked.duty, asked.level, "duty")


def _stretch(names: Names, asked: Asked) -> Holding:
    fixed = names.found(asked.shift) if asked.shift else None
    if fixed is not None:
        return fixed
    assert asked.duty is not None and asked.start is not None and asked.end is not None  # noqa: PT018
    return Holding(asked.duty.value, asked.level, "", Interval(asked.start, asked.end))
