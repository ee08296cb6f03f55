"""Every fault of a document is reported with its path, and with words that help."""

from __future__ import annotations

from typing import Any

import pytest

from api.documents.advice import maybe
from api.documents.reading import document_of
from api.errors import MOST_PRINTED, BadInput, Issue
from tests.api.documents.samples import changed, team, without


def issues_of(raw: Any) -> tuple[Issue, ...]:
    with pytest.raises(BadInput) as caught:
        document_of(raw)
    return caught.value.issues


LEAVE = {"person": "sin-02", "first_day": "2027-01-11", "last_day": "2027-01-12"}
WISH = {"person": "sin-01", "day": "2027-01-20", "wish": "off"}
CALL = {"person": "sin-01", "start": "2027-01-05T02:00:00Z", "end": "2027-01-05T03:00:00Z"}
WORKED = {"person": "sin-01", "holiday": "sg-chinese-new-year", "year": 2026}
PIN = {"person": "sin-01", "day": "2027-01-06", "shift": "sin-day"}
PUBLISHED = {"as_of": "2027-01-04T09:00:00Z", "first_day": "2027-01-04", "last_day": "2027-01-31"}

BROKEN: list[tuple[str, object, str, str]] = [
    # the period and the sites
    ("period.last_day", "2027-01-03", "period.last_day", "comes before the first day"),
    ("period.last_day", "2037-01-31", "period.last_day", "at most 400 days"),
    ("period.coverage_until", "2027-01-04T11:00:00Z", "period.coverage_until", "comes before coverage_from"),
    ("period.coverage_until", "2027-01-04T12:00:00Z", "period.coverage_until", "is coverage_from"),
    ("period.coverage_until", "2072-01-31T12:00:00Z", "period.coverage_until", "lies outside the period"),
    ("period.coverage_from", "2027-01-04T12:00:00", "period.coverage_from", "Maybe 2027-01-04T12:00:00Z"),
    ("period.coverage_from", "2027-01-04T12:00:30Z", "period.coverage_from", "whole minute"),
    ("period", {}, "period.first_day", "is missing"),
    ("period", [], "period", "a mapping"),
    ("period", None, "period", "is missing"),
    ("period", "2027", "period", "a mapping"),
    ("sites.0.timezone", "Asia/Singapor", "sites[0].timezone", "Maybe Asia/Singapore?"),
    ("sites.0.timezone", "../../etc/passwd", "sites[0].timezone", "is not a time zone"),
    ("sites.1.holiday_calendar", "IRL", "sites[1].holiday_calendar", "is not a holiday calendar"),
    ("sites.1.id", "sin", "sites[1].id", "earlier row of sites"),
    ("sites.0.holidays", [{"day": "2027-01-01", "name": "a"}] * 2, "sites[0].holidays[1].day", "is a holiday already"),
    ("sites.0.holidays", [{"day": "2027-01-01"}], "sites[0].holidays[0].name", "is missing"),
    ("sites", [], "sites", "is empty"),
    ("sites", {"sin": {}}, "sites", "a list of rows"),
    # shifts
    (
        "shifts.0",
        {"id": "x", "site": "sin", "start": "07:00", "end": "07:00", "span_days": 0},
        "shifts[0].end",
        "no length",
    ),
    ("shifts.0.span_days", 1, "shifts[0].end", "makes a shift of 32.5 h"),
    ("shifts.1.span_days", 0, "shifts[1].end", "comes before the start"),
    ("shifts.0.unpaid_break_minutes", 510, "shifts[0].unpaid_break_minutes", "is longer than the shift"),
    ("shifts.0.site", "sni", "shifts[0].site", "Maybe sin?"),
    ("shifts.0.id", "off", "shifts[0].id", "means a day without shift"),
    ("shifts.0.id", "sin-night", "shifts[1].id", "earlier row of shifts"),
    ("shifts.0.start", "7:00", "shifts[0].start", "Maybe 07:00?"),
    ("shifts.0.start", "24:00", "shifts[0].start", "00:00 to 23:59"),
    ("shifts.0.weekdays", [], "shifts[0].weekdays", "at least 1"),
    ("shifts.0.weekdays", ["mon", "funday"], "shifts[0].weekdays[1]", "a day of the week"),
    ("shifts.0.kind", "holiday", "shifts[0].kind", "'on-duty' or 'standby'"),
    ("shifts.3.required_skill", "manger", "shifts[3].required_skill", "Maybe manager?"),
    ("shifts.3.required_skill", "diving", "shifts[3].required_skill", "nobody at sin has"),
    ("shifts.3.span_days", 0, "shifts[3].end", "no length"),
    ("shifts.0.response_minutes", 5, "shifts[0].response_minutes", "which is on duty: that is work"),
    ("shifts.0.confined", True, "shifts[0].confined", "which is on duty"),
    ("shifts.3.response_minutes", 1441, "shifts[3].response_minutes", "at most 1440"),
    ("shifts.3.counts_as_work", False, "shifts[3].counts_because", "is missing beside counts_as_work"),
    # coverage
    ("coverage.0.target", 0, "coverage[0].target", "at least the minimum, 1"),
    ("coverage.0.maximum", 1, "coverage[0].maximum", "at least 2"),
    ("coverage.0.minimum", -1, "coverage[0].minimum", "at least 0"),
    ("coverage.0.minimum", 1.5, "coverage[0].minimum", "a whole number"),
    ("coverage.0.minimum", True, "coverage[0].minimum", "true is not valid"),
    ("coverage.0.skill", "frad", "coverage[0].skill", "Maybe fraud?"),
    (
        "coverage.0",
        {"id": "a", "minimum": 1, "site": "dub", "skill": "fraud"},
        "coverage[0].skill",
        "nobody at dub has",
    ),
    ("coverage.0.site", "par", "coverage[0].site", "is not a site of this team"),
    ("coverage.2.shift", "standbye", "coverage[2].shift", "Maybe standby?"),
    ("coverage.2.skill", "manager", "coverage[2].skill", "a skill or a shift"),
    ("coverage.2.site", "dub", "coverage[2].shift", "is a shift of sin, not of dub"),
    ("coverage.0.when", "mon-fri 08:00-18:00", "coverage[0].when", "a site or a timezone"),
    ("coverage.0.when", "weekends", "coverage[0].when", "always, or days"),
    ("coverage.0.timezone", "Mars/Olympus", "coverage[0].timezone", "is not a time zone"),
    ("coverage.0.id", "office", "coverage[1].id", "earlier row of coverage"),
    # people
    ("people.0.site", "sinn", "people[0].site", "Maybe sin?"),
    ("people.1.id", "sin-01", "people[1].id", "earlier row of people"),
    ("people.1.shadows", "sin-9", "people[1].shadows", "the id of one of 3 people"),
    ("people.1.shadows", "sin-02", "people[1].shadows", "is the same person"),
    ("people.1.shadows", "dub-01", "people[1].shadows", "works at dub, not at sin"),
    ("people.0.shadows", "sin-02", "people[0].shadows", "shadows sin-01, so cannot be a mentor"),
    ("people.1.last_day", "2027-01-10", "people[1].last_day", "first day of employment"),
    ("people.0.contract_hours_per_week", -1, "people[0].contract_hours_per_week", "at least 0"),
    ("people.0.contract_hours_per_week", 169, "people[0].contract_hours_per_week", "at most 168"),
    ("people.0.contract_hours_per_week", "nan", "people[0].contract_hours_per_week", "a number"),
    ("people.0.fte", 0, "people[0].fte", "more than 0"),
    ("people.0.fte", 1.1, "people[0].fte", "at most 1"),
    ("people.0.fte", "1,0", "people[0].fte", "Maybe 1.0?"),
    ("people.0.id", 17, "people[0].id", 'Put it in quotes: "17"'),
    ("people.0.id", "../sin", "people[0].id", "starting with a letter or digit"),
    ("people.0.id", "s" * 65, "people[0].id", "at most 64"),
    ("people.0.skils", ["fraud"], "people[0].skils", "Maybe skills?"),
    ("people.0.skills", "fraud", "people[0].skills", "a list"),
    ("people.3", "sin-04", "people[3]", "a mapping"),
    # leave
    ("leave.0.person", "sin-011", "leave[0].person", "Maybe sin-01?"),
    ("leave.0.last_day", "2027-01-08", "leave[0].last_day", "comes before the first day of leave"),
    (
        "leave.1",
        LEAVE | {"first_day": "2027-01-01", "last_day": "2027-01-10"},
        "leave[1].last_day",
        "first day of employ",
    ),
    (
        "leave.1",
        LEAVE | {"person": "dub-01", "first_day": "2027-01-25", "last_day": "2027-01-26"},
        "leave[1].first_day",
        "last",
    ),
    ("leave.0.first_day", "04/01/2027", "leave[0].first_day", "Maybe 2027-01-04 or 2027-04-01?"),
    ("leave.0.first_day", "2027-02-29", "leave[0].first_day", "2027 is not a leap year"),
    ("leave.0.first_day", "2027-04-31", "leave[0].first_day", "no such day"),
    ("leave.0.first_day", "0027-04-01", "leave[0].first_day", "the years 1950 to 2100"),
    ("leave.0.first_day", 20270104, "leave[0].first_day", "YYYY-MM-DD"),
    # wishes, ledger, previous, pins
    ("wishes.2", WISH | {"person": "zoe"}, "wishes[2].person", "is not a person"),
    ("wishes.2", WISH | {"day": "2027-02-01"}, "wishes[2].day", "lies outside the period"),
    ("wishes.2", WISH | {"wish": "dub-day"}, "wishes[2].wish", "is a shift of dub; sin-01 works at sin"),
    ("wishes.2", WISH | {"wish": "sin-dya"}, "wishes[2].wish", "Maybe sin-day?"),
    ("wishes.2", WISH | {"wish": "standby"}, "wishes[2].wish", "is standby"),
    ("wishes.2", WISH | {"person": "dub-01", "wish": "dub-day"}, "wishes[2].wish", "does not start on a Wednesday"),
    ("wishes.2", WISH | {"every": "friday"}, "wishes[2].every", "either day or every"),
    ("wishes.2", {"person": "sin-01", "wish": "off"}, "wishes[2].day", "is missing"),
    ("wishes.2", WISH | {"weight": 0}, "wishes[2].weight", "at least 1"),
    ("wishes.2", WISH | {"weight": 4}, "wishes[2].weight", "at most 3"),
    ("wishes.2", {"person": "sin-01", "every": "someday", "wish": "off"}, "wishes[2].every", "a day of the week"),
    ("ledger.1", {"person": "sin-01"}, "ledger[1].person", "earlier row"),
    ("ledger.1", {"person": "sin-00"}, "ledger[1].person", "is not a person"),
    ("ledger.0.hours", -1, "ledger[0].hours", "at least 0"),
    ("points", 3, "points", "a mapping"),
    ("points", {"nihgt": 3}, "points.nihgt", "Maybe night?"),
    ("points.night", 101, "points.night", "at most 100"),
    ("points.standby", 25, "points.standby", "at most 1"),
    ("carry_over", [], "carry_over", "a mapping"),
    ("carry_over.keep", 80, "carry_over.keep", "at most 1"),
    ("carry_over.most", "two", "carry_over.most", "a number"),
    ("carry_over.kept", 1, "carry_over.kept", "Maybe keep?"),
    ("ledger.0.carried_nights", 20_000, "ledger[0].carried_nights", "at most 10000"),
    ("ledger.0.carried_night", 1, "ledger[0].carried_night", "Maybe carried_nights?"),
    ("holidays_worked.0.person", "sin-11", "holidays_worked[0].person", "Maybe sin-01?"),
    ("holidays_worked.0.holiday", "sg-chinese-newyear", "holidays_worked[0].holiday", "Maybe sg-chinese-new-year?"),
    ("holidays_worked.0.holiday", "sg-chinese-new-year-2026", "holidays_worked[0].holiday", "without its year"),
    ("holidays_worked.0.holiday", "sg-chinese-new-year-2", "holidays_worked[0].holiday", "Maybe sg-chinese-new-year?"),
    ("holidays_worked.0.holiday", "christmas", "holidays_worked[0].holiday", "is not a holiday"),
    ("holidays_worked.0.year", 2028, "holidays_worked[0].year", "a year up to 2027"),
    ("holidays_worked.0.year", 202, "holidays_worked[0].year", "at least 1950"),
    ("holidays_worked.0.year", "last", "holidays_worked[0].year", "a whole number"),
    ("holidays_worked.1", WORKED, "holidays_worked[1]", "is said already"),
    ("previous.0.day", "2027-01-04", "previous[0].day", "is not before the period"),
    ("previous.0.shift", "sin-late", "previous[0].shift", "is not a shift of this team"),
    ("previous.0.person", "sin-11", "previous[0].person", "Maybe sin-01?"),
    ("previous.1", {"person": "sin-01", "day": "2026-12-21", "shift": "sin-night"}, "previous[1]", "is said already"),
    ("callouts", [CALL | {"person": "sin-11"}], "callouts[0].person", "Maybe sin-01?"),
    ("callouts", [CALL | {"end": CALL["start"]}], "callouts[0].end", "does not end the call-out"),
    ("callouts", [CALL | {"end": "2027-01-06T02:01:00Z"}], "callouts[0].end", "up to 24 h after 2027-01-05T02:00:00Z"),
    ("callouts", [CALL | {"start": "2027-01-05T02:00"}], "callouts[0].start", "Maybe 2027-01-05T02:00Z"),
    ("callouts", [CALL, CALL | {"start": "2027-01-05T02:59:00Z"}], "callouts[1].start", "lies in the call-out"),
    ("pins.1", PIN | {"day": "2027-02-01"}, "pins[1].day", "lies outside the period"),
    ("pins.1", PIN | {"shift": "sin-evening"}, "pins[1].shift", "is not a shift"),
    ("pins.1", PIN | {"person": "nobody"}, "pins[1].person", "is not a person"),
    ("pins.1", PIN | {"person": "dub-01"}, "pins[1].shift", "is a shift of sin; dub-01 works at dub"),
    ("pins.1", PIN | {"shift": "standby"}, "pins[1].shift", "does not start on a Wednesday"),
    ("pins.1", PIN | {"day": "2027-01-05"}, "pins[1]", "is said already"),
    # what is published
    ("published", {"first_day": "2027-01-04"}, "published.last_day", "is missing"),
    ("published", PUBLISHED | {"last_day": "2027-01-03"}, "published.last_day", "comes before the first day"),
    ("published", PUBLISHED | {"as_of": "2027-01-04T09:00"}, "published.as_of", "has no offset"),
    ("published", PUBLISHED | {"asof": 1}, "published.asof", "Maybe as_of?"),
    ("published", ["sin-01"], "published", "a mapping"),
    ("published", PUBLISHED | {"assignments": {}}, "published.assignments", "a list of rows"),
    (
        "published",
        PUBLISHED | {"assignments": [PIN, PIN | {"pesron": "a"}]},
        "published.assignments[1].pesron",
        "Maybe person?",
    ),
    (
        "published",
        PUBLISHED | {"assignments": [PIN | {"day": "2027-01-03"}]},
        "published.assignments[0].day",
        "lies outside the days that are published",
    ),
    ("published", PUBLISHED | {"assignments": [PIN, PIN]}, "published.assignments[1]", "is said already"),
    ("rules.frozen_days", {"volunteers": ["sin-2"]}, "rules.frozen_days.volunteers", "Maybe sin-02?"),
    ("rules.frozen_days", {"days": -1}, "rules.frozen_days.days", "at least 0"),
    ("rules.minimum_change", {"measure": "shifts"}, "rules.minimum_change.measure", "'changes' or 'people'"),
    ("rules.minimum_change", {"prices": [3, 0]}, "rules.minimum_change.prices[1]", "at least 1"),
    ("rules.minimum_change", {"prices": []}, "rules.minimum_change.prices", "at least 1 entry"),
    # rule packs
    ("sites.0.rule_pack", "singapor", "sites[0].rule_pack", "Maybe singapore?"),
    ("sites.0.rule_pack", ["singapore", "ireland"], "sites[0].rule_pack", "one rule pack"),
    ("people.0.facts", ["opted_out"], "people[0].facts[0]", "Maybe opt_out?"),
    ("people.0.facts", ["opt_out", "not sg_part_4"], "people[0].facts[1]", "Maybe not sg_part4?"),
    ("people.0.facts", ["opt_out", "not opt_out"], "people[0].facts[0]", "said, and denied"),
    # rules
    ("rules.rest_perod", {}, "rules.rest_perod", "Maybe rest_period?"),
    ("rules.rest_period", {"hous": 11}, "rules.rest_period.hous", "Maybe hours?"),
    ("rules.rest_period", {"hours": "long"}, "rules.rest_period.hours", "a number"),
    ("rules.rest_period", {"weight": "heavy"}, "rules.rest_period.weight", "a whole number or 'hard'"),
    ("rules.rest_period", True, "rules.rest_period", "false to switch it off"),
    ("rules.rest_period", {"sites": ["sin", "dbu"]}, "rules.rest_period.sites", "Maybe dub?"),
    ("rules.rest_period", [{}, {"people": ["sin-2"]}], "rules.rest_period[1].people", "Maybe sin-02?"),
    ("rules.successions", {"first": ["sin-nigth"]}, "rules.successions.first", "Maybe sin-night?"),
    ("rules.exposure", {"hours": {"sin-dya": 4}}, "rules.exposure.hours", "Maybe sin-day?"),
    ("rules.unwanted_sequences", {"days": ["sin-dya", "off"]}, "rules.unwanted_sequences.days", "Maybe sin-day?"),
    ("rules.free_weekends", {"one_in": 2, "free": 2}, "rules.free_weekends.free", "Maybe 1?"),
    ("rules.days_off", {"days": 7, "off": 7}, "rules.days_off.off", "Maybe 6?"),
    ("rules.practice", {"skill": "frud"}, "rules.practice.skill", "Maybe fraud?"),
    ("rules.practice", {"skill": "fraud", "weeks": 7}, "rules.practice.weeks", "at most 6"),
    ("rules.guided", {"skill": "frud"}, "rules.guided.skill", "Maybe fraud?"),
    ("rules.pattern", {"cycle": "4-on-4-of"}, "rules.pattern.cycle", "one of 4-on-4-off, pitman"),
    ("rules.pattern", {"cycle": "DDNN"}, "rules.pattern.cycle", "with - for each free one"),
    (
        "rules.pattern",
        {"cycle": "DN--", "shifts": {"sin-day": "D"}},
        "rules.pattern.shifts",
        "each letter of the cycle",
    ),
    (
        "rules.pattern",
        {"cycle": "DN--", "shifts": {"sin-day": "D", "sin-nigth": "N"}},
        "rules.pattern.shifts",
        "Maybe sin-night?",
    ),
    ("rules.pattern", {"cycle": "D-", "offsets": {"sin-2": 1}}, "rules.pattern.offsets", "Maybe sin-02?"),
    ("rules.pattern", {"cycle": "D-", "begins": "monday"}, "rules.pattern.begins", "a day as YYYY-MM-DD"),
    ("rules.SG-088-PH", {"weight": 3}, "rules.SG-088-PH", "information only"),
    ("rules.SG-040-AVG44", {"weight": 3}, "rules.SG-040-AVG44", "Maybe average_hours?"),
    ("rules.shift_count", {"least": 5, "most": 3}, "rules.shift_count.least", "Maybe give one of the two a weight?"),
    (
        "rules.shift_count",
        [{"least": 3, "shifts": ["sin-night"], "people": ["sin-01"]}, {"most": 2, "sites": ["sin"]}],
        "rules.shift_count[0].least",
        "is more than the 2 of rules.shift_count[1].most",
    ),
    ("rules.office_days", {"home": ["sin-nigth"]}, "rules.office_days.home", "Maybe sin-night?"),
    (
        "rules.office_days",
        {"shifts": ["sin-day"], "home": ["sin-night", "sin-day"]},
        "rules.office_days.home",
        "where sin-day is",
    ),
    ("rules.office_days", {"days": 6}, "rules.office_days.days", "at most 5"),
    ("rules.reserve", {"shifts": ["sin-dya"]}, "rules.reserve.shifts", "Maybe sin-day?"),
    ("rules.reserve", {"skills": ["frud"]}, "rules.reserve.skills", "Maybe fraud?"),
    ("rules.reserve", {"least": 0}, "rules.reserve.least", "at least 1"),
    ("rules", ["rest_period"], "rules", "rules by name"),
    # the whole
    ("team", "two words", "team", "starting with a letter or digit"),
    ("holidays", [], "holidays", "is not known here"),
]


