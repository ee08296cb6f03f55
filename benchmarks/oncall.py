"""How fast the service says who is on call: ``python -m benchmarks.oncall --teams 1000 --database teams.db``.

It makes the database where the file is not there yet, and starts `watchbill serve` on one processor; what asks runs on
another one. The empty endpoint, /healthz, and /v1/oncall are asked in turn; then /v1/oncall again while somebody makes
overrides, and while a plan is solved.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Event
from time import monotonic, sleep
from typing import Any

import httpx2

import api
from api.documents.reading import read_folder
from benchmarks import oncall_teams
from benchmarks.oncall_teams import AT_ONCE, name

EMPTY, ONCALL = "/healthz", "/v1/oncall"
ASKED_TEAMS = 1000
SERVER_CPU, ASKER_CPU = 0, 1
SOLVED = Path(api.__file__).parent / "examples" / "gsr-2027q1"
Figures = dict[str, Any]


def main() -> None:
    said = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        file = said.database or Path(folder) / "teams.db"
        token = _database(file, said.teams, said.at_once)
        with _serving(file, said.prefix) as (server, port, started):
            found = _measured(said, Asking(port, token, said), server)
    found = {"teams": said.teams, "people at once": said.at_once, "start, s": round(started, 1), **found}
    sys.stdout.write("\n".join(f"{what:42} {value}" for what, value in found.items()) + "\n")
    if said.json:
        said.json.write_text(json.dumps(found, indent=2) + "\n")


class Asking:
    """Asks the server on `port`."""

    def __init__(self, port: int, token: str, said: argparse.Namespace) -> None:
        self._port, self._token, self._said = port, token, said
        self.client = httpx2.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        teams = [name(n) for n in range(min(said.teams, ASKED_TEAMS))]
        random.Random(1).shuffle(teams)
        self._paths = [f"{ONCALL}?team={team}" for team in teams]

    def empty(self) -> Figures:
        return self._load([EMPTY])

    def oncall(self) -> Figures:
        return self._load(self._paths)

    def _load(self, paths: list[str]) -> Figures:
        said = self._said
        program = [*said.prefix, sys.executable, "-m", "benchmarks.oncall_load"]
        how = ["--port", str(self._port), "--token", self._token]
        how += ["--connections", str(said.connections), "--seconds", str(said.seconds)]
        where = ["--cpu", str(ASKER_CPU)] if _processors() > 1 else []
        done = subprocess.run([*program, *how, *where, *paths], check=True, stdout=subprocess.PIPE)
        found: Figures = json.loads(done.stdout)
        if set(found["statuses"]) != {"200"}:
            raise SystemExit(f"not every answer was a 200: {found['statuses']}")
        return found


def _measured(said: argparse.Namespace, asking: Asking, server: int) -> Figures:
    asking.oncall()  # everything once, before it counts
    rounds = [(asking.empty(), asking.oncall()) for _ in range(said.rounds)]
    found: Figures = {"resident, MiB": _resident(server)}
    found |= _medians("empty endpoint", [empty for empty, _ in rounds])
    found |= _medians("on call", [oncall for _, oncall in rounds])
    found["on call by empty, %"] = round(100 * found["on call, a second"] / found["empty endpoint, a second"])
    with _writing(asking.client, said) as written:
        found |= _medians("on call beside overrides", [asking.oncall() for _ in range(said.rounds)])
    found["overrides a second"] = round(len(written) / sum(written), 1) if written else 0
    with _solving(asking.client, server):
        found |= _medians("on call beside a solve", [asking.oncall() for _ in range(said.rounds)])
    return found | {"resident after it, MiB": _resident(server)}


def _medians(what: str, rounds: list[Figures]) -> Figures:
    names = ("a second", "p50 ms", "p99 ms", "worst ms")
    return {f"{what}, {name}": median(found[name] for found in rounds) for name in names}


@contextmanager
def _writing(client: httpx2.Client, said: argparse.Namespace) -> Iterator[list[float]]:
    """Somebody who makes overrides, some a second, as long as this lasts; and how long each turn took."""
    done, turns = Event(), []

    def write() -> None:
        chosen = random.Random(2)
        while not done.is_set():
            begun = monotonic()
            _override(client, name(chosen.randrange(said.teams)), chosen.randrange(24, 2000))
            sleep(max(0.0, 1 / said.writes_a_second - (monotonic() - begun)))
            turns.append(monotonic() - begun)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            yield turns
        finally:
            done.set()
            writing.result()


def _override(client: httpx2.Client, team: str, hours: int) -> None:
    """Somebody more for an hour, some hours from now."""
    start = datetime.now(UTC) + timedelta(hours=hours)
    span = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    body = {"duty": "standby", "add": "dub-00", "reason": "benchmark", **span}
    client.post(f"/v1/teams/{team}/overrides", json=body).raise_for_status()


@contextmanager
def _solving(client: httpx2.Client, server: int) -> Iterator[None]:
    """A search for a quarter of 32 people beside the server, on all processors, as long as this lasts."""
    document = read_folder(SOLVED).model_dump(mode="json", exclude_unset=True)
    client.post("/v1/teams", json=document).raise_for_status()
    team = f"/v1/teams/{document['team']}"
    plan = client.post(f"{team}/plans", json={"seconds": 1800, "workers": 2}).raise_for_status()
    address = plan.headers["Location"]
    while not client.get(address).raise_for_status().json()["progress"]:
        sleep(0.1)
    for thread in _threads_of_children(server):
        os.sched_setaffinity(thread, os.sched_getaffinity(0))
    yield
    state = client.get(address).json()["state"]
    if state != "running":
        raise SystemExit(f"the search was over too early: {state}")
    client.delete(address).raise_for_status()
    client.delete(team).raise_for_status()


@contextmanager
def _serving(file: Path, prefix: list[str]) -> Iterator[tuple[int, int, float]]:
    """`watchbill serve` on one processor: its process id, its port, and the seconds that it took to start."""
    settings = {
        "DATABASE_URL": f"sqlite:///{file}",
        "PORT": "0",
        "REQUESTS_A_MINUTE": str(10**9),
        "SOLVER_JOBS": "1",
        "LOG_LEVEL": "warning",
    }
    environment = os.environ | {f"WATCHBILL_{key}": value for key, value in settings.items()}
    program = [*prefix, sys.executable, "-m", "api.cli", "serve"]
    begun = monotonic()
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as server:
        if _processors() > 1:
            os.sched_setaffinity(server.pid, {SERVER_CPU})
        assert server.stdout is not None
        try:
            port = next(int(line.rpartition(":")[2]) for line in server.stdout if "serves http" in line)
            yield server.pid, port, monotonic() - begun
        finally:
            server.terminate()


def _database(file: Path, teams: int, at_once: int) -> str:
    """The secret of a token for the database in `file`, which is made where it is not there; the token lies beside."""
    token = file.with_suffix(".token")
    if not file.exists():
        token.write_text(oncall_teams.made(file, teams, at_once, datetime.now(UTC)))
    return token.read_text()


def _threads_of_children(process: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                yield from (int(thread.name) for thread in (folder / "task").iterdir())


def _resident(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teams", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many people have a shift together")
    parser.add_argument("--database", type=Path, help="the file; left out: a new one, which goes afterwards")
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=5, help="how long each measurement lasts")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is repeated; the median is told")
    parser.add_argument("--writes-a-second", type=float, default=5)
    parser.add_argument(
        "--prefix", type=shlex.split, default=[], help="of the programs that are measured: 'nice -n -5'"
    )
    parser.add_argument("--json", type=Path, help="write the figures there too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
