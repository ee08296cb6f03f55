"""Waiting for work in another thread, so that Ctrl-C stops the work and not the program."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import Generic, TypeVar

T = TypeVar("T")
TICK_SECONDS = 0.2


class _Worker(Thread, Generic[T]):
    """Does the work; a daemon, so that a second Ctrl-C ends the program at once."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.result: T
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again where somebody waits for it
            self.error = error


def patiently(work: Callable[[], T], cancel: Event, tick: Callable[[], None]) -> T:
    """What `work` returns or raises. The first Ctrl-C sets `cancel`, which `work` minds; the second is raised here."""
    worker = _Worker(work)
    with _interrupts_set(cancel):
        worker.start()
        while worker.is_alive():
            worker.join(TICK_SECONDS)
            tick()
    if worker.error is not None:
        raise worker.error
    return worker.result


@contextmanager
def _interrupts_set(cancel: Event) -> Iterator[None]:
    """Only the main thread can say what an interrupt does; any other leaves it as it is."""
    if current_thread() is not main_thread():
        yield
        return

    def interrupted(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
