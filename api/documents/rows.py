"""The rows of a team document. Their fields are its JSON Schema, by which editors complete it."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.bands import ALWAYS, SHORT_WEEKDAYS
from api.documents.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    Clock,
    Count,
    Day,
    Id,
    Instant,
    Name,
    Note,
    Number,
    Observance,
    Pack,
    ShortWeekday,
    Weekday,
    When,
    Whole,
)
from scheduler.domain.burden import CarryOver, Points
from scheduler.domain.holidays import Do, HolidayOverride
from scheduler.domain.shift import Duty
from scheduler.intervals import MINUTES_A_DAY

OFF = "off"
Carried = Annotated[Number, Field(ge=-10_000, le=10_000)]
Year = Annotated[Whole, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Weighs = Annotated[Number, Field(ge=0, le=100)]


class Row(BaseModel):
    """One row of a section. `written` names the fields that are written even when they hold their default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    written: ClassVar[frozenset[str]] = frozenset()


class PeriodRow(Row):
    """The days on which shifts may start, and the instants between which coverage is owed."""

    first_day: Day = Field(description="First day on which a shift may start, in each site's own calendar.")
    last_day: Day = Field(description="Last day on which a shift may start, included.")
    coverage_from: Instant = Field(description="Instant from which coverage is owed, such as 2027-01-04T12:00:00Z.")
    coverage_until: Instant = Field(description="Instant until which coverage is owed.")


class HolidayRow(Row):
    """A public holiday on the day that the law names."""

    written: ClassVar = frozenset({"status"})

    day: Day = Field(description="The day itself, not a day in lieu of it.")
    name: Name = Field(description="What people call it.")
    status: Literal["confirmed", "estimated", "disputed", "company"] = Field(
        "confirmed",
        description="estimated: the date may still change, for example with the moon or a gazette. disputed: one of "
        "several possible days, which have the same id; all count. company: the employer's own.",
    )
    source: Note = Field("", description="Where the date comes from.")
    id: Id | None = Field(None, description="Its name for good, such as sg-deepavali-2027. Left out: made of its name.")


class HolidayOverrideRow(Row):
    """What somebody says of one holiday, against its table."""

    do: Do = Field(description="add, remove, move, rename, confirm, or dispute (it may be on another day, too).")
    holiday: Id = Field(description="Id of the holiday, such as sg-deepavali-2028.")
    day: Day | None = Field(None, description="add, move: its day. confirm, dispute: the one meant of several days.")
    name: Name | None = Field(None, description="add, rename: what people call it.")
    who: Name = Field(description="Who says so.")
    why: Name = Field(description="Why: a gazette, a press release, an agreement.")

    def override(self) -> HolidayOverride:
        """The same in the words of the domain."""
        return HolidayOverride(self.do, self.holiday, self.who, self.why, self.day, self.name)


class SiteRow(Row):
    """Where people are."""

    id: Id = Field(description="Short name of the site.")
    timezone: Name = Field(description="IANA time zone, such as Asia/Singapore.")
    holiday_calendar: Name | None = Field(
        None, description="Public holidays by ISO 3166 code: a country (SG) or a part of one (US-CA, GB-ENG)."
    )
    rule_pack: Pack | None = Field(None, description="Named set of rules that the law of the place asks for.")
    holidays: tuple[HolidayRow, ...] | None = Field(
        None, description="Public holidays of the period. Left out: those of holiday_calendar. []: none."
    )
    holiday_overrides: tuple[HolidayOverrideRow, ...] = Field(
        (), description="What is said of single holidays, one after the other."
    )


