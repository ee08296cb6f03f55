"""A process of its own for one claimed run, so that nobody waits for it or dies with it; `api.jobs.process` starts it.

Its first line of input is the order, as JSON. The end of the input asks it to give the run back; that comes too when
whoever started it is killed.
"""

from __future__ import annotations

import json
import os
from threading import Thread
from typing import Any

from api.jobs.runs import Claim
from api.jobs.work import Stop, work
from api.logs import set_up
from api.settings import Settings
from api.store.engine import store_of

_INPUT = 0


def main() -> None:
    """Do what the input orders."""
    with open(_INPUT, "rb", buffering=0, closefd=False) as lines:
        order: dict[str, Any] = json.loads(lines.readline())
    settings = Settings.model_validate(order["settings"])
    set_up(settings)
    stop = Stop()
    Thread(target=_hear_the_end, args=(stop,), daemon=True).start()
    store = store_of(settings)
    try:
        work(store, Claim(**order["claim"]), stop)
    finally:
        store.close()


def _hear_the_end(stop: Stop) -> None:
    while os.read(_INPUT, 1024):
        pass
    stop.give_back()


if __name__ == "__main__":
    main()
