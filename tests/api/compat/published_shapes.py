"""PagerDuty's own OpenAPI document as the judge of our answers."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from scheduler.intervals import is_zone
from tests.api.documents.samples import SHARED

DOCUMENT = SHARED / "reference" / "pagerduty-openapi-part.json"
formats = FormatChecker(["email"])


@formats.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@formats.checks("uri")
@formats.checks("url")
def _is_address(value: object) -> bool:
    return not isinstance(value, str) or (urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).netloc))


@formats.checks("tzinfo")
@formats.checks("activesupport-time-zone")
def _is_known_zone(value: object) -> bool:
    return not isinstance(value, str) or is_zone(value)


def must_fit(body: object, path: str, method: str = "get") -> None:
    """Raises ValidationError unless `body` is what PagerDuty's document says of the good answer of that operation."""
    known = _document()["paths"][path][method]["responses"]
    status = next(status for status in ("200", "201") if status in known)
    pointer = f"{path.replace('~', '~0').replace('/', '~1')}/{method}/responses/{status}"
    _validate(body, f"#/paths/{pointer}/content/application~1json/schema")


def must_be(body: object, schema: str) -> None:
    """The same for one of its schemas."""
    _validate(body, f"#/components/schemas/{schema}")


def must_refuse(body: object) -> None:
    """The same for its errors."""
    _validate(body, "#/components/responses/NotFound/content/application~1json/schema")
    assert isinstance(body, dict)
    assert {type(body["error"][name]) for name in ("message",)} == {str}
    assert body["error"].keys() == {"code", "message", "errors"}


def unfit(body: object, path: str) -> str:
    """Why it does not fit."""
    with pytest.raises(ValidationError) as caught:
        must_fit(body, path)
    return str(caught.value.message)


def _validate(body: object, reference: str) -> None:
    document = {"$ref": reference, **_document()}
    Draft202012Validator(document, format_checker=formats).validate(body)


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    if not DOCUMENT.exists():
        pytest.skip("PagerDuty's OpenAPI document is not beside the project")
    translated: dict[str, Any] = _translated(json.loads(DOCUMENT.read_text()))
    bounds = translated["components"]["schemas"]["Oncall"]["properties"]
    for name in ("start", "end"):  # null for who is on call for good, as its pages say and its schema does not
        bounds[name]["type"] = [bounds[name]["type"], "null"]
    return {name: translated[name] for name in ("paths", "components")}


def _translated(part: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` is one more type there."""
    if isinstance(part, list):
        return [_translated(item) for item in part]
    if not isinstance(part, dict):
        return part
    told = {name: _translated(value) for name, value in part.items()}
    if told.pop("nullable", False) is True:
        told["type"] = [told["type"], "null"]
        if "enum" in told:
            told["enum"] = [*told["enum"], None]
    return told
