"""The JSON Schema by which editors complete a document agrees with what is read and written."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML

from api.documents.examples import example_folder
from api.documents.model import TeamDocument, schema
from api.documents.reading import document_of, read_folder
from api.documents.writing import to_yaml
from api.errors import BadInput
from tests.api.documents.generated import documents
from tests.api.documents.samples import SCENARIOS, changed, team

jsonschema = pytest.importorskip("jsonschema", reason="the schema needs a judge")


def errors(value: Any) -> list[Any]:
    return list(jsonschema.Draft202012Validator(schema()).iter_errors(value))


def seen_by_an_editor(text: str) -> Any:
    return _undated(YAML(typ="safe", pure=True).load(text))


def _undated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _undated(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_undated(part) for part in value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@given(documents())
@settings(max_examples=30, deadline=None)
def test_the_schema_accepts_what_is_written(document: TeamDocument) -> None:
    assert not errors(seen_by_an_editor(to_yaml(document)))


@pytest.mark.parametrize("folder", [example_folder(), *SCENARIOS], ids=str)
def test_the_schema_accepts_the_scenarios(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder} is only on the machine where the project is made")
    assert not errors(seen_by_an_editor(to_yaml(read_folder(folder))))


def test_the_schema_accepts_a_team() -> None:
    assert not errors(team())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("people.0.fte", 2),
        ("people.0.skils", []),
        ("shifts.0.start", "7am"),
        ("team", "a b"),
        ("wishes.0.weight", 4),
        ("rules.rest_period", {"hous": 1}),
        ("sites", []),
    ],
)
def test_the_schema_refuses_what_reading_refuses(path: str, value: object) -> None:
    raw = changed(path, value)
    with pytest.raises(BadInput):
        document_of(raw)
    assert errors(raw)


def test_the_schema_describes_every_field() -> None:
    definitions = [schema(), *schema()["$defs"].values()]
    rows = [d for d in definitions if str(d.get("title", "")).endswith(("Row", "TeamDocument"))]
    assert len(rows) == 18
    for definition in rows:
        for name, about in definition["properties"].items():
            assert about.get("description"), (definition["title"], name)
