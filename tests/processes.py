"""Looking at processes and waiting for them, on Linux."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 180.0  # seconds for what takes one to thirty: a busy machine takes more


def until(done: Callable[[], bool]) -> None:
    """Ask `done` again and again until it says yes. Raises TimeoutError when that takes far too long."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError(f"still not so after {PATIENCE:.0f} s")
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """The processes that `pid` has started and that still run."""
    others = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    return [other for other in others if _status(other)[1] == pid]


def state(pid: int) -> str:
    """One letter, as `ps` shows it: ``T`` is stopped. Empty when it has ended, be it buried or not."""
    return _status(pid)[0]


def _status(pid: int) -> tuple[str, int]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return "", 0
    letter, parent = text.rpartition(")")[2].split()[:2]  # the name in brackets before it may hold anything
    return ("", 0) if letter in "ZX" else (letter, int(parent))
