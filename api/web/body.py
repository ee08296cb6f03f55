"""Bodies that are documents: JSON or YAML, read by `api.documents`, which reports every issue at once."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Depends, Request

from api.documents.yaml_text import YamlText
from api.errors import BadInput, Issue

YAML_TYPES = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"})


async def read_document(request: Request) -> Any:
    """The plain values of the body. Raises BadInput for text that is neither."""
    body = await request.body()
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadInput([Issue("", "", "is not UTF-8", "JSON, or YAML with `Content-Type: application/yaml`")]) from None
    if media_type in YAML_TYPES:
        reader = YamlText("body")
        raw = reader.read(text)
        if reader.issues:
            raise BadInput(reader.places.located(reader.issues))
        return raw
    return _json(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        expected = "JSON, or YAML with `Content-Type: application/yaml`"
        raise BadInput([Issue("", "", f"is not JSON: {error}", expected)]) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


Document = Annotated[Any, Depends(read_document)]
