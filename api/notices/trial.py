"""A notice that somebody sends themselves, to see that it arrives."""

from __future__ import annotations

from dataclasses import dataclass

from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader


@dataclass(frozen=True, slots=True)
class Trial(Notice):
    """Nothing happened. `name` tells one trial from the next; `by` is who asked for it."""

    kind = Kind.TEST

    name: str
    by: str

    @property
    def cause(self) -> str:
        return f"{self.kind}:{self.name}"

    def subject(self, reader: Reader) -> str:
        return "A test: notices reach you here"

    def body(self, reader: Reader) -> list[str]:
        return [f"{self.subject(reader)}.", f"Asked for by: {reader.called(self.by)}"]
