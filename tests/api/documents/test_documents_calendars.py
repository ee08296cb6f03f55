"""Public holidays come from a package, with their provenance and their doubts."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from api.documents.calendars import SOURCE, confirmed_until, holidays_of, is_calendar
from scheduler.domain.team import Holiday


def days(calendar: str, first: date, last: date) -> dict[str, str]:
    return {str(h.day): h.name for h in holidays_of(calendar, first, last) or ()}


def test_singapore_has_the_days_that_the_law_names_and_none_in_lieu() -> None:
    assert days("SG", date(2027, 1, 4), date(2027, 4, 4)) == {
        "2027-02-06": "Chinese New Year",
        "2027-02-07": "Chinese New Year",
        "2027-03-10": "Hari Raya Puasa",
        "2027-03-26": "Good Friday",
    }


def test_a_holiday_says_where_it_comes_from() -> None:
    assert holidays_of("SG", date(2027, 3, 26), date(2027, 3, 26)) == (
        Holiday(date(2027, 3, 26), "Good Friday", "confirmed", SOURCE),
    )
    assert SOURCE.startswith("holidays 0.")


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        ("IE", "2027-02-01", "Saint Brigid's Day"),
        ("IE", "2027-03-29", "Easter Monday"),
        ("US-CA", "2027-01-18", "Martin Luther King Jr. Day"),
        ("US-NY", "2027-10-11", "Columbus Day"),
        ("GB-ENG", "2027-12-27", ""),
        ("GB-ENG", "2027-08-30", "Late Summer Bank Holiday"),
        ("AU-NSW", "2027-06-14", "King's Birthday"),
    ],
)
def test_other_calendars_and_parts_of_countries(calendar: str, day: str, name: str) -> None:
    assert days(calendar, date(2027, 1, 1), date(2027, 12, 31)).get(day, "") == name


def test_a_span_over_new_year_has_both_years() -> None:
    found = days("GB-ENG", date(2027, 12, 20), date(2028, 1, 2))
    assert list(found) == ["2027-12-25", "2027-12-26", "2028-01-01"]


def test_estimated_dates_say_so_by_status_not_by_name() -> None:
    found = {h.name: h.status for h in holidays_of("SG", date(2028, 1, 1), date(2028, 12, 31)) or ()}
    assert found["Hari Raya Puasa"] == "estimated"
    assert found["Good Friday"] == "confirmed"


def test_the_disputed_deepavali_of_2028_is_an_estimate() -> None:
    (deepavali,) = holidays_of("SG", date(2028, 11, 15), date(2028, 11, 15)) or ()
    assert (deepavali.status, deepavali.source) == ("estimated", f"{SOURCE}; or 2028-10-17")


@pytest.mark.parametrize("calendar", ["ZZ", "", "sg", "US-ZZ", "Singapore", "SG-", "GB-eng"])
def test_there_is_nothing_for_an_unknown_calendar(calendar: str) -> None:
    assert not is_calendar(calendar)
    assert holidays_of(calendar, date(2027, 1, 1), date(2027, 12, 31)) is None


def test_the_horizon_of_what_is_confirmed() -> None:
    assert confirmed_until("SG", since=2026) == 2027
    assert confirmed_until("IE", since=2026) is None


def test_names_do_not_depend_on_the_language_of_the_machine() -> None:
    code = (
        "from datetime import date; from api.documents.calendars import holidays_of;"
        "print([h.name for h in holidays_of('SG', date(2027, 3, 1), date(2027, 3, 31))])"
    )
    for language in ("C.UTF-8", "th"):
        env = os.environ | {"LANGUAGE": language, "LANG": "C.UTF-8"}
        out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
        assert out.strip() == "['Hari Raya Puasa', 'Good Friday']"
