"""A roster in any of the formats. The command line and the service both ask here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.errors import BadInput, Issue
from api.exporting.formats import Format
from exports.chart import Heading
from exports.charting import Shown, chart_of
from exports.custom_shifts import custom_shifts
from exports.document import to_json
from exports.goalert import temporary_schedules
from exports.page import to_html
from exports.pager import PagerShift, pager_shifts
from exports.paper import Paper
from exports.table import roster_csv
from exports.whole import rows_of, whole_of
from scheduler.oncall.values import Holding, Track


@dataclass(frozen=True)
class Material:
    """What is exported: what is shown, what it is called, and the calendar of a person, or of everybody."""

    shown: Shown
    heading: Heading
    calendar: Callable[[str | None], bytes]


@dataclass(frozen=True)
class Wanted:
    """How: of one `person` only; on which paper, with which further fonts; for a pager which duty and level.

    `users` has the pager's id of each person. With `gaps` PagerDuty is told where nobody is on call.
    """

    person: str | None = None
    paper: Paper = Paper.A4
    fonts: Sequence[Path] = ()
    duty: str | None = None
    level: int | None = None
    users: Mapping[str, str] = field(default_factory=dict)
    gaps: bool = False


def rendered(material: Material, to: Format, wanted: Wanted) -> bytes:
    """The file. Raises BadInput for a pager that does not know all people, or where the duty is not clear."""
    return _RENDER[to](material, wanted)


def _csv(material: Material, wanted: Wanted) -> bytes:
    return roster_csv(rows_of(material.shown, wanted.person)).encode("utf-8", "replace")


def _json(material: Material, wanted: Wanted) -> bytes:
    return to_json(whole_of(material.shown, material.heading, wanted.person)).encode()


def _ics(material: Material, wanted: Wanted) -> bytes:
    return material.calendar(wanted.person)


def _html(material: Material, wanted: Wanted) -> bytes:
    return to_html(chart_of(material.shown, material.heading, wanted.person), wanted.paper).encode()


def _xlsx(material: Material, wanted: Wanted) -> bytes:
    from exports.workbook import to_xlsx  # takes long to load, and few ask for it

    chart = chart_of(material.shown, material.heading, wanted.person)
    return to_xlsx(chart, rows_of(material.shown, wanted.person), wanted.paper)


def _pdf(material: Material, wanted: Wanted) -> bytes:
    from exports.wall_chart import to_pdf  # likewise

    return to_pdf(chart_of(material.shown, material.heading, wanted.person), wanted.paper, wanted.fonts)


def _goalert(material: Material, wanted: Wanted) -> bytes:
    return to_json(temporary_schedules(shifts_of_track(material.shown.holdings, wanted))).encode()


def _pagerduty(material: Material, wanted: Wanted) -> bytes:
    return to_json(custom_shifts(shifts_of_track(material.shown.holdings, wanted))).encode()


def shifts_of_track(
    holdings: Iterable[Holding], wanted: Wanted, tracks: Iterable[Track] = frozenset()
) -> list[PagerShift]:
    """The pager's shifts of the one duty and level that is wanted: none, where it is one of `tracks` that nobody holds.

    Raises BadInput where it is not clear which, or there is none such; also with all people of whom the pager's user is
    not known.
    """
    held = [h for h in holdings if wanted.person in (None, h.person)]
    track = _track(sorted({*tracks, *(h.track for h in held)}), wanted)
    mine = [h for h in held if h.track == track]
    missing = sorted({h.person for h in mine} - wanted.users.keys())
    if missing:
        expected = "the pager's id of this person"
        raise BadInput([Issue(f"users.{person}", "", "is missing", expected) for person in missing])
    return pager_shifts(mine, track, wanted.users, gaps=wanted.gaps)


def _track(there: Sequence[Track], wanted: Wanted) -> Track:
    found = [track for track in there if wanted.duty in (None, track[0]) and wanted.level in (None, track[1])]
    if len(found) == 1:
        return found[0]
    choices = ", ".join(f"{duty} {level}" for duty, level in found or there) or "nothing"
    if not found:
        raise BadInput([Issue("duty", "", "is held by nobody in this time", f"what there is: {choices}")])
    advice = "Name it by --duty and --level; in the service by duty and level."
    raise BadInput([Issue("duty", "", "is not clear: there are several", f"one duty and level of {choices}", advice)])


_RENDER: Mapping[Format, Callable[[Material, Wanted], bytes]] = {
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.JSON: _json,
    Format.HTML: _html,
    Format.PDF: _pdf,
    Format.ICS: _ics,
    Format.GOALERT: _goalert,
    Format.PAGERDUTY: _pagerduty,
}
