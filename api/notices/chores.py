"""What a process does for notices: it looks for what people are to be told, and sends what waits."""

from __future__ import annotations

from api.notices.claims import forget
from api.notices.delivery import Delivery
from api.notices.digests import Digests
from api.notices.repeated import Repeated
from api.notices.starting import Starting
from api.notices.watching import Watching
from api.services import Services

SENDERS = 4  # messages that a process sends at once
POLL_SECONDS = 1.0  # for what other processes, and the chores of this one, wrote; what requests write wakes us


def add_notices(services: Services) -> None:
    """Let the process do so, unless its settings say that others do."""
    if not services.settings.notices:
        return
    known = services.store, services.board, services.clock
    delivery = Delivery(services.store, services.settings, services.clock)
    services.beside.append(Repeated("deliver notices", delivery.one, POLL_SECONDS, SENDERS))
    services.housekeeping.add("tell of shifts that start", 30, Starting(*known).tell)
    services.housekeeping.add("send digests", 30, Digests(*known).tell)
    services.housekeeping.add("tell of gaps", 1, Watching(*known).tell)
    services.housekeeping.add("forget old notices", 3600, lambda: forget(services.store, services.clock()))
