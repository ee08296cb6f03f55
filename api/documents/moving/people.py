"""Who is meant: other tools' users as people of ours, each with an id that may stand in files and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from api.documents.oncall.model import OncallPersonRow

LONGEST_ID, LONGEST_NAME, LONGEST_EMAIL = 64, 200, 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_NOT_OF_AN_ID = re.compile(r"[^a-z0-9._-]+")


@dataclass(frozen=True)
class Card:
    """What another tool says of somebody."""

    name: str | None = None
    email: str | None = None

    def filled(self, other: Card | None) -> Card:
        """With what `other` knows besides."""
        return Card(self.name or other.name, self.email or other.email) if other else self


class People:
    """Finds the person of each of another tool's users: one that is known, or somebody new."""

    def __init__(self, known: Iterable[OncallPersonRow] = ()) -> None:
        self._new: dict[str, Card] = {}
        self._of_key: dict[str, str] = {}
        self._cards: dict[str, Card] = {}
        self._taken: set[str] = set()
        self._of_email: dict[str, str] = {}
        self._of_name: dict[str, str] = {}
        for row in known:
            self._taken.add(row.id)
            for word in filter(None, (row.name, row.id)):
                self._of_name.setdefault(word.casefold(), row.id)
            if row.email:
                self._of_email.setdefault(row.email.casefold(), row.id)

    def describe(self, key: str, card: Card) -> None:
        """Note what a directory says of the user `key`, for when somebody names the user."""
        self._cards[key] = card

    def id_of(self, key: str, card: Card | None = None) -> str:
        """The id of whoever the other tool calls `key`; the same for everybody with the same e-mail address."""
        if key not in self._of_key:
            full = (card or Card()).filled(self._cards.get(key))
            email = full.email if full.email and _EMAIL.fullmatch(full.email) else None
            self._of_key[key] = self._found(full.name, email) or self._added(key, full.name, email)
        return self._of_key[key]

    def rows(self) -> list[dict[str, str]]:
        """Those who are new, as rows of an on-call document."""
        return [
            {"id": id} | {field: word for field, word in (("name", card.name), ("email", card.email)) if word}
            for id, card in self._new.items()
        ]

    def _found(self, name: str | None, email: str | None) -> str | None:
        if email and email.casefold() in self._of_email:
            return self._of_email[email.casefold()]
        # Two users of one name are two people: the name is used up.
        found = self._of_name.pop(name.casefold(), None) if name else None
        if found and email:
            self._of_email[email.casefold()] = found
        return found

    def _added(self, key: str, name: str | None, email: str | None) -> str:
        id = self._free(_slug((email or "").partition("@")[0]) or _slug(name or "") or _slug(key) or "person")
        email = email if email and len(email) <= LONGEST_EMAIL else None
        self._new[id] = Card(name[:LONGEST_NAME] if name else None, email)
        if email:
            self._of_email[email.casefold()] = id
        return id

    def _free(self, wanted: str) -> str:
        id, n = wanted, 1
        while id in self._taken:
            n += 1
            id = f"{wanted[: LONGEST_ID - len(str(n)) - 1]}-{n}"
        self._taken.add(id)
        return id


def _slug(text: str) -> str:
    """`text` in the letters of an id: ``Jörg Müller`` is ``jorg-muller``."""
    plain = normalize("NFKD", text[: 4 * LONGEST_ID]).encode("ascii", "ignore").decode().lower()
    return _NOT_OF_AN_ID.sub("-", plain).strip("-._")[:LONGEST_ID].rstrip("-._")
