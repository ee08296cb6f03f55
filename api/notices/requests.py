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

    A wish for `every` such day of the week, as ``friday``, has no days.
    `version` tells apart answers that are changed again. `by` is who decided, `answer` what they say to it.
    """

    kind = Kind.REQUEST_ANSWERED

    what: Literal["leave", "wish"]
    request: int
    version: int
    granted: bool
    first_day: date | None
    last_day: date | None
    by: str
    answer: str = ""
    every: str | None = None

    @property
    def cause(self) -> str:
        return f"{self.what}:{self.request}:{self.version}"

    def subject(self, reader: Reader) -> str:
        return f"Your {self.what} for {self._days} is {'granted' if self.granted else 'refused'}"

    @property
    def _days(self) -> str:
        if self.first_day is None or self.last_day is None:
            return f"every {self.every}"
        first, last = day_text(self.first_day), day_text(self.last_day)
        return first if first == last else f"{first} to {last}"

    def body(self, reader: Reader) -> list[str]:
        lines = [f"{self.subject(reader)}.", f"Decided by: {reader.called(self.by)}"]
        return [*lines, f"Answer: {self.answer}"] if self.answer else lines
