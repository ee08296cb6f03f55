"""What an override must fulfil before it is weighed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from api.changes.laid import AHEAD_DAYS
from api.changes.names import Names
from api.changes.overrides.schemas import NewOverride
from api.documents.advice import shown
from api.errors import BadInput, Issue
from api.web.problems import conflict
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, utc_text, whole_second
from scheduler.oncall.values import Holding


def refuse_faulty(names: Names, wanted: NewOverride) -> Holding | None:
    """The shift that is named, if one is. Raises BadInput with everything that is wrong."""
    issues = [*_people(wanted), *_times(wanted), *_names(names, wanted)]
    shift = names.found(wanted.shift) if wanted.shift else None
    issues += _contradictions(wanted, shift) if shift else []
    if issues:
        raise BadInput(issues)
    return shift


def window(wanted: NewOverride) -> Interval:
    """The time that is asked for; that of its start, where it is none."""
    return Interval(wanted.start, wanted.start if [*_times(wanted)] else wanted.end)


def counted(wanted: NewOverride, shift: Holding | None, now: datetime) -> Interval:
    """The time that counts: what is ahead of it, and inside of the shift. Raises a problem when nothing is ahead.

    Both ends are whole seconds, as they are told: who asks about an end that was told asks about whoever comes then.
    """
    now = whole_second(now)
    end = whole_second(min(wanted.end, shift.end) if shift else wanted.end)
    start = whole_second(max(wanted.start, now, *([shift.start] if shift else [])))
    if end <= now:
        raise conflict("past", f"It ends at {utc_text(end)}, and it is {utc_text(now)} now: what was, was.")
    return Interval(start, end)


def _people(wanted: NewOverride) -> Iterator[Issue]:
    if wanted.remove is not None and wanted.everybody:
        yield Issue("remove", shown(wanted.remove), "is said beside everybody", "one of the two")
    if wanted.add is None and wanted.remove is None and not wanted.everybody:
        yield Issue("add", "", "is missing, as are remove and everybody", "who comes, who goes, or both")
    if wanted.add is not None and wanted.add == wanted.remove:
        yield Issue("add", shown(wanted.add), "is the one who goes", "somebody else")


def _times(wanted: NewOverride) -> Iterator[Issue]:
    told = utc_text(wanted.end)
    if whole_second(wanted.end) <= whole_second(wanted.start):
        yield Issue("end", told, "is not after start", f"an instant after {utc_text(wanted.start)}")
    if wanted.end > shift_by(wanted.start, minutes=AHEAD_DAYS * MINUTES_A_DAY):
        yield Issue("end", told, "is too far from start", f"at most {AHEAD_DAYS} days later")


def _names(names: Names, wanted: NewOverride) -> Iterator[Issue]:
    yield from names.person(wanted.add, "add")
    yield from names.holder(wanted.remove, "remove")
    yield from names.track(wanted.duty, wanted.level, "level")
    yield from names.site(wanted.site, "site")
    yield from names.shift(wanted.shift, "shift")


def _contradictions(wanted: NewOverride, shift: Holding) -> Iterator[Issue]:
    if (wanted.duty, wanted.level) != shift.track:
        yield Issue("duty", wanted.duty.value, f"is not that of {shift.shift}", f"{shift.duty}, level {shift.level}")
    if wanted.site not in (None, shift.site):
        yield Issue("site", shown(wanted.site), f"is not that of {shift.shift}", shift.site or "no site")
    if not shift.interval.overlaps(Interval(wanted.start, wanted.end)):
        span = f"{utc_text(shift.start)} to {utc_text(shift.end)}"
        yield Issue("start", utc_text(wanted.start), f"to end has nothing of {shift.shift}", f"a time in {span}")
