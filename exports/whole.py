"""A roster with all that it speaks of, as plain values for other programs: in an order that does not change."""

from __future__ import annotations

from typing import Any

from exports.chart import Heading
from exports.charting import Shown
from exports.cleaning import whole_characters
from scheduler.domain.shift import ShiftTemplate
from scheduler.domain.team import Site
from scheduler.intervals import utc_text
from scheduler.oncall.values import Holding


def rows_of(shown: Shown, person: str | None = None) -> list[dict[str, Any]]:
    """What is held, as rows of a roster.csv: in order of start, then person, then shift.

    `shift` is the template; empty, like `site`, for a turn of a rotation that has none.
    """
    rows = [(h.start, _row(shown, h)) for h in shown.holdings if person in (None, h.person)]
    return [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1]["person"], pair[1]["shift"]))]


def whole_of(shown: Shown, heading: Heading, person: str | None = None) -> dict[str, Any]:
    """Team, period, sites, people, shifts, leave without its kind, and assignments; each by id, the last by start."""
    team = shown.team
    people = sorted((p for p in team.people if person in (None, p.id)), key=lambda p: p.id)
    away = sorted((a for a in team.leave if person in (None, a.person)), key=lambda a: (a.first_day, a.person))
    said = {
        "team": team.id,
        "source": heading.source,
        "made": utc_text(heading.made),
        "first_day": shown.first.isoformat(),
        "last_day": shown.last.isoformat(),
        "sites": [_site(site) for site in sorted(team.sites, key=lambda site: site.id)],
        "people": [{"id": p.id, "name": p.name, "site": p.site} for p in people],
        "shifts": [_template(template) for template in sorted(team.templates, key=lambda t: t.id)],
        "leave": [
            {"person": a.person, "first_day": a.first_day.isoformat(), "last_day": a.last_day.isoformat()} for a in away
        ],
        "assignments": rows_of(shown, person),
    }
    sound: dict[str, Any] = _sound(said)
    return sound


def _row(shown: Shown, holding: Holding) -> dict[str, Any]:
    shift = shown.shifts.get(holding.shift or "")
    return {
        "person": holding.person,
        "shift": shift.template if shift else holding.shift or "",
        "site": holding.site or "",
        "duty": str(holding.duty),
        "start": utc_text(holding.start),
        "end": utc_text(holding.end),
    }


def _site(site: Site) -> dict[str, Any]:
    holidays = sorted(site.holidays, key=lambda h: (h.day, h.name))
    named = [{"day": h.day.isoformat(), "name": h.name} for h in holidays]
    return {"id": site.id, "timezone": site.zone, "holidays": named}


def _template(template: ShiftTemplate) -> dict[str, Any]:
    return {
        "id": template.id,
        "site": template.site,
        "start": f"{template.start:%H:%M}",
        "end": f"{template.end:%H:%M}",
        "span_days": template.span_days,
        "duty": str(template.duty),
        "night": template.night,
    }


def _sound(value: Any) -> Any:
    """The same without halves of characters, which no file in UTF-8 can hold."""
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, list):
        return [_sound(part) for part in value]
    if isinstance(value, dict):
        return {name: _sound(part) for name, part in value.items()}
    return value
