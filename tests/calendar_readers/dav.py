"""vdirsyncer and khal: they subscribe to feeds over HTTP, keep an event in a file each, and list them.

vdirsyncer knows events by what is in them, not by their UIDs, and gives them UIDs of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.calendar_readers.seen import Seen

FIRST_DAY, DAYS = "2026-12-01", "200d"
FIELDS = ("start-long-full", "end-long-full", "status", "title")
_PAIR = """
[pair {name}]
a = "{name}_remote"
b = "{name}_here"
collections = null
[storage {name}_remote]
type = "http"
url = "{url}"
[storage {name}_here]
type = "filesystem"
path = "{folder}/{name}"
fileext = ".ics"
"""
_KHAL = """
[calendars]
{calendars}
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class Subscriber:
    """Somebody whose calendars are the feeds at `addresses`, by name; all that is kept is in `folder`."""

    def __init__(self, folder: Path, addresses: Mapping[str, str]) -> None:
        self.folder = folder
        for name in addresses:
            (folder / name).mkdir()
        pairs = [_PAIR.format(name=name, url=url, folder=folder) for name, url in addresses.items()]
        (folder / "vdirsyncer").write_text(f'[general]\nstatus_path = "{folder}/status"\n{"".join(pairs)}')
        calendars = "".join(f"[[{name}]]\npath = {folder}/{name}\n" for name in addresses)
        (folder / "khal").write_text(_KHAL.format(calendars=calendars, folder=folder))
        self._run("vdirsyncer", "-c", "vdirsyncer", "discover")

    def sync(self) -> None:
        """Fetch the feeds."""
        self._run("vdirsyncer", "-c", "vdirsyncer", "sync")

    def kept(self, name: str) -> dict[Path, bytes]:
        """The files of one calendar."""
        return {path: path.read_bytes() for path in (self.folder / name).iterdir()}

    def listed(self, name: str) -> list[Seen]:
        """What khal lists of one calendar, without UIDs; in order."""
        form = "\x1f".join(f"{{{field}}}" for field in FIELDS)
        options = ["list", "--once", "-a", name, "-df", "", "-f", form]
        told = self._run("khal", "-c", "khal", *options, FIRST_DAY, DAYS)
        found = []
        for line in filter(None, told.splitlines()):
            start, end, status, title = line.split("\x1f")
            found.append(Seen("", _instant(start), _instant(end), title, status.strip()))
        return sorted(found)

    def _run(self, tool: str, *words: str) -> str:
        """What it prints; it must have nothing to complain of."""
        environment = os.environ | {"TZ": "UTC", "HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PYTHONTZPATH": ""}
        done = subprocess.run(
            [str(Path(sys.executable).with_name(tool)), *words],
            capture_output=True,
            text=True,
            env=environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
        )
        complaints = [line for line in done.stderr.splitlines() if line.startswith(("warning", "error", "critical"))]
        assert (done.returncode, complaints) == (0, []), done.stderr
        return done.stdout


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
