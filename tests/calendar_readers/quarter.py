"""The reference quarter with a roster that takes no search: everybody works by turns, whatever the rules say."""

from __future__ import annotations

from collections.abc import Iterator

from api.documents.domain import problem_of
from api.documents.examples import example_folder
from api.documents.reading import document_of, read_folder
from scheduler.domain.shift import Shift
from scheduler.problem import Problem
from tests.api.documents.samples import Raw
from tests.api.plans_at_hand import Rows, planned
from tests.service import Service

TEAM = "gsr-2027q1"


def quarter() -> Raw:
    """The example that is shipped; but nobody is on leave or learns from another, for which the turns leave no room."""
    raw: Raw = read_folder(example_folder()).model_dump(mode="json", exclude_unset=True)
    people = [{name: value for name, value in person.items() if name != "shadows"} for person in raw["people"]]
    return raw | {"people": people, "leave": []}


def publish_quarter(service: Service, rows: Rows | None = None) -> Rows:
    """Publish it with these `rows`, or everybody's turns, and give them; a manager accepts whatever they break."""
    raw = quarter()
    rows = sorted(in_turns(problem_of(document_of(raw)))) if rows is None else rows
    plan = planned(service, rows, raw)
    refused = service.admin.post(f"/v1/plans/{plan}/publish", json={}).json()
    accepted = [{"violation": violation["id"], "reason": "a test"} for violation in refused["violations"]]
    answer = service.admin.post(f"/v1/plans/{plan}/publish", json={"accept": accepted})
    assert answer.status_code == 201, answer.text
    return rows


def feed_address(service: Service, person: str | None = None) -> str:
    """The path of a new feed: of a person, or of the team."""
    made = service.admin.post(f"/v1/teams/{TEAM}/feeds", json={"person": person} if person else {})
    assert made.status_code == 201, made.text
    return str(made.json()["url"]).removeprefix("http://testserver")


def in_turns(problem: Problem) -> Rows:
    """Five days on and two off, each week another shift of the site; a week of standby by turns."""
    return [[person, shift.id] for shift in problem.shifts for person in _holders(problem, shift)]


def _holders(problem: Problem, shift: Shift) -> Iterator[str]:
    day = (shift.day - problem.first_day).days
    people = [p.id for p in problem.people if p.site == shift.site and (not shift.skill or shift.skill in p.skills)]
    if not shift.on_duty:
        yield people[day // 7 % len(people)]
        return
    templates = list(dict.fromkeys(s.template for s in problem.shifts if s.site == shift.site and s.on_duty))
    for n, person in enumerate(people):
        if (day + n) % 7 < 5 and templates[((day + n) // 7 + n) % len(templates)] == shift.template:
            yield person
