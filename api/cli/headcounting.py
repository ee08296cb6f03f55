"""`watchbill headcount`: how many people are needed, where they lack, and the smallest team that has a roster."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from api.cli.patience import patiently
from api.cli.planning import Effort
from api.documents.domain import problem_of, team_of, under_rules
from api.documents.model import TeamDocument
from api.documents.reading import read_team
from api.terminal.console import messages, results
from api.terminal.headcount import print_headcount, print_limits_of_week, print_nights, print_skills
from api.terminal.progress import Silent, display
from api.terminal.report import about
from api.terminal.short_week import print_short_weeks
from api.terminal.smallest_team import print_smallest
from constraints.weekly_hours import most_in_one, most_on_average, rhythm
from exports.document import to_json
from exports.headcount_document import headcount_document
from scheduler.headcount import SmallestTeam, headcount, night_shifts, short_weeks, thin_spots
from scheduler.outcome import Budget, Progress
from scheduler.smallest_team import House, smallest_team


def run(file: Path, effort: Effort | None, *, as_json: bool = False) -> None:
    """Print the headcount; with an `effort`, for each search, the smallest team too. Raises BadInput."""
    document = read_team(file)
    problem = problem_of(document)
    weekly = {person: most_on_average(problem, person) for person in problem.people}
    most = {person.id: limit.minutes for person, limit in weekly.items()}
    rhythms = {person.id: limit for person in problem.people if (limit := rhythm(problem, person))}
    found, nights = headcount(problem, most), night_shifts(problem, rhythms, most)
    weeks, spots = short_weeks(problem, most), thin_spots(problem)
    smallest = searched(document, effort) if effort else None
    console = results()
    if as_json:
        console.out(
            to_json(headcount_document(problem, found, nights, weeks, spots, smallest)), end="", highlight=False
        )
        return
    console.print(Text(about(problem), style="bold"))
    print_headcount(console, found, spots)
    print_limits_of_week(console, weekly)
    print_nights(console, nights)
    print_skills(console, problem, found)
    print_short_weeks(console, weeks)
    if smallest:
        print_smallest(console, smallest)


def searched(document: TeamDocument, effort: Effort) -> SmallestTeam:
    """The smallest team, with progress on stderr; Ctrl-C ends the search with what is known by then."""
    team = team_of(document)
    house = House(lambda changed: under_rules(document, changed), most_in_one)
    with display(messages(), effort.seconds, quiet=effort.quiet) as shown:
        budget = Budget(effort.seconds, effort.workers, effort.seed, effort.cancel, lambda told: _tell(shown, told))
        return patiently(lambda: smallest_team(team, house, budget), effort.cancel, shown.tick)


def _tell(shown: Silent, told: Progress) -> None:
    if told.penalty is None:
        shown.note("looking for a roster")
    else:
        shown.note(f"a roster with {told.penalty}; no fewer than {told.lower_bound} are possible")
