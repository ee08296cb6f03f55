"""What the on-call projects' own suites expect (oncall-cases.json, each with its source), asked over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.oncall_cases import cover, digests, documents, feeds, figures, races, reach, swaps, wall_clock
from tests.api.oncall_cases.scenario import Raw, Scenario, Story
from tests.oncall_case_documents import CASES
from tests.service import Service

STORIES: dict[str, Story] = {
    "concurrency": races.same_override_at_once,
    "fairness_score": figures.fairness_score,
    "fixed_schedule_delete": documents.answered,
    "gaps": documents.answered,
    "hours_export": figures.hours_export,
    "ical_feed_change": feeds.cancelled,
    "layered_final": documents.answered,
    "next_notification": digests.next_digest,
    "override_edit": documents.answered,
    "override_map": documents.answered,
    "pick_next": cover.pick_next,
    "resolve_shifts": documents.answered,
    "rolling_by_day": documents.rolling_by_day,
    "rotation_handoffs": documents.answered,
    "rotation_shift_end": documents.answered,
    "suggest_cover": cover.suggest_cover,
    "swap_split": swaps.swap_split,
    "swap_status": swaps.swap_status,
    "wall_clock_to_instant": wall_clock.starts,
    "weekly_shift_occurrence": documents.answered,
    "weekly_template": documents.weekly_template,
    "window_active": documents.answered,
}
ADAPTED: dict[str, Story] = {
    "GA-CLK-02": wall_clock.ends_like_starts,
    "GA-ICS-01": feeds.feed_facts,
    "GF-GAP-02": reach.unreachable,
}
FILE = Path(__file__).parents[2] / "scheduler" / "oncall" / "oncall-cases.json"
ADOPTED = [case for case in CASES if case["adopt"] in ("yes", "adapt")]
# Where much is written, or by several at once.
ON_BOTH = {"GA-CON-01", "GA-ICS-01", "GA-NTF-01", "GF-FIN-01", "GF-GAP-02", "GF-ICS-01", "GF-SWP-03", "GF-SWP-06"}
ASKED = [
    pytest.param(engine, case, id=f"{engine}-{case['id']}")
    for engine in ("sqlite", "postgresql")
    for case in ADOPTED
    if engine == "sqlite" or case["id"] in ON_BOTH
]


@pytest.mark.parametrize(("shared", "case"), ASKED, indirect=["shared"])
def test_case(shared: Service, case: Raw) -> None:
    story(case)(Scenario(shared, case))


def story(case: Raw) -> Story:
    """What is told to the service of a case."""
    return ADAPTED[case["id"]] if case["adopt"] == "adapt" else STORIES[case["kind"]]


def test_every_case_that_we_adopt_is_asked() -> None:
    known = json.loads(FILE.read_text())
    wanted = {case["id"]: case for case in known["cases"] if case["adopt"] != "no"}
    assert len(known["cases"]) == known["count"]
    assert {f"sqlite-{id}" for id in wanted} | {f"postgresql-{id}" for id in ON_BOTH} == {asked.id for asked in ASKED}
    assert {id for id, case in wanted.items() if case["adopt"] == "adapt"} == ADAPTED.keys()
    assert {case["kind"] for case in wanted.values() if case["adopt"] == "yes"} == STORIES.keys()
