"""Small words of help: what was found, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_LONGEST = 60
_MOST_CANDIDATES = 2_000  # difflib is slow: a file of a million ids shall not buy a minute of it


def shown(value: object) -> str:
    """The value as a person recognises it, clipped."""
    text = repr(value) if isinstance(value, str) else _plain(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def maybe(word: str, candidates: Collection[str]) -> str:
    """``Maybe sin-09?``, or nothing when no candidate is close."""
    if len(candidates) > _MOST_CANDIDATES or len(word) > _LONGEST:
        return ""
    close = get_close_matches(word.lower(), {c.lower(): c for c in sorted(candidates)}, n=1)
    return next((f"Maybe {c}?" for c in sorted(candidates) if close and c.lower() == close[0]), "")


def counted(number: int, one: str, many: str) -> str:
    """``1 site`` or ``3 sites``."""
    return f"{number} {one if number == 1 else many}"


def _plain(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else str(value)
