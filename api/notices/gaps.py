"""Notices about times when too few people are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader
from scheduler.intervals import Interval, utc_text


@dataclass(frozen=True, slots=True)
class GapAhead(Notice):
    """In `interval` only `present` of `needed` people are there for `what`: a requirement, or a duty and level.

    `opened_by` names what opened the gap (``revision 4``): one that is closed and opened anew is told of again. So many
    `more` gaps of the same kind opened with it.
    """

    kind = Kind.GAP_AHEAD

    what: str
    interval: Interval
    opened_by: str
    present: int = 0
    needed: int = 1
    more: int = 0

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.what}:{utc_text(self.interval.start)}:{self.opened_by}"

    @property
    def expires(self) -> datetime:
        return self.interval.end

    def subject(self, reader: Reader) -> str:
        who = f"Only {self.present} of {self.needed} are there" if self.present else "Nobody is there"
        return f"{who} for {self.what} from {reader.moment(self.interval.start)}"

    def body(self, reader: Reader) -> list[str]:
        lines = [
            f"Gap: {self.what}",
            reader.when(self.interval),
            f"There: {self.present}; needed: {self.needed}.",
            f"Opened by: {self.opened_by}.",
        ]
        return [*lines, f"Later ones that opened with it: {self.more}."] if self.more else lines
