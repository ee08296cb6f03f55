from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.oncall.columns import Column, Texts, narrow


@pytest.mark.parametrize(
    ("largest", "size"),
    [(0, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4), (2**32 - 1, 4), (2**32, 8)],
)
def test_numbers_take_as_few_bytes_as_the_largest_needs(largest: int, size: int) -> None:
    numbers = narrow([0, largest])
    assert [*numbers] == [0, largest]
    assert numbers.itemsize == size


def test_no_numbers_take_no_room() -> None:
    assert [*narrow([])] == []


@given(st.lists(st.none() | st.sampled_from(["sin", "dub", "日本"]) | st.text("aé日", min_size=1)))
def test_a_column_gives_back_what_it_was_made_of(rows: list[str | None]) -> None:
    column, texts = Column(rows), Texts(rows)
    assert [column[n] for n in range(len(rows))] == rows
    assert [texts[n] for n in range(len(rows))] == rows
    assert sorted(column.values, key=str) == sorted(set(rows), key=str)


@given(st.lists(st.sampled_from("abc")))
def test_a_column_finds_the_rows_of_a_value(rows: list[str]) -> None:
    for value in "abcd":
        assert Column(rows).rows(value) == [n for n, row in enumerate(rows) if row == value]
