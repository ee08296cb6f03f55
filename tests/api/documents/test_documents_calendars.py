"""Public holidays come from our own tables, with their provenance and their doubts; the package fills them, once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.documents.calendars import FOLDER, SHIPPED, calendars, holidays_of, is_calendar, table_of, table_text
from api.documents.calendars.importing import Change, imported
from api.documents.calendars.package import from_package, known_to_package, source
from api.documents.calendars.table import Table, TableRow, holiday_called, read_table
from api.errors import BadInput
from scheduler.domain.holidays import Holiday

EIGHT = ("AU-NSW", "GB-ENG", "IE", "IN-KA", "JP", "SG", "US-CA", "US-NY")
TODAY = date(2026, 11, 23)


def table(calendar: str) -> Table:
    found = table_of(calendar)
    assert found is not None
    return found


def days(calendar: str, first: date, last: date) -> dict[str, str]:
    return {str(h.day): h.name for h in holidays_of(calendar, first, last) or ()}


def year(calendar: str, number: int) -> dict[str, str]:
    return days(calendar, date(number, 1, 1), date(number, 12, 31))


def test_eight_calendars_are_shipped() -> None:
    assert sorted(path.stem for path in SHIPPED.glob("*.json")) == sorted(EIGHT)
    assert calendars() == frozenset(EIGHT)


# -- what is verified: reference "holidays", sections 2 and 3 ----------------------------------------------------------

SINGAPORE = {
    2024: "01-01 02-10 02-11 03-29 04-10 05-01 05-22 06-17 08-09 10-31 12-25",
    2025: "01-01 01-29 01-30 03-31 04-18 05-01 05-03 05-12 06-07 08-09 10-20 12-25",
    2026: "01-01 02-17 02-18 03-21 04-03 05-01 05-27 05-31 08-09 11-08 12-25",
    2027: "01-01 02-06 02-07 03-10 03-26 05-01 05-17 05-20 08-09 10-28 12-25",
}


@pytest.mark.parametrize("number", SINGAPORE)
def test_singapore_has_the_days_that_the_law_names_and_none_in_lieu(number: int) -> None:
    """Eleven statutory days a year; in 2025 a twelfth, for the election."""
    assert list(year("SG", number)) == [f"{number}-{day}" for day in SINGAPORE[number].split()]


def test_every_holiday_of_singapore_has_its_day() -> None:
    assert year("SG", 2027) == {
        "2027-01-01": "New Year's Day",
        "2027-02-06": "Chinese New Year",
        "2027-02-07": "Chinese New Year",
        "2027-03-10": "Hari Raya Puasa",
        "2027-03-26": "Good Friday",
        "2027-05-01": "Labour Day",
        "2027-05-17": "Hari Raya Haji",
        "2027-05-20": "Vesak Day",
        "2027-08-09": "National Day",
        "2027-10-28": "Deepavali",
        "2027-12-25": "Christmas Day",
    }


@pytest.mark.parametrize(
    ("calendar", "number", "count"),
    [(c, n, count) for c, count in (("IE", 10), ("GB-ENG", 8)) for n in range(2024, 2028)] + [("SG", 2025, 12)],
)
def test_years_have_as_many_holidays_as_the_law_gives(calendar: str, number: int, count: int) -> None:
    assert len(year(calendar, number)) == count


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        ("IE", "2024-02-05", "Saint Brigid's Day"),  # the first Monday of February, or the 1st when it is a Friday
        ("IE", "2025-02-03", "Saint Brigid's Day"),
        ("IE", "2026-02-02", "Saint Brigid's Day"),
        ("IE", "2027-02-01", "Saint Brigid's Day"),
        ("IE", "2027-03-26", None),  # Good Friday is no public holiday
        ("IE", "2027-12-25", "Christmas Day"),  # Saturday and Sunday: nothing is moved
        ("IE", "2027-12-26", "Saint Stephen's Day"),
        ("IE", "2027-12-27", None),
        ("GB-ENG", "2026-12-26", "Boxing Day"),
        ("GB-ENG", "2026-12-28", None),  # a substitute, derived
        ("GB-ENG", "2027-12-27", None),
        ("GB-ENG", "2027-12-28", None),
        ("GB-ENG", "2028-01-03", None),
        ("GB-ENG", "2027-08-30", "Late Summer Bank Holiday"),
        ("US-CA", "2027-01-18", "Martin Luther King Jr. Day"),
        ("US-CA", "2025-10-20", None),  # Diwali is a holiday of California from 2026 on
        ("US-CA", "2026-11-08", "Diwali"),
        ("US-CA", "2026-03-31", "Cesar Chavez Day"),
        ("US-CA", "2026-11-27", "Day After Thanksgiving"),
        ("US-CA", "2026-10-12", None),  # no Columbus Day
        ("US-NY", "2026-02-12", "Lincoln's Birthday"),
        ("US-NY", "2027-10-11", "Columbus Day"),
        ("US-NY", "2026-11-03", "Election Day"),
        ("US-NY", "2026-07-03", None),  # "observed" is for offices
        ("JP", "2026-05-06", "Substitute Holiday"),
        ("JP", "2026-09-22", "National Holiday"),  # between two others
        ("JP", "2027-03-22", "Substitute Holiday"),
        ("JP", "2027-03-21", "Vernal Equinox Day"),
        ("JP", "2027-09-23", "Autumnal Equinox Day"),
        ("JP", "2028-03-20", "Vernal Equinox Day"),
        ("JP", "2028-09-22", "Autumnal Equinox Day"),
        ("IN-KA", "2026-01-26", "Republic Day"),
        ("IN-KA", "2026-05-01", "May Day"),
        ("IN-KA", "2026-08-15", "Independence Day"),
        ("IN-KA", "2026-10-02", "Mahatma Gandhi's Jayanti"),
        ("IN-KA", "2026-11-01", "Karnataka Rajyotsava"),
        ("IN-KA", "2026-03-19", "Ugadi"),
        ("AU-NSW", "2026-04-27", "Additional day for ANZAC Day"),  # declared for two years
        ("AU-NSW", "2027-04-26", "Additional day for ANZAC Day"),
        ("AU-NSW", "2026-08-03", None),  # bank staff only
        ("AU-NSW", "2027-06-14", "King's Birthday"),
    ],
)
def test_what_is_verified_of_the_calendars(calendar: str, day: str, name: str | None) -> None:
    found = {h.name for h in holidays_of(calendar, date.fromisoformat(day), date.fromisoformat(day)) or ()}
    assert name in found if name else not found


def test_no_additional_anzac_day_is_made_up_after_2027() -> None:
    assert not [h for h in table("AU-NSW").days if "ANZAC" in h.name and "Additional" in h.name and h.day.year > 2027]


# -- doubts ------------------------------------------------------------------------------------------------------------


def test_a_holiday_says_where_it_comes_from() -> None:
    assert holidays_of("SG", date(2027, 3, 26), date(2027, 3, 26)) == (
        Holiday(date(2027, 3, 26), "Good Friday", "confirmed", table("SG").source, "sg-good-friday-2027"),
    )
    assert table("SG").source.startswith("holidays 0.")


def test_estimated_dates_say_so_by_status_not_by_name() -> None:
    found = {h.name: h.status for h in holidays_of("SG", date(2028, 1, 1), date(2028, 12, 31)) or ()}
    assert found["Hari Raya Puasa"] == "estimated"
    assert found["Good Friday"] == "confirmed"


def test_the_deepavali_of_2028_is_disputed_and_lies_on_both_days() -> None:
    found = [h for h in table("SG").days if h.name == "Deepavali" and h.day.year == 2028]
    assert [(str(h.day), h.status, h.id) for h in found] == [
        ("2028-10-17", "disputed", "sg-deepavali-2028"),
        ("2028-11-15", "disputed", "sg-deepavali-2028"),
    ]


def test_later_deepavalis_are_estimates_although_the_package_does_not_say_so() -> None:
    assert {h.status for h in table("SG").days if h.name == "Deepavali" and h.day.year > 2028} == {"estimated"}
    (equinox,) = holidays_of("JP", date(2028, 3, 20), date(2028, 3, 20)) or ()
    assert equinox.status == "estimated"


def test_the_diwali_of_california_is_an_estimate_for_it_follows_the_moon() -> None:
    diwali = [h for h in table("US-CA").days if h.name == "Diwali"]
    assert {h.status for h in diwali} == {"estimated"}
    assert [str(h.day) for h in diwali if h.day.year == 2028] == ["2028-10-17"]
    assert {h.status for h in table("US-CA").days if h not in diwali} == {"confirmed"}


def test_the_deepavali_of_2027_is_confirmed_by_review() -> None:
    (deepavali,) = holiday_called("sg-deepavali-2027")
    assert (str(deepavali.day), deepavali.status) == ("2027-10-28", "confirmed")
    assert "Ministry of Manpower" in deepavali.source


@pytest.mark.parametrize(
    ("calendar", "until"), [("SG", "2027-12-31"), ("IN-KA", "2026-12-31"), ("IE", None), ("GB-ENG", None)]
)
def test_the_horizon_of_what_is_confirmed(calendar: str, until: str | None) -> None:
    assert table(calendar).confirmed_until == (date.fromisoformat(until) if until else None)
    assert table(calendar).known_until == date(2030, 12, 31)


def test_a_span_over_new_year_has_both_years() -> None:
    found = days("GB-ENG", date(2027, 12, 20), date(2028, 1, 2))
    assert list(found) == ["2027-12-25", "2027-12-26", "2028-01-01"]


@pytest.mark.parametrize("calendar", ["ZZ", "", "sg", "US-ZZ", "Singapore", "SG-", "GB-eng", "../SG", "DE"])
def test_there_is_nothing_for_a_calendar_without_a_table(calendar: str) -> None:
    assert not is_calendar(calendar)
    assert holidays_of(calendar, date(2027, 1, 1), date(2027, 12, 31)) is None


# -- ids and names -----------------------------------------------------------------------------------------------------


def test_ids_are_unique_and_say_calendar_and_year() -> None:
    for calendar in EIGHT:
        rows = table(calendar).holidays
        assert len({row.id for row in rows}) == len(rows)
        assert all(row.id.startswith(f"{calendar.lower()}-") and row.id.endswith(f"-{row.day.year}") for row in rows)


def test_a_holiday_is_found_by_its_id() -> None:
    assert [str(h.day) for h in holiday_called("us-ny-columbus-day-2027")] == ["2027-10-11"]
    assert [str(h.day) for h in holiday_called("sg-chinese-new-year-2-2027")] == ["2027-02-07"]
    assert holiday_called("sg-diwali-2027") == []


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", {"Deepavali", "Vesak Day"}),
        ("zh", {"屠妖节", "卫塞节", "农历新年", "国庆日"}),
        ("ms", {"Hari Vesak", "Tahun Baharu Cina", "Hari Kebangsaan"}),
        ("ta", {"தீபாவளி", "தேசிய தினம்"}),
    ],
)
def test_singapore_has_names_in_four_languages(language: str, names: set[str]) -> None:
    singapore = table("SG")
    found = {singapore.name_in(language, holiday) for holiday in singapore.days}
    assert names <= found
    assert table("SG").languages() == ["en", "ms", "ta", "zh"]


@pytest.mark.parametrize("language", ["zh", "ms", "ta"])
def test_no_holiday_of_singapore_lacks_a_name(language: str) -> None:
    same_in_malay = {"Hari Raya Puasa", "Hari Raya Haji", "Deepavali"}
    english = {h.name for h in table("SG").days if table("SG").name_in(language, h) == h.name}
    assert english == (same_in_malay if language == "ms" else set())


# -- the package, asked by an import only ------------------------------------------------------------------------------


def test_what_is_shipped_is_what_the_package_says() -> None:
    """Who upgrades the package sees here what it would change: `watchbill holidays import` tells the same."""
    for calendar in EIGHT:
        before = table(calendar)
        assert source() == before.source
        years = range(before.first_year, before.last_year + 1)
        assert imported(calendar, years, TODAY, before).changes == ()


def test_an_import_asks_for_a_language_and_does_not_depend_on_that_of_the_machine() -> None:
    code = (
        "from api.documents.calendars.package import from_package;"
        "print([row.name for row in from_package('SG', [2027]) if row.day.month == 3])"
    )
    for language in ("C.UTF-8", "th"):
        env = os.environ | {"LANGUAGE": language, "LANG": "C.UTF-8"}
        out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
        assert out.strip() == "['Hari Raya Puasa', 'Good Friday']"


def test_reading_a_table_does_not_load_the_package() -> None:
    code = (
        "import sys; from datetime import date; from api.documents.domain import team_of;"
        "from api.documents.calendars import holidays_of; holidays_of('SG', date(2027, 1, 1), date(2027, 2, 1));"
        "print('holidays' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "False"


def test_two_holidays_of_one_day_are_two() -> None:
    found = [(row.id, row.name) for row in from_package("IN-KA", [2026]) if row.day == date(2026, 5, 1)]
    assert found == [("in-ka-buddha-purnima-2026", "Buddha Purnima"), ("in-ka-may-day-2026", "May Day")]


def test_the_package_knows_many_more_calendars() -> None:
    assert {"DE", "DE-BY", "MY-10", *EIGHT} <= known_to_package()


def test_labels_become_a_status() -> None:
    (row,) = [row for row in from_package("IN-KA", [2027]) if row.day == date(2027, 5, 17)]
    assert row == TableRow(
        id="in-ka-id-ul-zuha-bakrid-2027", day=date(2027, 5, 17), name="Id-ul-Zuha (Bakrid)", status="estimated"
    )


def test_a_new_import_shows_what_differs_and_leaves_other_years_and_what_was_reviewed() -> None:
    now = table("SG")
    vesak, national, good_friday = "sg-vesak-day-2027", "sg-national-day-2027", "sg-good-friday-2027"
    old = [row for row in now.holidays if row.id != good_friday]
    changed: dict[str, dict[str, Any]] = {
        vesak: {"day": date(2027, 5, 19)},
        national: {"name": "National Day Parade"},
        "sg-deepavali-2028": {"day": date(2028, 10, 17)},
    }
    old = [row.model_copy(update=changed.get(row.id, {})) for row in old]
    old += [TableRow(id="sg-polling-day-2027", day=date(2027, 6, 6), name="Polling Day")]
    before = now.but(holidays=tuple(old))

    made = imported("SG", [2027], TODAY, before)
    assert made.changes == (
        Change("added", good_friday, "", "2027-03-26 Good Friday"),
        Change("moved", vesak, "2027-05-19", "2027-05-20"),
        Change("removed", "sg-polling-day-2027", "2027-06-06 Polling Day", ""),
        Change("renamed", national, "National Day Parade", "National Day"),
    )
    kept = next(row for row in made.table.holidays if row.id == "sg-deepavali-2028")
    assert kept.day == date(2028, 10, 17)
    assert (made.table.overrides, made.table.names) == (now.overrides, now.names)
    both = imported("SG", range(2024, 2031), TODAY, before)
    assert [c for c in both.changes if c.overridden] == [
        Change("moved", "sg-deepavali-2028", "2028-10-17", "2028-11-15", overridden=True)
    ]


def test_a_holiday_under_another_name_keeps_its_id() -> None:
    now = table("SG")
    old = [
        row.model_copy(update={"id": "sg-diwali-2027", "name": "Diwali"}) if row.id == "sg-deepavali-2027" else row
        for row in now.holidays
    ]
    made = imported("SG", [2027], TODAY, now.but(holidays=tuple(old), overrides=()))
    assert made.changes == (Change("renamed", "sg-diwali-2027", "Diwali", "Deepavali"),)


def test_a_table_reads_back_as_it_was_written(tmp_path: Path) -> None:
    for calendar in EIGHT:
        file = tmp_path / f"{calendar}.json"
        file.write_text(table_text(table(calendar)), encoding="utf-8")
        assert read_table(file) == table(calendar)
        assert file.read_bytes() == (SHIPPED / file.name).read_bytes()


def test_a_folder_of_ones_own_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    for calendar in ("DE", "SG"):
        made = imported(calendar, [2027], TODAY, None).table
        (tmp_path / f"{calendar}.json").write_text(table_text(made), encoding="utf-8")
    assert year("DE", 2027)["2027-10-03"] == "German Unity Day"
    assert year("SG", 2026) == {}
    assert year("IE", 2026)


def test_what_is_no_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (tmp_path / "DE.json").write_text('{"calendar": "DE"}', encoding="utf-8")
    with pytest.raises(BadInput, match="is no table of holidays"):
        year("DE", 2027)
