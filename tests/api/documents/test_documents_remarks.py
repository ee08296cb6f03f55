"""What is told of a document that is in order, but perhaps not meant."""

from __future__ import annotations

import pytest

from api.documents.reading import document_of
from api.documents.remarks import remarks
from tests.api.documents.samples import changed, team

IRELAND = ("sites.1.rule_pack", "ireland")


def told(*changes: tuple[str, object]) -> dict[str, str]:
    raw = team()
    for where, value in changes:
        raw = changed(where, value, raw)
    return {issue.path: str(issue) for issue in remarks(document_of(raw))}


def test_the_sample_is_meant_as_it_is() -> None:
    assert told() == {}


@pytest.mark.parametrize(
    ("said", "path", "words"),
    [
        ({"hours": 9}, "rules.rest_period", "hours: 9 gives way to IE-11 for 1 person: 11 hours"),
        ([{"people": ["sin-01"]}, {"hours": 9, "sites": ["dub"]}], "rules.rest_period[1]", "Maybe {hours: 11}?"),
        (False, "rules.rest_period", "false gives way to IE-11"),
    ],
)
def test_a_rule_gives_way_to_a_stricter_law(said: object, path: str, words: str) -> None:
    assert words in told(IRELAND, ("rules.rest_period", said))[path]


@pytest.mark.parametrize(
    "said",
    [{"hours": 12}, {"hours": 9, "weight": 3}, {"hours": 9, "sites": ["sin"]}, {"hours": 9, "people": ["sin-01"]}],
)
def test_a_rule_that_is_stricter_or_priced_or_of_others_stands(said: object) -> None:
    assert not [path for path in told(IRELAND, ("rules.rest_period", said)) if path.startswith("rules")]


def test_the_companys_policy_gives_way_to_the_document_and_is_not_told() -> None:
    assert told(("rules.rest_period", {"hours": 9})) == {}


@pytest.mark.parametrize(("rule", "parameter"), [("average_hours", "weeks"), ("free_weekends", "one_in")])
def test_a_window_longer_than_what_is_known_is_told(rule: str, parameter: str) -> None:
    """The sample knows the six weeks from 21 December to 31 January."""
    assert told((f"rules.{rule}", {parameter: 6})) == {}
    words = told((f"rules.{rule}", {parameter: 7}))[f"rules.{rule}.{parameter}"]
    assert "7 is longer than what is known. Expected: at most the 6 weeks" in words
    assert "Maybe earlier rows in previous?" in words


def test_a_window_of_days_is_held_against_days() -> None:
    end = {"last_day": "2027-01-10", "coverage_until": "2027-01-10T12:00:00Z"}
    week = ("period", team()["period"] | end)
    alone: tuple[tuple[str, object], ...] = (
        ("wishes", []),
        ("previous", []),
        ("leave", []),
        ("people.1.first_day", None),
    )
    assert "rules.follows.days" not in told(week, *alone, ("rules.follows", {"days": 7}))
    assert "rules.follows.days" in told(week, *alone, ("rules.follows", {"days": 8}))


def test_a_law_that_looks_further_than_the_period_is_told_with_how_far_is_known() -> None:
    remarked = [str(issue) for issue in remarks(document_of(changed(*IRELAND, team())))]
    (words,) = [each for each in remarked if "IE-15" in each]
    assert "is shorter than IE-15 looks: 48 hours a week on average over four months" in words
    assert "the 6 weeks that are known, from 2026-12-21 on" in words


def test_a_shift_that_nobody_may_work_is_told() -> None:
    words = told(("shifts.0.end", "07:00"))["shifts[0]"]
    assert "'sin-day' nobody may work it, by P-DUTY" in words


def test_a_shift_that_some_may_work_is_not() -> None:
    """The night has no break."""
    pack = ("sites.0.rule_pack", "california")
    assert "by CA-512" in told(pack)["shifts[1]"]
    assert "shifts[1]" not in told(pack, ("people.0.facts", ["us_exempt"]))