@pytest.mark.parametrize(("where", "value", "path", "words"), BROKEN)
def test_a_fault_is_reported_at_its_path_with_helpful_words(where: str, value: object, path: str, words: str) -> None:
    found = [str(issue) for issue in issues_of(changed(where, value)) if issue.path == path]
    assert found, issues_of(changed(where, value))
    assert any(words in text for text in found), found


@pytest.mark.parametrize("path", ["team", "period", "sites", "shifts", "people", "people.0.site", "shifts.0.start"])
def test_what_is_required_is_missed(path: str) -> None:
    spoken = path.replace(".0.", "[0].")
    assert [i.path for i in issues_of(without(path)) if i.problem == "is missing"] == [spoken]


@pytest.mark.parametrize(
    "path",
    ["coverage", "leave", "wishes", "ledger", "holidays_worked", "previous", "pins", "points", "carry_over", "rules"],
)
def test_what_is_optional_may_be_left_out_or_left_empty(path: str) -> None:
    assert document_of(without(path)) == document_of(changed(path, None))


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("shifts.0.end", "07:00"),  # 24 hours
        ("shifts.2.weekdays", ["Monday", "TUE"]),
        (
            "leave.1",
            {"person": "sin-02", "first_day": "2027-01-01", "last_day": "2027-01-11"},
        ),  # begins before employment
        ("leave.1", {"person": "sin-01", "first_day": "2027-01-10", "last_day": "2027-01-10"}),  # overlaps other leave
        ("wishes.2", {"person": "sin-02", "day": "2027-01-05", "wish": "off"}),  # before employment
        (
            "wishes.2",
            {"person": "sin-01", "day": "2027-01-20", "wish": "sin-day"},
        ),  # beside a wish for the same day off
        ("holidays_worked.1", WORKED | {"holiday": "ie-christmas-day"}),  # of another site
        ("holidays_worked.1", WORKED | {"holiday": "us-ca-christmas-day"}),  # where somebody worked before
        ("holidays_worked.1", WORKED | {"holiday": "dub-founders-day"}),  # which the site's list of then had
        ("holidays_worked.1", WORKED | {"year": 2027}),  # on the first of January
        ("coverage.0.when", "always"),
        ("people.0.fte", "1.0"),
        ("sites.0.holidays", []),
        ("sites.0.holiday_calendar", "US-CA"),
        ("rules.rest_period", None),
        ("rules.pattern", {"cycle": "pitman", "shifts": {"sin-day": "d", "sin-night": "n"}, "begins": "2027-01-04"}),
        ("rules.shift_count", [{"least": 5, "weight": 3}, {"most": 3}]),  # one may give way
        ("rules.shift_count", [{"least": 5, "people": ["sin-01"]}, {"most": 3, "people": ["sin-02"]}]),
        ("rules.shift_count", [{"least": 5}, {"most": 3, "shifts": ["sin-night"]}]),
        ("rules.shift_count", [{"least": 5}, {"most": 3, "per": "week"}]),
        ("rules.practice", {"skill": "fraud", "weeks": 6}),
        ("published", None),
        ("published", PUBLISHED),
        (
            "published",
            PUBLISHED | {"assignments": [PIN | {"person": "gone"}, PIN | {"shift": "gone"}]},
        ),  # in the team no more
        ("rules.rest_period", [{"hours": 11}, {"hours": 12, "sites": ["sin"], "weight": 5}]),
    ],
)
def test_what_is_in_order_is_accepted(where: str, value: object) -> None:
    document_of(changed(where, value))


