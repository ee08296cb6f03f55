"""Packs: what their files hold, whom they hold for, and which of several limits binds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from constraints.base import Rule
from constraints.catalog import RULES, RuleBook
from constraints.examples import ANA, HUB, example
from constraints.packs import applying, reading
from constraints.packs.applying import contract_covers, covers, limits, pack_rules
from constraints.packs.reading import COMPANY_POLICY, Number, Pack, applies, conditions, facts, packs, with_included
from constraints.rules.average_hours import AverageHours
from constraints.rules.breaks import Breaks
from constraints.rules.contract_hours import ContractHours
from constraints.rules.days_in_week import DaysInWeek
from constraints.rules.hours_in_day import HoursInDay
from constraints.rules.rest_period import RestPeriod
from constraints.rules.weekly_rest import WeeklyRest
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.domain.team import Team
from scheduler.intervals import next_day
from scheduler.problem import Problem
from tests.shared import REFERENCE, needs_shared

ALL = [number for pack in packs().values() for number in pack.numbers]
NUMBERS = [pytest.param(number, id=number.id) for number in ALL]
NUMBER: dict[str, Any] = {"id": "X-1", "says": "x", "law": "x", "read": "law", "force": "hard", "rule": "rest_period"}
KINDS = {kind.name: kind for kind in RULES}


def team(pack: str | None, *people: Person) -> Team:
    """A team at one site with that pack, in January 2027."""
    return replace(example("", 0).team, sites=(replace(HUB, pack=pack),), people=people or (ANA,))


def binding(pack: str | None, *said: str, document: tuple[Rule, ...] = ()) -> dict[str, str | None]:
    """By number, what covers it for somebody of whom `said` is known."""
    person = replace(ANA, facts=frozenset(said))
    return {limit.number.id: limit.covered_by for limit in limits(team(pack, person), document)}


# -- the files ---------------------------------------------------------------------------------------------------------


def test_there_is_a_pack_for_each_place_and_one_for_the_company() -> None:
    assert packs().keys() == {
        "australia",
        "california",
        "company-policy",
        "eu-working-time",
        "india-karnataka",
        "ireland",
        "japan",
        "new-york",
        "singapore",
        "united-kingdom",
        "united-states",
    }


def test_every_number_has_a_name_of_its_own() -> None:
    ids = [number.id for number in ALL]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_rosters_must_keep_is_one_that_a_rule_takes(number: Number) -> None:
    if number.rule is not None:
        rule = KINDS[number.rule].model_validate(number.parameters)
        assert number.value in number.parameters.values() or number.unit in {"day a week", "min"}
        assert rule.personal, "what binds one person is asked of that person alone"
        assert rule.STRICTER.keys() & number.parameters.keys(), "strictness decides which of two binds"


@pytest.mark.parametrize("number", NUMBERS)
def test_what_it_asks_of_people_can_be_answered(number: Number) -> None:
    assert number.facts <= facts().keys()
    assert set(number.applies_if) <= set(conditions())


@pytest.mark.parametrize("number", NUMBERS)
def test_what_was_not_read_in_the_law_is_not_called_confirmed(number: Number) -> None:
    assert (number.status == "confirmed") == (number.read == "law")
    assert number.read != "memory" or number.force == "information"


def test_packs_include_packs_that_are_there() -> None:
    assert [pack.id for pack in with_included("ireland")] == ["ireland", "eu-working-time"]
    for id in packs():
        assert list(with_included(id))


@needs_shared
def test_every_norm_of_the_research_note_is_in_a_pack() -> None:
    """The note's tables name each norm in their first column; ours may split one into several."""
    text = (REFERENCE / "labour-rules.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"^\| ((?:SG|EU|IE|UK|US|CA|NY|JP|IN|AU|P)-[A-Za-z0-9.-]+) \|", text, re.MULTILINE))
    ids = [number.id for number in ALL]
    missing = {norm for norm in asked if not any(id == norm or id.startswith(f"{norm}-") for id in ids)}
    assert len(asked) > 70
    assert missing == set()


NORM = r"(?:SG|EU|IE|UK|US|CA|NY|JP|IN|AU)-[A-Za-z0-9.-]+"
SPELT = {"one and a half": "1.5", "half": "50", "one": "1", "two": "2", "three": "3", "four": "4", "seven": "7"}
SPELT |= {"five": "5", "seventh": "7", "second": "2"}


def norms() -> Iterator[tuple[str, list[str], list[Number]]]:
    """Each norm of the note: its id, the cells of its row, and the numbers of ours that say it."""
    for line in (REFERENCE / "labour-rules.md").read_text(encoding="utf-8").splitlines():
        if found := re.match(rf"\| ({NORM}) \|", line):
            id = found[1]
            yield id, line.split("|")[1:-1], [n for n in ALL if n.id == id or n.id.startswith(f"{id}-")]


def figures(text: str) -> set[str]:
    """The figures in a text, without those of sections, and those that are spelt out."""
    spelt = {figure for word, figure in SPELT.items() if re.search(rf"\b{word}\b", text)}
    plain = re.sub(r"\(?(?:s\.|art\.|Wage Order )\d\S*", "", re.sub(r"(?<=\d),(?=\d{3})", "", text))
    return spelt | {figure.removesuffix(".0") for figure in re.findall(r"(?<![\w.])\d+(?:\.\d+|:\d\d)?", plain)}


@needs_shared
def test_every_figure_of_the_research_note_is_in_the_number_of_its_norm() -> None:
    """Those in the column of values: 30 minutes, 24 h, from 20:00."""
    missing = {
        id: lacking
        for id, cells, ours in norms()
        if (lacking := figures(cells[2]) - figures(" ".join(n.model_dump_json() for n in ours)))
    }
    assert missing == {}


@needs_shared
def test_where_the_research_note_names_a_place_it_is_the_source() -> None:
    """As in [V worklifeworks.sg]; what is quoted from the law itself has no place."""
    missing = {
        (id, place)
        for id, cells, ours in norms()
        for place in re.findall(r"\[V2? ([a-z]+\.[a-z.]+|[A-Z][\w.]+)[^\]]*\]", " ".join(cells[2:5]))
        if not any(place in (n.source or "") + n.law for n in ours)
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"left_out": "because"}, "either a rule"),
        ({"rule": None}, "either a rule"),
        ({"standby": {"confined": True}}, "either a rule"),
        ({"rule": None, "standby": {"confined": True}, "force": "information"}, "information only"),
        ({"rule": None, "standby": {"confined": True}, "read": "memory"}, "remembered"),
        ({"force": "information"}, "information only"),
        ({"read": "memory"}, "remembered"),
        ({"read": "hearsay"}, "read"),
        ({"valu": 3}, "valu"),
    ],
)
def test_a_number_that_contradicts_itself_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Number.model_validate(NUMBER | change)


