"""Whether an import says the same as the tool it comes from, where that shows its own result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from api.documents.moving.values import Imported
from api.documents.oncall.domain import holdings_in
from scheduler.intervals import Interval, utc_text, without
from scheduler.oncall.resolve import resolve
from scheduler.oncall.values import Track

MOST_COMPARED = 500

Held = tuple[str, Interval]  # a person, and when


def disagreement(imported: Imported, track: Track, shown: Sequence[Held], name: str) -> str | None:
    """A sentence on the first instant at which the import and what the other tool has `shown` differ."""
    theirs = sorted(shown, key=lambda held: held[1].start)[:MOST_COMPARED]
    if not theirs:
        return None
    window = Interval(theirs[0][1].start, max(interval.end for _, interval in theirs))
    final = resolve(holdings_in(imported.document, window), imported.overrides)
    ours = [(h.person, inside) for h in final.holdings if h.track == track and (inside := h.interval.clipped(window))]
    found = [
        *((piece.start, f"{person} answers there, and not here") for person, piece in _only(theirs, ours)),
        *((piece.start, f"{person} answers here, and not there") for person, piece in _only(ours, theirs)),
    ]
    if not found:
        return None
    start, said = min(found)
    return (
        f"{name}: the export shows another result, first at {utc_text(start)}: {said}. Compare before you rely on it."
    )


def _only(one: Iterable[Held], other: Iterable[Held]) -> Iterator[Held]:
    """What `one` has and `other` lacks."""
    of: dict[str, list[Interval]] = defaultdict(list)
    for person, interval in other:
        of[person].append(interval)
    for person, interval in one:
        for piece in without(interval, of[person]):
            yield person, piece
