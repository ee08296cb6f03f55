"""What is found on the way is kept: checked, the newest first, and also when the search breaks off."""

from __future__ import annotations

from threading import Event

import pytest

from constraints.examples import ANA, example
from constraints.rules.qualified import Qualified
from scheduler import keeping
from scheduler.domain.roster import Roster, Violation
from scheduler.keeping import Keeping
from scheduler.problem import Problem
from scheduler.verify import Verdict

PATIENCE = 60.0  # seconds, for a machine that hangs
LEGAL = [Roster.of(pairs) for pairs in ((), [("ana", "day@2027-01-04")], [("ana", "day@2027-01-05")])]


@pytest.fixture
def problem() -> Problem:
    return Problem(example("", 0, last=2, people=(ANA,), shifts="D").team, (Qualified(),))


class Saved:
    """What was saved; `some` is set by each."""

    def __init__(self) -> None:
        self.rosters: list[Roster] = []
        self.some = Event()

    def __call__(self, roster: Roster, verdict: Verdict) -> None:
        self.rosters.append(roster)
        self.some.set()


def test_a_roster_is_saved_while_the_search_goes_on(problem: Problem) -> None:
    saved = Saved()
    with Keeping(problem, saved) as kept:
        kept.keep(lambda: LEGAL[0])
        assert saved.some.wait(PATIENCE)
    assert saved.rosters == [LEGAL[0]]


def test_of_those_that_come_at_once_the_newest_is_saved(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PAUSE_SECONDS", 0.1)
    saved, made = Saved(), []

    def make(number: int) -> Roster:
        made.append(number)
        return LEGAL[number]

    kept = Keeping(problem, saved)
    for number in range(3):
        kept.keep(lambda number=number: make(number))  # type: ignore[misc]
    with kept:
        assert saved.some.wait(PATIENCE)
    assert (saved.rosters, made) == ([LEGAL[2]], [2])


def test_a_search_that_breaks_off_has_its_last_roster_saved(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PAUSE_SECONDS", PATIENCE)  # no second one comes before the end
    saved = Saved()

    def search() -> None:
        with Keeping(problem, saved) as kept:
            kept.keep(lambda: LEGAL[0])
            assert saved.some.wait(PATIENCE)
            kept.keep(lambda: LEGAL[1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        search()
    assert saved.rosters == LEGAL[:2]


def test_what_the_checker_refuses_is_not_saved(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    saved, asked = Saved(), Event()

    def refuse(*_: object) -> Verdict:
        asked.set()
        return Verdict((Violation("qualified", 1, "lacks a skill"),), (), {})

    monkeypatch.setattr(keeping, "verify", refuse)
    with Keeping(problem, saved) as kept:
        kept.keep(lambda: LEGAL[0])
        assert asked.wait(PATIENCE)
    assert saved.rosters == []
