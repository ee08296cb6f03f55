"""Things that happened, of which the tests of notices tell."""

from __future__ import annotations

from api.notices.message import Message, message
from api.notices.reader import Reader
from api.notices.shifts import ShiftStarts
from scheduler.intervals import Interval, parse_instant
from scheduler.oncall.values import Holding

MEI = Reader("sin-01", "Asia/Singapore", {"sin-01": "Mei", "sin-02": "Tan", "dub-01": "Aoife"})
NIGHT = Holding(
    "on-duty",
    1,
    "sin-01",
    Interval(parse_instant("2027-01-04T15:00:00Z"), parse_instant("2027-01-04T23:30:00Z")),
    "sin",
    "sin-night@2027-01-04",
)
STARTS = ShiftStarts("gsr", NIGHT, 30, ("sin-02",))


def night_message(link: str = "https://rota.example.org/teams/gsr") -> Message:
    return message(STARTS, MEI, link)
