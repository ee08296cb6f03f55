"""Notices about a person's own shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.notices.changes import Changes
from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader, listed, named, track_name
from exports.wording import day_text
from scheduler.intervals import utc_text
from scheduler.oncall.values import Answer, Holding


@dataclass(frozen=True, slots=True)
class ShiftStarts(Notice):
    """The reader's shift, or turn, starts in `minutes`. `beside` are the ids of who else is on it."""

    kind = Kind.SHIFT_STARTS

    shift: Holding
    minutes: int
    beside: tuple[str, ...] = ()

    @property
    def cause(self) -> str:
        name = self.shift.shift or f"{self.shift.duty}-{self.shift.level}"
        return f"{self.kind}:{name}:{utc_text(self.shift.start)}:{self.minutes}"

    @property
    def expires(self) -> datetime:
        return self.shift.start

    def subject(self, reader: Reader) -> str:
        return f"{named(self.shift)} starts {reader.moment(self.shift.start)}"

    def body(self, reader: Reader) -> list[str]:
        others = ", ".join(reader.called(person) for person in self.beside)
        told = ["Your shift starts soon:", *reader.shifts([self.shift])]
        return [*told, f"With: {others}"] if others else told


@dataclass(frozen=True, slots=True)
class RosterChanged(Notice):
    """The reader's shifts changed. `by` names the change, the same for all who are told: ``override 12``."""

    kind = Kind.ROSTER_CHANGED

    by: str
    changes: Changes

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.by}"

    def subject(self, reader: Reader) -> str:
        counts = {"gained": self.changes.gained, "lost": self.changes.lost, "at other times": self.changes.retimed}
        return f"Your roster changed: {', '.join(f'{len(some)} {word}' for word, some in counts.items() if some)}"

    def body(self, reader: Reader) -> list[str]:
        lines = [f"Your roster changed by {self.by}."]
        for heading, some in (("You gained:", self.changes.gained), ("You lost:", self.changes.lost)):
            lines += ["", heading, *reader.shifts(some)] if some else []
        retimed = listed(f"{reader.shift(r.before)}; now {reader.when(r.after.interval)}" for r in self.changes.retimed)
        return [*lines, "", "At other times:", *retimed] if retimed else lines

    def line(self, reader: Reader) -> str:
        return f"{self.subject(reader)} ({self.by})"


@dataclass(frozen=True, slots=True)
class RosterPublished(Notice):
    """A revision was published for the days `first_day` to `last_day`, both included; `shifts` are the reader's."""

    kind = Kind.ROSTER_PUBLISHED

    revision: int
    first_day: date
    last_day: date
    shifts: tuple[Holding, ...] = ()

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.revision}"

    def subject(self, reader: Reader) -> str:
        return f"Roster published: {day_text(self.first_day)} to {day_text(self.last_day)}"

    def body(self, reader: Reader) -> list[str]:
        lines = [f"Revision {self.revision} is published: {day_text(self.first_day)} to {day_text(self.last_day)}.", ""]
        if not self.shifts:
            return [*lines, "You have no shift in it."]
        return [*lines, f"Your shifts ({len(self.shifts)}):", *reader.shifts(self.shifts)]


@dataclass(frozen=True, slots=True)
class OncallDigest(Notice):
    """What holds at `at`: who is on call, and the reader's shifts of the days to come."""

    kind = Kind.DIGEST

    at: datetime
    answers: tuple[Answer, ...]
    ahead: tuple[Holding, ...] = ()

    @property
    def cause(self) -> str:
        return f"{self.kind}:{utc_text(self.at)}"

    def subject(self, reader: Reader) -> str:
        return f"Who is on call, {reader.moment(self.at)}"

    def body(self, reader: Reader) -> list[str]:
        oncall = ["On call:", *listed(self._answer(answer, reader) for answer in self.answers)]
        if not self.ahead:
            return [*oncall, "", "You have no shift in the days to come."]
        return [*oncall, "", "Your next shifts:", *reader.shifts(self.ahead)]

    def line(self, reader: Reader) -> str:
        return f"On call: {'; '.join(self._answer(answer, reader) for answer in self.answers)}"

    @staticmethod
    def _answer(answer: Answer, reader: Reader) -> str:
        who = reader.called(answer.person) if answer.person else "nobody"
        until = f" until {reader.moment(answer.until)}" if answer.until else ""
        return f"{track_name(answer.duty, answer.level)}: {who}{until}"