# -- whom a number holds for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "part_4"),
    [((), True), (("not sg_part4",), False), (("sg_part4",), True), (("opt_out",), True)],
)
def test_what_nobody_has_said_is_taken_on_the_safe_side(said: tuple[str, ...], part_4: bool) -> None:
    assert ("SG-038-12H" in binding("singapore", *said)) is part_4


def test_the_law_of_the_place_and_the_policy_hold_together() -> None:
    found = binding("united-kingdom")
    assert {"UK-4", "UK-10", "UK-11", "UK-12", "P-REST", "P-WEEK-44"} <= found.keys()
    assert not any(id.startswith("SG") for id in found)


def test_without_a_pack_the_policy_holds() -> None:
    assert {id.split("-")[0] for id in binding(None)} == {"P"}


def test_who_opted_out_is_not_held_to_48_hours_by_law() -> None:
    assert "UK-4" in binding("united-kingdom")
    assert "UK-4" not in binding("united-kingdom", "opt_out")


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (date(2026, 12, 1), date(2027, 3, 31), True),
        (date(2027, 9, 26), date(2027, 12, 31), True),
        (date(2027, 9, 27), date(2027, 12, 31), False),
        (date(2024, 1, 1), date(2024, 9, 26), False),
        (date(2024, 1, 1), date(2024, 9, 27), True),
    ],
)
def test_a_number_holds_on_the_days_on_which_it_is_in_force(first: date, last: date, holds: bool) -> None:
    (number,) = (n for n in packs()["india-karnataka"].numbers if n.id == "IN-KA-24X7")
    assert number.holds_within(first, last) is holds


def test_the_policy_gives_way_to_a_rule_that_the_document_names() -> None:
    found = limits(team(None), [], named=frozenset({"rest_period"}))
    assert {limit.number.rule for limit in found} == {
        "weekly_rest",
        "hours_in_day",
        "average_hours",
        "consecutive_days",
        "consecutive_nights",
    }


