"""A team document as text: one line a row, a comment over each section, so that a person can edit it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from api.documents.model import SCHEMA_FILE, TeamDocument
from api.documents.rows import PublishedRow, Row, SiteRow
from api.documents.scalars import text_of
from constraints.base import Rule
from constraints.catalog import RULES

_HEAD = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
# A team and the period to plan. Days are YYYY-MM-DD, clock times are local to the site ("07:30"), instants are in UTC.
# Check it after editing: watchbill check FILE"""

_COMMENTS = {
    "period": """\
The first and last day on which a shift may start, both included, in each site's own calendar;
and the instants between which coverage is owed.""",
    "sites": """\
Where people are: IANA time zone, public-holiday calendar (ISO 3166), rule pack.
holidays: the days that the law names; edit them freely. "estimated" ones may still change.
holiday_overrides: against the calendar, one after the other; do: add, remove, move, rename, confirm or dispute.""",
    "shifts": """\
A shift can start on any of its weekdays (all, unless said), by the wall clock of its site.
kind: on-duty (work, unless said) or standby (on call from home). span_days: how many days after its start day it ends;
left out: 1 when end is not after start, else 0. night: left out, it is derived from the hours.
response_minutes, confined: of standby; by them rule packs say whether it counts as work. counts_as_work,
counts_because: what was decided in place of that, and why.""",
    "coverage": """\
At every instant of `when` (always, unless said) at least `minimum` people, and if possible `target`, are on duty;
of one site, with one skill, or on one shift where said. Who shadows does not count. One person may meet several rows.
when: "mon-fri 08:00-20:00" by the wall clock of the site, or of `timezone`.""",
    "people": """\
Who can work: home site, full-time equivalent, the most paid hours that a week from Monday to Sunday may hold, skills.
shadows: is new and works the same shifts as this mentor. first_day, last_day: of employment, where it is not open.
observances: days that the person chose to keep: [sg-deepavali-2027, 2027-03-21 Nowruz].""",
    "leave": "Days, both included, on which the person cannot work; a night shift may not run into them either.",
    "wishes": """\
A wish for a day, or for `every` weekday (every: friday): "off", or the shift wanted.
weight: 1 (nice) to 3 (important).""",
    "ledger": """\
What each person did in the quarter before: the carry-over for fairness; or how much is carried over (carried_nights).
watchbill ledger FILE ROSTER writes the rows for the next quarter.""",
    "holidays_worked": """\
Who worked which holiday in earlier years, by its id without a year: {person: ..., holiday: sg-chinese-new-year,
year: 2026}. Who did works it less now, where the rules ask for it: {holiday_turns: {}}.""",
    "previous": "The fortnight before the first day, as worked: rest, runs and weekly windows reach back into it.",
    "callouts": """\
Work that somebody on standby was called to, before the period or in it: {person: ..., start: ..., end: ...}, instants.
It counts as hours, and rest begins again when it ends.""",
    "pins": "Assignments that the planner may not change: {person: ..., day: ..., shift: ...}",
    "published": """\
What is published already, for the rules frozen_days and minimum_change; null: nothing. The service fills it in, and so
does watchbill plan --published. as_of: the instant from which what begins soon is counted.""",
    "points": """\
What a duty weighs beyond an ordinary day's, on one scale; null: it is not weighed. {} stands for
{evening: 1, weekend: 2, night: 3, holiday: 4, observance: 8, standby: 0.25}. Shared out where the rules ask for it:
{fairness: {of: [points]}}.""",
    "carry_over": """\
How much of what people are ahead of a fair share, or behind it, goes on into the next quarter; null: all of it, without
a cap. {} stands for {keep: 0.8, most: 2}: four fifths, at most two duties either way.""",
    "rules": """\
Which rules apply, where not by their defaults: parameters in braces, false to switch one off, a list to apply it
several times. weight: hard, or the price of one unit of what is too much. sites, people: only these. The rules are:""",
}


_SINGLE = ("period", "points", "carry_over")  # sections of one row; null: left out
_LISTS = ("holidays", "holiday_overrides")


