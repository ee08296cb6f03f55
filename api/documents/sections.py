"""Reads a section row by row, so that one broken row does not hide what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from api.documents.advice import shown
from api.documents.places import Unreadable, joined
from api.documents.rows import Row
from api.documents.translate import issues_of
from api.errors import Issue

R = TypeVar("R", bound=Row)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Section(Generic[R]):
    """The rows that could be read, each with its path; `ids` are those of all rows, also of those that could not.

    `whole` is False when the section itself could not be read: then nothing is known to be absent from it. `complete`
    is False when a row could not be read.
    """

    rows: tuple[tuple[str, R], ...] = ()
    ids: tuple[str, ...] = ()
    whole: bool = True
    complete: bool = True

    def get(self, id: str | None) -> R | None:
        """The row with that id, if it could be read."""
        return self._by_id.get(id)

    def lacks(self, id: str) -> bool:
        """True when the section certainly has no row with that id."""
        return self.whole and id not in self._known

    @cached_property
    def _by_id(self) -> dict[str | None, R]:
        return {getattr(row, "id", None): row for _, row in reversed(self.rows)}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.ids)


@dataclass
class SectionReader:
    """Collects in `issues` what could not be read of `raw`, which stands at `path`."""

    raw: Mapping[str, Any]
    issues: list[Issue] = field(default_factory=list)
    path: str = ""

    def section(self, name: str, kind: type[R], least: int = 0) -> Section[R]:
        """The rows of the section `name`, which has `least` rows or more."""
        raw, path = self.raw.get(name), joined(self.path, name)
        if raw is None or isinstance(raw, Unreadable):
            return Section(whole=False, complete=False)
        if not isinstance(raw, list):
            self.issues.append(Issue(path, shown(raw), "is not valid", "a list of rows"))
            return Section(whole=False, complete=False)
        if len(raw) < least:
            self.issues.append(Issue(path, "", "is empty", f"at least {least} row"))
        read = [(joined(path, n), self.value(kind, item, joined(path, n))) for n, item in enumerate(raw)]
        ids = tuple(id for id in map(_id, raw) if isinstance(id, str))
        rows = tuple((path, row) for path, row in read if row is not None)
        return Section(rows, ids, complete=len(rows) == len(raw))

    def value(self, kind: type[M], raw: object, path: str) -> M | None:
        """`raw` as a `kind`, or None when it is not one."""
        if isinstance(raw, Unreadable):
            return None
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            self.issues += issues_of(error, raw, path, kind.model_fields)
            return None


def _id(raw: object) -> object:
    return raw.get("id") if isinstance(raw, dict) else getattr(raw, "id", None)
