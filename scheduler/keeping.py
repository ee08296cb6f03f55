"""The best roster so far, checked and kept while a search goes on: whatever ends the search, what it found is there."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from types import TracebackType

from scheduler.domain.roster import Roster
from scheduler.problem import Problem
from scheduler.verify import Verdict, verify

PAUSE_SECONDS = 0.5  # between two rosters, at least
_PAUSE_SHARE = 4.0  # of the time that the last one took to check and save: the search wants the processor too


class Keeping:
    """Hands the newest roster to `save` when the checker has confirmed it, in a thread of its own while the block runs.

    `keep` is for the search to call. When the block ends by an exception, what is still to be checked is saved first.
    """

    def __init__(self, problem: Problem, save: Callable[[Roster, Verdict], None]) -> None:
        self._problem = problem
        self._save = save
        self._newest: Callable[[], Roster] | None = None
        self._wake = Event()
        self._over = Event()
        self._thread = Thread(target=self._run, name="keeping", daemon=True)

    def __enter__(self) -> Keeping:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._wake.set()
        self._thread.join()
        if kind is not None:
            self._check_and_save()

    def keep(self, roster: Callable[[], Roster]) -> None:
        """A better roster, by a function that makes it: what is passed over is never made."""
        self._newest = roster
        self._wake.set()

    def _run(self) -> None:
        while self._wake.wait() and not self._over.is_set():
            self._wake.clear()
            began = monotonic()
            self._check_and_save()
            self._over.wait(max(PAUSE_SECONDS, _PAUSE_SHARE * (monotonic() - began)))

    def _check_and_save(self) -> None:
        make, self._newest = self._newest, None
        if make is None:
            return
        roster = make()
        verdict = verify(self._problem, roster)
        if not verdict.hard:  # else it is a bug, which the end of the search tells of
            self._save(roster, verdict)
