"""A roster as rows, a plan as JSON: what other programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scheduler.domain.roster import Assignment, Roster
from scheduler.intervals import utc_text
from scheduler.oncall.values import Answer
from scheduler.problem import Problem


def in_order(problem: Problem, assignments: Iterable[Assignment]) -> list[Assignment]:
    """By start, then person, then shift: the order of every export."""
    return sorted(assignments, key=lambda a: (problem.shift(a.shift).start, a.person, problem.shift(a.shift).template))


def assignment_rows(problem: Problem, roster: Roster) -> list[dict[str, str]]:
    """One row an assignment, in order of start, then person. `shift` is the template, instants are in UTC."""
    return [_row(problem, assignment) for assignment in in_order(problem, roster)]


def answer_rows(answers: Iterable[Answer]) -> list[dict[str, Any]]:
    """What ``oncall --json`` lists; instants in UTC, None where there is none."""
    return [
        {
            "duty": str(answer.duty),
            "level": answer.level,
            "person": answer.person,
            "since": utc_text(answer.since) if answer.since else None,
            "until": utc_text(answer.until) if answer.until else None,
            "next": {"person": answer.next.person, "start": utc_text(answer.next.start)} if answer.next else None,
            "source": str(answer.source) if answer.source else None,
            "covered": answer.covered,
        }
        for answer in answers
    ]


def to_json(document: Mapping[str, Any] | list[dict[str, Any]]) -> str:
    """Readable JSON, keys in the order given, a line end at the end; the same text for the same document.

    Raises ValueError for a number that JSON does not know (infinite, not a number).
    """
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _row(problem: Problem, assignment: Assignment) -> dict[str, str]:
    shift = problem.shift(assignment.shift)
    return {
        "person": assignment.person,
        "shift": shift.template,
        "site": shift.site,
        "duty": str(shift.duty),
        "start": utc_text(shift.start),
        "end": utc_text(shift.end),
    }
