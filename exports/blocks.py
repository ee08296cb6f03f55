"""How the days of a chart are told apart where not all fit beside one another: by months, or by four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby, pairwise
from typing import TypeVar

T = TypeVar("T")

A_BLOCK = 31  # days that fit beside names on a sheet of paper
A_REST = 6  # days that are not worth a page of their own


@dataclass(frozen=True, slots=True)
class Block:
    """The days of a chart from `start` to before `stop`, by their place in it."""

    title: str
    start: int
    stop: int

    def of(self, values: Sequence[T]) -> Sequence[T]:
        """What belongs to its days, of something that the chart has for each day."""
        return values[self.start : self.stop]


def blocks(days: Sequence[date]) -> list[Block]:
    """One where all fit; else one for each month, which takes in the few days of a first or last month beside it."""
    if len(days) <= A_BLOCK:
        return [Block(span(days), 0, len(days))]
    months = [len(list(month)) for _, month in groupby(days, key=lambda day: (day.year, day.month))]
    if months[-1] <= A_REST:
        months[-2:] = [sum(months[-2:])]
    if months[0] <= A_REST and len(months) > 1:
        months[:2] = [sum(months[:2])]
    starts = list(accumulate(months, initial=0))
    return [Block(_title(days[start:stop]), start, stop) for start, stop in pairwise(starts)]


def _title(days: Sequence[date]) -> str:
    """``March 2027``; of more than a month its bounds."""
    return f"{days[0]:%B %Y}" if days[0].month == days[-1].month else span(days)


def span(days: Sequence[date]) -> str:
    """``4 Jan 2027 to 31 Jan 2027``; of no days nothing."""
    return f"{day_text(days[0])} to {day_text(days[-1])}" if days else ""


def day_text(day: date) -> str:
    """``4 Jan 2027``."""
    return f"{day.day} {day:%b %Y}"
