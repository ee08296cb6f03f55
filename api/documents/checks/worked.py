"""Rows that put a person and a time together: wishes, ledger, previous shifts, call-outs, pins, what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.documents.advice import maybe, shown
from api.documents.bands import SHORT_WEEKDAYS
from api.documents.checks.names import unknown_person, unknown_shift
from api.documents.draft import Draft
from api.documents.fields import WEEKDAYS
from api.documents.rows import OFF, WishRow
from api.errors import Issue
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY, minutes_between, utc_text


def known_people(draft: Draft) -> Iterator[Issue]:
    sections = (draft.wishes, draft.ledger, draft.holidays_worked, draft.previous, draft.callouts, draft.pins)
    for path, row in (pair for section in sections for pair in section.rows):
        yield from unknown_person(draft, row.person, f"{path}.person")


def known_shifts(draft: Draft) -> Iterator[Issue]:
    for path, previous in draft.previous.rows:
        yield from unknown_shift(draft, previous.shift, f"{path}.shift")
    for path, pin in draft.pins.rows:
        yield from unknown_shift(draft, pin.shift, f"{path}.shift")


def wishes_say_when(draft: Draft) -> Iterator[Issue]:
    for path, wish in draft.wishes.rows:
        if wish.day and wish.every:
            yield Issue(f"{path}.every", shown(wish.every), f"stands beside day {wish.day}", "either day or every")
        if not wish.day and not wish.every:
            yield Issue(f"{path}.day", "", "is missing", "day: a date, or every: a weekday")


def wishes_in_time(draft: Draft) -> Iterator[Issue]:
    for path, wish in draft.wishes.rows:
        if wish.day:
            yield from _outside_period(draft, wish.day, f"{path}.day")


def wishes_for_own_shifts(draft: Draft) -> Iterator[Issue]:
    for path, wish in draft.wishes.rows:
        if wish.wish != OFF:
            yield from _wanted_shift(draft, wish, f"{path}.wish")


def _wanted_shift(draft: Draft, wish: WishRow, path: str) -> Iterator[Issue]:
    if draft.shifts.lacks(wish.wish):
        advice = maybe(wish.wish, [*draft.shifts.ids, OFF])
        yield Issue(path, shown(wish.wish), "is not a shift of this team", '"off" or the id of a shift', advice)
    shift = draft.shifts.get(wish.wish)
    if shift and shift.kind is Duty.STANDBY:
        yield Issue(path, shown(shift.id), "is standby", '"off" or an on-duty shift')
    elif shift:
        yield from _of_other_site(draft, wish.person, shift.id, path)
        weekday = WEEKDAYS.index(wish.every) if wish.every else wish.day.weekday() if wish.day else None
        yield from _starts_never(draft, shift.id, weekday, path)


def previous_before_period(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.previous.rows:
        if draft.period and row.day >= draft.period.first_day:
            expected = f"a day before {draft.period.first_day}"
            advice = "Maybe it is meant as a pin?"
            yield Issue(f"{path}.day", str(row.day), "is not before the period", expected, advice)


def callouts_have_a_length(draft: Draft) -> Iterator[Issue]:
    for path, row in draft.callouts.rows:
        minutes = minutes_between(row.start, row.end)
        if not 0 < minutes <= MINUTES_A_DAY:
            expected = f"an instant up to 24 h after {utc_text(row.start)}"
            yield Issue(f"{path}.end", utc_text(row.end), "does not end the call-out", expected)


def pins_in_period(draft: Draft) -> Iterator[Issue]:
    for path, pin in draft.pins.rows:
        yield from _outside_period(draft, pin.day, f"{path}.day")
        yield from _of_other_site(draft, pin.person, pin.shift, f"{path}.shift")
        yield from _starts_never(draft, pin.shift, pin.day.weekday(), f"{path}.shift")


def published_in_its_days(draft: Draft) -> Iterator[Issue]:
    """Its people and shifts may be in the team no more."""
    row = draft.published
    if row is None:
        return
    if row.last_day < row.first_day:
        yield Issue("published.last_day", str(row.last_day), "comes before the first day", f"{row.first_day} or later")
        return
    for path, assignment in draft.assignments.rows:
        if not row.first_day <= assignment.day <= row.last_day:
            expected = f"a day from {row.first_day} to {row.last_day}"
            yield Issue(f"{path}.day", str(assignment.day), "lies outside the days that are published", expected)


def _outside_period(draft: Draft, day: date, path: str) -> Iterator[Issue]:
    period = draft.period
    if period and period.first_day <= period.last_day and not period.first_day <= day <= period.last_day:
        yield Issue(path, str(day), "lies outside the period", f"a day from {period.first_day} to {period.last_day}")


def _of_other_site(draft: Draft, person_id: str, shift_id: str, path: str) -> Iterator[Issue]:
    person, shift = draft.people.get(person_id), draft.shifts.get(shift_id)
    if person and shift and person.site != shift.site:
        problem = f"is a shift of {shift.site}; {person.id} works at {person.site}"
        own = [row.id for _, row in draft.shifts.rows if row.site == person.site and row.kind is shift.kind]
        yield Issue(path, shown(shift.id), problem, f"one of {', '.join(own) or 'none'}")


def _starts_never(draft: Draft, shift_id: str, weekday: int | None, path: str) -> Iterator[Issue]:
    shift = draft.shifts.get(shift_id)
    if shift and weekday is not None and SHORT_WEEKDAYS[weekday] not in shift.weekdays:
        problem = f"does not start on a {WEEKDAYS[weekday].capitalize()}"
        yield Issue(path, shown(shift.id), problem, f"a day of {', '.join(shift.weekdays)}")


CHECKS = (
    known_people,
    known_shifts,
    wishes_say_when,
    wishes_in_time,
    wishes_for_own_shifts,
    previous_before_period,
    callouts_have_a_length,
    pins_in_period,
    published_in_its_days,
)
