"""Notices about handovers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader, track_name


@dataclass(frozen=True, slots=True)
class HandoverWaiting(Notice):
    """A handover note of that id waits for the reader, who comes on `duty` and `level` at `at`. `author` is a person.

    What the note says is not repeated: it is read, and acknowledged, where it is kept.
    """

    kind = Kind.HANDOVER_WAITING

    note: int
    author: str
    duty: str
    level: int
    at: datetime
    open_items: int = 0

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.note}"

    def subject(self, reader: Reader) -> str:
        return f"Handover note from {reader.called(self.author)} for {reader.moment(self.at)}"

    def body(self, reader: Reader) -> list[str]:
        return [
            f"{reader.called(self.author)} left you a handover note. Please read and acknowledge it.",
            f"{track_name(self.duty, self.level)}, from {reader.moment(self.at)}",
            f"Open items: {self.open_items}",
        ]