def to_yaml(document: TeamDocument) -> str:
    """Text that `parse_team` reads as an equal document."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: TeamDocument) -> Iterator[str]:
    yield from (_HEAD, f"team: {text_of(document.team)}")
    for name in TeamDocument.model_fields:
        if name in _COMMENTS:
            yield ""
            yield from _section(name, getattr(document, name))


def section_yaml(name: str, value: Any) -> str:
    """One section of a document, as `to_yaml` writes it."""
    return "\n".join(_section(name, value)) + "\n"


def _section(name: str, value: Any) -> Iterator[str]:
    yield from (f"# {line}" for line in _COMMENTS[name].splitlines())
    yield from _part(name, value)


def _part(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, PublishedRow):
        yield from _published(value)
    elif name in _SINGLE:
        yield f"{name}: {'null' if value is None else _row(value)}"
    elif name == "rules":
        yield from _rules(value)
    elif not value:
        yield f"{name}: {'null' if value is None else '[]'}"
    else:
        yield f"{name}:"
        for row in value:
            long = isinstance(row, SiteRow) and any(getattr(row, name) for name in _LISTS)
            yield from _site(row) if long else [f"  - {_row(row)}"]


def _site(site: SiteRow) -> Iterator[str]:
    """A site lists its holidays one a line, and what is said against them."""
    fields = {name: value for name, value in _fields(site).items() if name not in _LISTS}
    for n, (name, value) in enumerate(fields.items()):
        yield f"  {'  ' if n else '- '}{name}: {_flow(value)}"
    for name in _LISTS:
        rows = getattr(site, name)
        if rows:
            yield f"    {name}:"
            yield from (f"      - {_row(row)}" for row in rows)
        elif rows is not None and name in _fields(site):
            yield f"    {name}: []"


def _published(row: PublishedRow) -> Iterator[str]:
    yield "published:"
    fields = row.model_dump(mode="json", exclude={"assignments"})
    yield from (f"  {name}: {_flow(value)}" for name, value in fields.items())
    yield "  assignments:" if row.assignments else "  assignments: []"
    yield from (f"    - {_row(assignment)}" for assignment in row.assignments)


def _rules(book: Any) -> Iterator[str]:
    said = {kind.name: getattr(book, kind.name) for kind in RULES if getattr(book, kind.name) is not None}
    yield from (f"#   {line}" for kind in RULES for line in _default(kind))
    yield "rules:" if said else "rules: {}"
    for name, value in said.items():
        if isinstance(value, list):
            yield f"  {name}:" if value else f"  {name}: []"
            yield from (f"    - {_flow(_said(rule))}" for rule in value)
        else:
            yield f"  {name}: {'false' if value is False else _flow(_said(value))}"


def _default(kind: type[Rule]) -> Iterator[str]:
    """What the rule asks for, and how it applies when nothing is said of it, as it could be said."""
    unscoped = {"sites", "people"}
    applied = [_flow(_in_order(r, r.model_dump(mode="json", exclude=unscoped))) for r in kind.defaults()]
    yield f"{kind.name}:{f' {applied[0]}' if len(applied) == 1 else ''}"
    yield from (f"  - {parameters}" for parameters in applied if len(applied) > 1)
    yield f"    {(kind.__doc__ or '').strip().splitlines()[0]}"


def _said(rule: Rule) -> dict[str, Any]:
    return _in_order(rule, rule.model_dump(mode="json", exclude_unset=True))


def _in_order(rule: Rule, told: dict[str, Any]) -> dict[str, Any]:
    """Sets come out in any order: sorted, the same document is the same text."""
    return {name: sorted(v) if isinstance(getattr(rule, name), frozenset) else v for name, v in told.items()}


def _row(row: Row) -> str:
    return _flow(_fields(row))


def _fields(row: Row) -> dict[str, Any]:
    """The fields that say something."""
    told = row.model_dump(mode="json")
    defaults = {name: about.default for name, about in type(row).model_fields.items()}
    return {name: v for name, v in told.items() if name in row.written or getattr(row, name) != defaults[name]}


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return text_of(value.value if isinstance(value, Enum) else value)
