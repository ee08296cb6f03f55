"""pydantic's errors as issues: with the path of the document, and in the words of its readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.documents.advice import maybe, shown
from api.documents.places import joined
from api.errors import Issue

_EXPECTED = {
    "string_type": "text",
    "string_too_short": "text",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "at most 64 of A-Z, a-z, 0-9, '.', '_' and '-', starting with a letter or digit",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "date_type": "a day as YYYY-MM-DD",
    "date_parsing": "a day as YYYY-MM-DD",
    "date_from_datetime_parsing": "a day as YYYY-MM-DD",
    "date_from_datetime_inexact": "a day as YYYY-MM-DD",
    "list_type": "a list",
    "tuple_type": "a list",
    "frozen_set_type": "a list",
    "set_type": "a list",
    "too_short": "at least {min_length} entry",
    "too_long": "at most {max_length} entries",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
}

Fields = Collection[str] | Callable[[str], Collection[str]]


def issues_of(error: ValidationError, raw: object, path: str, fields: Fields) -> Iterator[Issue]:
    """One issue for each path below `path` at which `raw` is wrong.

    `fields` are the names that are known there; or, for a value of several levels, says which are known at a path.
    """
    details = [detail for detail in error.errors(include_url=False) if not _follows(detail)]
    placed = [(_path(path, detail, raw), detail) for detail in details]
    for place, group in groupby(sorted(placed, key=lambda p: p[0]), key=lambda p: p[0]):
        yield _issue(place, [detail for _, detail in group], fields)


def _issue(path: str, details: list[ErrorDetails], fields: Fields) -> Issue:
    first = details[0]
    if first["type"] == "missing":
        return Issue(path, "", "is missing")
    if first["type"] == "extra_forbidden":
        name = str(first["loc"][-1])
        known = fields(path.rpartition(".")[0]) if callable(fields) else fields
        return Issue(path, "", "is not known here", f"one of {', '.join(known)}", maybe(name, known))
    expected = " or ".join(dict.fromkeys(_expected(detail) for detail in details))
    advice = first.get("ctx", {}).get("advice", "")
    return Issue(path, shown(first["input"]), "is not valid", expected, advice)


def _expected(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "unexpected":
        return str(context["expected"])
    known = _EXPECTED.get(detail["type"])
    return known.format(**context) if known else detail["msg"]


def _follows(detail: ErrorDetails) -> bool:
    """A list whose entries are wrong is called too short as well, though it is not."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _path(path: str, detail: ErrorDetails, raw: Any) -> str:
    """Follows the location through what was read: its other parts name branches of a union, which nobody wrote."""
    location = detail["loc"]
    for n, part in enumerate(location):
        absent = detail["type"] == "missing" and n == len(location) - 1
        if absent or _holds(raw, part):
            path = joined(path, part)
            raw = None if absent else raw[part]
    return path


def _holds(raw: object, part: str | int) -> bool:
    if isinstance(raw, dict):
        return part in raw
    return isinstance(raw, list | tuple) and isinstance(part, int) and part < len(raw)
