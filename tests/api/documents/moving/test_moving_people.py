"""Ids that may stand in files and addresses, for everybody and only once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.moving.people import Card, People
from api.documents.oncall import OncallPersonRow, oncall_of


def known(**fields: str) -> OncallPersonRow:
    return OncallPersonRow.model_validate(fields)


@pytest.mark.parametrize(
    ("card", "id"),
    [
        (Card("Ana Maria Reyes", "ana.reyes@example.com"), "ana.reyes"),
        (Card("Jörg Müller"), "jorg-muller"),
        (Card("  O'Neill, Siân  "), "o-neill-sian"),
        (Card("王芳"), "key-1"),
        (Card(None, "not an address"), "key-1"),
        (Card("x" * 300), "x" * 64),
        (Card(None, "-_-@example.com"), "key-1"),
    ],
)
def test_an_id_comes_of_the_address_or_the_name(card: Card, id: str) -> None:
    assert People().id_of("KEY/1", card) == id


def test_one_address_is_one_person_and_one_name_is_not() -> None:
    people = People()
    assert people.id_of("1", Card("Ana", "ana@example.com")) == "ana"
    assert people.id_of("2", Card("Ana R.", "ANA@example.com")) == "ana"
    assert people.id_of("3", Card("Ana")) == "ana-2"
    assert people.id_of("4", Card("Ana")) == "ana-3"
    assert people.id_of("3") == "ana-2"
    assert [row["id"] for row in people.rows()] == ["ana", "ana-2", "ana-3"]


def test_a_directory_fills_in_what_a_reference_leaves_out() -> None:
    people = People()
    people.describe("1", Card("Ana Reyes", "ana@example.com"))
    people.describe("2", Card("Nobody asks for me"))
    assert people.id_of("1", Card("A. Reyes")) == "ana"
    assert people.rows() == [{"id": "ana", "name": "A. Reyes", "email": "ana@example.com"}]


def test_people_of_the_team_are_recognised_by_address_name_or_id() -> None:
    people = People(
        [known(id="sin-01", name="Ana Reyes", email="ana@example.com"), known(id="sin-02", name="Ben"), known(id="chi")]
    )
    assert people.id_of("1", Card("Somebody", "Ana@Example.com")) == "sin-01"
    assert people.id_of("2", Card("ben", "ben@example.com")) == "sin-02"
    assert people.id_of("3", Card("Other", "ben@example.com")) == "sin-02"
    assert people.id_of("4", Card("chi")) == "chi"
    assert people.id_of("5", Card("Ben")) == "ben"  # another one of the same name
    assert people.id_of("6", Card("sin-01 ")) == "sin-01-2"
    assert [row["id"] for row in people.rows()] == ["ben", "sin-01-2"]


CARDS = st.builds(Card, st.none() | st.text(max_size=80), st.none() | st.emails() | st.text(max_size=20))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=10), CARDS), max_size=20))
def test_ids_are_always_good(users: list[tuple[str, Card]]) -> None:
    people = People([known(id="ana", name="Ana")])
    ids = {people.id_of(key, card) for key, card in users}
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", id) for id in ids)
    rows = people.rows()
    assert len({row["id"] for row in rows}) == len(rows)
    if all(str.isprintable(row.get("name", "")) for row in rows):
        assert oncall_of({"timezone": "UTC", "people": rows})
