"""Rules with parameters at random, on teams and rosters at random: solver and checker agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.base import Rule
from constraints.catalog import RULES
from constraints.examples import TEMPLATES
from tests.constraints.agreement import SOFT, Trial
from tests.constraints.random_cases import Case, cases

KINDS = {kind.name: kind for kind in RULES}
SHIFTS = st.sets(st.sampled_from([template.id for template in TEMPLATES.values()]), max_size=3)
HOURS = st.dictionaries(st.sampled_from(["day", "evening", "night"]), st.sampled_from([1, 2.5, 4]))
STEPS = st.lists(st.sampled_from(["off", "work", "day", "evening", "night"]), min_size=2, max_size=4)
FEW = st.integers(1, 3)

PARAMETERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "apart_at_night": {
        "primary": SHIFTS,
        "secondary": SHIFTS,
        "begins": st.integers(0, 23),
        "ends": st.integers(0, 23),
    },
    "around_leave": {"shifts": SHIFTS, "before": FEW, "after": st.integers(0, 2), "wishes": st.booleans()},
    "calm_days": {"shifts": SHIFTS, "days": FEW, "calm": FEW, "without": SHIFTS},
    "consecutive_days": {"shifts": SHIFTS, "most": FEW},
    "consecutive_days_off": {"most": FEW},
    "days_off": {"days": st.integers(4, 7), "off": FEW},
    "exposure": {
        "hours": HOURS,
        "most": st.integers(2, 12),
        "most_a_day": st.sampled_from([None, 3, 5]),
        "days_in_row": FEW,
    },
    "follows": {"first": SHIFTS, "then": SHIFTS, "days": st.integers(1, 8)},
    "free_weekends": {"one_in": st.integers(4, 5), "free": FEW},
    "hours_in_period": {"least": st.sampled_from([0, 8, 20.5]), "most": st.sampled_from([None, 12, 30.5])},
    "people_on_shift": {"shifts": SHIFTS, "least": FEW, "most": st.sampled_from([None, 0, 1])},
    "practice": {
        "skill": st.sampled_from(["lead", "fraud"]),
        "shifts": SHIFTS,
        "least": FEW,
        "weeks": st.sampled_from([None, 1, 2]),
    },
    "shifts_in_days": {"shifts": SHIFTS, "days": st.integers(2, 9), "most": FEW},
    "shortest_runs": {"shifts": SHIFTS, "work": FEW, "off": FEW},
    "standby_weeks": {"in_a_row": st.booleans()},
    "successions": {"first": SHIFTS, "then": SHIFTS, "days": FEW},
    "trained_first": {"first": SHIFTS, "then": SHIFTS, "least": FEW},
    "unwanted_sequences": {"days": STEPS},
    "variety": {"shifts": SHIFTS, "most": FEW, "per": st.sampled_from(["week", "period"])},
    "weekends_worked": {"most": st.integers(0, 2)},
    "weeks_between": {"shifts": SHIFTS, "least": FEW, "week_start": st.integers(1, 7)},
    "whole_weeks": {"shifts": SHIFTS, "week_start": st.integers(1, 7)},
}


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    name = draw(st.sampled_from(sorted(PARAMETERS)))
    return KINDS[name].model_validate(draw(st.fixed_dictionaries(PARAMETERS[name])) | {"weight": SOFT})


def agrees(case: Case, rule: Rule) -> None:
    for weight in (SOFT, "hard"):
        trial = Trial(case.team, [rule.model_copy(update={"weight": weight})])
        assert trial.posted(case.roster) == trial.checked(case.roster)


@settings(max_examples=50, deadline=None)
@given(cases(), rules())
def test_a_rule_agrees_on_any_roster(case: Case, rule: Rule) -> None:
    agrees(case, rule)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(cases(), rules())
def test_a_rule_agrees_on_many_more_rosters(case: Case, rule: Rule) -> None:
    agrees(case, rule)
