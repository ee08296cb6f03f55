"""The report of a roster, with what only the document knows: which limits bind whom."""

from __future__ import annotations

from collections.abc import Sequence

from api.documents.domain import limits_of
from api.documents.model import TeamDocument
from constraints.packs.applying import binding
from scheduler.domain.roster import Roster
from scheduler.outcome import TierResult
from scheduler.problem import Problem
from scheduler.report import BindingLimits, Report, report
from scheduler.verify import Verdict


def report_of(
    document: TeamDocument, problem: Problem, roster: Roster, verdict: Verdict, tiers: Sequence[TierResult] = ()
) -> Report:
    """The report of `roster`, which `problem`, made of `document`, is about."""
    found = binding(limits_of(document, problem.team))
    limits = [BindingLimits(person, names) for person, names in found.items()]
    return report(problem, roster, verdict, tiers, limits)