def test_a_shift_that_a_clock_change_swallows_is_reported() -> None:
    raw = changed("shifts.2", {"id": "short", "site": "dub", "start": "01:00", "end": "02:00"})
    raw["period"] |= {"last_day": "2027-03-31"}
    assert ["2027-03-28" in i.problem for i in issues_of(raw) if i.path == "shifts[2]"] == [True]


def test_a_band_that_a_clock_change_swallows_is_reported() -> None:
    raw = changed("coverage.0", {"id": "a", "minimum": 1, "site": "dub", "when": "sun 01:00-02:00"})
    raw["period"] |= {"last_day": "2027-03-31"}
    assert ["2027-03-28" in i.problem for i in issues_of(raw)] == [True]


def test_faults_of_shape_and_of_sense_come_together() -> None:
    raw = changed("people.0.fte", 3)
    raw["people"][1]["shadows"] = "sin-99"
    raw["leave"][0]["last_day"] = "soon"
    raw["wishes"][1]["wish"] = "dub-day"
    raw["rules"]["rest_perod"] = {}
    paths = {issue.path for issue in issues_of(raw)}
    assert paths == {"people[0].fte", "people[1].shadows", "leave[0].last_day", "wishes[1].wish", "rules.rest_perod"}


def test_what_a_broken_row_is_called_is_still_known() -> None:
    raw = changed("people.0.fte", 3)
    raw["shifts"][0]["start"] = "noon"
    assert {issue.path for issue in issues_of(raw)} == {"people[0].fte", "shifts[0].start"}


