"""How people, shifts and times are put to the person who reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from exports.wording import moment, when
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval
from scheduler.oncall.values import Holding

MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a notice: times are those of `zone`; `names` has what people are called, by id."""

    person: str
    zone: str
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, person: str) -> str:
        """``you``, or the name of somebody else; the id of who has none."""
        return "you" if person == self.person else self.names.get(person) or person

    def moment(self, instant: datetime) -> str:
        """``Mon 4 Jan 2027 23:00 (Asia/Singapore)``."""
        return f"{moment(instant, self.zone)} ({self.zone})"

    def when(self, interval: Interval) -> str:
        """``Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30 (Asia/Singapore)``."""
        return f"{when(interval, self.zone)} ({self.zone})"

    def shift(self, holding: Holding) -> str:
        """``sin-night, Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30 (Asia/Singapore)``."""
        return f"{named(holding)}, {self.when(holding.interval)}"

    def shifts(self, holdings: Iterable[Holding]) -> list[str]:
        """One line a shift, in order of start."""
        return listed(self.shift(h) for h in sorted(holdings, key=lambda h: (h.start, h.duty, h.level)))


def named(holding: Holding) -> str:
    """``sin-night``, ``Standby: manager-week``, and for a turn of a rotation ``Standby, level 2``."""
    if holding.shift is None:
        return track_name(holding.duty, holding.level)
    template = holding.shift.partition("@")[0]
    return template if holding.duty == Duty.ON_DUTY else f"{str(holding.duty).capitalize()}: {template}"


def track_name(duty: str, level: int) -> str:
    """``Standby, level 2``."""
    return f"{str(duty).capitalize()}, level {level}"


def listed(texts: Iterable[str]) -> list[str]:
    """As lines of a list; so many that nobody would read them are counted only."""
    lines = [f"- {text}" for text in texts]
    unsaid = len(lines) - MOST_LISTED
    return lines if unsaid <= 0 else [*lines[:MOST_LISTED], f"- and {unsaid} more"]
