"""The names that a change may use: people, shifts, sites, duties and levels of the team."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

from api.changes.laid import Laid
from api.documents.advice import maybe, shown
from api.errors import Issue
from api.schedule.standing import day_of
from api.store.tables import TeamRow
from api.teams.people import people_of, unknown_person
from scheduler.intervals import Interval
from scheduler.oncall.values import Holding


class Names:
    """Those of one team."""

    def __init__(self, team: TeamRow, laid: Laid) -> None:
        self._team, self._laid = team, laid

    @cached_property
    def people(self) -> frozenset[str]:
        """Everybody whom the team's documents know today."""
        return people_of(self._laid.session, self._team)

    def person(self, id: str | None, path: str) -> Iterator[Issue]:
        """What is wrong with the name of somebody who is to come."""
        yield from unknown_person(id, self.people, path) if id is not None else ()

    def holder(self, id: str | None, path: str) -> Iterator[Issue]:
        """What is wrong with the name of somebody who is to go: who left the team may still have shifts."""
        holders = (h.person for h in self._laid.final.holdings)
        yield from unknown_person(id, self.people.union(holders), path) if id is not None else ()

    def site(self, id: str | None, path: str) -> Iterator[Issue]:
        """What is wrong with the name of a site."""
        planned = (site["id"] for site in (self._team.document or {}).get("sites", ()))
        sites = {*planned, *(h.site for h in self._laid.base if h.site is not None)}
        if id is not None and id not in sites:
            yield _unknown(id, path, "is no site of this team", "the id of a site", sites)

    def track(self, duty: str, level: int, path: str) -> Iterator[Issue]:
        """What is wrong with a duty and level."""
        if (duty, level) not in self._laid.tracks:
            known = ", ".join(f"{duty} {level}" for duty, level in sorted(self._laid.tracks))
            expected = known or "a team with a published roster or with rotations"
            yield Issue(path, f"{duty} {level}", "is no duty and level of this team", expected)

    def shift(self, id: str | None, path: str) -> Iterator[Issue]:
        """What is wrong with the name of a dated shift."""
        if id is not None and self.found(id) is None:
            known = {h.shift for h in self._laid.base if h.shift is not None}
            same_day = {shift for shift in known if day_of(shift) == day_of(id)}
            yield _unknown(id, path, "is no published shift of this team", "the id of a dated shift", same_day or known)

    def found(self, shift: str) -> Holding | None:
        """The time, the duty and the site of a dated shift, whoever has it; None for no such shift."""
        had = [h for h in self._laid.base if h.shift == shift]
        if had:
            whole = Interval(min(h.start for h in had), max(h.end for h in had))
            return replace(had[0], interval=whole)
        standing = self._laid.standings.of(shift)
        if standing is None:
            return None
        open_shift = standing.problem.shift(shift)
        return Holding(open_shift.duty, 1, "", open_shift.interval, open_shift.site, shift)


def _unknown(id: str, path: str, problem: str, expected: str, known: Collection[str]) -> Issue:
    return Issue(path, shown(id), problem, expected, maybe(id, known))
