"""The list of rules. A new rule is one new file and its lines here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, create_model

from constraints.base import Rule
from constraints.rules.apart import Apart
from constraints.rules.apart_at_night import ApartAtNight
from constraints.rules.around_leave import AroundLeave
from constraints.rules.average_hours import AverageHours
from constraints.rules.breaks import Breaks
from constraints.rules.calm_days import CalmDays
from constraints.rules.complete_weekends import CompleteWeekends
from constraints.rules.consecutive_days import ConsecutiveDays
from constraints.rules.consecutive_days_off import ConsecutiveDaysOff
from constraints.rules.consecutive_nights import ConsecutiveNights
from constraints.rules.contract_hours import ContractHours
from constraints.rules.coverage import Coverage
from constraints.rules.coverage_target import CoverageTarget
from constraints.rules.days_in_week import DaysInWeek
from constraints.rules.days_off import DaysOff
from constraints.rules.exposure import Exposure
from constraints.rules.fairness import Fairness
from constraints.rules.fatigue_risk import FatigueRisk
from constraints.rules.follows import Follows
from constraints.rules.forward_rotation import ForwardRotation
from constraints.rules.free_weekends import FreeWeekends
from constraints.rules.frozen_days import FrozenDays
from constraints.rules.guided import Guided
from constraints.rules.holiday_turns import HolidayTurns
from constraints.rules.hours_in_day import HoursInDay
from constraints.rules.hours_in_period import HoursInPeriod
from constraints.rules.hours_in_window import HoursInWindow
from constraints.rules.hours_target import HoursTarget
from constraints.rules.isolated_days import IsolatedDays
from constraints.rules.leave import Leave
from constraints.rules.minimum_change import MinimumChange
from constraints.rules.office_days import OfficeDays
from constraints.rules.one_shift_a_day import OneShiftADay
from constraints.rules.overtime import Overtime
from constraints.rules.pattern import Pattern
from constraints.rules.people_on_shift import PeopleOnShift
from constraints.rules.pins import Pins
from constraints.rules.practice import Practice
from constraints.rules.qualified import Qualified
from constraints.rules.recovery_after_nights import RecoveryAfterNights
from constraints.rules.reserve import Reserve
from constraints.rules.rest_period import RestPeriod
from constraints.rules.shadow import Shadow
from constraints.rules.shift_count import ShiftCount
from constraints.rules.shifts_in_days import ShiftsInDays
from constraints.rules.shortest_runs import ShortestRuns
from constraints.rules.span_of_day import SpanOfDay
from constraints.rules.stable_start import StableStart
from constraints.rules.standby_apart import StandbyApart
from constraints.rules.standby_nights import StandbyNights
from constraints.rules.standby_weeks import StandbyWeeks
from constraints.rules.successions import Successions
from constraints.rules.together import Together
from constraints.rules.trained_first import TrainedFirst
from constraints.rules.unwanted_sequences import UnwantedSequences
from constraints.rules.variety import Variety
from constraints.rules.weekends_worked import WeekendsWorked
from constraints.rules.weekly_rest import WeeklyRest
from constraints.rules.weeks_between import WeeksBetween
from constraints.rules.whole_weeks import WholeWeeks
from constraints.rules.wishes import Wishes

RULES: tuple[type[Rule], ...] = (
    OneShiftADay,
    Qualified,
    Leave,
    Pins,
    FrozenDays,
    MinimumChange,
    Shadow,
    Coverage,
    RestPeriod,
    WeeklyRest,
    DaysOff,
    ConsecutiveDays,
    ConsecutiveDaysOff,
    ConsecutiveNights,
    RecoveryAfterNights,
    ContractHours,
    AverageHours,
    Overtime,
    HoursInDay,
    HoursInWindow,
    SpanOfDay,
    HoursInPeriod,
    Breaks,
    DaysInWeek,
    ShiftsInDays,
    Successions,
    UnwantedSequences,
    FreeWeekends,
    WeekendsWorked,
    ShiftCount,
    Practice,
    OfficeDays,
    Exposure,
    CalmDays,
    FatigueRisk,
    Apart,
    Together,
    Guided,
    TrainedFirst,
    Follows,
    WholeWeeks,
    WeeksBetween,
    Reserve,
    StandbyWeeks,
    StandbyApart,
    ApartAtNight,
    StandbyNights,
    Fairness,
    HolidayTurns,
    CoverageTarget,
    PeopleOnShift,
    HoursTarget,
    Wishes,
    Pattern,
    AroundLeave,
    CompleteWeekends,
    IsolatedDays,
    ShortestRuns,
    ForwardRotation,
    StableStart,
    Variety,
)


class _RuleBook(BaseModel):
    """Which rules apply: by name, each with its parameters; ``false`` switches one off, a list applies one repeatedly.

    A rule that is not named applies with its defaults.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def rules(self) -> tuple[Rule, ...]:
        """The rules in the order of the catalog."""
        return tuple(self._chosen())

    def named(self) -> frozenset[str]:
        """The rules of which the document says something."""
        return frozenset(kind.name for kind in RULES if getattr(self, kind.name) is not None)

    def _chosen(self) -> Iterator[Rule]:
        for kind in RULES:
            said = getattr(self, kind.name)
            if said is None:
                yield from kind.defaults()
            elif said is not False:
                yield from cast("list[Rule]", said if isinstance(said, list) else [said])


_FIELDS: dict[str, Any] = {kind.name: (kind | list[kind] | Literal[False] | None, None) for kind in RULES}  # type: ignore[valid-type]
RuleBook: type[_RuleBook] = create_model("RuleBook", __base__=_RuleBook, **_FIELDS)
