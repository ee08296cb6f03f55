"""A chart as a web page that needs nothing else, and that a browser prints well: no script, no address, no font."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape
from importlib.resources import files

from exports.blocks import Block, blocks
from exports.chart import AWAY, TOTALS, Cell, Chart, Mark, Row, Section
from exports.kinds import Kind
from exports.paper import Paper
from scheduler.burden import COUNTED, Burden, is_weekend
from scheduler.intervals import local

# Whatever a name may hold, and whoever opens the file: nothing is loaded, nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(chart: Chart, paper: Paper = Paper.A4) -> str:
    """The page: a table for each month, or one for all days where they fit on a sheet of `paper`; then fairness.

    The same text for the same arguments.
    """
    heading = chart.heading
    head = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(heading.title)}</title>",
        f"<style>\n{_style(chart, paper)}</style>",
        f"<h1>{_name(heading.title)}</h1>",
        f'<p class="source">{_text(heading.source)}</p>',
        *_legend(chart),
    ]
    months = blocks(chart.days)
    body = (part for n, month in enumerate(months) for part in _month(chart, month, totals=n == len(months) - 1))
    return "\n".join([*head, *body, *_fairness(chart), "</html>", ""])


def _style(chart: Chart, paper: Paper) -> str:
    sheet = files("exports").joinpath("page.css").read_text("utf-8").replace("PAPER", paper.upper())
    looks = (f".k{n} {{ background: #{kind.paper}; color: #{kind.ink} }}\n" for n, kind in enumerate(chart.kinds))
    return sheet + "".join(looks)


def _legend(chart: Chart) -> Iterator[str]:
    yield '<ul class="legend">'
    for n, kind in enumerate(chart.kinds):
        said = " ".join(filter(None, (kind.label, kind.times, kind.site and f"({kind.site})")))
        yield f'<li><span class="k k{n}">{_text(kind.letter)}</span>{_text(said)}</li>'
    yield f'<li><span class="away">{AWAY}</span>on leave</li>'
    yield '<li><span class="free">&nbsp;</span>weekend</li>'
    yield '<li><span class="holiday">&nbsp;</span>public holiday</li>'
    yield "</ul>"
    zones = ", ".join(f"{section.site} {section.zone}" for section in chart.sections)
    notes = [f"Days are those of each person's site: {zones}. A small letter: part of a shift only."]
    if chart.with_totals:
        notes.append("Hours are elapsed, breaks included. A night is three hours or more from 22:00 to 06:00.")
    yield from (f'<p class="notes">{_text(note)}</p>' for note in (" ".join(notes), *chart.notices))


def _month(chart: Chart, block: Block, *, totals: bool) -> Iterator[str]:
    sums = TOTALS if totals and chart.with_totals else ()
    yield f'<section class="month"><h2>{_text(block.title)}</h2>'
    yield '<table class="roster"><thead><tr><th class="name" scope="col">Person</th>'
    yield "".join(_day(day) for day in block.of(chart.days))
    yield "".join(f'<th class="sum" scope="col">{name}</th>' for name in sums) + "</tr></thead>"
    for section in chart.sections:
        yield from _site(chart, section, block, len(sums))
    yield "</table></section>"


def _day(day: date) -> str:
    free = ' class="free"' if is_weekend(day) else ""
    return f'<th{free} scope="col" abbr="{day.isoformat()}">{f"{day:%a}"[:2]}<br>{day.day}</th>'


def _site(chart: Chart, section: Section, block: Block, sums: int) -> Iterator[str]:
    days = block.of(chart.days)
    yield f'<tbody><tr class="site"><th class="name" scope="rowgroup">{_name(section.site)}</th>'
    yield "".join(_holiday(section, day) for day in days) + "<th></th>" * sums + "</tr>"
    for row in section.rows:
        yield f'<tr><th class="name" scope="row" title="{_text(row.person)}">{_name(row.name)}</th>'
        yield "".join(_cell(chart, section, day, cell) for day, cell in zip(days, block.of(row.cells), strict=True))
        yield "".join(f'<td class="sum">{value:g}</td>' for value in _sums(row, sums)) + "</tr>"
    for kind, counts in section.cover:
        yield f'<tr class="cover"><th class="name" scope="row">{_text(f"{kind.letter}: {kind.label}")}</th>'
        yield "".join(f"<td>{n}</td>" if n else '<td class="none">0</td>' for n in block.of(counts))
        yield "<td></td>" * sums + "</tr>"
    yield "</tbody>"


def _sums(row: Row, sums: int) -> Sequence[float]:
    return row.totals.values if sums and row.totals else ()


def _holiday(section: Section, day: date) -> str:
    if day not in section.holidays:
        return "<th></th>"
    return f'<th class="holiday" title="{_text(section.holidays[day])}">&#9679;</th>'


def _cell(chart: Chart, section: Section, day: date, cell: Cell) -> str:
    if not cell.marks:
        look = "away" if cell.away else "holiday" if day in section.holidays else "free" if is_weekend(day) else ""
        return f'<td class="{look}">{cell.text}</td>' if look else "<td></td>"
    first = cell.marks[0]
    part = " part" if first.part else ""
    tip = "; ".join(_tip(mark, section) for mark in cell.marks)
    return f'<td class="k k{_number(chart, first.kind)}{part}" title="{_text(tip)}">{_text(cell.text)}</td>'


def _tip(mark: Mark, section: Section) -> str:
    start, end = (f"{local(instant, section.zone):%H:%M}" for instant in (mark.interval.start, mark.interval.end))
    return f"{mark.kind.label} {start} to {end}"


def _number(chart: Chart, kind: Kind) -> int:
    return chart.kinds.index(kind)


def _fairness(chart: Chart) -> Iterator[str]:
    """How far people are apart, and everybody against a fair share: one line a person."""
    if not chart.standings:
        return
    yield '<section class="fairness"><h2>Fairness</h2><table class="figures"><thead><tr><th class="text">Site</th>'
    yield '<th class="text">Burden</th><th>People</th><th>Lowest</th><th>Highest</th><th>Apart</th></tr></thead>'
    for s in chart.spreads:
        yield _line((s.site, s.burden), (s.people, s.lowest, s.highest, s.spread))
    yield "</table><h2>Done, and more (+) or less (-) than a fair share, earlier quarters included</h2>"
    burdens = [b for b in Burden if b in COUNTED or any(s.burden is b for s in chart.standings)]
    yield f'<table class="figures"><thead><tr><th class="text">Person</th>{"".join(f"<th>{b}</th>" for b in burdens)}'
    yield "</tr></thead>"
    for section in chart.sections:
        for row in section.rows:
            yield _line((row.name,), (_standing(chart, row.person, burden) for burden in burdens))
    yield "</table></section>"


def _standing(chart: Chart, person: str, burden: Burden) -> str:
    """``4 (-0.5)``: what the person has, and what is carried over."""
    for s in chart.standings:
        if (s.person, s.burden) == (person, burden):
            return f"{s.counted:g}" if s.after is None else f"{s.counted:g} ({s.after:+g})"
    return ""


def _line(texts: Iterable[str], values: Iterable[object]) -> str:
    cells = [f'<td class="text">{_name(text)}</td>' for text in texts]
    return f"<tr>{''.join([*cells, *(f'<td>{value}</td>' for value in values)])}</tr>"


def _name(text: str) -> str:
    """What people wrote, kept apart from what stands around it, whichever way it is read."""
    return f"<bdi>{escape(text)}</bdi>"


def _text(text: str) -> str:
    return escape(text)
