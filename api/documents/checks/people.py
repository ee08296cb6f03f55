"""People, their mentors and their leave."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.advice import shown
from api.documents.checks.names import unknown_person, unknown_site
from api.documents.draft import Draft
from api.documents.rows import PersonRow
from api.errors import Issue


def people_of_known_sites(draft: Draft) -> Iterator[Issue]:
    for path, person in draft.people.rows:
        yield from unknown_site(draft, person.site, f"{path}.site")


def mentors(draft: Draft) -> Iterator[Issue]:
    for path, person in draft.people.rows:
        if person.shadows:
            yield from unknown_person(draft, person.shadows, f"{path}.shadows")
            yield from _unfit_mentor(person, draft.people.get(person.shadows), f"{path}.shadows")


def _unfit_mentor(person: PersonRow, mentor: PersonRow | None, path: str) -> Iterator[Issue]:
    expected = f"somebody else of {person.site} who is trained"
    if mentor is None:
        return
    if mentor.id == person.id:
        yield Issue(path, shown(mentor.id), "is the same person", expected)
    elif mentor.shadows:
        yield Issue(path, shown(mentor.id), f"shadows {mentor.shadows}, so cannot be a mentor", expected)
    elif mentor.site != person.site:
        yield Issue(path, shown(mentor.id), f"works at {mentor.site}, not at {person.site}", expected)


def employment_runs_forward(draft: Draft) -> Iterator[Issue]:
    for path, person in draft.people.rows:
        if person.first_day and person.last_day and person.last_day < person.first_day:
            expected = f"a day not before first_day, {person.first_day}"
            yield Issue(f"{path}.last_day", str(person.last_day), "comes before the first day of employment", expected)


def leave_of_known_people(draft: Draft) -> Iterator[Issue]:
    for path, leave in draft.leave.rows:
        yield from unknown_person(draft, leave.person, f"{path}.person")


def leave_runs_forward(draft: Draft) -> Iterator[Issue]:
    for path, leave in draft.leave.rows:
        if leave.last_day < leave.first_day:
            expected = f"a day not before first_day, {leave.first_day}"
            yield Issue(f"{path}.last_day", str(leave.last_day), "comes before the first day of leave", expected)


def leave_in_employment(draft: Draft) -> Iterator[Issue]:
    """Leave may begin before employment does, or end after it; but some day of it must be a day of employment."""
    for path, leave in draft.leave.rows:
        person = draft.people.get(leave.person)
        if person and person.first_day and leave.last_day < person.first_day:
            problem = f"comes before {person.id}'s first day of employment"
            yield Issue(f"{path}.last_day", str(leave.last_day), problem, f"a day not before {person.first_day}")
        if person and person.last_day and leave.first_day > person.last_day:
            problem = f"comes after {person.id}'s last day of employment"
            yield Issue(f"{path}.first_day", str(leave.first_day), problem, f"a day not after {person.last_day}")


CHECKS = (
    people_of_known_sites,
    mentors,
    employment_runs_forward,
    leave_of_known_people,
    leave_runs_forward,
    leave_in_employment,
)
