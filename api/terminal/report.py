"""The report of a plan, for a manager who has a minute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.terminal.fairness import print_fairness
from api.terminal.limits import print_binding
from api.terminal.tables import section, table
from api.terminal.words import count, days, percent, span
from scheduler.domain.roster import Tier
from scheduler.holidays_worked import WorkedHoliday
from scheduler.problem import Problem
from scheduler.report import Reach, Report, holiday_notices
from scheduler.report.contents import TierLine
from scheduler.report.coverage import CoverageLine
from scheduler.report.rules import RuleLine
from scheduler.report.wishes import UnmetWish, WishReport

MOST_GAPS = 12
MOST_UNMET = 6
TIERS = {
    Tier.SHORTFALL: "coverage minimums",
    Tier.POLICY: "fatigue and policy",
    Tier.FAIRNESS: "fairness: who is worst off",
    Tier.BALANCE: "fairness: everybody",
    Tier.SERVICE: "coverage targets, hours, wishes",
    Tier.SMOOTHNESS: "smoothness",
}


def print_report(console: Console, problem: Problem, report: Report) -> None:
    """Coverage, fairness, holidays, wishes, violations and limits; priorities first."""
    print_holidays(console, problem)
    print_reaches(console, report.reaches)
    section(console, "Priorities, strictly in this order", tiers_table(report.tiers))
    section(console, "Coverage", _coverage_table(report.coverage), *_gaps(report.coverage))
    print_fairness(console, problem, report)
    again = [worked for worked in report.holidays.worked if worked.before]
    if again:
        section(console, "Holidays that somebody works again", *map(_again, again))
    if report.wishes.total.wishes:
        section(console, "Wishes", *_wishes(report.wishes))
    broken = [line for line in report.rules if line.count]
    if broken:
        section(console, "Where rules gave way", rules_table(broken))
    print_binding(console, problem.team, report)


def print_holidays(console: Console, problem: Problem) -> None:
    """Doubts about dates of holidays, where there are any."""
    notices = holiday_notices(problem.team.period, problem.team.sites)
    if notices:
        section(console, "Holidays that may change", *notices)


def print_reaches(console: Console, found: Sequence[Reach]) -> None:
    """Windows of which the first days are not known, where there are any."""
    if found:
        section(console, "Windows that begin before what is known", *map(reach_words, found))


def reach_words(reach: Reach) -> str:
    return f"{reach.rule} looks back to {reach.looks_back_to}; known is what was worked from {reach.known_from} on"


def about(problem: Problem) -> str:
    """``gsr-2027q1, 4 January to 4 April 2027: 32 people at 3 sites``."""
    people = count(len(problem.people), "person", "people")
    sites = count(len(problem.team.sites), "site", "sites")
    return f"{problem.team.id}, {days(problem.first_day, problem.last_day)}: {people} at {sites}"


def tiers_table(lines: Sequence[TierLine]) -> Table:
    """Each tier's penalty against what is proven of it."""
    made = table("priority", "penalty", "at least", "", right=("penalty", "at least"))
    for line in lines:
        bound = "" if line.lower_bound is None else f"{line.lower_bound:,}"
        made.add_row(TIERS[Tier[line.tier.upper()]], f"{line.penalty:,}", bound, _proof(line))
    return made


def rules_table(lines: Sequence[RuleLine]) -> Table:
    """How often each rule was broken, what that costs, and the largest violation in words."""
    made = table("rule", "times", "penalty", "the largest", right=("times", "penalty"), flexible="the largest")
    for line in lines:
        penalty = "hard" if line.penalty is None else f"{line.penalty:,}"
        made.add_row(label(line, lines), f"{line.count:,}", penalty, Text(line.worst or ""))
    return made


def label(line: RuleLine, lines: Sequence[RuleLine]) -> str:
    """The rule's name; where it applies several times, with what it is for: ``fairness (everybody)``."""
    several = sum(other.rule == line.rule for other in lines) > 1
    purpose = TIERS[Tier[line.tier.upper()]].rpartition(": ")[2] if line.tier else "hard"
    return f"{line.rule} ({purpose})" if several else line.rule


def _proof(line: TierLine) -> str:
    if line.gap is None:
        return ""
    return "best possible" if line.penalty == line.lower_bound else f"gap {percent(line.gap)}"


def _coverage_table(lines: Sequence[CoverageLine]) -> Table:
    made = table("requirement", "minimum", "met", "target", "reached", right=("minimum", "met", "target", "reached"))
    for line in lines:
        met = "always" if line.minimum_met else percent(line.share_at_minimum)
        target = "" if line.target is None else str(line.target)
        reached = "" if line.share_at_target is None else percent(line.share_at_target)
        made.add_row(line.requirement, str(line.minimum), met, target, reached)
    return made


def _gaps(lines: Sequence[CoverageLine]) -> Iterator[str]:
    gaps = [(line, gap) for line in lines for gap in line.gaps]
    if lines and not gaps:
        yield "No gap: every minimum is met at every instant."
    for line, gap in gaps[:MOST_GAPS]:
        yield f"{line.requirement}: {gap.present} of {line.minimum} from {span(gap.start, gap.end)}"
    if len(gaps) > MOST_GAPS:
        yield f"and {count(len(gaps) - MOST_GAPS, 'gap', 'gaps')} more"


def _again(worked: WorkedHoliday) -> str:
    return f"{worked.person} works {worked.name} {worked.year}, and did in {', '.join(map(str, worked.before))}"


def _wishes(wishes: WishReport) -> Iterator[str]:
    total = wishes.total
    weight = percent(total.share or 0)
    yield f"{total.granted} of {total.wishes} granted, {weight} of their weight{_range(wishes)}"
    yield from (_unmet(wish) for wish in wishes.unmet[:MOST_UNMET])
    if len(wishes.unmet) > MOST_UNMET:
        yield f"and {len(wishes.unmet) - MOST_UNMET:,} more not granted"


def _range(wishes: WishReport) -> str:
    """``; by person from 20.0 % (sin-03) to 100.0 % (dub-02)``: who fared worst and best."""
    shares = [(line.granted.share or 0.0, line.person) for line in wishes.people]
    (least, last), (most, first) = min(shares), max(shares, key=lambda pair: pair[0])
    return f"; by person from {percent(least)} ({last}) to {percent(most)} ({first})" if least < most else ""


def _unmet(wish: UnmetWish) -> str:
    works = " and ".join(shift.partition("@")[0] for shift in wish.works)
    instead = f"has {works}" if works else "is off"
    return f"not granted (weight {wish.weight}): {wish.person}, {wish.day:%a} {wish.day}: {wish.wish}; {instead}"
