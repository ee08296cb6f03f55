"""The heartbeat of a run that is worked on: renews its lease, says how far it is, and hears whether to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from api.jobs.runs import Claim, Word, beat
from api.schedule.content import rows_of
from api.store.engine import Store
from api.store.tables import SolveRun
from scheduler.domain.roster import Roster
from scheduler.outcome import Progress

BEAT_SECONDS = 1.0  # at most: what is kept is written at once
MOST_STEPS = 200  # of progress that are kept, the newest

_log = structlog.get_logger()


class Beats:
    """Beats in a thread of its own while the block runs. `cancel` is set when the work is to end; `word` says why.

    `best` makes the best roster that was kept.
    """

    def __init__(self, store: Store, claim: Claim, run: SolveRun, cancel: Event) -> None:
        self.word = Word.GO_ON
        self.best: Callable[[], Roster] | None = None
        self._store, self._claim, self._cancel = store, claim, cancel
        self._before, self._began = run.spent_seconds, monotonic()
        self._steps = list(run.progress)
        self._latest: Progress | None = None
        self._written: Callable[[], Roster] | None = None
        self._unsaid: dict[str, Any] = {}
        self._over = Event()
        self._wake = Event()
        self._lock = Lock()
        self._thread = Thread(target=self._run, name="beats", daemon=True)

    def __enter__(self) -> Beats:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._wake.set()
        self._thread.join()

    @property
    def spent(self) -> float:
        """Seconds of work on the run, those of workers before included."""
        return round(self._before + monotonic() - self._began, 2)

    def tell(self, progress: Progress) -> None:
        """For the search to call; what comes faster than the heart beats is passed over."""
        self._latest = progress

    def keep(self, roster: Callable[[], Roster]) -> None:
        """For the search to call with a better roster, not more often than the database can take one."""
        self.best = roster
        self._wake.set()

    def said(self) -> dict[str, Any]:
        """What the database does not know yet, as the run's row keeps it."""
        with self._lock:
            self._unsaid |= {"spent_seconds": self.spent} | self._progress() | self._best()
            return dict(self._unsaid)

    def _progress(self) -> dict[str, Any]:
        latest, self._latest = self._latest, None
        if latest is None:
            return {}
        last = self._steps[-1]["id"] if self._steps else 0
        seconds = round(self._before + latest.seconds, 2)
        self._steps.append({"id": last + 1, **asdict(latest), "seconds": seconds})
        del self._steps[:-MOST_STEPS]
        return {"progress": list(self._steps)}

    def _best(self) -> dict[str, Any]:
        best = self.best
        if best is None or best is self._written:
            return {}
        self._written = best
        return {"best": rows_of(best())}

    def _run(self) -> None:
        while not self._paused() and self.word is not Word.LOST:
            try:
                self.word = beat(self._store, self._claim, self.said())
                self._unsaid.clear()
            except DBAPIError as error:  # the work goes on; unless somebody takes the run over, so does the lease later
                _log.warning("a heartbeat waits for the database", run=self._claim.run, error=str(error.orig))
            if self.word is not Word.GO_ON:
                self._cancel.set()

    def _paused(self) -> bool:
        """Until the next beat; whether it is the end."""
        self._wake.wait(BEAT_SECONDS)
        self._wake.clear()
        return self._over.is_set()
