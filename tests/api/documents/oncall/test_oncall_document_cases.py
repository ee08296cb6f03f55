"""What the on-call projects' own suites expect, said as on-call documents and asked of what those hold."""

from __future__ import annotations

import pytest

from api.documents.oncall import holdings_in, oncall_of
from scheduler.oncall.gaps import gaps
from scheduler.oncall.resolve import resolve
from tests.oncall_case_documents import CASES, LEFT_OUT, SAID, TRACK, Raw, questions


@pytest.mark.parametrize("case", SAID, ids=[case["id"] for case in SAID])
def test_case(case: Raw) -> None:
    asked = questions(case)
    assert asked
    for question in asked:
        document = oncall_of(question.document)
        final = resolve(holdings_in(document, question.window), question.overrides, question.swaps)
        found = final.between(question.window)
        assert question.differences(found) == []
        if question.gaps is not None:
            assert tuple(gaps(found, question.window, TRACK)) == question.gaps


def test_every_case_is_said_or_left_out_with_a_reason() -> None:
    assert sorted([*(case["id"] for case in SAID), *LEFT_OUT]) == sorted(case["id"] for case in CASES)
    assert all(LEFT_OUT.values())
