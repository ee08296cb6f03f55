"""How far back rules look, where the history that is given begins later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from scheduler.domain.team import Team
from scheduler.intervals import monday_of


@runtime_checkable
class LooksBack(Protocol):
    """A rule over a long window."""

    @property
    def name(self) -> str: ...
    def looks_back_to(self, first_day: date) -> date:
        """The first day of the first window, where the period begins on `first_day`."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A rule whose first windows are not known whole: it would look back to one day, and knows from another on."""

    rule: str
    looks_back_to: date
    known_from: date


def reaches(team: Team, rules: Iterable[object]) -> tuple[Reach, ...]:
    """The rules that look further back than the history goes, each window once."""
    return tuple(dict.fromkeys(_short(team, rules)))


def _short(team: Team, rules: Iterable[object]) -> Iterator[Reach]:
    for rule in rules:
        if isinstance(rule, LooksBack):
            wanted = rule.looks_back_to(team.period.first_day)
            if wanted < monday_of(team.known_from):
                yield Reach(rule.name, wanted, team.known_from)
