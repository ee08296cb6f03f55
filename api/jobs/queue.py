"""What a queue of solve runs must do, whoever works them off."""

from __future__ import annotations

from typing import Protocol

from api.store.tables import SolveRun
from api.store.transaction import Transaction


class Queue(Protocol):
    """Hands runs to workers."""

    def enqueue(self, transaction: Transaction, run: SolveRun) -> None:
        """Let `run`, which the transaction adds, be worked off once it is committed; never when it is not."""

    def start(self) -> None:
        """Begin to work off runs in this process, if it is to."""

    def stop(self) -> None:
        """End that; runs under way are taken up again by whoever comes next."""
