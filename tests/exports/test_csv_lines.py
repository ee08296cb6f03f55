"""Rows for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.table import csv_lines

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.tuples(CELLS, st.integers()), max_size=5))
def test_every_cell_survives_but_for_the_apostrophe_of_formulas(rows: list[tuple[str, int]]) -> None:
    text = "".join(csv_lines(["words", "number"], [{"words": words, "number": number} for words, number in rows]))
    header, *found = csv.reader(StringIO(text, newline=""))
    assert header == ["words", "number"]
    for (words, number), (cell, amount) in zip(rows, found, strict=True):
        assert int(amount) == number  # also a negative one
        assert cell == (f"'{words}" if words[:1] in {"=", "+", "-", "@", "\t", "\r"} else words)
        assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}


def test_what_is_not_known_is_empty_and_what_is_not_asked_for_left_out() -> None:
    assert list(csv_lines(["a"], [{"a": None, "b": 1}, {"a": True, "b": 2}])) == ["a\n", '""\n', "True\n"]
    with pytest.raises(KeyError):
        list(csv_lines(["a"], [{"b": 1}]))
