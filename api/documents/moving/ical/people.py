"""Whom an event of a calendar means, among people who are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from api.documents.moving.ical.events import Happening
from api.documents.oncall.model import OncallPersonRow

_WORDS = re.compile(r"\w+")


class Names:
    """Finds people by e-mail address, by what `given` says of a title or an address, and by names within a title."""

    def __init__(self, people: Iterable[OncallPersonRow], given: Mapping[str, str]) -> None:
        rows = [*people]
        self._given = {text.casefold(): id for text, id in given.items()}
        self._of_email = {row.email.casefold(): row.id for row in rows if row.email}
        self._of_words = [(_words(text), row.id) for row in rows for text in (row.name, row.id) if text]

    def people_of(self, happening: Happening) -> list[str]:
        """Whom the event means; nobody when its title could mean two."""
        found = [self._one(word) for card in happening.people for word in (card.email, card.name) if word]
        told = {id for id in (*found, self._one(happening.summary)) if id}
        if told:
            return sorted(told)
        title = _words(happening.summary)
        named = {id for words, id in self._of_words if words and words in title}
        return [*named] if len(named) == 1 else []

    def _one(self, text: str) -> str | None:
        word = text.casefold()
        return self._given.get(word) or self._of_email.get(word)


def _words(text: str) -> str:
    """The words of a text, each between spaces, so that ``Ann`` is not found in ``Anna``."""
    return f" {' '.join(_WORDS.findall(text.casefold()))} " if _WORDS.search(text) else ""
