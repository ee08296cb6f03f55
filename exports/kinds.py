"""The kinds of shift that a chart shows: each with a short letter and a colour that also tells them apart in grey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from exports.cleaning import one_line
from scheduler.domain.shift import Duty, ShiftTemplate
from scheduler.oncall.values import Track

_DAYS = (
    ("CFE8FC", "12344D"),
    ("FFE493", "4A3800"),
    ("C8EBC0", "173D12"),
    ("FFD0B5", "5A2408"),
    ("E2D3F5", "38205C"),
    ("BFEAE6", "0D3F3B"),
    ("F9CBDB", "5B1230"),
)
_NIGHTS = (("2F3E6E", "FFFFFF"), ("5C3B6E", "FFFFFF"), ("1F5560", "FFFFFF"))
_CALLS = (("FBF1EE", "A3271B"), ("EEF7F1", "1B6238"), ("F3F0FA", "55309B"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A shift template of a site, or a duty and level of a rotation, as charts show it.

    `letter` is short, upper case, and at its site nobody else's; `label` says it in words, `times` when it is by the
    site's clock. `paper` and `ink` are colours as RRGGBB.
    """

    letter: str
    label: str
    site: str | None
    duty: str
    times: str
    night: bool
    paper: str
    ink: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    label: str
    site: str | None
    duty: str
    times: str
    night: bool


class Kinds:
    """All kinds of a team: of every template, and of the duties and levels that are held without a dated shift."""

    def __init__(self, templates: Iterable[ShiftTemplate], tracks: Iterable[Track]) -> None:
        wanted: dict[str | Track, _Wanted] = {t.id: _of_template(t) for t in templates}
        wanted |= {track: _of_track(track) for track in sorted(tracks)}
        letters = _letters(w.label for w in wanted.values())
        colours = _colours(wanted.values())
        self._kinds = {
            key: Kind(letters[w.label], w.label, w.site, w.duty, w.times, w.night, *colours[w.label])
            for key, w in wanted.items()
        }

    def of(self, template: str | None, track: Track) -> Kind:
        """The kind of a shift of `template`; None: of a turn."""
        return self._kinds[track if template is None else template]

    def all(self) -> tuple[Kind, ...]:
        """In the order of the templates, then of duties and levels."""
        return tuple(self._kinds.values())


def _of_template(template: ShiftTemplate) -> _Wanted:
    days = f" +{template.span_days} days" if template.span_days > 1 else ""
    times = f"{template.start:%H:%M}–{template.end:%H:%M}{days}"  # noqa: RUF001 - a dash between two times
    label = one_line(template.id.removeprefix(f"{template.site}-")) or "shift"
    return _Wanted(label, template.site, template.duty, times, template.night)


def _of_track(track: Track) -> _Wanted:
    duty, level = track
    return _Wanted(f"{one_line(duty)} {level}" if level > 1 else one_line(duty), None, duty, "", night=False)


def _letters(labels: Iterable[str]) -> dict[str, str]:
    """A letter for each label, or a few: the first that is free of its first, its initials, its first ones."""
    found: dict[str, str] = {}
    for label in dict.fromkeys(labels):
        found[label] = next(letters for letters in _candidates(label) if letters not in found.values())
    return found


def _candidates(label: str) -> Iterator[str]:
    words = ["".join(c for c in word.upper() if c.isascii() and c.isalnum()) for word in _words(label)]
    whole = "".join(words) or "X"
    yield whole[0]
    yield "".join(word[0] for word in words if word)[:3] or whole[0]
    yield from (whole[:n] for n in (2, 3))
    yield from (f"{whole[0]}{n}" for n in count(2))


def _words(label: str) -> Sequence[str]:
    return "".join(c if c.isalnum() else " " for c in label).split()


def _colours(wanted: Iterable[_Wanted]) -> dict[str, tuple[str, str]]:
    """Nights are dark, standby is pale; those of one name look alike at all sites."""
    found: dict[str, tuple[str, str]] = {}
    used = {_DAYS: 0, _NIGHTS: 0, _CALLS: 0}
    for w in wanted:
        if w.label not in found:
            palette = _CALLS if w.duty != Duty.ON_DUTY else _NIGHTS if w.night else _DAYS
            found[w.label] = palette[used[palette] % len(palette)]
            used[palette] += 1
    return found
