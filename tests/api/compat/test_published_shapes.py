"""The judge of our shapes finds what is wrong with them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.compat.crowd import Desk, ask
from tests.api.compat.published_shapes import must_fit, unfit

Raw = dict[str, Any]

BROKEN: dict[str, Callable[[Raw], object]] = {
    "no oncalls": lambda body: body.pop("oncalls"),
    "a type": lambda body: body["oncalls"][0]["user"].update(type="person"),
    "an address": lambda body: body["oncalls"][0]["user"].update(html_url="here"),
    "a level": lambda body: body["oncalls"][0].update(escalation_level="1"),
    "no instant": lambda body: body["oncalls"][0].update(start="soon"),
    "an instant without offset": lambda body: body["oncalls"][0].update(start="2026-12-01T09:00:00"),
    "no schedule": lambda body: body["oncalls"][0]["schedule"].pop("id"),
    "more": lambda body: body.update(more=None),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_answer_does_not_fit(watch: Desk, how: str) -> None:
    body = ask(watch.admin, "/oncalls")
    broken = copy.deepcopy(body)
    BROKEN[how](broken)
    assert unfit(broken, "/oncalls")


def test_null_fits_where_it_may_be_and_nowhere_else(watch: Desk) -> None:
    body = ask(watch.admin, "/oncalls")
    body["oncalls"][0]["user"]["self"] = None
    body["total"] = None
    must_fit(body, "/oncalls")
    body["limit"] = None
    assert "None is not of type 'integer'" in unfit(body, "/oncalls")
