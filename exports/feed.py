"""The calendars that people subscribe to: what was said of a team's events, as much as each of them shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from exports.feed_events import LEAVE, FeedEvent, shown
from exports.phrases import ENGLISH, phrase
from exports.vcalendar import Event, calendar, header, nothing_planned, uid, written
from exports.wording import duty_name, listed, told
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, local_day, next_day, wall_after

KEPT_DAYS = 14  # for which what is cancelled is still shown; programs may ask once in a week
_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What a feed shows of a team: all of it, or what has to do with `person`, `site`, `duty`.

    `on_call` leaves only standby and what on-call schedules say: their turns, and their fixed shifts. With `leave` a
    person's feed shows what the person asked for; with `notes` what was written down for who takes over. With `busy`
    on-duty shifts block the time in the calendar; standby never does. It shows `past_days` before today and
    `future_days` after it.
    """

    team: str
    person: str | None = None
    site: str | None = None
    duty: str | None = None
    on_call: bool = False
    busy: bool = False
    language: str = ENGLISH
    past_days: int = 35
    future_days: int = 365
    leave: bool = False
    notes: bool = False

    @property
    def scope(self) -> tuple[str, ...]:
        """Whose and which shifts: what its name and its colour go by."""
        return self.team, self.person or "", self.site or "", self.duty or "", "on-call" if self.on_call else ""

    def takes(self, event: FeedEvent) -> bool:
        """Whether it shows events like this one."""
        said = event.said
        if said.days is not None:
            return self.leave and event.person == self.person
        return (
            self.person in (None, event.person)
            and self.site in (None, said.site)
            and self.duty in (None, said.duty)
            and (not self.on_call or said.duty == Duty.STANDBY or not _dated(said.shift))
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a feed says besides its events: its `name`, its clock, a `link` to the service."""

    name: str
    zone: str
    link: str = ""


def feed(events: Iterable[FeedEvent], view: View, about: Surroundings, today: date, window: Interval) -> bytes:
    """The calendar that shows `view` of a team's `events`. The same bytes for the same arguments.

    It has the events that share an instant with `window`, and the cancelled ones of the last `KEPT_DAYS` before
    `today`, a day in UTC.
    """
    oldest = next_day(today, -KEPT_DAYS)
    chosen = [e for e in _chosen(events, view) if _in_view(e, window, oldest)]
    chosen.sort(key=lambda e: (e.said.interval.start, e.uid))
    bodies = [written(_event(e, view, about)) for e in chosen]
    head = header(about.name, about.zone, color="/".join(view.scope), language=view.language)
    return calendar(head, bodies or [_nothing(view, today)])


def moved(view: View, about: Surroundings, retired_at: datetime, days: int) -> bytes:
    """The calendar at an address that was given up: one event, on the `days` since then, says so."""
    first = local_day(retired_at, "UTC")
    event = Event(
        uid(*view.scope, "moved"),
        phrase("moved", view.language),
        Interval(retired_at, retired_at),
        retired_at,
        days=(first, next_day(first, days)),
        description=phrase("moved, so", view.language),
        url=about.link,
        language=view.language,
    )
    return calendar(
        header(about.name, about.zone, color="/".join(view.scope), language=view.language), [written(event)]
    )


def _chosen(events: Iterable[FeedEvent], view: View) -> Iterator[FeedEvent]:
    """To a person what that person was told; to everybody, of each place, who has it or had it last."""
    if view.person is not None:
        return (e for e in events if view.takes(e))
    places: dict[str, list[FeedEvent]] = defaultdict(list)
    for event in events:
        places[event.uid].append(event)
    last = (rows[0] if len(rows) == 1 else shown(rows) for rows in places.values())
    return (e for e in last if view.takes(e))


def _in_view(e: FeedEvent, window: Interval, oldest: date) -> bool:
    return e.said.interval.overlaps(window) and not (e.cancelled and local_day(e.last_modified, "UTC") < oldest)


def _event(e: FeedEvent, view: View, about: Surroundings) -> Event:
    said = e.said
    mine = view.person is not None
    return Event(
        e.uid,
        _summary(e, view.language) if mine else f"{_summary(e, view.language)}: {said.name}",
        said.interval,
        e.last_modified,
        e.sequence,
        cancelled=e.cancelled,
        tentative=said.tentative,
        busy=view.busy and said.duty == Duty.ON_DUTY and not e.cancelled,
        days=said.days,
        description="" if said.days else _description(e, view, about),
        categories=[one for one in (said.duty, said.site) if one],
        location=said.site or "",
        url=about.link,
        language=view.language,
    )


def _summary(e: FeedEvent, language: str) -> str:
    """``sin-night``, ``Standby: manager-week``; of a rotation ``Standby: secondary``."""
    said = e.said
    if said.days is not None:
        return _asked(e, language)
    words = [] if said.shift and said.duty == Duty.ON_DUTY else [duty_name(said.duty, language)]
    words += [said.shift.rpartition("@")[0] or said.shift] if said.shift else []
    words += [_level(said.level, language)] if not said.shift or said.level > 1 else []
    return ": ".join(words)


def _asked(e: FeedEvent, language: str) -> str:
    if e.said.duty == LEAVE:
        return phrase("leave asked" if e.said.tentative else "leave", language)
    return phrase("wish", language, shift=e.said.shift) if e.said.shift else phrase("wish off", language)


def _description(e: FeedEvent, view: View, about: Surroundings) -> str:
    """What, when, for how long, with whom; who hands over, who takes over, what was written down; where to look."""
    said, language = e.said, view.language
    what = duty_name(said.duty, language)
    if not said.shift or said.level > 1:
        what += f" ({_level(said.level, language)})"
    if said.site:
        what = phrase("at site", language, duty=what, site=said.site)
    lines = [told(what, said.interval, said.zone, said.others, language, said.more)]
    for name, people in (("from", said.before), ("to", said.after)):
        if people:
            lines.append(phrase(name, language, names=listed(people, language)))
    if view.notes and said.note:
        lines.append(phrase("note", language, text=_short(said.note)))
    return "\n".join([*lines, about.link] if about.link else lines)


def _dated(shift: str | None) -> bool:
    """Whether it is a shift of a roster: those have a day. The id of a fixed shift cannot have an ``@``."""
    return shift is not None and "@" in shift


def _short(note: str) -> str:
    return note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE]}…"


def _level(level: int, language: str) -> str:
    return phrase(f"level {level}", language) if level <= 2 else phrase("level", language, level=level)


def _nothing(view: View, today: date) -> bytes:
    """On the days of this month; so it stays as it is for a month."""
    first = today.replace(day=1)
    last = next_day(wall_after(datetime(first.year, first.month, 1), months=1).date(), -1)  # noqa: DTZ001 - a day
    made = datetime.fromisoformat(f"{first}T00:00:00+00:00")
    name = uid(*view.scope, "nothing-planned")
    return nothing_planned(name, first, last, made, phrase("nothing", view.language), view.language)
