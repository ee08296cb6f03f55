"""From what happened to what is sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.notices.facts import plain
from api.notices.kinds import Kind
from api.notices.reader import Reader
from exports.wording import one_line, without_controls

OneLine = Annotated[str, AfterValidator(one_line)]
MOST_CAUSE = 200  # characters that the outbox has for a cause


@dataclass(frozen=True, slots=True)
class Notice(ABC):
    """Something that happened in a team, of which people are told. Its fields are the `facts` that programs read."""

    team: str

    @property
    @abstractmethod
    def kind(self) -> Kind:
        """What people choose it by."""

    @property
    @abstractmethod
    def cause(self) -> str:
        """The same for the same happening, at most 200 characters: nobody of the team is told of it twice."""

    @property
    def expires(self) -> datetime | None:
        """From when on nobody needs to be told any more; None: always worth telling."""
        return None

    @abstractmethod
    def subject(self, reader: Reader) -> str:
        """What happened, in a few words."""

    @abstractmethod
    def body(self, reader: Reader) -> list[str]:
        """All of it, in lines."""

    def line(self, reader: Reader) -> str:
        """What happened, for who reads a single line."""
        return self.subject(reader)


class Message(BaseModel):
    """What one person is sent; plain values, so that it can wait in the outbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: str
    person: str
    kind: Kind
    cause: str = Field(max_length=MOST_CAUSE)
    subject: OneLine
    body: Annotated[str, AfterValidator(without_controls)]
    line: OneLine
    link: str = ""
    facts: dict[str, Any]
    expires: datetime | None = None

    def located(self, base: str) -> Message:
        """The message with its `link`, a path so far, below the address `base`, and at the end of the body.

        Without a `base` nobody knows where that is: there is no link then.
        """
        link = f"{base.rstrip('/')}{self.link}" if base and self.link else ""
        body = f"{self.body}\n\n{link}" if link else self.body
        return self.model_copy(update={"link": link, "body": body})

    def delivery(self, channel: str, address: str) -> str:
        """The name of this message at this address, the same at every attempt: 32 hexadecimal digits."""
        parts = (self.team, self.person, self.cause, channel, address)
        return sha256("\n".join(parts).encode()).hexdigest()[:32]


def message(notice: Notice, reader: Reader, link: str = "") -> Message:
    """`notice` in the words for `reader`. `link` leads to where it can be seen or answered."""
    lines = notice.body(reader)
    return Message(
        team=notice.team,
        person=reader.person,
        kind=notice.kind,
        cause=notice.cause,
        subject=f"[{notice.team}] {notice.subject(reader)}",
        body="\n".join([*lines, "", link] if link else lines),
        line=f"[{notice.team}] {notice.line(reader)}",
        link=link,
        facts=plain(notice),
        expires=notice.expires,
    )
