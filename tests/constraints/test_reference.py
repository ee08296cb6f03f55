"""The reference pages in docs are those of the rules and packs as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints.catalog import RULES
from constraints.packs.reading import packs
from constraints.reference import packs_page, rules_page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("file", "page"), [("rules.md", rules_page), ("rule-packs.md", packs_page)])
def test_the_page_in_docs_is_up_to_date(file: str, page: object) -> None:
    assert callable(page)
    assert (DOCS / file).read_text(encoding="utf-8") == page(), "run: python -m constraints.reference docs"


def test_every_rule_has_its_words_parameters_source_and_examples() -> None:
    page = rules_page()
    for kind in RULES:
        part = page.split(f"## {kind.name}\n")[1].split("\n## ")[0]
        assert kind.source in part
        assert kind.unit in part
        assert kind.formula in part
        assert all(e.says in part for e in kind.EXAMPLES)
        assert all(f"`{name}`" in part for name in kind.model_fields.keys() - {"weight", "sites", "people"})


def test_every_number_has_its_source_and_status_or_why_it_is_left_out() -> None:
    page = packs_page()
    for pack in packs().values():
        for number in pack.numbers:
            (row,) = [line for line in page.splitlines() if line.startswith(f"| {number.id} |")]
            assert number.law in row
            assert number.status in row
            said = (number.standby and "standby counts as work") or (number.notice and "of whoever publishes")
            assert (number.left_out or said or f"`{number.rule}`") in row
