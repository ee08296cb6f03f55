"""Failures that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.errors import WatchbillError

MOST_PRINTED = 200


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of an input.

    `path` leads to it in the document (``leave[0].last_day``), `place` in the file that was read. `value` is what was
    found there as a person would recognise it; `expected` and `advice` say how to mend it.
    """

    path: str
    value: str
    problem: str
    expected: str = ""
    advice: str = ""
    place: str = ""

    def __str__(self) -> str:
        said = " ".join(part for part in (self.value, self.problem) if part)
        fault = f"{self.place or self.path or 'document'}: {said}"
        wanted = f"Expected: {self.expected}" if self.expected else ""
        return " ".join(_sentence(part) for part in (fault, wanted, self.advice) if part)


class BadInput(WatchbillError):
    """Everything that is wrong with an input, at once."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(self.issues)

    def __str__(self) -> str:
        lines = [str(issue) for issue in self.issues[:MOST_PRINTED]]
        unsaid = len(self.issues) - len(lines)
        lines += [f"and {unsaid} more"] if unsaid else []
        return "\n".join([f"{len(self.issues)} problem{'s' if len(self.issues) != 1 else ''}:", *lines])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
