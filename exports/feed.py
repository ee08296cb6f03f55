"""A final schedule as a calendar that people subscribe to: overrides and swaps are in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from icalendar import Event

from exports.feed_events import FeedEvent
from exports.vcalendar import describe, event, header, nothing_planned, uid
from exports.wording import duty_name, told
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, local_day, shift_by, to_utc

_LEVELS = {1: "primary", 2: "secondary"}


def feed(
    events: Iterable[FeedEvent],
    *,
    name: str,
    window: Interval,
    names: Mapping[str, str],
    zones: Mapping[str, str],
    zone: str = "UTC",
    person: str | None = None,
    busy: bool = False,
) -> bytes:
    """The feed of one `person`, or of the whole team, called `name`. The same bytes for the same arguments.

    It shows the events that share an instant with `window`, the cancelled ones among them for a while: those that were
    cancelled since the window began. A window that moves once a day keeps the bytes, and their ETag, for that day.
    `names` says how a person is called, `zones` which clock a site goes by; where they are silent, the person's id and
    `zone` stand in. With `busy` on-duty shifts block the time in the calendar; standby never does.
    """
    calendar = header(name, zone)
    shown = [e for e in events if person in (None, e.person) and _in_view(e, window)]
    for e in sorted(shown, key=lambda e: (e.interval.start, e.uid)):
        text = _description(e, names, zones.get(e.site or "", zone))
        summary = _summary(e) if person is not None else f"{_summary(e)}: {_called(e.person, names)}"
        calendar.add_component(describe(_bare(e, summary, busy=busy), text, filter(None, (e.duty, e.site))))
    if not shown:
        calendar.add_component(_placeholder(name, window, zone))
    body: bytes = calendar.to_ical()
    return body


def _in_view(e: FeedEvent, window: Interval) -> bool:
    return e.interval.overlaps(window) and not (e.cancelled and e.last_modified < window.start)


def _bare(e: FeedEvent, summary: str, *, busy: bool) -> Event:
    blocks = busy and e.duty == Duty.ON_DUTY and not e.cancelled
    made = to_utc(e.last_modified)
    return event(e.uid, summary, e.interval, made, sequence=e.sequence, cancelled=e.cancelled, busy=blocks)


def _summary(e: FeedEvent) -> str:
    """``sin-night``, ``Standby: manager-week``; of a rotation ``Standby: secondary``."""
    words = [] if e.shift and e.duty == Duty.ON_DUTY else [duty_name(e.duty)]
    words += [e.shift.rpartition("@")[0] or e.shift] if e.shift else []
    words += [_level(e)] if not e.shift or e.level > 1 else []
    return ": ".join(words)


def _description(e: FeedEvent, names: Mapping[str, str], zone: str) -> str:
    level = f" ({_level(e)})" if not e.shift or e.level > 1 else ""
    site = f" in {e.site}" if e.site else ""
    return told(f"{duty_name(e.duty)}{level}{site}", e.interval, zone, [_called(id, names) for id in e.others])


def _level(e: FeedEvent) -> str:
    return _LEVELS.get(e.level, f"level {e.level}")


def _called(person: str, names: Mapping[str, str]) -> str:
    return names.get(person) or person


def _placeholder(name: str, window: Interval, zone: str) -> Event:
    first, last = (local_day(i, zone) for i in (window.start, shift_by(window.end, seconds=-1)))
    return nothing_planned(uid(name, "nothing-planned"), first, last, zone, to_utc(window.start))
