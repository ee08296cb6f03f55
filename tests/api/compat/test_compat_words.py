"""Ids, names of zones, and the key in a header."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.compat.ids import IdCollision, opaque
from api.compat.opsgenie.errors import OPSGENIE
from api.compat.pagerduty.errors import PAGERDUTY
from api.compat.rails import RAILS_ZONES
from api.compat.seats import _by_id
from scheduler.intervals import is_zone


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=4))
def test_an_id_looks_as_pagerdutys_do(key: list[str]) -> None:
    assert re.fullmatch(r"P[A-Z0-9]{13}", opaque("user", *key))


def test_ids_stay_as_they_are() -> None:
    """Clients have written them down: no release may change them."""
    assert opaque("schedule", "harbour", "standby", "1", "") == "PTTST45TPTHOWA"
    assert opaque("user", "harbour", "sin-01") == "PECVYD74FJHXAG"


def test_ids_tell_kinds_and_keys_apart() -> None:
    keys = [("a", "bc"), ("ab", "c"), ("abc",), ("abc", "")]
    ids = {opaque(kind, *key) for kind, key in product(("user", "team"), keys)}
    assert len(ids) == 8


def test_a_collision_is_never_passed_over() -> None:
    with pytest.raises(IdCollision, match="PX is both ana and ben"):
        _by_id([("PX", "ana"), ("PX", "ben")])


def test_all_names_of_rails_are_zones() -> None:
    assert len(RAILS_ZONES) > 140
    assert [name for name, zone in RAILS_ZONES.items() if not is_zone(zone)] == []
    assert RAILS_ZONES["Kuala Lumpur"] == "Asia/Kuala_Lumpur"


@pytest.mark.parametrize("sent", ["Token token=KEY", 'Token token="KEY"', "token token=KEY", "Bearer KEY", "KEY"])
def test_keys_as_pagerdutys_clients_send_them(sent: str) -> None:
    found = PAGERDUTY.key.match(sent)
    assert found
    assert found.group("key") == "KEY"


@pytest.mark.parametrize("sent", ["", "Basic a2V5", "Token token=", "GenieKey KEY", "Bearer a b"])
def test_what_is_no_key_of_pagerdutys(sent: str) -> None:
    assert PAGERDUTY.key.match(sent) is None


def test_keys_as_opsgenies_clients_send_them() -> None:
    found = [OPSGENIE.key.match(sent) for sent in ("GenieKey KEY", "Bearer KEY", "KEY", "Basic KEY")]
    assert [match and match.group("key") for match in found] == ["KEY", "KEY", None, None]
