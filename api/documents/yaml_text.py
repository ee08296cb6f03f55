"""YAML text as plain values, with the place of each, refusing what can surprise: anchors, tags, doubled keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from api.documents.places import Places, joined
from api.documents.scalars import value_of
from api.errors import BadInput, Issue

DEEPEST = 20
_PLAIN_VALUES = "the value itself: anchors, aliases and tags are not read"


@dataclass
class YamlText:
    """Reads one text. `issues` are faults that leave the rest readable; `read` raises BadInput for any other."""

    file: str
    places: Places = field(default_factory=lambda: Places(names_paths=True))
    issues: list[Issue] = field(default_factory=list)
    _refused: bool = False

    def read(self, text: str) -> Any:
        """The value of `text`: mappings, lists, text, numbers, truth values, None."""
        try:
            documents = list(self._documents(YAML(typ="safe", pure=True).parse(text)))
        except YAMLError as error:
            raise BadInput([*self.issues, _syntax(error, text, self.file)]) from None
        if self._refused:
            raise BadInput(self.issues)
        return documents[0] if documents else None

    def _documents(self, events: Iterator[Event]) -> Iterator[Any]:
        starts = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                starts += 1
                if starts == 2:
                    self._refuse(event, "", "begins a second document", "one document in a file")
            elif isinstance(event, AliasEvent | ScalarEvent | SequenceStartEvent | MappingStartEvent):
                yield self._value(event, events, "", 0)

    def _value(self, event: Event, events: Iterator[Event], path: str, depth: int) -> Any:
        self.places.note(path, self._place(event))
        self._refuse_marks(event, path)
        if depth > DEEPEST:
            self._refuse(event, path, f"is nested more than {DEEPEST} deep", "a team document")
            raise BadInput(self.issues)
        if isinstance(event, SequenceStartEvent):
            return list(self._items(events, path, depth))
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path, depth)
        if not isinstance(event, ScalarEvent):
            return None
        return value_of(event.value) if event.style is None else str(event.value)

    def _items(self, events: Iterator[Event], path: str, depth: int) -> Iterator[Any]:
        for n, event in enumerate(events):
            if isinstance(event, SequenceEndEvent):
                return
            yield self._value(event, events, joined(path, n), depth + 1)

    def _mapping(self, events: Iterator[Event], path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, events, path, depth)
            value = self._value(next(events), events, joined(path, key), depth + 1)
            if key in found:
                self._report(event, joined(path, key), "is said twice", "each key once")
            found.setdefault(key, value)
        return found

    def _key(self, event: Event, events: Iterator[Event], path: str, depth: int) -> str:
        if isinstance(event, ScalarEvent):
            self._refuse_marks(event, path)
            return str(event.value)
        self._refuse(event, path, "has a key that is not plain text", "keys such as team or people")
        self._value(event, events, path, depth + 1)
        return ""

    def _refuse_marks(self, event: Event, path: str) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self._refuse(event, path, f"is an alias, *{anchor}", _PLAIN_VALUES)
        elif anchor:
            self._refuse(event, path, f"has an anchor, &{anchor}", _PLAIN_VALUES)
        if tag and str(tag) != "!":
            self._refuse(event, path, f"has a tag, {tag}", _PLAIN_VALUES)

    def _refuse(self, event: Event, path: str, problem: str, expected: str) -> None:
        self._refused = True
        self._report(event, path, problem, expected)

    def _report(self, event: Event, path: str, problem: str, expected: str) -> None:
        self.issues.append(Issue(path, "", problem, expected, place=f"{self._place(event)} {path}".strip()))

    def _place(self, event: Event) -> str:
        return _place(self.file, event.start_mark)


def _syntax(error: YAMLError, text: str, file: str) -> Issue:
    """The parser gives up at the first fault of syntax: what follows it cannot be read."""
    if not isinstance(error, MarkedYAMLError):
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return Issue("", "", "holds a control character", "text", place=f"{file}:{line}")
    mark = error.problem_mark or error.context_mark
    context = f"{error.context}: " if error.context else ""
    advice = "YAML indents with spaces, not tabs" if "\\t" in str(error.problem) else ""
    place = _place(file, mark) if mark else file
    return Issue("", "", f"is not YAML: {context}{error.problem}", advice=advice, place=place)


def _place(file: str, mark: StreamMark) -> str:
    return f"{file}:{mark.line + 1}:{mark.column + 1}"
