"""What a plan's row keeps of a roster: its penalties, its report, and the fingerprint of what the checker confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.documents.reading import document_of
from api.documents.told import report_of
from api.schedule.content import digest_of, rows_of
from scheduler.domain.roster import Roster
from scheduler.outcome import TierResult
from scheduler.problem import Problem
from scheduler.report import plain
from scheduler.verify import Verdict, verify

EDITED = "edited"

Columns = dict[str, Any]  # of PlanRow, by name


def found(
    problem: Problem, document: dict[str, Any], roster: Roster, verdict: Verdict, tiers: Sequence[TierResult]
) -> Columns:
    """Of a roster that a search found; `document` is what `problem` was made of, `tiers` what the search proved."""
    told = _told(problem, document, roster, verdict, tiers)
    return told | {"lower_bound": sum(tier.lower_bound for tier in tiers)}


def by_hand(problem: Problem, document: dict[str, Any], roster: Roster) -> Columns:
    """Of a roster that no search speaks of: there is no bound, and it may break hard rules."""
    return _told(problem, document, roster, verify(problem, roster), ()) | {"status": EDITED, "lower_bound": None}


def _told(
    problem: Problem, document: dict[str, Any], roster: Roster, verdict: Verdict, tiers: Sequence[TierResult]
) -> Columns:
    said: dict[str, Any] = plain(report_of(document_of(document), problem, roster, verdict, tiers))
    rows = rows_of(roster)
    return {
        "penalty": verdict.penalty,
        "tiers": said.pop("tiers"),
        "report": said,
        "roster": rows,
        "digest": digest_of(document, rows),
    }
