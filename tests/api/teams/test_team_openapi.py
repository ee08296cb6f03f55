"""The OpenAPI document: what the bodies of documents hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.service import Service


def test_every_reference_leads_somewhere_and_every_part_is_described(service: Service) -> None:
    made = service.admin.get("/openapi.json").json()
    schemas = made["components"]["schemas"]
    names = {ref.removeprefix("#/components/schemas/") for ref in references(made)}
    assert names <= schemas.keys()
    put = made["paths"]["/v1/teams/{team}/people"]["put"]
    assert put["requestBody"]["content"]["application/json"]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/PersonRow-Input"},
    }
    assert "fte" not in schemas["PersonRow-Input"]["required"]
    assert "$defs" not in str(made)


def test_every_address_of_a_team_says_which_ids_there_are(service: Service) -> None:
    paths = service.admin.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for operation in operations.values() if "{team}" in path else ():
            (named,) = [p for p in operation["parameters"] if p["name"] == "team"]
            assert (named["in"], named["required"], named["schema"]["maxLength"]) == ("path", True, 64)


def references(value: Any) -> Iterator[str]:
    """Every `$ref` below `value`."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]
    for part in parts:
        yield from references(part)
