"""Names that must be names of something in the document."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.advice import counted, maybe, shown
from api.documents.draft import Draft
from api.documents.sections import R, Section
from api.errors import Issue


def unknown_person(draft: Draft, id: str, path: str) -> Iterator[Issue]:
    return _unknown(draft.people, id, path, "person", "people")


def unknown_site(draft: Draft, id: str, path: str) -> Iterator[Issue]:
    return _unknown(draft.sites, id, path, "site", "sites")


def unknown_shift(draft: Draft, id: str, path: str) -> Iterator[Issue]:
    return _unknown(draft.shifts, id, path, "shift", "shifts")


def skill_nobody_has(draft: Draft, skill: str, site: str | None, path: str) -> Iterator[Issue]:
    """Skills are declared by the people who have them. None: at any site."""
    people = [person for _, person in draft.people.rows if site is None or person.site == site]
    known = {skill for person in people for skill in person.skills}
    if skill in known or not draft.people.complete:
        return
    problem = f"is a skill that nobody {f'at {site} ' if site else ''}has"
    yield Issue(path, shown(skill), problem, f"one of {', '.join(sorted(known)) or 'none'}", maybe(skill, known))


def _unknown(section: Section[R], id: str, path: str, one: str, many: str) -> Iterator[Issue]:
    if section.lacks(id):
        expected = f"the id of one of {counted(len(section.ids), one, many)}"
        yield Issue(path, shown(id), f"is not a {one} of this team", expected, maybe(id, section.ids))
