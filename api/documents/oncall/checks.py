"""What an on-call document must fulfil beyond the shape of its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from api.documents.advice import shown
from api.documents.oncall.model import MOST_SHIFTS, LayerRow, OncallDocument, RotationRow
from api.documents.places import joined
from api.errors import Issue
from scheduler.oncall.grid import Cadence

MOST_STEPS = 100_000  # some seconds of work for whoever is asked who is on call in a year
_TURNS_A_YEAR = {Cadence.HOURLY: 8_766, Cadence.DAILY: 366, Cadence.WEEKLY: 53, Cadence.MONTHLY: 12}


def check(document: OncallDocument) -> Iterator[Issue]:
    """Everything that is wrong with a document whose rows could be read."""
    for one in _CHECKS:
        yield from one(document)


def people_once(document: OncallDocument) -> Iterator[Issue]:
    yield from _repeated("people", [row.id for row in document.people], "is the id of another person too")


def fallback_once(document: OncallDocument) -> Iterator[Issue]:
    of = [f"{row.duty or 'any duty'}, {row.level or 'any level'}" for row in document.fallback]
    yield from _repeated("fallback", of, "has a fallback already")


def shifts_once(document: OncallDocument) -> Iterator[Issue]:
    """A swap names a shift by its id and its person."""
    first: dict[tuple[str, str], str] = {}
    for path, layer in _layers(document):
        for n, row in enumerate(layer.shifts):
            place = joined(joined(path, "shifts"), n)
            if row.id is not None and first.setdefault((row.id, row.person), place) != place:
                yield Issue(f"{place}.id", shown(row.id), f"is a shift of {row.person} already", "each shift once")


def bounded(document: OncallDocument) -> Iterator[Issue]:
    shifts = sum(len(layer.shifts) for _, layer in _layers(document))
    if shifts > MOST_SHIFTS:
        yield Issue("schedules", f"{shifts:,} fixed shifts", "are too many", f"at most {MOST_SHIFTS:,} in a document")
    steps = sum(_steps_a_year(row) for _, layer in _layers(document) for row in layer.rotations)
    if steps > MOST_STEPS:
        expected = f"at most {MOST_STEPS:,}, all rotations together"
        yield Issue("schedules", f"{steps:,} turns and windows a year", "are too many", expected, "Maybe longer turns?")


def _steps_a_year(row: RotationRow) -> int:
    """How much is to be looked at for a year of the rotation: each turn, and each window on each of its days."""
    turns = _TURNS_A_YEAR[row.cadence] // row.length + 1
    days = 366 // turns + 2
    return turns * (1 + days * len(row.windows)) * max(1, *map(len, row.people))


def _layers(document: OncallDocument) -> Iterator[tuple[str, LayerRow]]:
    for n, schedule in enumerate(document.schedules):
        for m, layer in enumerate(schedule.layers):
            yield joined(joined(joined("schedules", n), "layers"), m), layer


def _repeated(section: str, names: Iterable[str], problem: str) -> Iterator[Issue]:
    seen: Counter[str] = Counter()
    for n, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            yield Issue(joined(section, n), shown(name), problem, "each once")


_CHECKS: tuple[Callable[[OncallDocument], Iterator[Issue]], ...] = (people_once, fallback_once, shifts_once, bounded)