class ShiftRow(Row):
    """A shift that can start on any of its weekdays, by the wall clock of its site."""

    id: Id = Field(description="Short name of the shift.")
    site: Id = Field(description="Whose people work it, and whose clock it follows.")
    kind: Duty = Field(Duty.ON_DUTY, description="on-duty: work. standby: on call from home.")
    start: Clock = Field(description='Wall-clock start, such as "23:00".')
    end: Clock = Field(description='Wall-clock end, such as "07:30".')
    span_days: Count | None = Field(
        None, le=35, description="Days from its start day to its end. Left out: 1 when end is not after start, else 0."
    )
    unpaid_break_minutes: Count = Field(0, description="Minutes that contract hours do not count; coverage does.")
    weekdays: tuple[ShortWeekday, ...] = Field(
        SHORT_WEEKDAYS, min_length=1, description="Days of the week on which it starts. Left out: all."
    )
    required_skill: Id | None = Field(None, description="Skill without which nobody may work it.")
    night: bool | None = Field(
        None, description="Whether rules on nights speak of it. Left out: when it holds 3 h or more of 23:00-06:00."
    )
    response_minutes: Count | None = Field(
        None, le=MINUTES_A_DAY, description="Standby: within how many minutes one must respond."
    )
    confined: bool = Field(False, description="Standby: whether one must stay at a place that the employer names.")
    counts_as_work: bool | None = Field(
        None,
        description="Standby: whether it is working time. Left out: as rule packs say of the response and the place.",
    )
    counts_because: Note = Field("", description="Why counts_as_work is said, and by whom it was decided.")


class CoverageRow(Row):
    """How many people are owed at every instant of `when`. Who shadows does not count."""

    id: Id = Field(description="Short name of the requirement.")
    site: Id | None = Field(None, description="Count only people on duty at this site. Left out: all sites.")
    skill: Id | None = Field(None, description="Count only people with this skill. Left out: everybody.")
    shift: Id | None = Field(None, description="Count the people on this shift, for example a standby shift.")
    minimum: Count = Field(description="Fewest people, at every instant.")
    target: Count | None = Field(None, description="How many would be good. Left out: the minimum.")
    maximum: Count | None = Field(None, description="Most people. Left out: any number.")
    when: When = Field(ALWAYS, description="always, or weekdays and wall-clock times such as mon-fri 08:00-20:00.")
    timezone: Name | None = Field(None, description="Whose wall clock `when` means. Left out: that of the site.")


class PersonRow(Row):
    """Somebody who can work the shifts of the home site."""

    written: ClassVar = frozenset({"fte"})

    id: Id = Field(description="Short name of the person, used in files, feeds and addresses.")
    name: Name | None = Field(None, description="Full name, for people to read.")
    site: Id = Field(description="Home site: the person works its shifts only.")
    fte: Number = Field(1.0, gt=0, le=1, description="Full-time equivalent: 1.0 is full time.")
    contract_hours_per_week: Number = Field(
        ge=0, le=168, description="Most paid hours that a week from Monday to Sunday may hold."
    )
    skills: tuple[Id, ...] = Field((), description="What the person may do.")
    shadows: Id | None = Field(None, description="The mentor whose shifts this new person works until trained.")
    first_day: Day | None = Field(None, description="First day of employment. Left out: before the period.")
    last_day: Day | None = Field(None, description="Last day of employment, included. Left out: open.")
    facts: tuple[Name, ...] = Field(
        (), description="Which laws speak of the person: opt_out, not sg_part4. Left out: as the rule packs take it."
    )
    observances: tuple[Observance, ...] = Field(
        (), description="Days that the person chose to keep: ids of holidays, or days with a name if they like."
    )


class LeaveRow(Row):
    """Days on which a person cannot work: also not the end of a night shift that began the evening before."""

    person: Id = Field(description="Who is away.")
    first_day: Day = Field(description="First day away.")
    last_day: Day = Field(description="Last day away, included.")
    kind: Id = Field("annual", description="annual, medical, parental, training, or your own word.")


class WishRow(Row):
    """A preference that may go unmet, for one day or for every such weekday of the period."""

    written: ClassVar = frozenset({"weight"})

    person: Id = Field(description="Who wishes.")
    day: Day | None = Field(None, description="For which day.")
    every: Weekday | None = Field(None, description="In place of day: for which day of every week, such as friday.")
    wish: Id = Field(description='"off", or the shift wanted.')
    weight: Whole = Field(1, ge=1, le=3, description="1 (nice) to 3 (important).")


