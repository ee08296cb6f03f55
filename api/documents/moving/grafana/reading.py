"""Grafana OnCall: schedules with their shifts, by level; those of one level add up, a higher level hides a lower one.

What is read: a mapping of `schedules` (or `schedule`), `on_call_shifts` and `users`, each as its endpoint of
``/api/v1`` answers, page or list. A schedule names its shifts by their ids, or holds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from api.documents.advice import shown
from api.documents.moving.carried import Carried, Fields
from api.documents.moving.grafana.shapes import Schedule, Shift, User
from api.documents.moving.grafana.turns import Begin, recurring_of
from api.documents.moving.shapes import Reading, paged
from api.documents.moving.values import Destination, Imported
from api.documents.places import joined
from api.errors import BadInput, Issue
from scheduler.intervals import Interval, first_instant, shift_by, utc_text
from scheduler.oncall.values import Track

_EXPECTED = "a mapping of schedules, on_call_shifts and users, as Grafana OnCall's API answers"


def from_grafana(raw: Any, into: Destination) -> Imported:
    """The schedules of an export. Raises BadInput with every issue, each with its path in the export."""
    if not isinstance(raw, dict) or not ("schedules" in raw or "schedule" in raw):
        raise BadInput([Issue("", shown(raw), "is not an export of Grafana OnCall", _EXPECTED)])
    reading, carried = Reading(), Carried(into)
    for user in reading.each(User, raw.get("users"), "users"):
        carried.people.describe(user.id, user.card)
    shifts = _by_id(raw.get("on_call_shifts"), reading)
    for path, schedule in _schedules(raw, reading):
        _carry(schedule, _shifts(schedule, shifts, joined(path, "shifts"), reading), carried)
    reading.finish()
    return carried.imported()


def _schedules(raw: Mapping[str, Any], reading: Reading) -> list[tuple[str, Schedule]]:
    if "schedules" in raw:
        return reading.placed(Schedule, raw["schedules"], "schedules")
    only = reading.value(Schedule, raw["schedule"], "schedule")
    return [("schedule", only)] if only else []


def _by_id(raw: object, reading: Reading) -> dict[str, Shift | None]:
    """The shifts by their ids; None for one that cannot be read."""
    rows = paged(raw, "")[1]
    unread = {str(row.get("id")): None for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}
    return unread | {shift.id: shift for shift in reading.each(Shift, raw, "on_call_shifts") if shift.id}


def _shifts(schedule: Schedule, shifts: Mapping[str, Shift | None], path: str, reading: Reading) -> list[Shift]:
    """The shifts of a schedule, whether it names or holds them; all there are where it does neither."""
    found: list[Shift | None] = [*shifts.values()] if schedule.shifts is None else []
    for n, said in enumerate(schedule.shifts or ()):
        if not isinstance(said, str):
            found.append(reading.value(Shift, said, joined(path, n)))
        elif said in shifts:
            found.append(shifts[said])
        else:
            reading.refuse(joined(path, n), shown(said), "is not in on_call_shifts", "the shifts of each schedule")
    return [shift for shift in found if shift]


def _carry(schedule: Schedule, shifts: Sequence[Shift], carried: Carried) -> None:
    if schedule.type == "ical" or schedule.ical_url_overrides:
        carried.note(f"{schedule.name}: takes shifts from a calendar elsewhere; import that calendar too.")
    if schedule.type == "ical":
        return
    zone = "UTC" if schedule.type == "web" else schedule.time_zone
    if schedule.type == "web" and schedule.time_zone != "UTC" and any(s.time_zone is None for s in shifts):
        carried.note(
            f"{schedule.name}: Grafana keeps its shifts by the clock of UTC, and so does this import: where clocks "
            f"change in {schedule.time_zone}, handovers move by an hour. Set the time zone and the start to mend that."
        )
    track = carried.track(schedule.time_zone)
    layers: dict[int, Fields] = defaultdict(lambda: {"rotations": [], "shifts": []})
    for shift in shifts:
        begin = Begin(shift.time_zone or zone, web=schedule.type == "web")
        if shift.type in ("single_event", "override"):
            _once(shift, begin, layers, track, carried)
        else:
            _again(shift, begin, schedule.name, layers[shift.level]["rotations"], carried)
    carried.schedule(schedule.name, track, [layers[level] for level in sorted(layers)])


def _once(shift: Shift, begin: Begin, layers: Mapping[int, Fields], track: Track, carried: Carried) -> None:
    """A single event is a fixed shift; an override takes the place of everybody."""
    start = first_instant(shift.start, begin.zone)
    interval = Interval(start, shift_by(start, seconds=shift.duration))
    people = [carried.people.id_of(key) for key in shift.groups[0]]
    if shift.type == "override":
        carried.override(interval, track, people)
    elif not carried.is_over(interval):
        span = {"start": utc_text(interval.start), "end": utc_text(interval.end)}
        layers[shift.level]["shifts"] += [{"person": person, **span} for person in people]


def _again(shift: Shift, begin: Begin, schedule: str, rotations: list[Fields], carried: Carried) -> None:
    name = f"{schedule}, {shift.name or shift.id or 'shift'}"
    groups = [[carried.people.id_of(key) for key in group] for group in shift.groups]
    recurring = recurring_of(shift, begin) if any(groups) else None
    row = recurring.rotation(groups) if recurring else None
    if recurring is None or row is None:
        why = "recurs in a way that cannot be said here" if any(groups) else "has no users"
        carried.note(f"{name}: {why} and is left out. The schedule's calendar (.ics) can be imported instead.")
        return
    since = begin.since(shift, recurring)
    until = recurring.over_after(first_instant(shift.until, begin.zone)) if shift.until else None
    if until and (until <= since or carried.is_over(Interval(since, until))):
        return
    rotations.append(row | {"since": utc_text(since)} | ({"until": utc_text(until)} if until else {}))
