"""A document is written so that reading it back gives the same document, and so that a person can edit it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.domain import problem_of
from api.documents.examples import example_folder
from api.documents.model import SCHEMA_FILE, TeamDocument
from api.documents.reading import document_of, parse_team, read_folder
from api.documents.scalars import text_of
from api.documents.writing import to_yaml
from api.documents.yaml_text import YamlText
from constraints.catalog import RULES
from tests.api.documents.generated import TEXT, documents
from tests.api.documents.samples import SCENARIOS, changed, team


@given(documents())
@settings(max_examples=100, deadline=None)
def test_what_is_written_reads_back_as_an_equal_document(document: TeamDocument) -> None:
    assert parse_team(to_yaml(document)) == document


@given(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
)
def test_a_scalar_reads_back_as_itself(value: Any) -> None:
    assert YamlText("x").read(f"[{text_of(value)}, {{a: {text_of(value)}}}]") == [value, {"a": value}]


@pytest.mark.parametrize(
    "text",
    ["off", "No", "23:00", "1:30", "007", "0x1f", "0b1", "0o_", "1.0", "1e3", "null", "~", "", "a: b", "- a", "#", "é"],
)
def test_words_that_a_yaml_reader_would_take_for_something_else_are_quoted(text: str) -> None:
    assert text_of(text) == f'"{text}"'


def test_the_same_document_is_the_same_text() -> None:
    raw = changed("rules.rest_period", {"people": ["sin-02", "sin-01", "dub-01"]})
    assert "rest_period: {people: [dub-01, sin-01, sin-02]}" in to_yaml(document_of(raw))


def test_a_row_is_a_line() -> None:
    text = to_yaml(document_of(team()))
    assert '  - {person: sin-01, day: 2027-01-20, wish: "off", weight: 3}\n' in text
    assert "  - {person: sin-02, every: friday, wish: sin-day, weight: 1}\n" in text
    assert '  - {id: sin-night, site: sin, start: "23:00", end: "07:30"}\n' in text


def test_every_section_says_what_a_row_is_and_the_head_names_the_schema() -> None:
    lines = to_yaml(document_of(team())).splitlines()
    assert lines[0] == f"# yaml-language-server: $schema={SCHEMA_FILE}"
    for name in list(TeamDocument.model_fields)[1:]:
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name}:"))
        assert lines[at - 1].startswith("#"), name


def test_every_rule_is_named_with_how_it_applies() -> None:
    text = to_yaml(document_of(team()))
    for kind in RULES:
        assert f"\n#   {kind.name}:" in text


@pytest.mark.parametrize("folder", [example_folder(), *SCENARIOS], ids=str)
def test_a_scenario_survives_writing_and_reading(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip(f"{folder} is only on the machine where the project is made")
    document = read_folder(folder)
    text = to_yaml(document)
    assert parse_team(text) == document
    assert problem_of(document).shifts
