"""Where in the week somebody lacks: a grid of its hours for each requirement that is short."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from api.terminal.tables import section
from api.terminal.words import count
from scheduler.headcount import Bottleneck, ShortWeek

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SQUEEZED, ENOUGH = "~", "."
MOST_LACKING = 9
HOURS = 7 * 24
NOTE = (
    "A number says how many of those asked for lack at the worst, in any week of the period; ~ that there are people, "
    "but together too few hours; a dot that nothing is known to lack."
)


def print_short_weeks(console: Console, weeks: Sequence[ShortWeek]) -> None:
    """A grid for each of them; a sentence where there is none."""
    if not weeks:
        section(console, "By hour of the week", "Nobody is known to lack at any hour.")
    for n, week in enumerate(weeks):
        always = len(week.squeezed) == HOURS and not week.able
        said = [bottleneck_words(week.bottleneck, always=always)] if week.bottleneck else []
        title = f"By hour of the week: {week.requirement}, hours of {week.zone}"
        grid = [] if always else _grid(week)
        section(console, title, *said, *grid, *([NOTE] if n == len(weeks) - 1 else []))


def bottleneck_words(found: Bottleneck, *, always: bool = False) -> str:
    """``At the hours marked ~, only people of sin could be there: 240 h owed, 170 h had, short by 2 people.``"""
    who = f"only people of {', '.join(found.sites)}" if found.sites else "nobody"
    people = count(found.short_by, "person", "people")
    when = "At every hour" if always else f"At the hours marked {SQUEEZED} or with a number"
    return f"{when}, {who} could be there: {found.owed:,.0f} h owed, {found.available:,.0f} h had, short by {people}."


def _grid(week: ShortWeek) -> list[str]:
    head = "     " + " ".join(f"{hour:02}" for hour in range(24))
    return [head, *(f"{name}  " + " ".join(_cell(week, day, h) for h in range(24)) for day, name in enumerate(DAYS))]


def _cell(week: ShortWeek, day: int, hour: int) -> str:
    able = week.able.get((day, hour))
    if able is not None:
        lacking = week.minimum - able
        return f"{lacking:>2}" if lacking <= MOST_LACKING else f"{MOST_LACKING}+"
    return f"{SQUEEZED if (day, hour) in week.squeezed else ENOUGH:>2}"