def test_the_policy_gives_way_only_for_those_whom_the_rule_concerns() -> None:
    rule, named = RestPeriod(hours=9, people=frozenset({"ben"})), frozenset({"rest_period"})
    found = limits(team(None, ANA, replace(ANA, id="ben")), [rule], named)
    assert {limit.person for limit in found if limit.number.id == "P-REST"} == {"ana"}


def test_who_decides_on_the_own_hours_is_free_of_the_directive_too() -> None:
    bound = {id for id, covered in binding("ireland", "own_hours").items() if covered is None}
    assert not {id for id in bound if id.startswith(("EU", "IE"))}


def test_the_document_says_when_the_week_begins() -> None:
    sunday = DaysInWeek(week_start=7)
    assert binding("california")["CA-551"] is None
    assert binding("california", document=(sunday,))["CA-551"] == "rules.days_in_week"


def test_elapsed_hours_are_stricter_than_paid_ones() -> None:
    assert covers(HoursInDay(most=12), HoursInDay(most=12, counted="paid"))
    assert not covers(HoursInDay(most=12, counted="paid"), HoursInDay(most=12))


def test_the_law_does_not_give_way() -> None:
    found = limits(team("ireland"), [RestPeriod(hours=9)], named=frozenset({"rest_period"}))
    by_id = {limit.number.id: limit for limit in found}
    assert by_id["IE-11"].covered_by is None
    assert by_id["EU-3"].covered_by == "IE-11"
    assert "P-REST" not in by_id


# -- which of several binds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "other", "is_covered"),
    [
        (RestPeriod(hours=12), RestPeriod(hours=11), True),
        (RestPeriod(hours=11), RestPeriod(hours=11), True),
        (RestPeriod(hours=10), RestPeriod(hours=11), False),
        (RestPeriod(hours=12, weight=3), RestPeriod(hours=11), False),
        (RestPeriod(hours=40), WeeklyRest(hours=35), False),
        (AverageHours(hours=40, weeks=3), AverageHours(hours=44, weeks=3), True),
        (AverageHours(hours=40, weeks=3), AverageHours(hours=44, weeks=17), False),
        (Breaks(after=6, minutes=45), Breaks(after=6, minutes=30), True),
        (Breaks(after=5, minutes=30), Breaks(after=6, minutes=20), True),
        (Breaks(after=8, minutes=60), Breaks(after=6, minutes=30), False),
    ],
)
def test_a_hard_rule_covers_another_that_is_no_stricter(rule: Rule, other: Rule, is_covered: bool) -> None:
    assert covers(rule, other) is is_covered


def test_the_strictest_binds_and_the_others_say_what_covers_them() -> None:
    found = binding("ireland")
    assert found["IE-11"] is None
    assert found["EU-3"] == found["P-REST"] == "IE-11"
    assert found["IE-12-15"] is None
    assert found["IE-12-30"] is None


def test_a_rule_of_the_document_that_is_stricter_binds() -> None:
    found = binding("ireland", document=(RestPeriod(hours=12),))
    assert found["IE-11"] == found["EU-3"] == found["P-REST"] == "rules.rest_period"


def test_a_rule_of_the_document_for_others_does_not() -> None:
    assert binding("ireland", document=(RestPeriod(hours=12, people=frozenset({"ben"})),))["IE-11"] is None
    assert binding("ireland", document=(RestPeriod(hours=12, sites=frozenset({"far"})),))["IE-11"] is None


@pytest.mark.parametrize(
    ("contract", "covered"),
    [
        (ContractHours(), "rules.contract_hours"),
        (ContractHours(overtime=8), "rules.contract_hours"),
        (ContractHours(overtime=9), None),
        (ContractHours(weight=3), None),
        (ContractHours(people=frozenset({"ben"})), None),
    ],
)
def test_a_contract_that_gives_a_week_less_binds(contract: ContractHours, covered: str | None) -> None:
    """Ana has 40 hours. Over three weeks the past may have had more than the contract, so the average may bind."""
    found = binding(None, document=(contract,))
    assert found["P-WEEK-48"] == covered
    assert found["P-WEEK-44"] is None


