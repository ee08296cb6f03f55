"""Whatever is wrong with an input, the answer is a list of issues: never another failure."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.documents.domain import problem_of
from api.documents.examples import example_folder
from api.documents.reading import document_of, parse_team, read_folder
from api.documents.sheets import SHEETS
from api.documents.writing import to_yaml
from api.errors import BadInput
from tests.api.documents.samples import team

SCALARS = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1.5,
        10**30,
        float("nan"),
        "",
        "off",
        "sin-01",
        "sin",
        "2027-02-29",
        "2027-01-10",
        "07:00",
        "é",
        "\0",
    ]
)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=2) | st.dictionaries(st.just("id"), v, max_size=1), max_leaves=4
)


def paths(value: Any) -> list[tuple[Any, Any]]:
    """Every place at which the value can be changed: its container and the key."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(value, key) for key, _ in parts] + [pair for _, part in parts for pair in paths(part)]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_document_is_read_whole_or_refused_with_issues(data: st.DataObject) -> None:
    raw = team()
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(paths(raw)))
        container[key] = data.draw(VALUES)
    with contextlib.suppress(BadInput):
        document = document_of(raw)
        assert problem_of(document)
        assert parse_team(to_yaml(document)) == document


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_document_or_refused_with_issues(text: str, at: int) -> None:
    good = to_yaml(document_of(team()))
    with contextlib.suppress(BadInput):
        parse_team(good[:at] + text + good[at + len(text) :])


@given(st.sampled_from([sheet.name for sheet in SHEETS]), st.integers(0, 300), st.binary(max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_table_or_refused_with_issues(tmp_path: Path, name: str, at: int, content: bytes) -> None:
    for file in example_folder().glob("*.csv"):
        good = file.read_bytes()
        spoilt = good[:at] + content + good[at + len(content) :]
        (tmp_path / file.name).write_bytes(spoilt if file.stem == name else good)
    with contextlib.suppress(BadInput):
        problem_of(read_folder(tmp_path))
