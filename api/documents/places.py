"""Where in the files each value of a document stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from api.errors import Issue


@dataclass
class Places:
    """The place of each path that was read, in the order of reading.

    `names_paths`: a place alone (line and column) does not say what is meant, so the path is said with it.
    """

    names_paths: bool = False
    _noted: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, path: str, place: str) -> None:
        self._noted.setdefault(path, (len(self._noted), place))

    def note_below(self, path: str, other: str) -> None:
        """What stands below `other` stands below `path` too."""
        for noted, (_, place) in list(self._noted.items()):
            if noted.startswith(other):
                self.note(path + noted.removeprefix(other), place)

    def located(self, issues: Iterable[Issue]) -> list[Issue]:
        """The issues in the order of their places, each once, with its place."""
        ranked = sorted(dict.fromkeys(issues), key=lambda issue: self._nearest(issue.path)[0])
        return [self._with_place(issue) for issue in ranked]

    def _with_place(self, issue: Issue) -> Issue:
        place = issue.place or self._nearest(issue.path)[1]
        if place and self.names_paths and not issue.place:
            place = f"{place} {issue.path}".strip()
        return replace(issue, place=place)

    def _nearest(self, path: str) -> tuple[int, str]:
        """The place of the path, or of the smallest thing noted that holds it."""
        while path and path not in self._noted:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._noted.get(path, (-1, ""))


@dataclass(frozen=True)
class Unreadable:
    """Stands for a value whose fault is reported already; `id` keeps its name known where it has one."""

    id: Any = None


def joined(path: str, part: str | int) -> str:
    """``people`` and 3 make ``people[3]``; ``people[3]`` and ``site`` make ``people[3].site``."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part
