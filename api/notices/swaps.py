"""Notices about swaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.notices.kinds import Kind
from api.notices.message import Notice
from api.notices.reader import Reader, listed
from scheduler.oncall.values import Holding


class Step(StrEnum):
    """What happened to a swap."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TO_APPROVE = "to-approve"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_KIND = {Step.ASKED: Kind.SWAP_ASKED, Step.TO_APPROVE: Kind.SWAP_TO_APPROVE, Step.WITHDRAWN: Kind.SWAP_WITHDRAWN}
_SAID = {
    Step.ASKED: "{who} asked for a swap",
    Step.ACCEPTED: "{who} accepted the swap",
    Step.DECLINED: "{who} declined the swap",
    Step.TO_APPROVE: "A swap that {who} asked for needs approval",
    Step.APPROVED: "{who} approved the swap",
    Step.REFUSED: "{who} refused the swap",
    Step.WITHDRAWN: "{who} withdrew the swap",
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What goes over to the person `to`, from the one who holds it. None: to whoever takes it."""

    shift: Holding
    to: str | None


@dataclass(frozen=True, slots=True)
class SwapNotice(Notice):
    """`by` took the `step` with the swap of that id; `version` tells apart steps that are taken again.

    `by` is a person or whatever else acted, such as ``revision 4``. `hands` has all that changes hands.
    """

    swap: int
    version: int
    step: Step
    by: str
    hands: tuple[HandedOver, ...]
    reason: str = ""

    @property
    def kind(self) -> Kind:
        return _KIND.get(self.step, Kind.SWAP_ANSWERED)

    @property
    def cause(self) -> str:
        return f"swap:{self.swap}:{self.version}:{self.step}"

    def subject(self, reader: Reader) -> str:
        said = _SAID[self.step].format(who=reader.called(self.by))
        return f"Y{said[1:]}" if said.startswith("you ") else said

    def body(self, reader: Reader) -> list[str]:
        lines = [f"{self.subject(reader)}:", *listed(self._handed(hand, reader) for hand in self.hands)]
        return [*lines, f"Reason: {self.reason}"] if self.reason else lines

    def line(self, reader: Reader) -> str:
        return f"{self.subject(reader)}: {'; '.join(self._handed(hand, reader) for hand in self.hands)}"

    @staticmethod
    def _handed(hand: HandedOver, reader: Reader) -> str:
        to = "whoever takes it" if hand.to is None else reader.called(hand.to)
        return f"{reader.shift(hand.shift)}: from {reader.called(hand.shift.person)} to {to}"
