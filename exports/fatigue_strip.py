"""A roster's risk as SVG: a row a person, worst first, a cell a day, the darker the riskier the shift that starts then.

In dark surroundings the brighter. Five steps of the relative-risk index; days of each person's own site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from math import exp

from exports.svg import line, picture, rectangle, styles, text
from exports.wording import called, day_text
from scheduler.fatigue.assessment import PersonFatigue, ShiftFatigue
from scheduler.intervals import MONDAY, days_between, each_day
from scheduler.problem import Problem

NAME = "watchbill-risk"
STEPS = (0, 15, 30, 50)  # log points up to which a shift is of each step; the last step has all beyond
LEFT, RIGHT, TOP, CELL, ROW, LONGEST_NAME = 150, 64, 92, 10, 18, 22
_PLAIN = "font-family:system-ui,sans-serif;font-size:11px;fill:"
LIGHT = {
    ".paper": "fill:#ffffff",
    "text": f"{_PLAIN}#222222",
    ".title": "font-size:15px;font-weight:600",
    ".end": "text-anchor:end",
    ".free": "fill:#f6f6f6",
    ".week": "stroke:#9a9a9a;stroke-width:1",
    **{
        f".risk{n}": f"fill:{colour}"
        for n, colour in enumerate(("#cfdfee", "#a3c1d9", "#c98642", "#a4491f", "#4a130a"))
    },
}
DARK = {
    ".paper": "fill:#15181d",
    "text": "fill:#e6e6e6",
    ".free": "fill:#1d2127",
    ".week": "stroke:#5d646e",
    **{
        f".risk{n}": f"fill:{colour}"
        for n, colour in enumerate(("#2b3f55", "#476a8c", "#b8763a", "#e79f5e", "#ffe0b5"))
    },
}


def roster_svg(problem: Problem, people: Sequence[PersonFatigue]) -> str:
    """The picture of a whole roster; `people` in the order of the rows."""
    days = list(each_day(problem.first_day, problem.last_day))
    size = (max(LEFT + len(days) * CELL + RIGHT, 560), TOP + len(people) * ROW + 16)
    title = f"Relative risk in {problem.team.id}, {day_text(problem.first_day)} to {day_text(problem.last_day)}"
    parts = [text("title", 12, 24, title), *_legend()]
    for n, person in enumerate(people):
        parts += _row(person, days, TOP + n * ROW)
    parts += _weeks(days, len(people))
    return picture(NAME, size, title, _described(people), styles(NAME, LIGHT, DARK), parts)


def _described(people: Sequence[PersonFatigue]) -> str:
    busy = [person for person in people if person.worst]
    if not busy:
        return "Nobody has a shift in this period."
    listed = ", ".join(f"{called(person.person)} {person.worst.log_points}" for person in busy[:5] if person.worst)
    return f"People: {len(people)}, worst first. Most log points in any 14 days: {listed}."


def _legend() -> Iterator[str]:
    yield text(
        "",
        12,
        42,
        "Modelled index of a shift by the day on which it starts. At the right: log points of the worst 14 days.",
    )
    for n in range(len(STEPS) + 1):
        x = 12 + 92 * n
        yield rectangle(f"risk{n}", x, 51, CELL, ROW - 4)
        yield text("", x + CELL + 5, 62, _range(n))


def _range(step: int) -> str:
    """The relative risks of a step: ``up to 1.16``."""
    if step == len(STEPS):
        return f"over {exp(STEPS[-1] / 100):.2f}"
    return f"up to {exp(STEPS[step] / 100):.2f}"


def _weeks(days: Sequence[date], rows: int) -> Iterator[str]:
    for n, day in enumerate(days):
        if day.weekday() == MONDAY:
            x = LEFT + n * CELL
            yield line("week", x, TOP - 6, x, TOP + rows * ROW)
            yield text("", x + 2, TOP - 8, f"{day.day} {day:%b}")


def _row(found: PersonFatigue, days: Sequence[date], y: float) -> Iterator[str]:
    name = called(found.person)
    yield text("end", LEFT - 8, y + 12, name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…")
    yield rectangle("free", LEFT, y, len(days) * CELL, ROW - 2)
    by_day: dict[date, list[ShiftFatigue]] = defaultdict(list)
    for shift in found.shifts:
        by_day[shift.shift.day].append(shift)
    for day, shifts in by_day.items():
        points = max(shift.risk.log_points for shift in shifts)
        x = LEFT + days_between(days[0], day) * CELL
        yield rectangle(f"risk{_step(points)}", x, y, CELL - 1, ROW - 2, _tip(name, day, shifts))
    if found.worst:
        yield text("", LEFT + len(days) * CELL + 8, y + 12, str(found.worst.log_points))


def _step(points: int) -> int:
    return sum(points > most for most in STEPS)


def _tip(name: str, day: date, shifts: Sequence[ShiftFatigue]) -> str:
    told = ", ".join(f"{shift.shift.template}: relative risk {shift.risk.relative_risk:.2f}" for shift in shifts)
    return f"{name}, {day_text(day)}: {told}"
