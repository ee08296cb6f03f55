"""The process that works on a claimed run, seen from whoever started it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from time import monotonic
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from api.jobs.runs import Claim, abandon, give_back
from api.settings import Settings
from api.store.engine import Store

PATIENCE_SECONDS = 15  # with one that is to give its run back
_COMMAND = (sys.executable, "-P", "-m", "api.jobs.child")  # -P: the folder we are in may have an `api` of its own

_log = structlog.get_logger()


class Process:
    """Works on one run, and is stuck when it takes far longer than its search may."""

    def __init__(self, store: Store, settings: Settings, claim: Claim) -> None:
        self._store, self._claim = store, claim
        self._deadline = monotonic() + 2 * claim.seconds + 600
        # A session of its own: Ctrl-C in the terminal is for us, who then tell it.
        self._child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, bufsize=0, start_new_session=True)
        told = settings.model_dump(include={"database_url", "log_format", "log_level"})
        self._order({"settings": told, "claim": asdict(claim)})

    def has_ended(self, wait: float = 0.0) -> bool:
        """Whether the work is over, after `wait` seconds at most. One that ended badly leaves its run to others."""
        if monotonic() > self._deadline:
            _log.error("a solve is stuck", run=self._claim.run)
            self._child.kill()
        try:
            code = self._child.wait(wait)
        except subprocess.TimeoutExpired:
            return False
        self._close()
        if code:
            _log.error("the process of a solve ended badly", run=self._claim.run, code=code)
            self._say(abandon)
        return True

    def ask_to_give_back(self) -> None:
        """Its input ends; `give_back` waits until it has done so."""
        self._close()

    def give_back(self) -> None:
        """End it, and let others go on with its run."""
        self.ask_to_give_back()
        try:
            self._child.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._say(give_back)

    def _order(self, order: dict[str, Any]) -> None:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(order).encode() + b"\n")
        except BrokenPipeError:
            _log.error("the process of a solve did not start", run=self._claim.run)

    def _close(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()

    def _say(self, what: Callable[[Store, Claim], object]) -> None:
        try:
            what(self._store, self._claim)
        except DBAPIError as error:  # then others wait for the end of the lease
            _log.warning("a run waits for the database", run=self._claim.run, error=str(error.orig))
