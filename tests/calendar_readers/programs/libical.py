"""libical, with which Evolution and GNOME read calendars. Arguments: files. Prints JSON. For the system's Python."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

UTC = ICalGLib.Timezone.get_utc_timezone()
EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT


def events(calendar: Any) -> Iterator[Any]:
    event = calendar.get_first_component(EVENT)
    while event is not None:
        yield event
        event = calendar.get_next_component(EVENT)


def seen(event: Any) -> list[Any]:
    bounds = [event.get_dtstart(), event.get_dtend()]
    assert all(edge.is_utc() or edge.is_date() for edge in bounds)
    status = event.get_first_property(ICalGLib.PropertyKind.STATUS_PROPERTY)
    told = [event.get_summary() or "", status.get_value_as_string() if status else ""]
    return [event.get_uid(), *(edge.as_timet_with_zone(UTC) for edge in bounds), *told]


def reading(path: str) -> dict[str, list[Any]]:
    calendar = ICalGLib.Component.new_from_string(Path(path).read_bytes().decode())
    complaints = [f"{calendar.count_errors()} errors"] if calendar.count_errors() else []
    complaints += [] if calendar.check_restrictions() else ["breaks a restriction of iTIP"]
    return {"events": [seen(event) for event in events(calendar)], "complaints": complaints}


json.dump([reading(path) for path in sys.argv[1:]], sys.stdout)
