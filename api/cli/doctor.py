"""`watchbill doctor`: is this installation sound, and what does it know?

Nothing of ours is imported before it is known to be ours: where another package has one of our names, this still runs.
"""

from __future__ import annotations

import json
import platform
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rich.console import Console

from api.cli.versions import NOT_INSTALLED, version_of

PACKAGES = ("scheduler", "constraints", "exports", "api")
DISTRIBUTIONS = ("watchbill", "ortools", "pendulum", "icalendar", "holidays", "tzdata")


def run() -> int:
    """Print what is found. Returns 1 when something is wrong."""
    console = Console(markup=False, highlight=False, soft_wrap=True)
    faults = list(_foreign())
    console.print(f"python      {platform.python_version()}")
    for name in DISTRIBUTIONS:
        console.print(f"{name:<11} {version_of(name)}")
    faults += [f"{name} is not installed" for name in DISTRIBUTIONS[1:] if version_of(name) == NOT_INSTALLED]
    if not faults:
        faults += _data(console)
    for fault in faults:
        console.print(f"WRONG: {fault}")
    if not faults:
        console.print(f"packages    {', '.join(PACKAGES)} are ours, in {_root()}")
        console.print("All is well.")
    return 1 if faults else 0


def _foreign() -> Iterator[str]:
    """Packages that Python finds elsewhere than this file, and this file where Watchbill was not installed."""
    root = _root()
    for name in PACKAGES:
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if found != root / name:
            yield f"Python finds the package {name} in {found}, not in {root}: something else has its name"
    if not (_is_checkout(root) or _is_installed(root)):
        yield f"{root} is neither a checkout of watchbill nor where the distribution watchbill is installed"


def _root() -> Path:
    return Path(__file__).resolve().parents[2]


def _is_checkout(root: Path) -> bool:
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(project.get("project", {}).get("name") == "watchbill")


def _is_installed(root: Path) -> bool:
    """Whether the installed distribution has its files here, or says that it is installed from here."""
    try:
        installed = distribution("watchbill")
    except PackageNotFoundError:
        return False
    return Path(str(installed.locate_file("api"))).resolve() == root / "api" or _source_of(installed) == root


def _source_of(installed: Distribution) -> Path | None:
    """The folder of an editable install."""
    about = json.loads(installed.read_text("direct_url.json") or "{}")
    url = urlsplit(about.get("url", ""))
    return Path(unquote(url.path)).resolve() if url.scheme == "file" else None


def _data(console: Console) -> list[str]:
    """Says which time zones and holidays are known. Returns what is wrong."""
    import zoneinfo
    from importlib import import_module

    from api.documents.calendars import calendars, table_of
    from scheduler.intervals import is_zone

    console.print(f"time zones  IANA {import_module('tzdata').IANA_VERSION}, from the package tzdata alone")
    for table in filter(None, map(table_of, sorted(calendars()))):
        until = f"until {table.confirmed_until}" if table.confirmed_until else f"as far as known, {table.known_until}"
        console.print(f"holidays    {table.calendar:<7} {table.source}; confirmed {until}")
    wrong = ["time zones come from the machine, not from tzdata"] if zoneinfo.TZPATH else []
    return wrong if is_zone("Asia/Singapore") else [*wrong, "no time zones are found"]
