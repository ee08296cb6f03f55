"""Who is who in the pager: a file that a person writes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from api.documents.advice import shown
from api.documents.files import read_text
from api.documents.yaml_text import YamlText
from api.errors import BadInput, Issue


def read_users(path: Path) -> dict[str, str]:
    """The pager's user of each person: a CSV with the columns person and user; or a mapping in YAML or JSON.

    Raises BadInput with every fault: what is missing, what is said twice.
    """
    pairs = _pairs(path, read_text(path))
    issues = [_issue(path, person, user) for person, user in pairs if not (_named(person) and _named(user))]
    seen: dict[Any, Any] = {}
    for person, user in pairs:
        if seen.setdefault(person, user) != user:
            issues.append(Issue(str(person), shown(user), "is a second user of this person", "one", place=path.name))
    if issues:
        raise BadInput(issues)
    return seen


def _pairs(path: Path, text: str) -> list[tuple[Any, Any]]:
    match path.suffix.lower():
        case ".csv":
            return list(_rows(path, text))
        case ".json":
            return _mapping(path, _json(path, text))
        case _:
            reader = YamlText(path.name)
            raw = reader.read(text)
            if reader.issues:
                raise BadInput(reader.places.located(reader.issues))
            return _mapping(path, raw)


def _rows(path: Path, text: str) -> Iterable[tuple[Any, Any]]:
    reader = csv.DictReader(StringIO(text, newline=""))
    if reader.fieldnames is None or not {"person", "user"} <= set(reader.fieldnames):
        found = ", ".join(reader.fieldnames or ())
        raise BadInput([Issue("", shown(found), "are not the columns", "person,user", place=path.name)])
    return [((row["person"] or "").strip(), (row["user"] or "").strip()) for row in reader]


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput([Issue("", "", f"is not JSON: {error}", "a mapping", place=path.name)]) from None


def _mapping(path: Path, raw: Any) -> list[tuple[Any, Any]]:
    if not isinstance(raw, dict):
        raise BadInput([Issue("", shown(raw), "is not a mapping", "the pager's user by person", place=path.name)])
    return list(raw.items())


def _named(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _issue(path: Path, person: Any, user: Any) -> Issue:
    return Issue(str(person), shown(user), "is not a user", "the pager's id of this person, as text", place=path.name)
