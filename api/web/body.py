"""Bodies that are documents: JSON or YAML, read by `api.documents`, which reports every issue at once."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import TypeAdapter

from api.documents.advice import shown
from api.documents.places import joined
from api.documents.yaml_text import YamlText
from api.errors import BadInput, Issue

JSON, YAML = "application/json", "application/yaml"
YAML_TYPES = frozenset({YAML, "application/x-yaml", "text/yaml", "text/x-yaml"})
DESCRIBED = "-Input"  # ends the names of schemas of what is sent, as FastAPI's own do
DEEPEST = 50
_UNKEPT = re.compile("[\0\ud800-\udfff]")


async def read_document(request: Request) -> Any:
    """The plain values of the body. Raises BadInput for text that is neither, or that no database can keep."""
    body = await request.body()
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise BadInput([Issue("", "", "is not UTF-8", "JSON, or YAML with `Content-Type: application/yaml`")]) from None
    raw = _yaml(text) if media_type in YAML_TYPES else _json(text)
    _refuse_unkept(raw)
    return raw


def document_body(kind: Any, *examples: Any, media_types: tuple[str, ...] = (JSON,)) -> dict[str, Any]:
    """The `openapi_extra` of an endpoint that takes a document of that `kind`, a type."""
    schema = TypeAdapter(kind).json_schema(ref_template=f"#/components/schemas/{{model}}{DESCRIBED}")
    if examples:
        schema["examples"] = list(examples)
    content = {media_type: {"schema": schema} for media_type in (*media_types, YAML)}
    return {"requestBody": {"required": True, "content": content}}


def _yaml(text: str) -> Any:
    reader = YamlText("body")
    raw = reader.read(text)
    if reader.issues:
        raise BadInput(reader.places.located(reader.issues))
    return raw


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        expected = "JSON, or YAML with `Content-Type: application/yaml`"
        raise BadInput([Issue("", "", f"is not JSON: {error}", expected)]) from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _refuse_unkept(raw: Any) -> None:
    """Raises BadInput for characters that no database keeps (NUL, halves of one), infinite numbers, deep nesting."""
    waiting = [("", raw, 1)]
    while waiting:
        path, value, level = waiting.pop()
        if level > DEEPEST:
            raise BadInput([Issue(path[:60], "", "is nested too deeply", f"at most {DEEPEST} levels")])
        if isinstance(value, dict):
            waiting += [("", name, level) for name in value]
            waiting += [(joined(path, name), part, level + 1) for name, part in value.items()]
        elif isinstance(value, list):
            waiting += [(joined(path, n), part, level + 1) for n, part in enumerate(value)]
        elif isinstance(value, str) and _UNKEPT.search(value):
            raise BadInput([Issue(path, shown(value), "holds a NUL character or half a character", "text in UTF-8")])
        elif isinstance(value, float) and not isfinite(value):
            raise BadInput([Issue(path, shown(value), "is too large", "a number")])


Document = Annotated[Any, Depends(read_document)]
