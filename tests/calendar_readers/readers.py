"""The calendar programs that must read our feeds, and how to ask each: one process for many feeds."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.calendar_readers import in_python
from tests.calendar_readers.seen import Reading, Seen

HERE = Path(__file__).parent
NODE = Path(os.environ.get("WATCHBILL_READERS_NODE") or HERE)
APT = "xargs apt-get install <tests/debian-packages.txt"
NPM = f"npm ci --prefix {HERE.relative_to(HERE.parents[1])}"

Feeds = Sequence[bytes]


@dataclass(frozen=True)
class Reader:
    """A calendar program. `read` writes to a folder of its own, and gives a reading for each of the feeds.

    `probe` is a command that succeeds where the program is installed, which `install` does. Not every program tells
    UID and status, and some stumble over backslashes in a text.
    """

    name: str
    read: Callable[[Feeds, Path], list[Reading]]
    probe: Sequence[str] = ()
    install: str = ""
    tells_all: bool = True
    keeps_backslashes: bool = True

    def sees(self, events: Iterable[Seen]) -> list[Seen]:
        """What it should make of `events`."""
        return sorted(events if self.tells_all else (replace(event, uid="", status="") for event in events))

    def installed(self) -> bool:
        try:
            return not self.probe or subprocess.run(self.probe, capture_output=True, env=_environment()).returncode == 0
        except FileNotFoundError:
            return False


def _in_python(name: str, read: Callable[[bytes], Reading]) -> Reader:
    return Reader(name, lambda feeds, folder: [read(feed) for feed in feeds])


def _program(name: str, *command: str, install: str, **fields: Any) -> Reader:
    """A program of ours that prints what a library sees; of no files nothing, where that library is installed."""
    return Reader(name, partial(_json_of, command), command, install, **fields)


def _json_of(command: Sequence[str], feeds: Feeds, folder: Path) -> list[Reading]:
    """What a program of ours prints about the files that it is called with."""
    done = _run([*command, *_written(feeds, folder)])
    return [Reading(sorted(map(_seen, told["events"])), told["complaints"]) for told in json.loads(done)]


def _seen(told: list[Any]) -> Seen:
    uid, *bounds, summary, status = told
    start, end = (datetime.fromtimestamp(edge, UTC) for edge in bounds)
    return Seen(uid, start, end, summary or "", status or "")


def _calcurse(feeds: Feeds, folder: Path) -> list[Reading]:
    """Calcurse: it writes what it imports into a file of its own, by the clock of TZ, without UID and status."""
    return [_calcurse_one(path, folder / f"calcurse{n}") for n, path in enumerate(_written(feeds, folder))]


def _calcurse_one(path: str, data: Path) -> Reading:
    data.mkdir()
    report = _run(["calcurse", "-D", str(data), "-C", str(data), "-i", path])
    lines = (data / "apts").read_text().splitlines()
    found = [_calcurse_event(line) for line in lines]
    return Reading(sorted(found), _skipped(report))


def _skipped(report: str) -> list[str]:
    return [] if re.search(r"\b0 skipped", report) else [report]


def _calcurse_event(line: str) -> Seen:
    told = re.fullmatch(r"(.{18}) -> (.{18}) ?(?:>\w+ )?\|(.*)", line)
    assert told, line
    start, end = (datetime.strptime(text, "%m/%d/%Y @ %H:%M").replace(tzinfo=UTC) for text in told.groups()[:2])
    return Seen("", start, end, told[3], "")


def _written(feeds: Feeds, folder: Path) -> list[str]:
    paths = [folder / f"{n:03}.ics" for n in range(len(feeds))]
    for path, feed in zip(paths, feeds, strict=True):
        path.write_bytes(feed)
    return [str(path) for path in paths]


def _run(command: Sequence[str]) -> str:
    """What it prints. What it says on stderr is a complaint, and fails the test."""
    done = subprocess.run(command, capture_output=True, text=True, env=_environment(), stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (0, ""), f"{command[0]}: {done.stderr or done.stdout}"
    return done.stdout


def _environment() -> dict[str, str]:
    return os.environ | {"TZ": "UTC", "LC_ALL": "C.UTF-8", "WATCHBILL_READERS_NODE": str(NODE)}


PROGRAMS = HERE / "programs"

READERS = [
    _in_python("icalendar", in_python.icalendar),
    _in_python("recurring-ical-events", in_python.recurring),
    _in_python("x-wr-timezone", in_python.x_wr_timezone_),
    _in_python("ical", in_python.ical),
    _in_python("vobject", in_python.vobject_),
    _program("ical.js", "node", f"{PROGRAMS}/ical_js.cjs", install=NPM),
    _program("node-ical", "node", f"{PROGRAMS}/node_ical.cjs", install=NPM, keeps_backslashes=False),
    _program("libical", "/usr/bin/python3", f"{PROGRAMS}/libical.py", install=APT),
    _program("sabre/vobject", "php", f"{PROGRAMS}/sabre.php", install=APT, keeps_backslashes=False),
    _program("ruby-icalendar", "ruby", f"{PROGRAMS}/ruby_icalendar.rb", install=APT, keeps_backslashes=False),
    Reader("calcurse", _calcurse, ("calcurse", "--version"), APT, tells_all=False),
]
