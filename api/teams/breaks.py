"""What a new team document would break of what is published: each live revision, held against both documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.teams.fit import Fit
from api.teams.holidays import moved_holidays
from api.teams.published import Published, ahead, fitted
from scheduler.domain.roster import Roster, Violation
from scheduler.growth import grown
from scheduler.problem import Problem, Rule

MOST = 500


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that a change breaks of revision number `revision`.

    `rule` is None where the revision's roster does not fit the document any more, which is hard; and where a holiday
    came, went or moved under shifts that are published. `because` is a sentence, `start` an instant in UTC.
    """

    revision: int
    rule: str | None
    person: str | None
    shifts: tuple[str, ...]
    start: datetime | None
    because: str
    hard: bool


def breaks_of(
    session: Session, team: str, before: TeamDocument | None, after: TeamDocument | None, now: datetime
) -> list[Break]:
    """What `after` breaks that `before` did not, of what has not begun at `now`: the hard ones first, then by time."""
    if before is None or after is None or before == after:
        return []
    found = [broken for published in ahead(session, team, now) for broken in _broken(published, before, after, now)]
    return sorted(found, key=_order)


def _broken(published: Published, before: TeamDocument, after: TeamDocument, now: datetime) -> Iterator[Break]:
    number = published.revision.number
    try:
        old = problem_of(fitted(before, published.revision))
    except ValueError:
        return  # it did not fit before either: there is nothing to compare with
    try:
        new = problem_of(fitted(after, published.revision))
    except ValueError as error:
        yield Break(number, None, None, (), None, f"the document does not fit the days of the revision: {error}", True)
        return
    if (old.team, old.rules) != (new.team, new.rules):
        yield from _compared(published, old, new, now)
        yield from (Break(number, None, None, *told, hard=False) for told in moved_holidays(published, old, new, now))


def _compared(published: Published, old: Problem, new: Problem, now: datetime) -> Iterator[Break]:
    number = published.revision.number
    unfit, known = Fit(published, new, now), Fit(published, old, now)
    for because, person, assignments in unfit.said():
        news = {a.shift for a in assignments - known.all}
        if news:
            shifts = sorted(news, key=lambda id: (published.interval(id).start, id))
            yield Break(number, None, person, tuple(shifts), published.interval(shifts[0]).start, because, hard=True)
    was, fits = (Roster(published.roster.assignments - fit.unknown) for fit in (known, unfit))
    for rule, violation in _new_violations(old, was, new, fits):
        if _is_ahead(violation, published, now):
            v = violation
            yield Break(number, v.rule, v.person, v.shifts, v.start, v.because, rule.weight == "hard")


def _new_violations(old: Problem, was: Roster, new: Problem, now: Roster) -> Iterator[tuple[Rule, Violation]]:
    before = {key: list(rule.check(old, was)) for key, rule in _numbered(old).items()}
    for key, rule in _numbered(new).items():
        for violation, _ in grown(before.get(key, []), list(rule.check(new, now))):
            yield rule, violation


def _numbered(problem: Problem) -> dict[tuple[str, bool, int], Rule]:
    """The rules by name, hardness, and the number among those of the same name, by which two documents compare."""
    counted: dict[str, int] = defaultdict(int)
    rules = {}
    for rule in problem.rules:
        rules[rule.name, rule.weight == "hard", counted[rule.name]] = rule
        counted[rule.name] += 1
    return rules


def _is_ahead(violation: Violation, published: Published, now: datetime) -> bool:
    """Whether it speaks of something that has not begun; what speaks of no instant speaks of the whole period."""
    if violation.end is not None:
        return violation.end > now
    starts = [published.interval(s).start for s in violation.shifts if s in published.revision.shifts]
    starts += [violation.start] if violation.start else []
    return not starts or max(starts) >= now


def _order(broken: Break) -> tuple[bool, int, str, str, str]:
    start = broken.start.isoformat() if broken.start else "~"
    return not broken.hard, broken.revision, start, broken.person or "", broken.because