class PointsRow(Row):
    """What a duty weighs as burden, beyond an ordinary day's, by the day on which it starts at the person's site.

    It is of the night, of the evening, or neither; to that come the weekend and the holiday.
    """

    evening: Weighs = Field(1.0, description="A duty with 3 h or more of 18:00-23:00.")
    weekend: Weighs = Field(2.0, description="A duty on a Saturday or Sunday.")
    night: Weighs = Field(3.0, description="A duty of the night.")
    holiday: Weighs = Field(4.0, description="A duty on a public holiday.")
    observance: Weighs = Field(8.0, description="A duty on a day that the person chose to keep, in place of holiday.")
    standby: Number = Field(
        0.25, ge=0, le=1, description="Share of a duty's points that a day of standby with the same hours has."
    )

    def points(self) -> Points:
        """The same in the words of the domain."""
        return Points(**{name: round(100 * getattr(self, name)) for name in PointsRow.model_fields})


class CarryOverRow(Row):
    """How much of what people are ahead of a fair share, or behind it, goes on into the next quarter."""

    keep: Number = Field(0.8, ge=0, le=1, description="The share of it, for each burden; 1: all.")
    most: Number | None = Field(
        2.0, ge=0, le=1_000, description="At most so many duties, either way; null: any number."
    )

    def carry_over(self) -> CarryOver:
        """The same in the words of the domain."""
        return CarryOver(self.keep, self.most)


class LedgerRow(Row):
    """What a person did in the quarter before: the carry-over for fairness.

    `watchbill ledger` writes the rows for the next quarter, with what is carried over: ahead of a fair share, or behind
    it (negative). Where it is left out, it is made of what was done.
    """

    person: Id = Field(description="Whose.")
    hours: Number = Field(0.0, ge=0, le=10_000, description="Hours worked.")
    night_shifts: Count = Field(0, description="Night shifts worked.")
    weekend_shifts: Count = Field(0, description="Shifts worked on a Saturday or Sunday.")
    holiday_shifts: Count = Field(0, description="Shifts worked on a public holiday.")
    standby_weeks: Count = Field(0, description="Weeks of standby.")
    carried_hours: Carried | None = Field(None, description="Hours that are carried over.")
    carried_nights: Carried | None = Field(None, description="Nights that are carried over.")
    carried_weekends: Carried | None = Field(None, description="Shifts at weekends that are carried over.")
    carried_holidays: Carried | None = Field(None, description="Shifts on public holidays that are carried over.")
    carried_standby: Carried | None = Field(None, description="Weeks of standby that are carried over.")
    carried_points: Carried | None = Field(None, description="Points that are carried over.")


class HolidayWorkedRow(Row):
    """A holiday that a person worked in an earlier year. `watchbill ledger` writes them for the next quarter."""

    person: Id = Field(description="Who worked.")
    holiday: Id = Field(description="The holiday's id without a year, such as sg-chinese-new-year.")
    year: Year = Field(description="In which year.")


class CallOutRow(Row):
    """Work that somebody on standby was called to. Standby that counts as work has its hours already."""

    person: Id = Field(description="Who was called.")
    start: Instant = Field(description="From when the work was, such as 2027-01-05T02:10:00Z.")
    end: Instant = Field(description="Until when.")


class PreviousRow(Row):
    """A shift as worked before the first day: rest, runs and weekly windows reach back into it."""

    person: Id = Field(description="Who worked.")
    day: Day = Field(description="Day on which the shift started.")
    shift: Id = Field(description="Which shift.")


class PinRow(Row):
    """An assignment that the solver may not change."""

    person: Id = Field(description="Who.")
    day: Day = Field(description="Day on which the shift starts.")
    shift: Id = Field(description="Which shift.")


class PublishedRow(Row):
    """What is published already: `frozen_days` and `minimum_change` hold a new plan against it."""

    as_of: Instant = Field(description="When it is planned anew: what begins soon is counted from then.")
    first_day: Day = Field(description="First day of which it says who works.")
    last_day: Day = Field(description="Last day, included. A shift of those days that is not in it is nobody's.")
    assignments: tuple[PinRow, ...] = Field(
        (), description="Who has which shift. People and shifts that are in the team no more may stand in it."
    )