def test_a_wrong_entry_does_not_make_its_list_too_short() -> None:
    assert [issue.path for issue in issues_of(changed("shifts.0.weekdays", ["moon"]))] == ["shifts[0].weekdays[0]"]


def test_a_section_that_is_no_list_makes_no_noise_elsewhere() -> None:
    assert [issue.path for issue in issues_of(changed("people", 5))] == ["people"]


@pytest.mark.parametrize("raw", [None, [], "team", 5])
def test_a_document_is_a_mapping(raw: object) -> None:
    assert "is not a team document" in str(issues_of(raw)[0])


def test_the_text_names_path_value_what_is_expected_and_what_was_perhaps_meant() -> None:
    (issue,) = issues_of(changed("people.1.shadows", "sin-001"))
    assert str(issue) == (
        "people[1].shadows: 'sin-001' is not a person of this team. Expected: the id of one of 3 people. Maybe sin-01?"
    )


def test_a_close_name_is_not_sought_among_thousands() -> None:
    assert maybe("sin-9999", [f"sin-{n}" for n in range(5_000)]) == ""


def test_many_issues_are_counted_and_the_first_are_printed() -> None:
    raw = team()
    raw["leave"] = [{"person": f"ghost-{n}", "first_day": "2027-01-05", "last_day": "2027-01-05"} for n in range(300)]
    with pytest.raises(BadInput) as caught:
        document_of(raw)
    text = str(caught.value).splitlines()
    assert text[0] == "300 problems:"
    assert text[-1] == "and 100 more"
    assert len(text) == MOST_PRINTED + 2
