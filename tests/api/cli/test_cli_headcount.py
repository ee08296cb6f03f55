"""`watchbill headcount`: tables, grids, JSON, and the smallest team, found and not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from api.cli.headcounting import searched
from api.cli.planning import Effort
from api.documents.reading import read_team
from api.terminal.short_week import print_short_weeks
from api.terminal.smallest_team import print_smallest
from scheduler.headcount import Bottleneck, ShortWeek, SitePeople, SmallestTeam
from tests.api.cli.conftest import Run

Edited = Callable[[str, str], Path]
SEARCH = ("--smallest", "--time-limit", 20, "--workers", 1)


def flat(text: str) -> str:
    return " ".join(text.split())


def documented(run: Run, *words: str | Path | int) -> dict[str, Any]:
    done = run("headcount", *words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_a_search_it_says_what_is_owed_what_people_have_and_what_limits_them(run: Run, team: Path) -> None:
    done = run("headcount", team)
    assert (done.exit_code, done.stderr) == (0, "")
    said = flat(done.stdout)
    assert "floor everybody 312 (624) 514" in said
    assert "5 people: 44 h by contract 1 person: 22 h by contract" in said
    assert "skill hub have h lead 3" in said
    assert "Nobody is known to lack at any hour." in said
    assert "smallest" not in said


def test_check_says_the_same_of_the_hours(run: Run, team: Path) -> None:
    hours = run("check", team).stdout.partition("Headcount")[2].strip()
    assert hours
    assert hours in run("headcount", team).stdout


def test_an_average_below_the_contract_is_what_limits(run: Run, edited: Edited) -> None:
    path = edited('rules: {"', 'rules: {"average_hours": {"hours": 22, "weeks": 2}, "')
    assert "5 people: 22 h by average_hours 1 person: 22 h by contract" in flat(run("headcount", path).stdout)
    whole = (5 * 22 + 22) * 2 * 12 / 11  # with the unpaid hour of twelve; eli's two days of leave come off
    assert abs(documented(run, path)["sites"][0]["available"] - (whole - 2 * 22 / 7 * 12 / 11)) < 0.1


def test_a_team_that_is_short_has_a_grid(run: Run, edited: Edited) -> None:
    path = edited("minimum: 1, target: 2", "minimum: 4, target: 5")
    done = run("headcount", path)
    assert "By hour of the week: floor, hours of Asia/Singapore" in done.stdout
    assert "could be there: 1,248 h owed, 514 h had" in flat(done.stdout)
    (week,) = documented(run, path)["short_weeks"]
    assert (week["requirement"], week["zone"], week["bottleneck"]["sites"]) == ("floor", "Asia/Singapore", ["hub"])
    assert len(week["hours"]) == 7 * 24
    assert week["hours"][0] == {"day": "mon", "hour": 0, "able": None, "squeezed": True}


def test_the_smallest_team_is_told_by_site(run: Run, team: Path) -> None:
    done = run("headcount", team, *SEARCH)
    assert done.exit_code == 0
    said = flat(done.stdout)
    assert "of the 6 people are enough. Proven: with fewer of them there is none." in said
    assert "In the roster found these have no shift:" in said
    assert "looking for a roster" in done.stderr or "a roster with" in done.stderr


def test_json_has_the_smallest_team_only_when_it_is_asked_for(run: Run, team: Path) -> None:
    assert documented(run, team)["smallest_team"] is None
    smallest = documented(run, team, *SEARCH)["smallest_team"]
    assert (smallest["exists"], smallest["proven"]) == (True, True)
    assert smallest["fewest"] + len(smallest["not_needed"]) == 6
    assert smallest["sites"] == [{"site": "hub", "people": 6, "fewest": smallest["fewest"]}]


def test_newcomers_are_subject_to_the_rule_packs_too(edited: Edited) -> None:
    """The night of thirteen hours is lawful for nobody, however many come."""
    path = edited("timezone: Asia/Singapore", "timezone: Asia/Singapore, rule_pack: singapore")
    text = path.read_text()
    assert 'start: "20:00", end: "08:00"' in text
    path.write_text(text.replace('start: "20:00", end: "08:00"', 'start: "20:00", end: "09:00"'))
    found = searched(read_team(path), Effort(20, 1, quiet=True))
    assert (found.exists, found.fewest, found.at_least) == (False, None, 17)


def test_cancelled_it_says_that_nothing_is_decided(team: Path) -> None:
    effort = Effort(20, 1, quiet=True)
    effort.cancel.set()
    assert searched(read_team(team), effort).exists is not False


def told(found: SmallestTeam) -> str:
    console = Console(width=100)
    with console.capture() as captured:
        print_smallest(console, found)
    return flat(captured.get())


def test_what_was_not_decided_is_said_plainly() -> None:
    assert "Not decided in time" in told(SmallestTeam(None, None, 0))
    open_bound = told(SmallestTeam(True, 9, 7, (SitePeople("hub", 12, 9),), ("p1", "p2", "p3")))
    assert "with fewer than 7 of them there is none; between the two it was not decided" in open_bound


def test_newcomers_are_told_with_what_is_assumed_of_them() -> None:
    hub = (SitePeople("hub", 4, 2),)
    assert "With 2 newcomers there is one. Proven: with fewer newcomers" in told(SmallestTeam(False, 2, 2, hub))
    assert "every skill that anybody has" in told(SmallestTeam(False, 2, 2, hub))
    assert "With up to 1 newcomer at" in told(SmallestTeam(False, None, 1, most_tried=1))
    assert "it takes 3 or more" in told(SmallestTeam(False, None, 3, most_tried=16))
    assert "not for lack of people" in told(SmallestTeam(False, None, 17, most_tried=16))


def test_a_grid_counts_who_lacks_and_marks_where_hours_do() -> None:
    console = Console(width=100)
    week = ShortWeek("floor", "UTC", 12, {(0, 1): 11, (0, 2): 0}, frozenset({(0, 3)}), Bottleneck((), 2, 0, 1))
    with console.capture() as captured:
        print_short_weeks(console, [week])
    assert "  Mon   .  1 9+  ~  ." in captured.get()
    assert "nobody could be there" in captured.get()
