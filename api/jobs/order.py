"""Whose turn it is: fair among teams, whoever asked how often."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A run that could be worked on; `again` says that a worker began it and is gone."""

    run: int
    team: str
    again: bool = False


def next_run(
    waiting: Collection[Waiting], running: Mapping[str, int], last: Mapping[str, datetime], at_once: int
) -> int | None:
    """The run whose turn it is; None when there is none, or all are of teams that have `at_once` running.

    `running` counts a team's runs under way, `last` says when one was last begun. First comes what was begun already;
    then the team with the fewest runs under way, of those the one whose turn is longest ago; then the oldest run.
    """
    free = [w for w in waiting if running.get(w.team, 0) < at_once]

    def turn(w: Waiting) -> tuple[bool, int, datetime, int]:
        return not w.again, running.get(w.team, 0), last.get(w.team, _NEVER), w.run

    return min(free, key=turn).run if free else None
