"""The pictures of fatigue: sound XML whatever people are called, the same bytes, nothing said by colour alone."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from constraints.base import Example
from constraints.examples import ANA, BEN, DUBLIN, SPRING, example
from constraints.examples import DAY as DAY_SHIFT
from exports import fatigue_strip
from exports.fatigue_plot import DAY, LEFT, person_svg
from exports.fatigue_strip import CELL, roster_svg
from exports.svg import clean, number
from scheduler.domain.people import Person
from scheduler.fatigue.assessment import PersonFatigue, team_fatigue
from scheduler.problem import Problem

SVG = "{http://www.w3.org/2000/svg}"
ODD = "<script>alert(\"1\")</script> & 'Áine' ]]> \x00\ud800\ufffe\n🦉"
Element = ElementTree.Element


def fatigue_of(made: Example) -> tuple[Problem, list[PersonFatigue]]:
    problem = Problem(made.team)
    return problem, team_fatigue(problem, made.roster)


def nights(
    works: str = "NNN-D--", people: Sequence[Person] = (ANA,), last: int = 6
) -> tuple[Problem, list[PersonFatigue]]:
    return fatigue_of(example("", 0, last=last, shifts="DN", people=tuple(people), works={"ana": works}))


def person_picture(problem: Problem, found: PersonFatigue) -> Element:
    return ElementTree.fromstring(person_svg(problem, found))


def roster_picture(problem: Problem, found: list[PersonFatigue]) -> Element:
    return ElementTree.fromstring(roster_svg(problem, found))


def of_class(picture: Element, name: str) -> list[Element]:
    return [element for element in picture.iter() if element.get("class") == name]


def attribute(element: Element, name: str) -> float:
    return float(element.attrib[name])


def words(picture: Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


# -- of one person -----------------------------------------------------------------------------------------------------


def test_shifts_are_bands_where_they_are_on_the_clock() -> None:
    problem, (found,) = nights()
    picture = person_picture(problem, found)
    bands = of_class(picture, "shift")
    # 23:00 on the first day to 07:30 on the next; the day shift of the fifth day from 07:00 to 15:30.
    assert attribute(bands[0], "x") == pytest.approx(LEFT + DAY * 23 / 24, abs=0.06)
    assert attribute(bands[0], "width") == pytest.approx(DAY * 8.5 / 24, abs=0.06)
    assert attribute(bands[-1], "x") == pytest.approx(LEFT + DAY * (4 + 7 / 24), abs=0.06)
    assert len(bands) == 4
    assert bands[0].findtext(f"{SVG}title") == (
        "night, Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30, relative risk 1.34, KSS mean 6.5, highest 7.0, "
        "at the end 6.7, 21 % of it at 7 or more"
    )


def test_sleeps_are_bars_and_the_line_is_there_while_awake() -> None:
    problem, (found,) = nights()
    picture = person_picture(problem, found)
    shown = [sleep for sleep in found.sleeps if problem.coverage_window.overlaps(sleep)]
    bars, lines = of_class(picture, "sleep"), of_class(picture, "kss")
    assert len(bars) == len(shown)
    for bar in bars:
        middle = attribute(bar, "x") + attribute(bar, "width") / 2
        assert not [line for line in lines if _first(line) < middle < _last(line)]
    assert sum(_last(line) - _first(line) for line in lines) + sum(
        attribute(b, "width") for b in bars
    ) == pytest.approx(7 * DAY, abs=2)


def _first(line: Element) -> float:
    return float(line.attrib["points"].split(",")[0])


def _last(line: Element) -> float:
    return float(line.attrib["points"].split()[-1].split(",")[0])


def test_thick_is_where_somebody_is_sleepy_at_work_and_never_above_the_frame() -> None:
    problem, (found,) = nights()
    picture = person_picture(problem, found)
    (seven,) = of_class(picture, "seven")
    frame = of_class(picture, "frame")[0]
    thick = of_class(picture, "sleepy")
    assert len(thick) == sum(shift.sleepiness.share_sleepy > 0 for shift in found.shifts) == 3
    for line in thick:
        assert all(
            float(point.split(",")[1]) <= attribute(seven, "y1") + 0.05 for point in line.attrib["points"].split()
        )
    for line in of_class(picture, "kss"):
        heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
        assert min(heights) >= attribute(frame, "y")
        assert max(heights) <= attribute(frame, "y") + attribute(frame, "height")
    assert not of_class(person_picture(*_one(nights("D-D-D--"))), "sleepy")


def test_who_never_sleeps_is_drawn_at_the_upper_edge() -> None:
    problem, (found,) = nights("[DN][DN][DN][DN]---")
    assert max(shift.sleepiness.most for shift in found.shifts) > 9
    picture = person_picture(problem, found)
    top = attribute(of_class(picture, "frame")[0], "y")
    heights = [
        float(point.split(",")[1]) for line in of_class(picture, "kss") for point in line.attrib["points"].split()
    ]
    assert min(heights) == top


def _one(found: tuple[Problem, list[PersonFatigue]]) -> tuple[Problem, PersonFatigue]:
    return found[0], found[1][0]


def test_two_weeks_a_row_and_a_night_out_of_the_period_is_drawn_to_its_end() -> None:
    assert len(of_class(person_picture(*_one(nights(last=27))), "frame")) == 2
    assert len(of_class(person_picture(*_one(nights(last=28))), "frame")) == 3
    problem, (found,) = nights("------N")
    assert len(of_class(person_picture(problem, found), "day")) == 8


def test_the_day_that_loses_an_hour_is_as_wide_as_any() -> None:
    made = example("", 0, first=SPRING, last=SPRING + 1, shifts="D", sites=(DUBLIN,), works={"ana": "DD"})
    problem, (found,) = fatigue_of(made)
    picture = person_picture(problem, found)
    assert attribute(of_class(picture, "frame")[0], "width") == 2 * DAY
    assert len(of_class(picture, "day")) == 2


def test_a_person_without_shifts_has_a_picture_too() -> None:
    problem, (found,) = nights("-------")
    assert person_picture(problem, found).findtext(f"{SVG}desc") == "No shifts in this period."


# -- of the roster -----------------------------------------------------------------------------------------------------


def test_a_cell_a_shift_day_the_worst_person_first() -> None:
    problem, found = fatigue_of(
        example("", 0, shifts="DN", people=(ANA, BEN), works={"ana": "D------", "ben": "NNN----"})
    )
    picture = roster_picture(problem, found)
    assert [word for word in words(picture) if word in ("ana", "ben")] == ["ben", "ana"]
    cells = [e for e in picture.iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None]
    assert [(cell.get("class"), attribute(cell, "x")) for cell in cells] == [
        ("risk2", fatigue_strip.LEFT),
        ("risk3", fatigue_strip.LEFT + CELL),
        ("risk3", fatigue_strip.LEFT + 2 * CELL),
        ("risk1", fatigue_strip.LEFT),
    ]
    assert cells[0].findtext(f"{SVG}title") == "ben, Mon 4 Jan 2027: night: relative risk 1.34"
    assert words(picture)[-2:] == ["3", "4 Jan"]
    assert "up to 1.35" in words(picture)


def test_a_first_day_shift_of_eight_hours_is_of_the_lowest_step() -> None:
    made = example("", 0, works={"ana": "D------"})
    problem = Problem(replace(made.team, templates=(replace(DAY_SHIFT, end=time(15)),)))
    assert of_class(roster_picture(problem, team_fatigue(problem, made.roster)), "risk0")[-1].get("x") == "150"


def test_two_shifts_on_a_day_are_one_cell_as_risky_as_the_riskier() -> None:
    problem, found = fatigue_of(example("", 0, shifts="DN", works={"ana": "[DN]------"}))
    cells = [e for e in roster_picture(problem, found).iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None]
    assert [cell.get("class") for cell in cells] == ["risk4"]
    title = cells[0].findtext(f"{SVG}title") or ""
    assert title.count("relative risk") == 2


def test_a_roster_without_shifts_has_a_picture_too() -> None:
    assert roster_picture(*nights("-------")).findtext(f"{SVG}desc") == "Nobody has a shift in this period."


# -- for whoever reads them --------------------------------------------------------------------------------------------


def test_what_people_are_called_harms_nothing() -> None:
    problem, found = nights(people=(replace(ANA, name=ODD),))
    for picture in (person_picture(problem, found[0]), roster_picture(problem, found)):
        assert list(picture.iter(f"{SVG}script")) == []
        assert "<script>" in "".join(picture.itertext())
    assert clean(ODD) == "<script>alert(\"1\")</script> & 'Áine' ]]> 🦉"


def test_they_are_described_for_who_does_not_see_them() -> None:
    problem, found = nights()
    for picture in (person_picture(problem, found[0]), roster_picture(problem, found)):
        assert picture.get("role") == "img"
        assert [child.tag for child in picture][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert all(len(child.text or "") > 30 for child in list(picture)[:2])
    told = person_picture(problem, found[0]).findtext(f"{SVG}desc") or ""
    assert told.startswith("Shifts: 4. Hours of work at KSS 7 or more: 8.9. Sleepiest on average: night@2027-01-05")


def test_the_steps_of_risk_differ_in_grey_and_in_the_dark() -> None:
    for scheme, brighter in ((fatigue_strip.LIGHT, False), (fatigue_strip.DARK, True)):
        greys = [_grey(scheme[name]) for name in (".free", ".risk0", ".risk1", ".risk2", ".risk3", ".risk4")]
        assert greys == sorted(greys, reverse=not brighter)
        assert min(abs(b - a) for a, b in pairwise(greys[1:])) >= 25
        assert abs(greys[1] - greys[0]) >= 20


def _grey(fill: str) -> float:
    red, green, blue = (int(part, 16) for part in re.findall("[0-9a-f]{2}", fill.removeprefix("fill:#")))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_class_that_is_drawn_has_a_style_in_light_and_dark() -> None:
    problem, found = nights()
    for picture in (person_picture(problem, found[0]), roster_picture(problem, found)):
        light, dark = (picture.findtext(f"{SVG}style") or "").split("@media")
        for element in picture.iter(f"{SVG}rect"):
            assert f".{element.get('class')} {{" in light
            assert f".{element.get('class')} {{" in dark


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "from tests.exports.test_fatigue_plot import *; p, f = nights(); "
        "import sys; sys.stdout.write(person_svg(p, f[0]) + roster_svg(p, f))"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", code]
    there = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root, env={"PYTHONHASHSEED": "7"})
    problem, found = nights()
    assert there.stdout == person_svg(problem, found[0]) + roster_svg(problem, found)


@pytest.mark.parametrize(
    ("value", "said"), [(3.0, "3"), (3.25, "3.2"), (-0.04, "0"), (-0.05, "-0.1"), (0, "0"), (-2.5, "-2.5")]
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert number(value) == said
