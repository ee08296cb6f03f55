"""Whether a published roster fits a team document at all: its people and its shifts are there, at the same times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from api.teams.published import Published
from exports.wording import when
from scheduler.domain.roster import Assignment
from scheduler.problem import Problem


class Fit:
    """Which assignments ahead do not fit a problem: people and shifts that it does not have, or at other times."""

    def __init__(self, published: Published, problem: Problem, now: datetime) -> None:
        self.published = published
        people = {person.id for person in problem.people}
        shifts = {shift.id: shift.interval for shift in problem.shifts}
        self.gone: dict[str, set[Assignment]] = defaultdict(set)
        self.dropped: dict[str, set[Assignment]] = defaultdict(set)
        self.moved: dict[str, set[Assignment]] = defaultdict(set)
        self.unknown: set[Assignment] = set()
        for a in published.roster:
            if a.person not in people or a.shift not in shifts:
                self.unknown.add(a)
            if published.interval(a.shift).start < now:
                continue
            if a.person not in people:
                self.gone[a.person].add(a)
            if a.shift not in shifts:
                self.dropped[published.template(a.shift)].add(a)
            elif shifts[a.shift] != published.interval(a.shift):
                self.moved[published.template(a.shift)].add(a)

    @property
    def all(self) -> set[Assignment]:
        return set().union(*self.gone.values(), *self.dropped.values(), *self.moved.values())

    def said(self) -> Iterator[tuple[str, str | None, set[Assignment]]]:
        """Each misfit as a sentence, with the person whom it is about and the assignments that it concerns."""
        for person, assignments in sorted(self.gone.items()):
            has = _shifts(assignments)
            yield f"{person} is not in the team any more, and has {has} that are published", person, assignments
        for template, assignments in sorted(self.dropped.items()):
            yield f"{_shifts(assignments)} of {template} are published that the team does not have", None, assignments
        for template, assignments in sorted(self.moved.items()):
            first = min(assignments, key=lambda a: self.published.interval(a.shift).start)
            times = when(self.published.interval(first.shift), "UTC")
            because = f"{_shifts(assignments)} of {template} are published at other times: {first.shift} as {times} UTC"
            yield because, None, assignments


def _shifts(assignments: set[Assignment]) -> str:
    shifts = sorted({a.shift for a in assignments})
    return shifts[0] if len(shifts) == 1 else f"{len(shifts)} shifts"
