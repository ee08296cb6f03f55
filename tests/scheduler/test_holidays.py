"""Overrides of holidays, one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.holidays import Do, Holiday, HolidayOverride, overridden

OCTOBER, NOVEMBER = date(2028, 10, 17), date(2028, 11, 15)
DEEPAVALI = Holiday(NOVEMBER, "Deepavali", "estimated", "package", "sg-deepavali-2028")
EASTER = Holiday(date(2028, 4, 14), "Good Friday", "confirmed", "package", "sg-good-friday-2028")
BOTH = (EASTER, DEEPAVALI)


def said(do: str, holiday: str = DEEPAVALI.id, day: date | None = None, name: str | None = None) -> HolidayOverride:
    return HolidayOverride(Do(do), holiday, "mia", "the gazette", day, name)


def days(*overrides: HolidayOverride) -> list[tuple[str, str, str]]:
    """Of the Deepavali: day, name, status."""
    after = overridden(BOTH, overrides)
    assert [h for h in after if h.id == EASTER.id] == [EASTER]
    return [(f"{h.day:%m-%d}", h.name, h.status) for h in after if h.id != EASTER.id]


def test_without_overrides_nothing_changes() -> None:
    assert overridden(reversed(BOTH), ()) == BOTH


def test_each_override_does_what_its_name_says() -> None:
    assert days(said("remove")) == []
    assert days(said("move", day=OCTOBER)) == [("10-17", "Deepavali", "confirmed")]
    assert days(said("rename", name="Diwali")) == [("11-15", "Diwali", "estimated")]
    assert days(said("confirm")) == [("11-15", "Deepavali", "confirmed")]
    disputed = [("10-17", "Deepavali", "disputed"), ("11-15", "Deepavali", "disputed")]
    assert days(said("dispute", day=OCTOBER)) == disputed
    added = said("add", "founders", OCTOBER, "Founders' Day")
    assert days(added) == [("10-17", "Founders' Day", "company"), ("11-15", "Deepavali", "estimated")]


def test_a_dispute_is_settled_by_confirming_one_day_or_moving_to_another() -> None:
    dispute = said("dispute", day=OCTOBER)
    assert days(dispute, said("confirm", day=OCTOBER)) == [("10-17", "Deepavali", "confirmed")]
    assert days(dispute, said("move", day=date(2028, 10, 18))) == [("10-18", "Deepavali", "confirmed")]
    assert days(dispute, said("remove")) == []


def test_later_overrides_see_what_earlier_ones_did() -> None:
    again = [said("remove"), said("add", day=OCTOBER, name="Deepavali"), said("move", day=NOVEMBER)]
    assert days(*again) == [("11-15", "Deepavali", "company")]


def test_an_override_is_where_the_date_comes_from() -> None:
    (moved,) = overridden([DEEPAVALI], [said("move", day=OCTOBER)])
    assert moved.source == "move by mia: the gazette"
    (renamed,) = overridden([DEEPAVALI], [said("rename", name="Diwali")])
    assert renamed.source == "package"


@pytest.mark.parametrize(
    ("override", "words"),
    [
        (said("add", day=OCTOBER, name="x"), "there already"),
        (said("remove", "sg-vesak-2028"), "not there"),
        (said("move"), "says no day"),
        (said("dispute"), "says no day"),
        (said("add", "founders"), "says no day"),
    ],
)
def test_what_does_not_fit_is_refused(override: HolidayOverride, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        overridden(BOTH, [override])


def test_holidays_without_an_id_stay_as_they_are() -> None:
    loose = (Holiday(date(2028, 1, 1), "a"), Holiday(date(2028, 1, 2), "b"))
    assert overridden([*loose, DEEPAVALI], [said("remove")]) == loose


@given(st.lists(st.sampled_from([said("move", day=OCTOBER), said("move", day=NOVEMBER), said("confirm")]), max_size=6))
def test_moving_and_confirming_never_adds_or_loses_a_holiday(overrides: list[HolidayOverride]) -> None:
    (one,) = overridden([DEEPAVALI], overrides)
    moves = [o.day for o in overrides if o.do is Do.MOVE]
    assert one.day == (moves[-1] if moves else NOVEMBER)
    assert one.status == ("confirmed" if overrides else "estimated")
