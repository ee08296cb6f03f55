"""Opsgenie, and Jira Service Management, which took over its API: schedules with their rotations, which add up.

What is read: the answer of ``GET /v2/schedules/{id}``, or of ``GET /v2/schedules?expand=rotation``. Beside `data` may
stand `overrides` and `users`, as their own endpoints list them; overrides may also stand in the schedule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.documents.advice import shown
from api.documents.moving.carried import Carried, Fields, called
from api.documents.moving.opsgenie.shapes import Override, Participant, Rotation, Schedule, User
from api.documents.moving.shapes import Reading
from api.documents.moving.values import Destination, Imported
from api.documents.moving.weekly import MINUTES_A_WEEK, daily, stretch
from api.documents.places import joined
from api.errors import BadInput, Issue
from scheduler.intervals import MINUTES_A_DAY, Interval, local, utc_text
from scheduler.oncall.values import Track

_EXPECTED = "what GET /v2/schedules/{id} answers"


def from_opsgenie(raw: Any, into: Destination) -> Imported:
    """The schedules of an export. Raises BadInput with every issue, each with its path in the export."""
    reading, carried = Reading(), Carried(into)
    beside = raw if isinstance(raw, dict) else {}
    for user in reading.each(User, beside.get("users"), "users"):
        carried.people.describe(user.id, user.card)
    for path, found in _schedules(raw):
        schedule = reading.value(Schedule, found, path)
        said, place = (found, joined(path, "overrides")) if "overrides" in found else (beside, "overrides")
        overrides = reading.each(Override, said.get("overrides"), place)
        if schedule is not None and schedule.enabled:
            _carry(schedule, overrides, carried)
        elif schedule is not None:
            carried.note(f"{schedule.name}: is disabled in Opsgenie and is left out.")
    reading.finish()
    return carried.imported()


def _schedules(raw: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    path, found = ("data", raw["data"]) if isinstance(raw, dict) and "data" in raw else ("", raw)
    for n, one in enumerate(found if isinstance(found, list) else [found]):
        place = joined(path, n) if isinstance(found, list) else path
        if not isinstance(one, dict) or "rotations" not in one:
            raise BadInput([Issue(place, shown(one), "is not a schedule of Opsgenie", _EXPECTED)])
        yield place, one
    if found == []:
        raise BadInput([Issue(path, "", "has no schedule of Opsgenie", _EXPECTED)])


def _carry(schedule: Schedule, overrides: list[Override], carried: Carried) -> None:
    """One schedule of a layer; but one a rotation, where overrides speak of some rotations only."""
    track = carried.track(schedule.timezone)
    layers = [(r, _layer(r, schedule, carried)) for r in schedule.rotations if not _ended(r, carried)]
    some = [override for override in overrides if override.rotations]
    if not some:
        whole = [layer for _, layer in layers if layer]
        rotations = [rotation for layer in whole for rotation in layer["rotations"]]
        carried.schedule(schedule.name, track, [{"rotations": rotations}] if rotations else [])
    for rotation, layer in layers if some else []:
        covers = [override for override in some if override.speaks_of(rotation)]
        name = f"{schedule.name}, {rotation.name or 'rotation'}"
        carried.schedule(name, track, [*([layer] if layer else []), *_covers(covers, carried)])
    _override(overrides, track, carried)


def _ended(rotation: Rotation, carried: Carried) -> bool:
    end = rotation.end_date
    return end is not None and (end <= rotation.start_date or carried.is_over(Interval(rotation.start_date, end)))


def _layer(rotation: Rotation, schedule: Schedule, carried: Carried) -> Fields | None:
    name = f"{schedule.name}, {rotation.name or 'rotation'}"
    if not rotation.participants:
        carried.note(f"{name}: has no participants and is left out.")
        return None
    start = local(rotation.start_date, schedule.timezone).replace(tzinfo=None)
    row: Fields = {
        "people": [_people(participant, name, carried) for participant in rotation.participants],
        "start": start.isoformat(timespec="seconds"),
        "timezone": schedule.timezone,
        "cadence": rotation.type,
        "length": rotation.length,
        "windows": [*_windows(rotation)],
        "since": utc_text(rotation.start_date),
    }
    row |= {"until": utc_text(rotation.end_date)} if rotation.end_date else {}
    return {**called(rotation.name), "rotations": [row]}


def _people(participant: Participant, name: str, carried: Carried) -> list[str]:
    """Who answers in a turn: nobody for `none`, and for what only Opsgenie can look up."""
    if participant.type == "user" and participant.key:
        return [carried.people.id_of(participant.key, participant.card)]
    if participant.type != "none":
        what = f"{participant.type} {participant.name or participant.id or ''}".strip()
        carried.note(f"{name}: the turns of the {what} are left to nobody; say who answers in them.")
    return []


def _windows(rotation: Rotation) -> Iterator[str]:
    for restriction in rotation.time_restriction.all if rotation.time_restriction else ():
        start, end = restriction.start, restriction.end
        if restriction.start_day is None or restriction.end_day is None:
            yield daily(start, (end - start) % MINUTES_A_DAY or MINUTES_A_DAY)
        else:
            minutes = (restriction.end_day - restriction.start_day) * MINUTES_A_DAY + end - start
            yield from stretch(restriction.start_day, start, minutes % MINUTES_A_WEEK or MINUTES_A_WEEK)


def _covers(overrides: list[Override], carried: Carried) -> list[Fields]:
    """Overrides of one rotation as layers over it; of two at the same time the later one lies above."""
    layers: list[Fields] = []
    for override in overrides:
        interval = Interval(override.start_date, override.end_date)
        if interval.start >= interval.end or carried.is_over(interval):
            continue
        span = {"start": utc_text(interval.start), "end": utc_text(interval.end)}
        people = _people(override.user, "An override", carried)
        if not layers or any(_meets(interval, other) for other in layers[-1]["spans"]):
            layers.append({"name": "Overrides", "shifts": [], "spans": []})
        layers[-1]["spans"].append(span)
        layers[-1]["shifts"] += [{"person": person, **span} for person in people]
    return layers


def _meets(interval: Interval, span: Mapping[str, str]) -> bool:
    return span["start"] < utc_text(interval.end) and utc_text(interval.start) < span["end"]


def _override(overrides: list[Override], track: Track, carried: Carried) -> None:
    for override in overrides:
        if not override.rotations:
            people = _people(override.user, "An override", carried)
            carried.override(Interval(override.start_date, override.end_date), track, people)
