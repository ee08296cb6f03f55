"""PagerDuty's schedules by shifts (v3): rotations of events that recur, which add up, and custom shifts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from api.documents.moving.agreement import Held
from api.documents.moving.carried import Carried, Fields
from api.documents.moving.pagerduty.shapes import (
    ComputedShift,
    CustomShift,
    Event,
    Member,
    ShiftRotation,
    ShiftSchedule,
)
from api.documents.moving.recurring import Recurring, wall_minutes
from api.documents.moving.rules import CADENCES, read_rule
from api.documents.moving.shapes import Reading
from scheduler.intervals import Interval, local, utc_text
from scheduler.oncall.grid import Cadence
from scheduler.oncall.values import Track

_EVERYBODY = "every_member_assignment_strategy"


def carry_shifts(
    schedule: ShiftSchedule, beside: Mapping[str, Any], carried: Carried, reading: Reading
) -> tuple[Track, list[Held]]:
    """Carries a schedule over; returns what PagerDuty itself shows of the result, where the export has it."""
    name, track = schedule.name or "Schedule", carried.track(schedule.time_zone)
    for user in schedule.users:
        carried.people.describe(user.id, user.card)
    computed = schedule.final_schedule.computed_shift_assignments if schedule.final_schedule else ()
    layer: Fields = {"rotations": [], "shifts": []}
    for rotation in schedule.rotations:
        _carry(rotation, [c for c in computed if c.source.rotation_id == rotation.id], name, layer, carried)
    for shift in reading.each(CustomShift, beside.get("custom_shifts"), "custom_shifts"):
        for assignment in shift.assignments:
            layer["shifts"] += _shift(assignment.member, shift.start_time, shift.end_time, carried)
    carried.schedule(name, track, [layer])
    overrides = sum((c.source.type or "").endswith("_override") for c in computed)
    if overrides:
        carried.note(f"{name}: {overrides} overridden shifts are not carried over, for this export lists no overrides.")
    shown = [(who, Interval(c.start_time, c.end_time)) for c in computed for who in _people([c.member], carried)]
    return track, shown


def _carry(
    rotation: ShiftRotation, computed: Sequence[ComputedShift], name: str, layer: Fields, carried: Carried
) -> None:
    """As rotations; as the shifts that the export shows where a rotation cannot say it."""
    said = [_event(event, carried) for event in rotation.events]
    names = ", ".join(event.name or "an event" for event in rotation.events)
    if None not in said:
        layer["rotations"] += said
    elif computed:
        for one in computed:
            layer["shifts"] += _shift(one.member, one.start_time, one.end_time, carried)
        last = utc_text(max(one.end_time for one in computed))
        carried.note(f"{name}, {names}: has a rule that cannot be said here; its shifts until {last} are carried over.")
    else:
        carried.note(f"{name}, {names}: has a rule that cannot be said here and is left out.")


def _event(event: Event, carried: Carried) -> Fields | None:
    """The rotation that an event means; None where it cannot be said."""
    zone, strategy = event.start_time.time_zone, event.assignment_strategy
    rule = read_rule(event.recurrence[0]) if len(event.recurrence) == 1 else None
    if rule is None or rule.freq not in CADENCES or not rule.simple:
        return None
    start, end = (local(time.date_time, zone).replace(tzinfo=None) for time in (event.start_time, event.end_time))
    recurring = Recurring(
        start, wall_minutes(start, end), zone, CADENCES[rule.freq], rule.interval, rule.weekdays, rule.week_start
    )
    if strategy.type == _EVERYBODY:
        row = recurring.rotation([_people(strategy.members, carried)])
    else:
        groups = [_people([member], carried) for member in strategy.members]
        each = _each_shift(recurring)
        row = each.rotation(groups, strategy.shifts_per_member) if each else None
    if row is None:
        return None
    last = rule.until(zone)
    until = [instant for instant in (event.effective_until, last and recurring.over_after(last)) if instant]
    row |= {"since": utc_text(event.effective_since or event.start_time.date_time)}
    return row | ({"until": utc_text(min(until))} if until else {})


def _each_shift(recurring: Recurring) -> Recurring | None:
    """The same when it is shifts, not weeks, that people take in turn."""
    if recurring.cadence is not Cadence.WEEKLY or not recurring.weekdays:
        return recurring
    if recurring.weekdays == {recurring.start.weekday()}:
        return replace(recurring, weekdays=frozenset())
    return replace(recurring, cadence=Cadence.DAILY) if recurring.every == 1 else None


def _people(members: Sequence[Member], carried: Carried) -> list[str]:
    return [carried.people.id_of(member.user_id) for member in members if member.user_id]


def _shift(member: Member, start: datetime, end: datetime, carried: Carried) -> list[Fields]:
    if start >= end or carried.is_over(Interval(start, end)):
        return []
    span = {"start": utc_text(start), "end": utc_text(end)}
    return [{"person": person, **span} for person in _people([member], carried)]