@settings(max_examples=60, deadline=None)
@given(st.data(), st.text("D-", max_size=6), st.sampled_from([0, 8, 9]))
def test_who_keeps_the_contract_keeps_what_it_covers(data: st.DataObject, before: str, overtime: int) -> None:
    problem = Problem(example("", 0, first=len(before), last=13, before={"ana": before}).team)
    contract = ContractHours(overtime=overtime)
    week = AverageHours(hours=40 + data.draw(st.sampled_from([-1, 0, 8, 9])), weeks=1)
    roster = Roster.of(data.draw(st.sets(st.sampled_from([(ANA.id, shift.id) for shift in problem.shifts]))))
    if contract_covers(ANA, contract, week) and not list(contract.check(problem, roster)):
        assert not list(week.check(problem, roster))


@pytest.mark.parametrize(
    ("comes", "found"),
    [
        (date(2027, 1, 11), {"X-1": None}),
        (date(2027, 1, 10), {"X-1": "X-2", "X-2": None}),
        (date(2027, 1, 4), {"X-2": None}),
    ],
)
def test_what_comes_into_force_in_mid_period_holds_for_all_of_it(
    comes: date, found: dict[str, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The period is 4 to 10 January: of what goes and what comes the stricter binds."""
    goes = NUMBER | {"parameters": {"hours": 11}, "valid_to": next_day(comes, -1)}
    numbers = (goes, NUMBER | {"id": "X-2", "parameters": {"hours": 12}, "valid_from": comes})
    pack = Pack(id="x", title="X", says="x", numbers=tuple(map(Number.model_validate, numbers)))
    known = packs() | {"x": pack}
    monkeypatch.setattr(reading, "packs", lambda: known)
    assert {id: by for id, by in binding("x").items() if id.startswith("X")} == found


def test_a_soft_number_covers_nothing_and_is_priced() -> None:
    (limit,) = (found for found in limits(team("new-york"), []) if found.number.id == "NY-161")
    assert limit.rule.weight == 1
    assert limit.covered_by == "P-WEEKREST"


def test_what_binds_are_numbers_that_nothing_covers_and_rules_of_the_document_that_cover_some() -> None:
    ben = replace(ANA, id="ben", facts=frozenset({"own_hours"}))
    found = applying.binding(limits(team("ireland", ANA, ben), [WeeklyRest(hours=40, people=frozenset({"ana"}))]))
    assert list(found) == ["ana", "ben"]
    assert {"IE-11", "IE-15", "rules.weekly_rest"} <= set(found["ana"])
    assert not {"EU-3", "P-REST", "P-WEEKREST"} & set(found["ana"])
    assert {"P-REST", "P-WEEKREST"} <= set(found["ben"])
    assert not any(name.startswith(("IE", "EU", "rules")) for name in found["ben"])


def test_a_soft_number_binds_nobody() -> None:
    found = limits(team("australia"), [])
    soft = {limit.number.id for limit in found if limit.covered_by is None and limit.rule.weight != "hard"}
    assert soft
    assert not soft & set(applying.binding(found)["ana"])


def test_each_rule_is_posted_once_for_all_whom_it_binds() -> None:
    ben = replace(ANA, id="ben", facts=frozenset({"not sg_part4"}))
    rules = pack_rules(limits(team("singapore", ANA, ben), []))
    people = {(rule.name, *_strictness(rule)): rule.people for rule in rules}
    assert people["average_hours", ("hours", 44.0)] == {"ana", "ben"}
    assert people["hours_in_day", ("counted", "elapsed"), ("most", 12.0)] == {"ana", "ben"}
    assert len(people) == len(rules)


def _strictness(rule: Rule) -> Iterator[tuple[str, object]]:
    for name in sorted(rule.STRICTER):
        yield name, getattr(rule, name)


# -- the company's policy ----------------------------------------------------------------------------------------------


def test_where_a_rule_has_a_default_it_is_the_number_of_the_policy() -> None:
    defaults = {rule.name: rule for rule in RuleBook().rules()}
    policy = [number for number in packs()[COMPANY_POLICY].numbers if number.rule in defaults]
    assert {number.rule for number in policy} == {
        "rest_period",
        "weekly_rest",
        "consecutive_days",
        "consecutive_nights",
    }
    for number in policy:
        rule = defaults[number.rule or ""]
        assert {name: getattr(rule, name) for name in number.parameters} == number.parameters


def test_a_condition_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        applies(Number.model_validate(NUMBER | {"applies_if": ["left_handed"]}), frozenset())
