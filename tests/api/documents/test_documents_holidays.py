"""What a document says of holidays: overrides, observances, and what is wrong with them, with path and advice."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.domain import problem_of, team_of
from api.documents.examples import example_folder
from api.documents.reading import document_of, parse_team, read_folder, with_holidays
from api.documents.writing import to_yaml
from api.errors import BadInput, Issue
from scheduler.burden import Burden, burden_of
from scheduler.domain.people import Wish
from scheduler.domain.team import Team
from scheduler.report import holiday_notices
from tests.api.documents.generated import added, observance
from tests.api.documents.samples import Raw, changed, team

NEW_YEAR, TWELFTH = "sg-new-years-day-2027", date(2027, 1, 12)


def override(do: str, holiday: str, **more: object) -> Raw:
    return {"do": do, "holiday": holiday, "who": "mia", "why": "agreed with the works council", **more}


def harbour(*overrides: Raw, **more: Any) -> Raw:
    raw = changed("sites.0.holiday_overrides", list(overrides))
    raw["period"] = dict(raw["period"]) | more
    return raw


def days(raw: Raw) -> dict[str, str]:
    """Of the first site: status by day."""
    return {str(h.day): h.status for h in team_of(document_of(raw)).sites[0].holidays}


def issues(raw: Raw) -> list[tuple[str, str, str, str]]:
    with pytest.raises(BadInput) as bad:
        document_of(raw)
    return [(i.path, i.problem, i.expected, i.advice) for i in bad.value.issues]


def issue(raw: Raw) -> Issue:
    with pytest.raises(BadInput) as bad:
        document_of(raw)
    (one,) = bad.value.issues
    return one


# -- overrides ---------------------------------------------------------------------------------------------------------

FOUNDERS = override("add", "founders-day-2027", day="2027-01-12", name="Founders' Day")


def test_a_day_of_the_companys_own_is_a_holiday_to_fairness() -> None:
    problem = problem_of(document_of(harbour(FOUNDERS)))
    person = problem.person("sin-01")
    assert days(harbour(FOUNDERS)) == {"2027-01-12": "company"}
    assert burden_of(problem, person, problem.shift("sin-day@2027-01-12"), Burden.HOLIDAYS) == 1
    assert burden_of(problem, person, problem.shift("sin-day@2027-01-13"), Burden.HOLIDAYS) == 0


def test_other_sites_are_not_touched() -> None:
    assert team_of(document_of(harbour(FOUNDERS))).sites[1].holidays == team_of(document_of(team())).sites[1].holidays


def test_a_holiday_can_be_moved_into_the_period_and_out_of_it() -> None:
    assert days(harbour(override("move", NEW_YEAR, day="2027-01-12"))) == {"2027-01-12": "confirmed"}
    february = {"last_day": "2027-02-28", "coverage_until": "2027-02-28T12:00:00Z"}
    away = override("move", "sg-chinese-new-year-2027", day="2027-03-01")  # the night after the last day
    assert days(harbour(**february)) == {"2027-02-06": "confirmed", "2027-02-07": "confirmed"}
    assert days(harbour(away, **february)) == {"2027-02-07": "confirmed", "2027-03-01": "confirmed"}
    far = override("move", "sg-chinese-new-year-2027", day="2027-03-02")
    assert days(harbour(far, **february)) == {"2027-02-07": "confirmed"}


def test_a_listed_holiday_can_be_overridden_by_the_id_that_its_name_makes() -> None:
    raw = harbour(override("remove", "sg-harbour-day-2027"))
    raw["sites"][0]["holidays"] = [{"day": "2027-01-12", "name": "Harbour Day"}, {"day": "2027-01-13", "name": "x"}]
    assert list(days(raw)) == ["2027-01-13"]
    raw["sites"][0]["holidays"][0]["id"] = "harbour"
    raw["sites"][0]["holiday_overrides"] = [override("move", "harbour", day="2027-01-14")]
    assert list(days(raw)) == ["2027-01-13", "2027-01-14"]


def test_overrides_hold_after_the_holidays_are_written_out_and_read_back() -> None:
    for raw in (
        harbour(FOUNDERS),
        harbour(override("move", NEW_YEAR, day="2027-01-12")),
        harbour(override("dispute", NEW_YEAR, day="2027-01-12"), override("confirm", NEW_YEAR, day="2027-01-12")),
    ):
        document = document_of(raw)
        written = with_holidays(document)
        assert written.sites[0].holidays == ()
        assert parse_team(to_yaml(written)) == written
        assert team_of(parse_team(to_yaml(written))).sites[0].holidays == team_of(document).sites[0].holidays


def test_the_text_has_one_override_a_line() -> None:
    text = to_yaml(document_of(harbour(FOUNDERS)))
    assert "    holiday_overrides:\n      - {do: add, holiday: founders-day-2027, day: 2027-01-12, name: " in text
    assert "holidays:" not in text.replace("#", "").split("holiday_overrides:\n      -")[0].split("sites:\n")[1]


AUTUMN = {
    "first_day": "2028-10-02",
    "last_day": "2028-12-30",
    "coverage_from": "2028-10-02T12:00:00Z",
    "coverage_until": "2028-12-30T12:00:00Z",
}


def autumn_2028(*overrides: Raw) -> Raw:
    raw = harbour(*overrides, **AUTUMN)
    raw["people"] = [{"id": "sin-01", "site": "sin", "contract_hours_per_week": 40, "skills": ["manager"]}]
    return raw | {"leave": [], "wishes": [], "ledger": [], "previous": [], "pins": []}


def told(raw: Raw) -> tuple[str, ...]:
    made: Team = team_of(document_of(raw))
    return holiday_notices(made.period, made.sites)


def test_a_disputed_holiday_counts_on_both_its_days_until_one_is_confirmed() -> None:
    raw = autumn_2028()
    assert days(raw) == {"2028-10-17": "disputed", "2028-11-15": "disputed", "2028-12-25": "confirmed"}
    problem = problem_of(document_of(raw))
    for day in ("2028-10-17", "2028-11-15"):
        shift = problem.shift(f"sin-day@{day}")
        assert burden_of(problem, problem.person("sin-01"), shift, Burden.HOLIDAYS) == 1
    horizon, disputed = told(raw)
    assert "confirmed until 2027-12-31" in horizon
    assert "Deepavali 2028-10-17 or 2028-11-15" in disputed
    settled = autumn_2028(override("confirm", "sg-deepavali-2028", day="2028-10-17"))
    assert days(settled) == {"2028-10-17": "confirmed", "2028-12-25": "confirmed"}
    assert told(settled) == (horizon,)


def test_a_list_that_ends_between_the_days_of_a_dispute_still_knows_both() -> None:
    raw = autumn_2028() | {"period": AUTUMN | {"last_day": "2028-10-31", "coverage_until": "2028-10-31T12:00:00Z"}}
    written = with_holidays(document_of(raw))
    assert [str(h.day) for h in written.sites[0].holidays or ()] == ["2028-10-17"]
    (november,) = [n for n in told(raw) if "Disputed" in n]
    assert "2028-10-17 or 2028-11-15" in november
    plain = written.model_dump(mode="json", exclude_unset=True, exclude={"rules"})
    plain["sites"][0]["holiday_overrides"] = [override("confirm", "sg-deepavali-2028", day="2028-11-15")]
    assert days(plain) == {"2028-11-15": "confirmed"}


def test_a_period_beyond_the_table_is_told_unless_the_site_lists_its_holidays() -> None:
    far = {k: v.replace("2028", "2031") for k, v in AUTUMN.items()}
    raw = autumn_2028() | {"period": far}
    assert any("known until 2030-12-31" in notice for notice in told(raw))
    raw["sites"][0]["holidays"] = raw["sites"][1]["holidays"] = []
    assert not any("known until" in notice for notice in told(raw))


# -- what is wrong -----------------------------------------------------------------------------------------------------

AT = "sites[0].holiday_overrides[0]"


@pytest.mark.parametrize(
    ("row", "path", "problem", "advice"),
    [
        (override("remove", "sg-new-year-day-2027"), "holiday", "is not a holiday of SG", f"Maybe {NEW_YEAR}?"),
        (override("move", "sg-vesak-2027", day="2027-05-19"), "holiday", "is not a holiday of SG", "sg-vesak-day-2027"),
        (override("confirm", "ie-easter-monday-2027"), "holiday", "is not a holiday of SG", ""),
        (override("add", NEW_YEAR, day="2027-01-12", name="x"), "holiday", "is there already, on 2027-01-01", "move"),
        (override("move", NEW_YEAR, day="2027-01-01"), "day", "is its day already", ""),
        (override("dispute", NEW_YEAR, day="2027-01-01"), "day", "is its day already", ""),
        (override("rename", NEW_YEAR, name="New Year's Day"), "name", "is its name already", ""),
        (override("confirm", NEW_YEAR), "do", "is confirmed already", ""),
        (override("confirm", "sg-deepavali-2028"), "day", "is missing: its day is disputed", ""),
        (override("confirm", "sg-deepavali-2028", day="2028-10-18"), "day", "is not its day", "Maybe do: move?"),
        (override("add", "x", name="x"), "day", "is missing", ""),
        (override("add", "x", day="2027-01-12"), "name", "is missing", ""),
        (override("move", NEW_YEAR), "day", "is missing", ""),
        (override("rename", NEW_YEAR), "name", "is missing", ""),
        (override("dispute", NEW_YEAR), "day", "is missing", ""),
        (override("remove", NEW_YEAR, day="2027-01-01"), "day", "does not go with do: remove", ""),
        (override("move", NEW_YEAR, day="2027-01-12", name="x"), "name", "does not go with do: move", ""),
        ({"do": "remove", "holiday": NEW_YEAR, "why": "x"}, "who", "is missing", ""),
        ({"do": "remove", "holiday": NEW_YEAR, "who": "x"}, "why", "is missing", ""),
        (override("delete", NEW_YEAR), "do", "is not valid", ""),
    ],
)
def test_an_override_that_does_not_fit_is_told_with_path_and_advice(
    row: Raw, path: str, problem: str, advice: str
) -> None:
    found = issue(harbour(row))
    assert found.path == f"{AT}.{path}"
    assert problem in found.problem
    assert advice in found.advice


def test_every_wrong_override_is_told_at_once_and_the_good_ones_count() -> None:
    gone = override("remove", NEW_YEAR)
    found = issues(harbour(gone, override("confirm", "nope"), override("confirm", NEW_YEAR), FOUNDERS, FOUNDERS))
    assert [(path, problem) for path, problem, _, _ in found] == [
        ("sites[0].holiday_overrides[1].holiday", "is not a holiday of SG"),
        ("sites[0].holiday_overrides[2].holiday", f"was taken away by {AT}"),
        ("sites[0].holiday_overrides[4].holiday", "is there already, on 2027-01-12"),
    ]
    assert all("watchbill holidays SG" in expected for _, _, expected, _ in found[:2])


def test_a_site_without_a_calendar_can_only_add() -> None:
    raw = harbour(FOUNDERS, override("remove", NEW_YEAR))
    del raw["sites"][0]["holiday_calendar"]
    assert issue(raw).problem == "is not a holiday of sin, which names no calendar"
    raw["sites"][0]["holiday_overrides"] = [FOUNDERS]
    assert list(days(raw)) == ["2027-01-12"]


def test_a_calendar_without_a_table_is_told_how_to_import_it_and_goes_with_a_list() -> None:
    raw = changed("sites.0.holiday_calendar", "DE")
    assert issue(raw).path == "sites[0].holiday_calendar"
    assert "watchbill holidays import" in issue(raw).advice
    raw["sites"][0]["holidays"] = [{"day": "2027-01-12", "name": "x"}]
    assert list(days(raw)) == ["2027-01-12"]


@pytest.mark.parametrize("calendar", ["de", "Germany", "sg"])
def test_a_calendar_is_a_code_also_beside_a_list(calendar: str) -> None:
    raw = changed("sites.0.holidays", [])
    raw["sites"][0]["holiday_calendar"] = calendar
    assert issue(raw).problem == "is not a holiday calendar"


def test_two_holidays_may_share_a_day_but_not_an_id() -> None:
    rows = [{"day": "2027-01-12", "name": "a", "id": "x"}, {"day": "2027-01-12", "name": "b"}]
    assert list(days(changed("sites.0.holidays", rows))) == ["2027-01-12"]
    twice = [rows[0], {"day": "2027-01-13", "name": "c", "id": "x"}]
    assert issue(changed("sites.0.holidays", twice)).path == "sites[0].holidays[1].id"
    both = [row | {"status": "disputed"} for row in twice]
    assert list(days(changed("sites.0.holidays", both))) == ["2027-01-12", "2027-01-13"]


# -- observances -------------------------------------------------------------------------------------------------------


def observing(*items: object, **site: Any) -> Raw:
    raw = changed("people.0.observances", list(items))
    raw["sites"][0] |= site
    return raw


def wishes(raw: Raw) -> list[Wish]:
    return [w for w in team_of(document_of(raw)).wishes if w.person == "sin-01"]


def test_a_day_that_somebody_keeps_is_a_holiday_to_that_person_alone_and_a_wish_to_be_off() -> None:
    raw = observing("2027-01-12 Nowruz", "2027-01-13")
    problem = problem_of(document_of(raw))
    sin, other = problem.person("sin-01"), problem.person("sin-02")
    assert sin.observances == {TWELFTH, date(2027, 1, 13)}
    assert burden_of(problem, sin, problem.shift("sin-day@2027-01-12"), Burden.HOLIDAYS) == 1
    assert burden_of(problem, other, problem.shift("sin-day@2027-01-12"), Burden.HOLIDAYS) == 0
    assert TWELFTH not in problem.public_holidays(sin)  # pay is that of an ordinary day
    assert Wish("sin-01", TWELFTH, None, 3) in wishes(raw)


def test_what_the_document_says_that_the_person_wishes_for_that_day_holds() -> None:
    raw = observing("2027-01-20", "2027-01-21")
    raw["wishes"] = [{"person": "sin-01", "day": "2027-01-20", "wish": "sin-day", "weight": 1}]
    assert wishes(raw) == [
        Wish("sin-01", date(2027, 1, 20), "sin-day", 1),
        Wish("sin-01", date(2027, 1, 21), None, 3),
    ]


def test_outside_the_period_or_employment_nothing_is_wished() -> None:
    raw = observing("2027-05-01")
    raw["people"][2]["observances"] = ["2027-01-25", "2027-01-24"]  # dub-01 leaves on the 24th
    team = team_of(document_of(raw))
    assert [(w.person, w.day) for w in team.wishes if w.weight == 3 and w.day != date(2027, 1, 20)] == [
        ("dub-01", date(2027, 1, 24))
    ]


def test_a_holiday_of_any_calendar_can_be_kept_and_follows_the_sites_overrides() -> None:
    moved = [override("move", NEW_YEAR, day="2027-01-12")]
    assert team_of(document_of(observing(NEW_YEAR))).people[0].observances == {date(2027, 1, 1)}
    assert team_of(document_of(observing(NEW_YEAR, holiday_overrides=moved))).people[0].observances == {TWELFTH}
    dubliner = changed("people.2.observances", ["sg-deepavali-2028", "in-ka-holi-2027"])
    assert team_of(document_of(dubliner)).people[2].observances == {
        date(2028, 10, 17),
        date(2028, 11, 15),
        date(2027, 3, 22),
    }


def test_who_keeps_a_holiday_that_the_site_took_away_keeps_it_all_the_same() -> None:
    gone = [override("remove", NEW_YEAR)]
    assert team_of(document_of(observing(NEW_YEAR, holiday_overrides=gone))).people[0].observances == {date(2027, 1, 1)}


def test_nothing_is_inferred() -> None:
    assert {person.observances for person in team_of(document_of(team())).people} == {frozenset()}


@pytest.mark.parametrize(
    ("item", "problem", "advice"),
    [
        ("sg-depavali-2027", "is not a holiday", "Maybe sg-deepavali-2027?"),
        ("2027-02-30", "", "The calendar has no such day"),
        ("12/01/2027", "", "Maybe 2027-01-12 or 2027-12-01?"),
        ("two words", "", ""),
        (7, "", ""),
        ("", "", ""),
    ],
)
def test_an_observance_that_is_no_day_and_no_holiday_is_told(item: object, problem: str, advice: str) -> None:
    found = issue(observing(item))
    assert found.path == "people[0].observances[0]"
    assert problem in found.problem
    assert advice in found.advice


def test_observances_survive_writing() -> None:
    document = document_of(observing("2027-01-12 Nowruz", "sg-deepavali-2027", date(2027, 1, 13)))
    assert document.people[0].observances == ("2027-01-12 Nowruz", "sg-deepavali-2027", "2027-01-13")
    assert parse_team(to_yaml(document)) == document


@given(st.lists(added(), max_size=4, unique_by=lambda row: row["holiday"]), st.lists(observance(), max_size=4))
@settings(max_examples=60, deadline=None)
def test_whatever_is_said_of_holidays_survives_writing(overrides: list[Raw], observances: list[str]) -> None:
    raw = changed("sites.0.holiday_overrides", overrides)
    raw["people"][0]["observances"] = observances
    document = document_of(raw)
    assert parse_team(to_yaml(document)) == document
    assert parse_team(to_yaml(with_holidays(document))) == with_holidays(document)


# -- in a folder of CSV files ------------------------------------------------------------------------------------------

HEADER = "site,do,holiday,day,name,who,why\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(example_folder(), tmp_path / "gsr")


def test_a_tenth_file_holds_overrides(folder: Path) -> None:
    plain = read_folder(folder)
    rows = "dub,remove,ie-easter-monday-2027,,,mia,x\nsin,move,sg-good-friday-2027,2027-03-27,,mia,x\n"
    (folder / "holiday_overrides.csv").write_text(HEADER + rows)
    document = read_folder(folder)
    moved = [str(h.day) for h in team_of(document).sites[0].holidays]
    assert moved == ["2027-02-06", "2027-02-07", "2027-03-10", "2027-03-27"]
    assert document.sites[0].holidays == plain.sites[0].holidays
    assert [row.do for row in document.sites[1].holiday_overrides] == ["remove"]
    assert parse_team(to_yaml(document)) == document


def test_what_is_wrong_in_the_tenth_file_is_found_at_its_cell(folder: Path) -> None:
    rows = "sni,remove,sg-good-friday-2027,,,mia,x\nsin,remove,sg-god-friday-2027,,,mia,x\n"
    (folder / "holiday_overrides.csv").write_text(HEADER + rows)
    with pytest.raises(BadInput) as bad:
        read_folder(folder)
    assert [(i.place, i.advice) for i in bad.value.issues] == [
        ("holiday_overrides.csv:2 site", "Maybe sin?"),
        ("holiday_overrides.csv:3 holiday", "Maybe sg-good-friday-2027?"),
    ]


def test_a_column_of_people_holds_observances(folder: Path) -> None:
    file = folder / "people.csv"
    first, *others = file.read_text().splitlines()
    kept = ["2027-03-21 Nowruz; sg-deepavali-2027", *[""] * (len(others) - 1)]
    lines = [f"{first},observances", *(f"{line},{cell}" for line, cell in zip(others, kept, strict=True))]
    file.write_text("\n".join(lines) + "\n")
    people = read_folder(folder).people
    assert people[0].observances == ("2027-03-21 Nowruz", "sg-deepavali-2027")
    assert {person.observances for person in people[1:]} == {()}
