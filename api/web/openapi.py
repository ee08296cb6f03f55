"""The OpenAPI document: every answer that an endpoint may give, errors among them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.web.body import DESCRIBED
from api.web.problems import IssueBody, ProblemBody
from api.web.values import LONGEST_NAME, NAME_PATTERN

_TEAM = {
    "name": "team",
    "in": "path",
    "required": True,
    "description": "The team.",
    "schema": {"type": "string", "pattern": NAME_PATTERN, "maxLength": LONGEST_NAME, "examples": ["gsr-2027q1"]},
}
_REF = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Let `app` document problems in place of FastAPI's own errors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
            schemas = made.setdefault("components", {}).setdefault("schemas", {})
            for model in (ProblemBody, IssueBody):
                schemas[model.__name__] = model.model_json_schema(ref_template=_REF)
                schemas[model.__name__].pop("$defs", None)
            _hoist(made, schemas)
            _name_team(made)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _hoist(made: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Put the definitions that the schema of a document brings along where its references look for them."""
    operations = [operation for path in made["paths"].values() for operation in path.values()]
    for operation in operations:
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for name, schema in content.get("schema", {}).pop("$defs", {}).items():
                schemas[f"{name}{DESCRIBED}"] = schema


def _name_team(made: dict[str, Any]) -> None:
    """The guard reads the team from the address, so that endpoints need not take it as a parameter; here it is one."""
    for path, operations in made["paths"].items():
        for operation in operations.values() if "{team}" in path else ():
            parameters = operation.setdefault("parameters", [])
            if not any(parameter["name"] == "team" for parameter in parameters):
                parameters.insert(0, _TEAM)
