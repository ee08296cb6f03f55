"""Asks as fast as it is answered, over connections that stay open; prints what it measured as one line of JSON.

    python -m benchmarks.oncall_load --port 8000 --token SECRET --connections 50 --seconds 5 --cpu 1 PATH...

Each connection asks again as soon as it has its answer; the paths are asked in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
from collections import Counter
from itertools import cycle
from time import perf_counter
from typing import cast

import uvloop

_HEAD_END, _LENGTH = b"\r\n\r\n", b"content-length: "


class Asker(asyncio.Protocol):
    """One connection. `took` and `statuses` are shared by all."""

    def __init__(self, requests: cycle[bytes], took: list[float], statuses: Counter[bytes], until: float) -> None:
        self._requests, self._took, self._statuses, self._until = requests, took, statuses, until
        self._received, self._begun = b"", 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(_HEAD_END)
        if end < 0:
            return
        at = self._received.find(_LENGTH)  # a 304 has none
        length = int(self._received[at + len(_LENGTH) : self._received.find(b"\r", at)]) if at >= 0 else 0
        if len(self._received) < end + len(_HEAD_END) + length:
            return
        now = perf_counter()
        self._took.append(now - self._begun)
        self._statuses[self._received[9:12]] += 1
        self._received = b""
        if now < self._until:
            self._ask()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _ask(self) -> None:
        self._begun = perf_counter()
        self._transport.write(next(self._requests))


async def measured(port: int, requests: list[bytes], connections: int, seconds: float) -> dict[str, object]:
    """Requests a second, milliseconds that half of them and 99 % of them took, and the statuses."""
    took: list[float] = []
    statuses: Counter[bytes] = Counter()
    loop, begun = asyncio.get_running_loop(), perf_counter()
    turns = cycle(requests)
    askers = [
        (await loop.create_connection(lambda: Asker(turns, took, statuses, begun + seconds), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(asker.done for asker in askers))
    whole = perf_counter() - begun
    took.sort()
    return {
        "a second": round(len(took) / whole),
        "p50 ms": round(1000 * took[len(took) // 2], 2),
        "p99 ms": round(1000 * took[len(took) * 99 // 100], 2),
        "worst ms": round(1000 * took[-1], 1),
        "statuses": {status.decode(): count for status, count in statuses.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", default="")
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--cpu", type=int, default=None, help="the processor to run on")
    parser.add_argument("--header", action="append", default=[], help="one more to be sent: 'Name: value'")
    parser.add_argument("paths", nargs="+")
    said = parser.parse_args()
    if said.cpu is not None:
        os.sched_setaffinity(0, {said.cpu})
    gc.disable()
    more = "".join(f"{line}\r\n" for line in said.header)
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {said.token}\r\nAccept: */*\r\n{more}\r\n"
    requests = [f"GET {path} {head}".encode() for path in said.paths]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(measured(said.port, requests, said.connections, said.seconds))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
