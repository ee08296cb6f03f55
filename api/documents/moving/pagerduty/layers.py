"""PagerDuty's schedules by layers (v2). Its API lists the top layer first; on top of all lie the overrides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.documents.moving.agreement import Held
from api.documents.moving.carried import Carried, Fields, called
from api.documents.moving.pagerduty.shapes import Entry, LayeredSchedule, Restriction, ScheduleLayer
from api.documents.moving.shapes import Reading
from api.documents.moving.weekly import daily, stretch
from api.documents.places import joined
from scheduler.intervals import Interval, local, utc_text
from scheduler.oncall.grid import Cadence
from scheduler.oncall.values import Track

_SECONDS = {Cadence.WEEKLY: 604_800, Cadence.DAILY: 86_400, Cadence.HOURLY: 3_600}
_UNITS = {Cadence.WEEKLY: "week", Cadence.DAILY: "day", Cadence.HOURLY: "hour"}


def carry_layers(
    schedule: LayeredSchedule, beside: Mapping[str, Any], path: str, carried: Carried, reading: Reading
) -> tuple[Track, list[Held]]:
    """Carries a schedule over; returns what PagerDuty itself shows of the result, where the export has it."""
    name, track = schedule.name or schedule.summary or "Schedule", carried.track(schedule.time_zone)
    layers = []
    for n, layer in reversed([*enumerate(schedule.schedule_layers)]):
        if layer.end is None or not carried.is_over(Interval(layer.start, layer.end)):
            place = joined(joined(path, "schedule_layers"), n)
            layers += _layer(
                layer, f"{name}, {layer.name or f'layer {n + 1}'}", schedule.time_zone, place, carried, reading
            )
    carried.schedule(name, track, layers)
    for entry in _overrides(schedule, beside, name, carried, reading):
        people = [carried.people.id_of(entry.user.id, entry.user.card)] if entry.user else []
        carried.override(Interval(entry.start, entry.end), track, people)
    final = schedule.final_schedule.rendered_schedule_entries if schedule.final_schedule else ()
    shown = [(carried.people.id_of(e.user.id, e.user.card), Interval(e.start, e.end)) for e in final if e.user]
    return track, shown


def _layer(layer: ScheduleLayer, name: str, zone: str, path: str, carried: Carried, reading: Reading) -> list[Fields]:
    people = [carried.people.id_of(each.user.id, each.user.card) for each in layer.users]
    if not people:
        carried.note(f"{name}: has no users and is left out.")
        return []
    turn = _turn(layer.rotation_turn_length_seconds, alone=len(set(people)) == 1)
    if turn is None:
        seconds = f"{layer.rotation_turn_length_seconds:,} seconds"
        expected = "a whole number of hours, days or weeks"
        reading.refuse(joined(path, "rotation_turn_length_seconds"), seconds, "is no turn by the clock", expected)
        return []
    start = local(layer.rotation_virtual_start, zone).replace(tzinfo=None)
    if len(people) > 1:
        carried.note(_taken(name, layer.rotation_turn_length_seconds, turn, f"{start:%H:%M}", zone))
    rotation: Fields = {
        "people": people,
        "start": start.isoformat(timespec="seconds"),
        "timezone": zone,
        "cadence": turn[0].value,
        "length": turn[1],
        "windows": [text for n, r in enumerate(layer.restrictions) for text in _windows(r, path, n, reading)],
        "since": utc_text(layer.start),
    }
    rotation |= {"until": utc_text(layer.end)} if layer.end else {}
    return [{**called(layer.name), "rotations": [rotation]}]


def _turn(seconds: int, *, alone: bool) -> tuple[Cadence, int] | None:
    """The largest unit of which `seconds` are a whole number. Who is alone hands over to nobody: any turn will do."""
    whole = ((unit, seconds // size) for unit, size in _SECONDS.items() if seconds % size == 0)
    return next(whole, (Cadence.WEEKLY, 1) if alone else None)


def _taken(name: str, seconds: int, turn: tuple[Cadence, int], clock: str, zone: str) -> str:
    unit, number = _UNITS[turn[0]], turn[1]
    length = f"a {unit}" if number == 1 else f"{number} {unit}s"
    return (
        f"{name}: turns of {seconds:,} seconds are taken as {length} by the wall clock of {zone}, from {clock}, also "
        "across the nights on which clocks change."
    )


def _windows(restriction: Restriction, path: str, n: int, reading: Reading) -> list[str]:
    minutes = restriction.duration_seconds // 60
    if restriction.type == "daily_restriction":
        return [daily(restriction.start_time_of_day, minutes)]
    if restriction.start_day_of_week is None:
        reading.refuse(joined(joined(joined(path, "restrictions"), n), "start_day_of_week"), "", "is missing")
        return []
    return stretch(restriction.start_day_of_week - 1, restriction.start_time_of_day, minutes)


def _overrides(
    schedule: LayeredSchedule, beside: Mapping[str, Any], name: str, carried: Carried, reading: Reading
) -> list[Entry]:
    if "overrides" in beside:
        return reading.each(Entry, beside["overrides"], "overrides")
    found = [*schedule.overrides_subschedule.rendered_schedule_entries] if schedule.overrides_subschedule else []
    if found:
        carried.note(f"{name}: overrides are those that the export shows, cut to its time range.")
    return found
