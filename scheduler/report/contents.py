"""Everything that the report says, in one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.people import LedgerEntry
from scheduler.domain.roster import Roster
from scheduler.fairness import Spread, Standing, spreads, standings
from scheduler.ledger import next_ledger
from scheduler.outcome import TierResult
from scheduler.problem import Problem
from scheduler.report.coverage import CoverageLine, coverage_lines
from scheduler.report.holidays import HolidayReport, holiday_report
from scheduler.report.limits import BindingLimits
from scheduler.report.reach import Reach, reaches
from scheduler.report.rules import Finding, RuleLine, findings_of, found_by_rule, rule_lines
from scheduler.report.wishes import WishReport, wish_report
from scheduler.verify import Verdict


@dataclass(frozen=True, slots=True)
class TierLine:
    """A tier that has rules: its penalty, and what is known of the best. `gap` is a share of the penalty."""

    tier: str
    penalty: int
    lower_bound: int | None = None
    gap: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a manager wants to know of a roster. The same roster gives the same report, in the same order.

    `ledger` is the one for the next quarter.
    """

    coverage: tuple[CoverageLine, ...]
    fairness: tuple[Standing, ...]
    spreads: tuple[Spread, ...]
    wishes: WishReport
    rules: tuple[RuleLine, ...]
    tiers: tuple[TierLine, ...]
    violations: tuple[Finding, ...]
    holidays: HolidayReport
    limits: tuple[BindingLimits, ...]
    reaches: tuple[Reach, ...]
    ledger: tuple[LedgerEntry, ...]


def report(
    problem: Problem,
    roster: Roster,
    verdict: Verdict,
    tiers: Sequence[TierResult] = (),
    limits: Iterable[BindingLimits] = (),
) -> Report:
    """The report of `roster`.

    `verdict` is what the checker says of it, `tiers` what a search proved, if any did, and `limits` what whoever chose
    the rules knows of people.
    """
    found = found_by_rule(problem, roster)
    return Report(
        coverage=coverage_lines(problem, roster),
        fairness=standings(problem, roster),
        spreads=spreads(problem, roster),
        wishes=wish_report(problem, roster),
        rules=rule_lines(found),
        tiers=tuple(_tier_lines(verdict, tiers)),
        violations=findings_of(found),
        holidays=holiday_report(problem, roster),
        limits=tuple(limits),
        reaches=reaches(problem.team, problem.rules),
        ledger=next_ledger(problem, roster),
    )


def _tier_lines(verdict: Verdict, tiers: Sequence[TierResult]) -> Iterator[TierLine]:
    proven = {result.tier: result.lower_bound for result in tiers}
    for tier in sorted(verdict.penalties.keys() | proven.keys()):
        penalty, bound = verdict.penalties.get(tier, 0), proven.get(tier)
        gap = None if bound is None else (penalty - bound) / penalty if penalty else 0.0
        yield TierLine(tier.name.lower(), penalty, bound, None if gap is None else round(gap, 4))
