"""The on-call projects' own cases as on-call documents: what to send, what to ask, and what must come back.

The cases are in tests/scheduler/oncall/oncall-cases.json, each with its source. Whoever asks a resolver, a service or a
program the `questions` of a case compares the answers with `Question.expected`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.oncall_cases import changes, rotations
from tests.oncall_cases.questions import DUTY, TRACK, Expected, Question, Raw
from tests.oncall_cases.rows import Case

__all__ = ["CASES", "DUTY", "LEFT_OUT", "SAID", "TRACK", "Expected", "Question", "Raw", "questions"]

_FILE = Path(__file__).parent / "scheduler" / "oncall" / "oncall-cases.json"
CASES: list[Raw] = json.loads(_FILE.read_text())["cases"]
LEFT_OUT = {
    "GA-CLK-02": "not ours: one policy, the first instant, for starts and ends alike (GA-CLK-01)",
    "GA-NTF-01": "says when to notify, not who is on call",
    "GA-CON-01": "two requests at once",
    "GA-ICS-01": "a calendar feed",
    "GF-SWP-06": "the states of a swap request",
    "GF-GAP-02": "who can be reached is not known to a document",
    "GF-FAIR-01": "a score of a schedule",
    "GF-FAIR-03": "a score of a schedule",
    "GF-ICS-01": "a calendar feed that changes",
    "LI-PCK-01": "picks the next person: a document names them",
    "LI-PCK-02": "picks the next person: a document names them",
    "LI-SUG-02": "suggests a cover",
    "LI-SUG-03": "suggests a cover",
}
SAID = [case for case in CASES if case["id"] not in LEFT_OUT]

_KINDS: dict[str, Callable[[Case], Iterator[Question]]] = {
    "rotation_handoffs": rotations.rotation_handoffs,
    "rotation_shift_end": rotations.rotation_shift_end,
    "wall_clock_to_instant": rotations.wall_clock_to_instant,
    "window_active": rotations.window_active,
    "rolling_by_day": rotations.rolling_by_day,
    "weekly_shift_occurrence": rotations.weekly_shift_occurrence,
    "weekly_template": rotations.weekly_template,
    "hours_export": rotations.hours_export,
    "resolve_shifts": changes.resolve_shifts,
    "override_map": changes.override_map,
    "override_edit": changes.override_edit,
    "layered_final": changes.layered_final,
    "swap_split": changes.swap_split,
    "gaps": changes.gaps,
    "fixed_schedule_delete": changes.fixed_schedule_delete,
}


def questions(case: Raw) -> list[Question]:
    """What to ask for a case. Raises KeyError for a kind that a document cannot say."""
    return [*_KINDS[case["kind"]](Case(case))]
