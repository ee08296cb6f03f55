"""Notices about leave and wishes that the reader asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader
from exports.wording import day_text


@dataclass(frozen=True, slots=True)
class RequestAnswered(Notice):
    """The reader's leave or wish of that id, for `first_day` to `last_day`, both included, is granted or refused.

    `version` tells apart answers that are changed again. `by` is who decided, `answer` what they say to it.
    """

    kind = Kind.REQUEST_ANSWERED

    what: Literal["leave", "wish"]
    request: int
    version: int
    granted: bool
    first_day: date
    last_day: date
    by: str
    answer: str = ""

    @property
    def cause(self) -> str:
        return f"{self.what}:{self.request}:{self.version}"

    def subject(self, reader: Reader) -> str:
        days = day_text(self.first_day)
        if self.last_day != self.first_day:
            days += f" to {day_text(self.last_day)}"
        return f"Your {self.what} for {days} is {'granted' if self.granted else 'refused'}"

    def body(self, reader: Reader) -> list[str]:
        lines = [f"{self.subject(reader)}.", f"Decided by: {reader.called(self.by)}"]
        return [*lines, f"Answer: {self.answer}"] if self.answer else lines
