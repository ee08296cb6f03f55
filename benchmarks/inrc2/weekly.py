"""The protocol of the competition: the weeks one after the other, each known only when those before are planned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.inrc2.evaluator import evaluated
from benchmarks.inrc2.problem import cells_of, problem_of
from benchmarks.inrc2.texts import Cell, history_of, line_of, scenario_of, week_of
from scheduler.outcome import Budget
from scheduler.plan import plan

Lines = dict[str, list[Cell]]


@dataclass(frozen=True, slots=True)
class Instance:
    """A folder of the competition with one of its histories and some of its weeks, in order."""

    folder: Path
    history: int
    weeks: tuple[int, ...]

    @property
    def name(self) -> str:
        return f"{self.folder.name}_{self.history}_{'-'.join(map(str, self.weeks))}"

    @property
    def scenario_text(self) -> str:
        return self._text(f"Sc-{self.folder.name}.txt")

    @property
    def history_text(self) -> str:
        return self._text(f"H0-{self.folder.name}-{self.history}.txt")

    @property
    def week_texts(self) -> list[str]:
        return [self._text(f"WD-{self.folder.name}-{week}.txt") for week in self.weeks]

    @property
    def solution_texts(self) -> list[str]:
        """The reference solution, week by week; empty where there is none."""
        where = self.folder / f"Solution_H_{self.history}-WD_{'-'.join(map(str, self.weeks))}"
        files = [where / f"Sol-{self.folder.name}-{week}-{number}.txt" for number, week in enumerate(self.weeks)]
        return [file.read_text(encoding="utf-8") for file in files] if where.is_dir() else []

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")


def instances_in(folder: Path) -> Iterator[Instance]:
    """The instances that a folder's names speak of; where there are none, the first weeks after the first history."""
    marks = (r"Solution_H_(\d+)-WD_([\d-]+)", rf"{folder.name}_(\d+)_([\d-]+)\.txt")
    found = {match.groups() for path in folder.iterdir() for mark in marks if (match := re.fullmatch(mark, path.name))}
    for history, weeks in sorted(found):
        yield Instance(folder, int(history), tuple(map(int, weeks.split("-"))))
    if not found:
        scenario = scenario_of((folder / f"Sc-{folder.name}.txt").read_text(encoding="utf-8"))
        yield Instance(folder, 0, tuple(range(scenario.weeks)))


def planned(instance: Instance, seconds: float, workers: int, seed: int) -> Lines | None:
    """The whole horizon, `seconds` of wall time a week; None when a week found no roster."""
    scenario, standings = scenario_of(instance.scenario_text), history_of(instance.history_text)
    lines: Lines = {nurse: [] for nurse in scenario.nurses}
    for number, text in enumerate(instance.week_texts):
        problem = problem_of(scenario, week_of(text), standings, number)
        made = plan(problem, Budget(seconds=seconds, workers=workers, seed=seed))
        if made.outcome.roster is None:
            return None
        week = cells_of(problem, made.outcome.roster)
        standings = {nurse: standing.after(week[nurse]) for nurse, standing in standings.items()}
        for nurse, line in lines.items():
            line.extend(week[nurse])
    return lines


def reference(instance: Instance) -> Lines:
    """The reference solution of the folder; no lines where there is none."""
    nurses = scenario_of(instance.scenario_text).nurses if instance.solution_texts else ()
    return {nurse: [cell for text in instance.solution_texts for cell in line_of(text, nurse)] for nurse in nurses}


def costs(instance: Instance, lines: Lines) -> tuple[Counter[str], list[str]]:
    """What the competition's rules say of the horizon."""
    return evaluated(instance.scenario_text, instance.history_text, instance.week_texts, lines)
