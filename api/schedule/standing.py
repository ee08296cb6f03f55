"""The roster as it is now: what is published, with swaps and overrides, and the problem that it can be checked by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session, col, select

from api.documents.domain import problem_of
from api.documents.model import TeamDocument
from api.schedule.final import final_schedule
from api.schedule.today import as_of_today
from api.store.tables import RevisionRow, TeamRow
from scheduler.checked import Checked
from scheduler.domain.roster import Roster
from scheduler.intervals import Interval
from scheduler.oncall.values import Holding
from scheduler.problem import Problem


@dataclass(frozen=True)
class Standing:
    """What holds now of revision number `revision`: its `problem`, with today's people and leave; and the `roster`.

    A shift that several people share, by a swap or an override of a part of it, is whose who has most of it. The roster
    has the shifts of other revisions too, as far as the problem knows them. Pins, and what was published before, are
    dropped: they bind searches only.
    """

    revision: int
    problem: Problem
    roster: Roster

    @cached_property
    def checked(self) -> Checked:
        """The roster, to be asked again and again."""
        return Checked(self.problem, self.roster)

    @cached_property
    def shifts(self) -> frozenset[str]:
        """The ids of all shifts of the period, whether or not somebody has them."""
        return frozenset(shift.id for shift in self.problem.shifts)


class Standings:
    """Those of a team's revisions, each made when it is first asked for.

    `holdings` are the team's final schedule, or what it would be: all of what its revisions hold.
    """

    def __init__(self, session: Session, team: str, holdings: Iterable[Holding]) -> None:
        self._session, self._team, self._holdings = session, team, tuple(holdings)
        self._made: dict[int, Standing] = {}

    @classmethod
    def now(cls, session: Session, team: str, now: datetime) -> Standings:
        """Those of the final schedule as it is."""
        return cls(session, team, final_schedule(session, team, Interval(now, now)).holdings)

    def of(self, shift: str) -> Standing | None:
        """The one in force for a dated shift, by its id. None: no such shift is published."""
        day = day_of(shift)
        number = self._in_force(day) if day else None
        found = self.by(number) if number is not None else None
        return found if found and shift in found.shifts else None

    def all_of(self, shifts: Iterable[str]) -> list[Standing]:
        """Those in force for any of the dated shifts, by number."""
        found = {s.revision: s for shift in shifts if (s := self.of(shift)) is not None}
        return [standing for _, standing in sorted(found.items())]

    def by(self, number: int) -> Standing:
        """That of a revision by its number. Raises NoResultFound for one that is not there."""
        if number not in self._made:
            query = select(RevisionRow.document).where(RevisionRow.team_id == self._team, RevisionRow.number == number)
            published = TeamDocument.model_validate(self._session.exec(query).one())
            problem = problem_of(as_of_today(published, self._today))
            self._made[number] = Standing(number, problem, roster_now(problem, self._holdings))
        return self._made[number]

    def _in_force(self, day: date) -> int | None:
        """The newest revision that speaks of the day."""
        return next((number for number, first, last in self._periods if first <= day <= last), None)

    @cached_property
    def _periods(self) -> list[tuple[int, date, date]]:
        query = select(col(RevisionRow.number), col(RevisionRow.first_day), col(RevisionRow.last_day))
        mine = query.where(RevisionRow.team_id == self._team).order_by(col(RevisionRow.number).desc())
        return [(number, first, last) for number, first, last in self._session.exec(mine).all()]

    @cached_property
    def _today(self) -> TeamDocument | None:
        document = self._session.get_one(TeamRow, self._team).document
        return TeamDocument.model_validate(document) if document else None


def roster_now(problem: Problem, holdings: Iterable[Holding]) -> Roster:
    """Who has which of the problem's shifts by a final schedule, each whole."""
    people = {person.id for person in problem.people}
    return holders(problem, (h for h in holdings if h.person in people))


def holders(problem: Problem, holdings: Iterable[Holding]) -> Roster:
    """The same, with people whom the problem does not know any more."""
    minutes: dict[str, Counter[str]] = defaultdict(Counter)
    for h in holdings:
        if h.shift is not None:
            minutes[h.shift][h.person] += h.interval.minutes
    shared = ((shift, minutes[shift.id]) for shift in problem.shifts if shift.id in minutes)
    return Roster.of((person, shift.id) for shift, held in shared for person in _most(held, shift.interval.minutes))


def day_of(shift: str) -> date | None:
    """The local day on which a dated shift starts, from its id; None for what is no id of one."""
    try:
        return date.fromisoformat(shift.rpartition("@")[2])
    except ValueError:
        return None


def _most(held: Counter[str], whole: int) -> Iterator[str]:
    """As many people as there are places on the shift: those who have most of it, of equals the first by name."""
    places = max(1, (2 * held.total() + whole) // (2 * whole))
    return (person for person, _ in sorted(held.items(), key=lambda item: (-item[1], item[0]))[:places])
