"""How fast calendar feeds are: ``python -m benchmarks.feeds``.

It makes a team of 28 people with a shift a day for a year (10,220 events), starts `watchbill serve` on one processor,
and asks from another one: the empty endpoint, /healthz, and feeds, unchanged (304) and whole (200, gzip), in turn.
Then, in one process, it renders the events of the feed with our writer and with icalendar; last, a year of 150 people.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import httpx2
import icalendar

from api.feeds.bookkeeping import told
from api.store.engine import Store
from benchmarks.feeds_teams import TEAM, made
from exports.feed import Surroundings, View, feed
from scheduler.intervals import Interval, parse_instant

SERVER_CPU, ASKER_CPU = 0, 1
PEOPLE, LARGE, DAYS, WORKED = 28, 150, 365, 220
ALWAYS = Interval(parse_instant("2000-01-01T00:00:00Z"), parse_instant("2100-01-01T00:00:00Z"))
Figures = dict[str, Any]


def main() -> None:
    said = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        found = _of_team(Path(folder) / "team.db", said) | _of_large_team(Path(folder) / "large.db")
    sys.stdout.write("\n".join(f"{what:52} {value}" for what, value in found.items()) + "\n")
    if said.json:
        said.json.write_text(json.dumps(found, indent=2) + "\n")


def _of_team(file: Path, said: argparse.Namespace) -> Figures:
    token = made(file, PEOPLE, DAYS, datetime.now(UTC))
    with _serving(file, token) as (port, client):
        whole, own = _path(client), _path(client, person="p-000")
        first, answer = _timed(lambda: client.get(whole))
        found: Figures = {
            "events of the feed": answer.text.count("BEGIN:VEVENT"),
            "bytes, gzipped": int(answer.headers["Content-Length"]),
            "first time, told anew and rendered, s": round(first, 2),
        }
        kept = [f"If-None-Match: {answer.headers['ETag']}", "Accept-Encoding: gzip"]
        rounds = [
            (
                _load(port, said, "/healthz", "200"),
                _load(port, said, whole, "304", *kept),
                _load(port, said, own, "200", "Accept-Encoding: gzip"),
            )
            for _ in range(said.rounds)
        ]
        names = ("empty endpoint", "unchanged feed (304)", "a person's feed (200, gzip)")
        for n, name in enumerate(names):
            found[f"{name}, a second"] = median(figures[n]["a second"] for figures in rounds)
            found[f"{name}, p99 ms"] = median(figures[n]["p99 ms"] for figures in rounds)
        by = median(known["a second"] / empty["a second"] for empty, known, _ in rounds)
        found["unchanged by empty, %"] = round(100 * by)
    return found | _rendered(file)


def _rendered(file: Path) -> Figures:
    """Our writer and icalendar on the same events, in this process."""
    store = Store(f"sqlite:///{file}")
    with store.reading() as session:
        events = told(session, TEAM, None)
    store.close()
    about = Surroundings("Harbour", "UTC", "https://rota.example.org")
    ours, body = _timed(lambda: feed(events, View(TEAM), about, datetime.now(UTC).date(), ALWAYS))
    read = icalendar.Calendar.from_ical(body)
    theirs, again = _timed(lambda: _by_icalendar(read))
    assert sorted(again.splitlines()) == sorted(body.splitlines())
    return {
        "rendering it with our writer, s": round(ours, 2),
        "rendering it with icalendar, s": round(theirs, 2),
        "times as fast": round(theirs / ours, 1),
    }


def _by_icalendar(read: Any) -> bytes:
    """The same calendar, made anew property by property."""
    calendar = icalendar.Calendar()
    for name, value in read.items():
        calendar[name] = value
    for event in read.walk("VEVENT"):
        copy = icalendar.Event()
        for name, value in event.items():
            plain = {"CATEGORIES": lambda v: v.cats, "URL": str}.get(name, lambda v: getattr(v, "dt", v))
            copy.add(name, plain(value))
        calendar.add_component(copy)
    body: bytes = calendar.to_ical()
    return body


def _of_large_team(file: Path) -> Figures:
    """A year of 150 people: of each about 220 shifts."""
    token = made(file, LARGE, DAYS, datetime.now(UTC), worked=WORKED)
    with _serving(file, token) as (_, client):
        whole, own = _path(client), _path(client, person="p-000")
        first, answer = _timed(lambda: client.get(whole))
        ours, _ = _timed(lambda: client.get(own))
        _override(client)
        changed, _ = _timed(lambda: client.get(own))
        everybody, _ = _timed(lambda: client.get(whole))
    return {
        f"a year of {LARGE} people, events": answer.text.count("BEGIN:VEVENT"),
        "its team's feed for the first time, s": round(first, 1),
        "then a person's for the first time, ms": round(1000 * ours, 1),
        "after an override the first feed asked for, s": round(changed, 1),
        "then the team's, s": round(everybody, 1),
    }


def _override(client: httpx2.Client) -> None:
    """One of those who are free for an hour tomorrow comes too."""
    start = datetime.now(UTC) + timedelta(days=1)
    span = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    body = {"duty": "on-duty", "reason": "benchmark", **span}
    for n in range(LARGE):
        if client.post(f"/v1/teams/{TEAM}/overrides", json=body | {"add": f"p-{n:03}"}).is_success:
            return
    raise SystemExit("nobody is free")


def _path(client: httpx2.Client, **wanted: str) -> str:
    answer = client.post(f"/v1/teams/{TEAM}/feeds", json=wanted).raise_for_status()
    return "/" + str(answer.json()["url"]).split("/", 3)[3]


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    begun = perf_counter()
    found = call()
    return perf_counter() - begun, found


def _load(port: int, said: argparse.Namespace, path: str, status: str, *headers: str) -> Figures:
    how = ["--port", str(port), "--connections", str(said.connections), "--seconds", str(said.seconds)]
    where = ["--cpu", str(ASKER_CPU)] if _processors() > 1 else []
    more = [word for header in headers for word in ("--header", header)]
    program = [sys.executable, "-m", "benchmarks.oncall_load", *how, *where, *more, path]
    done = subprocess.run(program, check=True, stdout=subprocess.PIPE)
    found: Figures = json.loads(done.stdout)
    if set(found["statuses"]) != {status}:
        raise SystemExit(f"not every answer was a {status}: {found['statuses']}")
    return found


@contextmanager
def _serving(file: Path, token: str) -> Iterator[tuple[int, httpx2.Client]]:
    """`watchbill serve` on one processor: its port, and a client that may do everything."""
    settings = {
        "DATABASE_URL": f"sqlite:///{file}",
        "PORT": "0",
        "REQUESTS_A_MINUTE": str(10**9),
        "SOLVER_JOBS": "0",
        "NOTICES": "false",
        "LOG_LEVEL": "warning",
    }
    environment = os.environ | {f"WATCHBILL_{key}": value for key, value in settings.items()}
    program = [sys.executable, "-m", "api.cli", "serve"]
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as server:
        if _processors() > 1:
            os.sched_setaffinity(server.pid, {SERVER_CPU})
        assert server.stdout is not None
        try:
            port = next(int(line.rpartition(":")[2]) for line in server.stdout if "serves http" in line)
            headers = {"Authorization": f"Bearer {token}"}
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=120) as client:
                yield port, client
        finally:
            server.terminate()


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=4, help="how long each measurement lasts")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is repeated; the median is told")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
