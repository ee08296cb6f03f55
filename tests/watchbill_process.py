"""`watchbill` as a process of its own, as users start it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

PATIENCE = 120.0  # seconds; a busy machine takes long to start a process


@dataclass
class Serving:
    """A service that runs. `token` is empty unless this start made the first administrator."""

    process: subprocess.Popen[str]
    address: str
    token: str


def command(*words: str) -> list[str]:
    """How to call it in this environment."""
    return [sys.executable, "-m", "api.cli", *words]


@contextmanager
def process(*words: str, folder: Path, **settings: object) -> Iterator[subprocess.Popen[str]]:
    """A command that runs until the end of the block, or until it is killed. Its stderr goes to `folder`/log."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WATCHBILL_")}
    environment |= {f"WATCHBILL_{name.upper()}": str(value) for name, value in settings.items()}
    root = Path(__file__).parents[1]
    environment |= {"PYTHONPATH": str(root), "PYTHONTZPATH": "", "PYTHONUNBUFFERED": "1"}
    with (folder / "log").open("a") as log:
        started = subprocess.Popen(
            command(*words), cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=log
        )
    with started:
        try:
            yield started
        finally:
            if started.poll() is None:
                started.send_signal(signal.SIGCONT)
                started.terminate()
            started.wait(PATIENCE)


@contextmanager
def serving(folder: Path, **settings: object) -> Iterator[Serving]:
    """`watchbill serve` on a free port."""
    with process("serve", "--port", "0", folder=folder, **settings) as started:
        lines = _lines(started)
        token = address = ""
        while not address:
            line = _next(lines, folder)
            if found := re.search(r"token, shown this once: (\S+)", line):
                token = found[1]
            if found := re.search(r"serves (http://\S+)", line):
                address = found[1]
        yield Serving(started, address, token)


def _lines(started: subprocess.Popen[str]) -> Queue[str]:
    """What it prints, read so that it never waits for us."""
    lines: Queue[str] = Queue()
    assert started.stdout is not None
    stdout = started.stdout

    def read() -> None:
        for line in stdout:
            lines.put(line)
        lines.put("")

    Thread(target=read, daemon=True).start()
    return lines


def _next(lines: Queue[str], folder: Path) -> str:
    try:
        line = lines.get(timeout=PATIENCE)
    except Empty:
        line = ""
    if not line:
        raise RuntimeError(f"it did not start:\n{(folder / 'log').read_text()}")
    return line
